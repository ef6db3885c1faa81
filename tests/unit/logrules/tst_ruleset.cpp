// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reasons/input.h"
#include "logrules/linesieve.h"
#include "logrules/masking.h"
#include "logrules/ruleset.h"
#include "model/names.h"

#include "napcatsamples.h"
#include "support/testcase.h"

#include <QFile>
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

//! Returns a user's rule that fits lines that begin with "needle", with what `change` says of it.
QJsonObject userRule(const QJsonObject &change = {})
{
    QJsonObject rule{{u"id"_s, u"user.x"_s},
                     {u"category"_s, u"rkey"_s},
                     {u"severity"_s, u"info"_s},
                     {u"levels"_s, QJsonArray{u"error"_s}},
                     {u"forms"_s, QJsonArray{form(u"needle"_s)}},
                     {u"en"_s, words()}};
    for (auto it = change.begin(); it != change.end(); ++it) {
        if (it.value().isNull())
            rule.remove(it.key());
        else
            rule.insert(it.key(), it.value());
    }
    return rule;
}

QByteArray userFile(const QJsonArray &rules, const QJsonObject &more = {})
{
    QJsonObject file = more;
    file.insert(u"format"_s, 2);
    file.insert(u"rules"_s, rules);
    return QJsonDocument(file).toJson();
}

//! Returns what LineSieve makes of the line's bytes.
QString sieved(const RuleSet &rules, LogLevel level, const QString &line)
{
    const LineSieve sieve(rules);
    const std::string utf8 = line.toStdString();
    const int rule = sieve.ruleOf(level, utf8);
    return rule == LineSieve::kNone ? QString() : sieve.id(rule);
}

//! Returns the processor time, in milliseconds, that others on the machine do not lengthen.
double cpuMs()
{
    return double(std::clock()) * 1000 / CLOCKS_PER_SEC;
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

    void userRulesComeBeforeTheBuiltInOnes()
    {
        const QString line = u"[Rkey] 所有服务均已禁用, 图片使用FallBack机制"_s;
        QCOMPARE(builtIn().classify(L::Error, line).ruleId, u"rkey.all-disabled"_s);
        const Result<RuleSet> rules = builtIn().withUserRules(
            userFile({userRule({{u"forms"_s, QJsonArray{form(u"[Rkey] "_s)}}, {u"colour"_s, u"purple"_s}})}));
        ROOKERY_VERIFY_RESULT(rules);
        QCOMPARE(rules->classify(L::Error, line).ruleId, u"user.x"_s);
        QCOMPARE(rules->makeLine(L::Error, line).category, LogCategory::Rkey);
        QCOMPARE(rules->classify(L::Warn, line).ruleId, builtIn().classify(L::Warn, line).ruleId);
        QCOMPARE(rules->size(), builtIn().size() + 1);
        for (const QString &language : {u"en"_s, u"zh_CN"_s}) {
            const QList<RuleExplanation> all = rules->explanations(language);
            const auto own = std::find_if(all.begin(), all.end(), [](const RuleExplanation &one) { return one.own; });
            QVERIFY(own != all.end());
            QCOMPARE(own->ruleId, u"user.x"_s);
            QCOMPARE(own->colour, u"purple"_s);
            QCOMPARE(own->title, u"t"_s); // one language serves for both
            QCOMPARE(std::count_if(all.begin(), all.end(), [](const RuleExplanation &one) { return one.own; }), 1);
        }
    }

    void aUserRuleMakesNoAlarmOfPayload()
    {
        const QJsonArray forms{form(u"接收 <- "_s), form(u"接收 <- "_s, u".*禁用"_s), form(u"接"_s)};
        const Result<RuleSet> rules = builtIn().withUserRules(userFile({userRule(
            {{u"severity"_s, u"failed"_s}, {u"levels"_s, QJsonArray{u"info"_s, u"error"_s}}, {u"forms"_s, forms}})}));
        ROOKERY_VERIFY_RESULT(rules);
        const QString spoof = u"接收 <- 群聊 [g(1)] [x(2)] [Rkey] 所有服务均已禁用"_s;
        for (const LogLevel level : {L::Info, L::Error}) {
            QVERIFY(rules->classify(level, spoof).payload);
            QCOMPARE(rules->classify(level, spoof).ruleId, u"chat.received"_s);
            QCOMPARE(sieved(*rules, level, spoof), u"chat.received"_s);
        }
        QCOMPARE(rules->classify(L::Info, u"接口").ruleId, u"user.x"_s);
    }

    void theExampleOfTheDocumentIsRead()
    {
        QFile page(QStringLiteral(ROOKERY_SOURCE_DIR "/docs/logrules.md"));
        QVERIFY(page.open(QIODevice::ReadOnly));
        const QByteArray text = page.readAll();
        const QByteArray fence = "```json\n";
        const qsizetype begin = text.indexOf(fence) + fence.size();
        const Result<RuleSet> rules = builtIn().withUserRules(text.mid(begin, text.indexOf("```", begin) - begin));
        ROOKERY_VERIFY_RESULT(rules);
        const Match match = rules->classify(L::Error, u"write failed: there is no space left on /dev/sda");
        QCOMPARE(match.ruleId, u"user.disk-full"_s);
        QCOMPARE(match.category, LogCategory::Restart);
        QCOMPARE(match.captures, QStringList{u"device=/dev/sda"_s});
        QCOMPARE(rules->classify(L::Debug, u"[OneBot] [x] [MyPlugin] hello").ruleId, u"user.my-plugin"_s);
        for (const QLatin1StringView colour : kRuleColours)
            QVERIFY2(QString::fromUtf8(text).contains(u'`' + QString(colour) + u'`'), colour.data());
        for (int i = 0; i < kLogCategoryCount; ++i)
            QVERIFY(QString::fromUtf8(text).contains(u'`' + QString(nameOf(LogCategory(i))) + u'`'));
    }

    void userRulesChangeTheFingerprint()
    {
        const RuleSet none = builtIn();
        const RuleSet one = none.withUserRules(userFile({userRule()})).value();
        const RuleSet other = none.withUserRules(userFile({userRule({{u"severity"_s, u"degraded"_s}})})).value();
        QVERIFY(one.fingerprint() != none.fingerprint());
        QVERIFY(one.fingerprint() != other.fingerprint());
        QCOMPARE(none.withUserRules(userFile({userRule()})).value().fingerprint(), one.fingerprint());
    }

    void aLineIsClassifiedAgainAsItWouldBeAtOnce()
    {
        const RuleSet rules =
            builtIn()
                .withUserRules(userFile({userRule({{u"forms"_s, QJsonArray{form(u"[Rkey] "_s), form(u"mine"_s)}}})}))
                .value();
        const QString nick = u"TestBot | "_s;
        const QString secret = u"token=abcdef12 | "_s;
        for (const QString &words :
             {u"[Rkey] 所有服务均已禁用"_s, u"mine token=abcdef12"_s, u"接收 <- mine"_s, u"x mine"_s}) {
            for (const QString &before : {QString(), nick, secret}) {
                LogLine line = builtIn().makeLine(L::Error, before + words, before.size());
                const LogLine wanted = rules.makeLine(L::Error, before + words, before.size());
                rules.classifyAgain(line);
                QVERIFY2(line == wanted, qPrintable(before + words));
            }
        }
    }

    void aUserRuleMayFollowTheBuiltInHead()
    {
        QJsonObject after = form(u"needle"_s);
        after.insert(u"afterHead"_s, true);
        const QByteArray file = userFile({userRule({{u"forms"_s, QJsonArray{after}}})});
        const RuleSet rules = builtIn().withUserRules(file).value();
        QCOMPARE(rules.classify(L::Error, u"[OneBot] [http] needle").ruleId, u"user.x"_s);
        QCOMPARE(sieved(rules, L::Error, u"[OneBot] [http] needle"_s), u"user.x"_s);
        QVERIFY(rules.classify(L::Error, u"[Elsewhere] needle").isNull());
        const RuleSet without = RuleSet().withUserRules(file).value(); // a kind whose logs have no head
        QCOMPARE(without.classify(L::Error, u"needle").ruleId, u"user.x"_s);
    }

    void refusesABrokenUserFile_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("told");
        const auto one = [](const QJsonObject &change) { return userFile({userRule(change)}); };
        QTest::newRow("empty") << QByteArray() << u"byte 0"_s;
        QTest::newRow("not json") << QByteArray("{ nonsense") << u"byte"_s;
        QTest::newRow("a list") << QByteArray("[]") << u"format 2"_s;
        QTest::newRow("no rules") << QByteArray(R"({"format":2})") << u"no list of rules"_s;
        QTest::newRow("payload") << userFile({}, {{u"payload"_s, QJsonArray()}}) << u"\"payload\""_s;
        QTest::newRow("head") << userFile({}, {{u"head"_s, u".*"_s}}) << u"\"head\""_s;
        QTest::newRow("built-in id") << one({{u"id"_s, u"rkey.all-disabled"_s}})
                                     << u"rkey.all-disabled: the id of a user rule begins with"_s;
        QTest::newRow("id of payload") << one({{u"id"_s, u"chat.received"_s}}) << u"chat.received: the id"_s;
        QTest::newRow("bare prefix") << one({{u"id"_s, u"user."_s}}) << u"user.: the id"_s;
        QTest::newRow("strange id") << one({{u"id"_s, u"user.a b"_s}}) << u"user.a b: an id has"_s;
        QTest::newRow("no id") << one({{u"id"_s, u""_s}}) << u"a rule without id"_s;
        QTest::newRow("twice") << userFile({userRule(), userRule()}) << u"user.x: id used twice"_s;
        QTest::newRow("misspelt") << one({{u"color"_s, u"red"_s}}) << u"user.x: unknown key \"color\""_s;
        QTest::newRow("colour") << one({{u"colour"_s, u"mauve"_s}}) << u"user.x: unknown colour"_s;
        QTest::newRow("colour in hex") << one({{u"colour"_s, u"#12345g"_s}}) << u"user.x: unknown colour"_s;
        QTest::newRow("no colour") << one({{u"colour"_s, u""_s}}) << u"user.x: unknown colour"_s;
        QTest::newRow("category") << one({{u"category"_s, u"weather"_s}}) << u"user.x: unknown category"_s;
        QTest::newRow("levels") << one({{u"levels"_s, QJsonValue::Null}}) << u"user.x: no levels"_s;
        QTest::newRow("pattern") << one({{u"forms"_s, QJsonArray{form(u"a"_s, u"(("_s)}}}) << u"user.x: "_s;
        QTest::newRow("anywhere") << one({{u"forms"_s, QJsonArray{form(u""_s, u".*a"_s)}}})
                                  << u"user.x: a form that starts with nothing"_s;
        QTest::newRow("form key") << one({{u"forms"_s, QJsonArray{QJsonObject{{u"contains"_s, u"a"_s}}}}})
                                  << u"user.x: unknown key \"contains\""_s;
        QTest::newRow("no wording") << one({{u"en"_s, QJsonValue::Null}}) << u"user.x: no wording"_s;
        QTest::newRow("no title") << one({{u"en"_s, QJsonObject{{u"meaning"_s, u"m"_s}}}})
                                  << u"user.x: title or meaning missing in en"_s;
        QTest::newRow("a book") << one({{u"en"_s, QJsonObject{{u"title"_s, QString(3000, u'x')}}}})
                                << u"user.x: a text in en"_s;
    }
    void refusesABrokenUserFile()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, told);
        const Result<RuleSet> rules = builtIn().withUserRules(json);
        QVERIFY(!rules);
        QCOMPARE(RuleSet::builtInOrNone(GatewayKind::NapCat, json).size(), builtIn().size()); // they go on alone
        QCOMPARE(rules.error().reason, Reason::BadInput);
        QVERIFY2(rules.error().detail.contains(told), qPrintable(rules.error().detail));
    }

    void bytesDecideAsTextDoesWhateverAUserWants_data()
    {
        QTest::addColumn<QString>("literal");
        QTest::addColumn<QString>("line");
        const QString token = u"[NapCat] [WebUi] WebUi Token: se-cret"_s;
        QTest::newRow("plain") << u"needle"_s << u"needle in hay"_s;
        QTest::newRow("blanks first") << u"needle"_s << u"  needle in hay"_s;
        QTest::newRow("short") << u"ab"_s << u"abc"_s;
        QTest::newRow("copied from what is shown") << u"[NapCat] [WebUi] WebUi Token: ******"_s << token;
        QTest::newRow("begins with the mask") << u"***"_s << token;
        QTest::newRow("names a secret") << u"[NapCat] [WebUi] WebUi Token: se-"_s << token;
        QTest::newRow("ends in the mask") << u"[NapCat] [WebUi] WebUi Token: *"_s << token;
        QTest::newRow("half a secret's name") << u"get http://h/?tok"_s << u"get http://h/?token=abcdef"_s;
        QTest::newRow("a drawing") << u"code [QR]"_s << u"code "_s + QString(25, QChar(0x2588));
        QTest::newRow("a drawing only") << u"[QR]"_s << QString(25, QChar(0x2588));
        QTest::newRow("a bracket") << u"["_s << QString(25, QChar(0x2588));
        QTest::newRow("a bracket before words") << u"["_s << u"[Rkey] 所有服务均已禁用, 图片使用FallBack机制"_s;
        QTest::newRow("beside a built-in rule") << u"[Rkey] 所"_s << u"[Rkey] 所有服务均已禁用, 图片使用FallBack机制"_s;
    }
    void bytesDecideAsTextDoesWhateverAUserWants()
    {
        QFETCH(const QString, literal);
        QFETCH(const QString, line);
        for (const QString &then : {QString(), u".*[a-z]"_s, u"^.*$"_s}) {
            const RuleSet rules =
                builtIn().withUserRules(userFile({userRule({{u"forms"_s, QJsonArray{form(literal, then)}}})})).value();
            for (const LogLevel level : {L::Error, L::Info})
                QCOMPARE(sieved(rules, level, line), rules.makeLine(level, line).ruleId);
        }
    }

    void bytesDecideAsTextDoesForEveryBeginningOfASample()
    {
        const QStringList secrets{u"Authorization: Bearer abcdef12, then"_s, u"a login.weixin.qq.com/l/abcdef== b"_s,
                                  u"set \"token\": \"abcdef\", \"x\": 1"_s, u"Cookie: a=b; c=d"_s,
                                  u"code "_s + QString(30, QChar(0x2588)) + u'\n' + QString(30, QChar(0x2588))};
        QStringList lines = secrets;
        for (const NapCatSample &sample : kNapCatSamples)
            lines.append(QString::fromUtf16(sample.text));
        for (const QString &line : lines) {
            const LogLine shown = builtIn().makeLine(L::Error, line);
            QJsonArray forms;
            for (const qsizetype length : {1, 4, 9, 16, 25, 40}) {
                for (const QString &literal : {line.left(length), shown.text.left(length)})
                    forms.append(form(literal, literal.size() % 2 == 0 ? u".*\\*"_s : QString()));
            }
            for (const QJsonValue &one : std::as_const(forms)) {
                const Result<RuleSet> rules =
                    builtIn().withUserRules(userFile({userRule({{u"forms"_s, QJsonArray{one}}})}));
                ROOKERY_VERIFY_RESULT(rules);
                const QString wanted = rules->makeLine(L::Error, line).ruleId;
                QVERIFY2(sieved(*rules, L::Error, line) == wanted, qPrintable(line + u" / "_s + wanted));
            }
        }
    }

    // The worst that a file may hold is read and asked about the lines that suit it best.
    void aHostileUserFileTakesNoTime_data()
    {
        QTest::addColumn<QString>("pattern");
        for (const char16_t *pattern : {u"(a+)+b", u"(?:[^y]*+y|a)+", u"(?:a?){200}a{200}b", u"(?=(a+)+b)", u".*.*.*x",
                                        u"(*LIMIT_MATCH=4000000000)(a+)+b", u"(?:(?>.*)b|a)*c", u"(a(?:.*+b)?)*c",
                                        u"(?:a|(?>.*)b)*(?:a|(?>.*)b)*c"})
            QTest::newRow(qPrintable(QString::fromUtf16(pattern))) << QString::fromUtf16(pattern);
    }
    void aHostileUserFileTakesNoTime()
    {
        QFETCH(const QString, pattern);
        QJsonArray rules;
        for (int i = 0; i < 10; ++i) {
            rules.append(userRule(
                {{u"id"_s, u"user.%1"_s.arg(i)}, {u"forms"_s, QJsonArray{form(QString(i + 1, u'a'), pattern)}}}));
        }
        const Result<RuleSet> loaded = RuleSet().withUserRules(userFile(rules));
        if (!loaded)
            return; // refused is as good
        const QString line(100'000, u'a');
        constexpr double kLimitMs = 50; // a line
        constexpr int kTurns = 3;
        const double begin = cpuMs();
        for (int i = 0; i < kTurns; ++i)
            (void)loaded->classify(L::Error, line);
        const double took = cpuMs() - begin;
        QVERIFY2(took < kTurns * kLimitMs, qPrintable(QString::number(took)));
    }

    void aUserFileHasALimit()
    {
        QJsonArray rules;
        for (int i = 0; i < 11; ++i) {
            rules.append(userRule(
                {{u"id"_s, u"user.%1"_s.arg(i)}, {u"forms"_s, QJsonArray{form(QString(i + 1, u'a'), u".*b"_s)}}}));
        }
        const Result<RuleSet> reached = RuleSet().withUserRules(userFile(rules));
        QVERIFY(!reached);
        QVERIFY2(reached.error().detail.startsWith(u"user.10: more than 10 patterns for lines that begin with \"aaa"_s),
                 qPrintable(reached.error().detail));
        rules.removeLast();
        rules.append(userRule({{u"id"_s, u"user.other"_s}, {u"forms"_s, QJsonArray{form(u"b"_s, u".*b"_s)}}}));
        ROOKERY_VERIFY_RESULT(RuleSet().withUserRules(userFile(rules))); // no line reaches all of them
        for (int i = 0; i < 200; ++i)
            rules.append(userRule({{u"id"_s, u"user.more%1"_s.arg(i)}}));
        QVERIFY(!RuleSet().withUserRules(userFile(rules)));
        QVERIFY(!RuleSet().withUserRules(QByteArray(200'000, ' ')));
    }

    void theLargestUserFileIsReadAtOnce()
    {
        const QString pattern =
            u"(?:(?:a{1,50}|[b-y]{2,60}z?){1,5}(?:\\w{1,40}\\d){2,9}[^a]{3,90}){1,9}(?:x{2,8}y{3,9}){3,30}"
            "(?:[a-c]{1,50}|(?i)z?q{2,40}){1,40}(?:(?:(?:a?b?){9}c?){9}d?){3}(?:\\p{Han}{2,20}x){3,20}"_s;
        QJsonArray rules;
        for (int i = 0; i < 180; ++i) {
            rules.append(
                userRule({{u"id"_s, u"user.%1"_s.arg(i)}, {u"forms"_s, QJsonArray{form(u"%1 "_s.arg(i), pattern)}}}));
        }
        const double begin = cpuMs();
        const Result<RuleSet> loaded = RuleSet().withUserRules(userFile(rules));
        const double took = cpuMs() - begin;
        ROOKERY_VERIFY_RESULT(loaded);
        QVERIFY2(took < 3000, qPrintable(QString::number(took)));
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
