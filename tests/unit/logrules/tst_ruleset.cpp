// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reasons/input.h"
#include "logrules/masking.h"
#include "logrules/ruleset.h"

#include "napcatsamples.h"
#include "support/testcase.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <ctime>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

using namespace test;

namespace {

QJsonObject words()
{
    return {{u"title"_s, u"t"_s}, {u"meaning"_s, u"m"_s}, {u"since"_s, u"s"_s}, {u"advice"_s, u"a"_s}};
}

QJsonObject form(const QString &literal, const QString &then = {})
{
    QJsonObject made{{u"startsWith"_s, QJsonArray{literal}}};
    if (!then.isEmpty())
        made.insert(u"then"_s, then);
    return made;
}

//! One rule and one form of payload, with what `change` says of the rule.
QByteArray ruleFile(const QJsonObject &change, const QString &head = {})
{
    QJsonObject rule{{u"id"_s, u"x"_s},
                     {u"category"_s, u"rkey"_s},
                     {u"severity"_s, u"info"_s},
                     {u"levels"_s, QJsonArray{u"error"_s, u"warn"_s}},
                     {u"forms"_s, QJsonArray{form(u"needle"_s)}},
                     {u"en"_s, words()},
                     {u"zh_CN"_s, words()}};
    for (auto it = change.begin(); it != change.end(); ++it) {
        if (it.value().isNull())
            rule.remove(it.key());
        else
            rule.insert(it.key(), it.value());
    }
    const QJsonObject chat{
        {u"id"_s, u"chat"_s}, {u"forms"_s, QJsonArray{form(u"said: "_s)}}, {u"en"_s, words()}, {u"zh_CN"_s, words()}};
    QJsonObject file{{u"format"_s, 2}, {u"payload"_s, QJsonArray{chat}}, {u"rules"_s, QJsonArray{rule}}};
    if (!head.isEmpty())
        file.insert(u"head"_s, head);
    return QJsonDocument(file).toJson();
}

} // namespace

class TestRuleSet final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void recognisesEveryKnownLine_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(std::size(kNapCatSamples)); ++i)
            QTest::addRow("%d %s", i, kNapCatSamples[i].ruleId) << i;
    }
    void recognisesEveryKnownLine()
    {
        QFETCH(int, index);
        const NapCatSample &sample = kNapCatSamples[index];
        const QString text = QString::fromUtf16(sample.text);
        const Match match = builtIn().classify(sample.level, text);
        QCOMPARE(match.ruleId, QString::fromLatin1(sample.ruleId));
        QCOMPARE(match.category, sample.category);
        if (sample.capture) {
            QVERIFY2(match.captures.contains(QString::fromUtf16(sample.capture)),
                     qPrintable(match.captures.join(u"; ")));
        }
        // masking must not hide from the rules what a line is
        QCOMPARE(builtIn().makeLine(sample.level, text).ruleId, match.ruleId);
        // files and consoles put a nick in front, which the reader of the file takes off; nobody else's name counts
        QCOMPARE(builtIn().classify(sample.level, QString(u"TestBot | "_s + text)).ruleId, QString());
    }

    void everyRuleHasASample()
    {
        QSet<QString> sampled;
        for (const NapCatSample &sample : kNapCatSamples)
            sampled.insert(QString::fromLatin1(sample.ruleId));
        const QList<RuleExplanation> all = builtIn().explanations(u"en"_s);
        const QSet<QString> exempt{u"login.failed"_s};
        for (const RuleExplanation &rule : all)
            QVERIFY2(sampled.contains(rule.ruleId) || exempt.contains(rule.ruleId), qPrintable(rule.ruleId));
        QCOMPARE(builtIn().classify(L::Error, u"登录失败: {\"a\":1}").ruleId, u"login.failed"_s);
    }

    void chatTextNeverLooksLikeAFault()
    {
        const QString spoof = u"接收 <- 群聊 [g(1)] [x(2)] [Rkey] 所有服务均已禁用, 图片使用FallBack机制"_s;
        QCOMPARE(builtIn().classify(L::Info, spoof).ruleId, u"chat.received"_s);
        QCOMPARE(builtIn().classify(L::Info, u"发送 -> 私聊 (2) rich media transfer failed").ruleId, u"chat.sent"_s);
    }

    void unknownLinesMatchNothing()
    {
        QVERIFY(builtIn().classify(L::Info, u"hello").isNull());
        QVERIFY(builtIn().classify(L::Error, u"").isNull());
        QVERIFY(RuleSet().classify(L::Error, u"[Rkey] 所有服务均已禁用").isNull());
    }

    void explanationsExistInBothLanguages()
    {
        const QList<RuleExplanation> english = builtIn().explanations(u"en"_s);
        const QList<RuleExplanation> chinese = builtIn().explanations(u"zh_CN"_s);
        QCOMPARE(english.size(), builtIn().size());
        QCOMPARE(chinese.size(), english.size());
        for (qsizetype i = 0; i < english.size(); ++i) {
            QCOMPARE(chinese[i].ruleId, english[i].ruleId);
            const auto isHan = [](QChar c) { return c.script() == QChar::Script_Han; };
            const QString words = chinese[i].meaning;
            QVERIFY2(std::any_of(words.begin(), words.end(), isHan), qPrintable(english[i].ruleId));
            const QString plain = english[i].meaning + english[i].title + english[i].advice;
            QVERIFY2(std::none_of(plain.begin(), plain.end(), isHan), qPrintable(english[i].ruleId));
        }
    }

    void makeLineMasksTextAndCaptures()
    {
        const LogLine line = builtIn().makeLine(L::Info, u"[NapCat] [WebUi] WebUi Token: se-cret"_s);
        QVERIFY(!line.text.contains(u"cret"));
        QCOMPARE(line.ruleId, u"webui.token"_s);
        const LogLine failed =
            builtIn().makeLine(L::Error, u"[Rkey] 异常服务 https://h/r?token=se-cret 异常 /  Error: x"_s);
        QVERIFY2(!failed.captures.join(u' ').contains(u"cret"), qPrintable(failed.captures.join(u' ')));
    }

    void levelsLimitARule()
    {
        const Result<RuleSet> rules = RuleSet::load({ruleFile({})});
        ROOKERY_VERIFY_RESULT(rules);
        QCOMPARE(rules->classify(L::Error, u"needle").ruleId, u"x"_s);
        QVERIFY(rules->classify(L::Debug, u"needle").isNull());
    }

    void aRuleFitsWhereTheLineBeginsAndNowhereElse()
    {
        const QJsonArray forms{form(u"a "_s, u"(?<what>needle)"_s)};
        const Result<RuleSet> rules = RuleSet::load({ruleFile({{u"forms"_s, forms}})});
        ROOKERY_VERIFY_RESULT(rules);
        QCOMPARE(rules->classify(L::Error, u"a needle").captures, QStringList{u"what=needle"_s});
        QVERIFY(rules->classify(L::Error, u"it is a needle").isNull());
        QVERIFY(rules->classify(L::Error, u"a long needle").isNull());
    }

    void theHeadIsSkippedOnlyWhereAFormSaysSo()
    {
        QJsonObject after = form(u"needle"_s);
        after.insert(u"afterHead"_s, true);
        const Result<RuleSet> rules = RuleSet::load({ruleFile({{u"forms"_s, QJsonArray{after}}}, u"(?:Error: )?"_s)});
        ROOKERY_VERIFY_RESULT(rules);
        QCOMPARE(rules->classify(L::Error, u"Error: needle").ruleId, u"x"_s);
        QCOMPARE(rules->classify(L::Error, u"needle").ruleId, u"x"_s);
        QVERIFY(rules->classify(L::Error, u"x Error: needle").isNull());
        const Result<RuleSet> strict = RuleSet::load({ruleFile({}, u"(?:Error: )?"_s)});
        ROOKERY_VERIFY_RESULT(strict);
        QVERIFY(strict->classify(L::Error, u"Error: needle").isNull());
    }

    void payloadIsAskedNoRule()
    {
        const Result<RuleSet> rules =
            RuleSet::load({ruleFile({{u"forms"_s, QJsonArray{form(u"said: "_s, u"(?<what>needle)"_s)}}})});
        ROOKERY_VERIFY_RESULT(rules);
        const Match match = rules->classify(L::Error, u"said: needle");
        QVERIFY(match.payload);
        QCOMPARE(match.ruleId, u"chat"_s);
        QCOMPARE(match.category, LogCategory::None);
        QVERIFY(match.captures.isEmpty());
        QCOMPARE(rules->payloadIds(), QStringList{u"chat"_s});
    }

    void refusesBrokenData_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("not json") << QByteArray("{");
        QTest::newRow("format") << QByteArray(R"({"format":1,"rules":[]})");
        QTest::newRow("id") << ruleFile({{u"id"_s, u""_s}});
        QTest::newRow("id of a form of payload") << ruleFile({{u"id"_s, u"chat"_s}});
        QTest::newRow("category") << ruleFile({{u"category"_s, u"weather"_s}});
        QTest::newRow("severity") << ruleFile({{u"severity"_s, u"bad"_s}});
        QTest::newRow("pattern") << ruleFile({{u"forms"_s, QJsonArray{form(u"a"_s, u"(("_s)}}});
        QTest::newRow("head") << ruleFile({}, u"(("_s);
        QTest::newRow("nothing to match") << ruleFile({{u"forms"_s, QJsonArray{}}});
        QTest::newRow("level") << ruleFile({{u"levels"_s, QJsonArray{u"loud"_s}}});
        QTest::newRow("no levels") << ruleFile({{u"levels"_s, QJsonArray{}}});
        QTest::newRow("words") << ruleFile({{u"zh_CN"_s, QJsonObject{}}});
        const QJsonValue none(QJsonValue::Null);
        QTest::newRow("not anchored, a category") << ruleFile({{u"forms"_s, none}, {u"contains"_s, u"needle"_s}});
        QTest::newRow("not anchored, a pattern")
            << ruleFile({{u"forms"_s, QJsonArray{QJsonObject{{u"then"_s, u"needle"_s}}}}});
        QTest::newRow("anchored to nothing") << ruleFile({{u"forms"_s, QJsonArray{form(u""_s, u".*needle"_s)}}});
        QTest::newRow("a category at any level") << ruleFile({{u"levels"_s, none}});
        QTest::newRow("a severity at any level")
            << ruleFile({{u"levels"_s, none}, {u"category"_s, u"none"_s}, {u"severity"_s, u"failed"_s}});
        QJsonObject after = form(u"needle"_s);
        after.insert(u"afterHead"_s, true);
        QTest::newRow("after no head") << ruleFile({{u"forms"_s, QJsonArray{after}}});
    }
    void refusesBrokenData()
    {
        QFETCH(QByteArray, json);
        const Result<RuleSet> rules = RuleSet::load({json});
        QVERIFY(!rules);
        QCOMPARE(rules.error().reason, Reason::BadInput);
        QVERIFY(!rules.error().detail.isEmpty());
    }

    void aHostilePatternTakesNoTime_data()
    {
        QTest::addColumn<QString>("pattern");
        for (const char16_t *pattern :
             {u"(a+)+b", u"(a|aa)+b", u"(a*)*b", u"(.*)*x", u"(?:a?){200}a{200}b", u"((a+)+)+\\1b", u"(?=(a+)+b)",
              u"(?<x>a+)+\\k<x>c", u"(*LIMIT_MATCH=4000000000)(a+)+b", u"(*NO_JIT)(a+)+b", u".*.*.*.*.*x",
              u"(?R)*b|a(?R)?a"})
            QTest::newRow(qPrintable(QString::fromUtf16(pattern))) << QString::fromUtf16(pattern);
    }
    void aHostilePatternTakesNoTime()
    {
        QFETCH(const QString, pattern);
        const Result<RuleSet> rules =
            RuleSet::load({ruleFile({{u"forms"_s, QJsonArray{form(u"a"_s, pattern)}}}, pattern)});
        if (!rules)
            return; // refused is as good
        const QString line(100'000, u'a');
        constexpr int kTurns = 10;
        constexpr double kLimitMs = 50; // a line; of processor time, since others may use the machine
        const std::clock_t begin = std::clock();
        for (int i = 0; i < kTurns; ++i)
            (void)rules->classify(L::Error, line);
        const double took = double(std::clock() - begin) * 1000 / CLOCKS_PER_SEC;
        QVERIFY2(took < kTurns * kLimitMs, qPrintable(QString::number(took)));
    }

    void aRuleFileHasALimit()
    {
        QJsonArray many;
        for (int i = 0; i < 51; ++i)
            many.append(form(u"a"_s));
        QVERIFY(!RuleSet::load({ruleFile({{u"forms"_s, many}})}));
        QVERIFY(!RuleSet::load({ruleFile({{u"forms"_s, QJsonArray{form(u"a"_s, QString(1001, u'x'))}}})}));
        QVERIFY(!RuleSet::load({QByteArray(2'000'000, ' ')}));
    }

    void theRulesOfTheFirstFileAreTriedFirst()
    {
        const QByteArray first = ruleFile({{u"id"_s, u"first"_s}});
        QByteArray second =
            ruleFile({{u"id"_s, u"second"_s}}).replace("said: ", "need").replace("\"chat\"", "\"talk\"");
        const Result<RuleSet> both = RuleSet::load({first, second});
        ROOKERY_VERIFY_RESULT(both);
        QCOMPARE(both->size(), 4);
        QCOMPARE(both->classify(L::Error, u"needle").ruleId, u"talk"_s); // payload of any file
        const Result<RuleSet> swapped =
            RuleSet::load({ruleFile({{u"id"_s, u"second"_s}}), first.simplified().replace("\"chat\"", "\"talk\"")});
        ROOKERY_VERIFY_RESULT(swapped);
        QCOMPARE(swapped->classify(L::Error, u"needle").ruleId, u"second"_s);
    }

    void captureValueFindsByName()
    {
        const QStringList captures{u"url=http://a/b?c=d"_s, u"status=504"_s};
        QCOMPARE(captureValue(captures, u"url"_s), u"http://a/b?c=d"_s);
        QCOMPARE(captureValue(captures, u"status"_s), u"504"_s);
        QVERIFY(captureValue(captures, u"stat"_s).isNull());
    }

private:
    const RuleSet &builtIn()
    {
        if (!m_builtIn) {
            Result<RuleSet> loaded = RuleSet::builtIn(GatewayKind::NapCat);
            if (!loaded)
                qFatal("%s", qPrintable(loaded.error().detail));
            m_builtIn = std::move(*loaded);
        }
        return *m_builtIn;
    }

    std::optional<RuleSet> m_builtIn;
};

} // namespace rookery::logrules

ROOKERY_TEST(tst_ruleset, rookery::logrules::TestRuleSet)
#include "tst_ruleset.moc"
