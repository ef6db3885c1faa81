// SPDX-License-Identifier: GPL-3.0-or-later
#include "payloadforms.h"

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

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
