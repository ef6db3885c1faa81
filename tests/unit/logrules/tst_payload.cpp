// SPDX-License-Identifier: GPL-3.0-or-later
#include "chatmessages.h"
#include "loggenerations.h"
#include "payloadforms.h"

#include "logrules/logformats.h"
#include "support/testcase.h"

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

namespace {

//! Returns whether the sample is also printed without a head.
bool standsAlone(const test::ExpectedEntry &sample)
{
    return test::isBare(sample) || sample.text.startsWith("[NapCat] ["_L1)
        || sample.text.startsWith("NapCat Shell App Loading"_L1);
}

//! Returns what a generation prints if every sample is quoted in that form.
QStringList quotingLines(const test::LogGeneration &of, const test::PayloadForm &form)
{
    QStringList lines;
    for (const test::ExpectedEntry &sample : test::samplesOf(of.kind)) {
        // a line below a message that looks like one without a head cannot be told from it
        const bool alone = standsAlone(sample);
        const QString said = alone ? sample.text : u"看\n%1\n!"_s.arg(sample.text);
        const QString text = test::quoted(form, said.trimmed());
        if (of.hasLevel(form.level) && !(alone && text.contains(u'\n')))
            lines += of.lines({.level = form.level, .text = text});
    }
    return lines;
}

} // namespace

//! What passed through a gateway is not what the gateway says: every sample that a rule takes, quoted in every form in
//! which a gateway of that kind and generation writes down what passes, is taken by no rule.
class TestPayload final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void aQuotedFaultIsNoFault_data()
    {
        QTest::addColumn<int>("kind");
        for (int i = 0; i < int(test::payloadKinds().size()); ++i)
            QTest::newRow(test::payloadKinds()[std::size_t(i)].name) << i;
    }
    void aQuotedFaultIsNoFault()
    {
        QFETCH(const int, kind);
        const test::PayloadKind &of = test::payloadKinds()[std::size_t(kind)];
        const RuleSet rules = RuleSet::builtIn(of.kind).value();
        const QStringList allowed = rules.payloadIds();
        int quoted = 0;
        test::everyQuotation(of, rules, [&](LogLevel level, const QString &text) {
            const auto told = [&](const LogLine &line) {
                return (line.ruleId.isEmpty() || allowed.contains(line.ruleId)) && line.category == LogCategory::None
                    && line.captures.isEmpty() && rules.severity(line.ruleId) == Severity::Info;
            };
            const LogLine line = rules.makeLine(level, text);
            ++quoted;
            if (!told(line))
                QTest::qFail(qPrintable(text + u" -> "_s + line.ruleId), __FILE__, __LINE__);
        });
        QVERIFY2(quoted > 300, qPrintable(QString::number(quoted)));
    }

    void aQuotedFaultIsNoFaultInALog_data()
    {
        QTest::addColumn<int>("generation");
        for (int g = 0; g < int(test::logGenerations().size()); ++g)
            QTest::newRow(test::logGenerations()[std::size_t(g)].name) << g;
    }
    void aQuotedFaultIsNoFaultInALog()
    {
        QFETCH(const int, generation);
        const test::LogGeneration &of = test::logGenerations()[std::size_t(generation)];
        const RuleSet rules = RuleSet::builtIn(of.kind).value();
        const QStringList payload = rules.payloadIds();
        const auto parser = makeLogParser(of.kind, WallTime::max());
        int entries = 0;
        const auto check = [&](const std::optional<RawLogEntry> &entry) {
            if (!entry)
                return;
            ++entries;
            const LogLine line = rules.makeLine(entry->level, entry->text, entry->ownFrom);
            if (line.category != LogCategory::None || !(line.ruleId.isEmpty() || payload.contains(line.ruleId)))
                QTest::qFail(qPrintable(line.text + u" -> "_s + line.ruleId), __FILE__, __LINE__);
        };
        for (const test::PayloadKind &kind : test::payloadKinds()) {
            if (kind.kind != of.kind)
                continue;
            for (const test::PayloadForm &form : kind.forms) {
                const QStringList lines = quotingLines(of, form);
                for (const QString &line : lines)
                    check(parser->feed(line));
            }
        }
        check(parser->finish());
        QVERIFY2(entries > 40, qPrintable(QString::number(entries)));
    }

    void ordinaryMessagesRaiseNothing() // a million of them: bench_chat
    {
        constexpr int kMessages = 100'000;
        const auto alarm = test::firstAlarm(kMessages);
        QVERIFY2(!alarm, alarm ? alarm->c_str() : "");
    }

    //! What is payload for sure is also shown as such.
    void everyFormOfPayloadIsKnown_data() { aQuotedFaultIsNoFault_data(); }
    void everyFormOfPayloadIsKnown()
    {
        QFETCH(const int, kind);
        const test::PayloadKind &of = test::payloadKinds()[std::size_t(kind)];
        const RuleSet rules = RuleSet::builtIn(of.kind).value();
        for (const test::PayloadForm &form : of.forms) {
            const QString text = test::quoted(form, u"x"_s);
            QVERIFY2(rules.classify(form.level, text).payload, qPrintable(text));
        }
    }
};

} // namespace rookery::logrules

ROOKERY_TEST(tst_payload, rookery::logrules::TestPayload)
#include "tst_payload.moc"
