// SPDX-License-Identifier: GPL-3.0-or-later
#include "logrules/logformats.h"
#include "logrules/masking.h"

#include "geekaisamples.h"
#include "rulesamples.h"

#include "support/qrdrawings.h"

#include <QDateTime>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

namespace {

QList<RawLogEntry> parse(const QString &text)
{
    const auto parser = makeLogParser(GatewayKind::MonitoredService, {});
    QList<RawLogEntry> entries;
    const QStringList lines = text.split(u'\n');
    for (const QString &line : lines) {
        if (const auto entry = parser->feed(line))
            entries.append(*entry);
    }
    if (const auto entry = parser->finish())
        entries.append(*entry);
    return entries;
}

WallTime at(const QString &iso)
{
    return fromMSecs(QDateTime::fromString(iso, Qt::ISODateWithMs).toMSecsSinceEpoch());
}

const RuleSet &rules()
{
    static const Result<RuleSet> all = RuleSet::builtIn(GatewayKind::MonitoredService);
    return *all;
}

} // namespace

//! What a GeekAI service writes: read, recognised, explained, and freed of secrets.
class TestGeekAiLog final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ROOKERY_VERIFY_RESULT(RuleSet::builtIn(GatewayKind::MonitoredService)); }

    void readsFieldsThatTabsSeparate()
    {
        const auto entries = parse(u"2024-03-15T10:20:30.123+0800\tINFO\twechat/bot.go:56\tStarting WeChat Bot...\n"
                                   "2024-03-15T02:20:31.000Z\tERROR\tservice/x.go:1\tleft\tright\n"
                                   "\tat y\n"_s);
        QCOMPARE(entries.size(), 2);
        QCOMPARE(entries[0].time, at(u"2024-03-15T10:20:30.123+08:00"_s));
        QVERIFY(entries[0].hasOwnTime);
        QCOMPARE(entries[0].text, u"Starting WeChat Bot..."_s);
        QCOMPARE(entries[1].level, LogLevel::Error);
        QCOMPARE(entries[1].time - entries[0].time, milliseconds(877));
        QCOMPARE(entries[1].text, u"left\tright\n\tat y"_s);
    }

    void readsTheLinesOfGosOwnLogger()
    {
        const auto entries = parse(u"2024/03/15 10:20:30 RetCode:0  Selector:0"_s);
        QCOMPARE(entries.size(), 1);
        QCOMPARE(entries[0].time, at(u"2024-03-15T10:20:30.000"_s));
        QCOMPARE(entries[0].text, u"RetCode:0  Selector:0"_s);
    }

    void readsBehindTheNameOfAContainer()
    {
        const auto entries = parse(u"geekai-api  | 2024/03/15 10:20:30 RetCode:0  Selector:0\n"
                                   "geekai-api  | 2024-03-15T10:20:31.123+0800\tINFO\ta/b.go:1\thttp://0.0.0.0:5678"_s);
        QCOMPARE(entries.size(), 2);
        QCOMPARE(entries[0].text, u"RetCode:0  Selector:0"_s);
        QCOMPARE(entries[1].text, u"http://0.0.0.0:5678"_s);
    }

    void takesNothingElseForAHead()
    {
        const auto entries = parse(u"2024-13-40T10:20:30.123+0800\tINFO\ta/b.go:1\tx\n2024/03/99 10:20:30 y"_s);
        QCOMPARE(entries.size(), 1);
        QVERIFY(!entries[0].hasOwnTime);
    }

    void fileIsKnownByItsLines()
    {
        QCOMPARE(detectLogKind({u"2024-03-15T10:20:30.123+0800\tINFO\ta/b.go:1\tx"_s}, {}),
                 GatewayKind::MonitoredService);
        QCOMPARE(detectLogKind({u"2024/11/21 15:42:33 [info] TestBot(10001) | x"_s}, {}), GatewayKind::LLBot);
    }

    void linesAreRecognised() { test::everySampleIsRecognised(rules(), test::kGeekAiSamples); }

    void everyRuleHasASampleAndSpeaksBothLanguages()
    {
        test::everyRuleHasASampleAndSpeaksBothLanguages(rules(), test::kGeekAiSamples);
    }

    void theCodeIsLeftOutOfTheLog()
    {
        const QStringList drawing =
            test::draw(u"https://login.weixin.qq.com/l/AbCdEf0123=="_s, test::Drawing::Full, false, 4);
        const auto entries = parse(u"2024-03-15T10:20:30.123+0800\tINFO\twechat/bot.go:57\t"_s + drawing.join(u'\n')
                                   + u"\n\n2024-03-15T10:20:31.123+0800\tINFO\ta/b.go:1\tx"_s);
        QCOMPARE(entries.size(), 2);
        const LogLine line = rules().makeLine(entries[0].level, entries[0].text);
        QCOMPARE(line.ruleId, u"login.code"_s);
        QCOMPARE(line.text.trimmed(), u"[QR]"_s);
    }

    void theCodeIsLeftOutBehindTheNameOfAContainer_data()
    {
        QTest::addColumn<test::Drawing>("way");
        QTest::addColumn<bool>("light");
        QTest::newRow("full") << test::Drawing::Full << false;
        QTest::newRow("full, light") << test::Drawing::Full << true;
        QTest::newRow("half") << test::Drawing::Half << false;
        QTest::newRow("half, light") << test::Drawing::Half << true;
        QTest::newRow("plain") << test::Drawing::Plain << false;
    }
    void theCodeIsLeftOutBehindTheNameOfAContainer()
    {
        QFETCH(test::Drawing, way);
        QFETCH(bool, light);
        const QStringList drawing = test::draw(u"https://login.weixin.qq.com/l/AbCdEf0123=="_s, way, light, 4);
        const QString name = u"geekai-api  | "_s;
        const QString log = name + u"2024-03-15T10:20:30.123+0800\tINFO\twechat/bot.go:57\t"_s
            + drawing.join(u'\n' + name) + u'\n' + name + u"\n"_s + name
            + u"2024-03-15T10:20:31.123+0800\tINFO\ta/b.go:1\tx"_s;
        const auto entries = parse(log);
        QCOMPARE(entries.size(), 2);
        const LogLine line = rules().makeLine(entries[0].level, entries[0].text);
        QCOMPARE(line.ruleId, u"login.code"_s);
        QCOMPARE(line.text.trimmed(), u"[QR]"_s);
        // and in what was never taken apart
        for (const auto &row : maskSecrets(log).split(u'\n'))
            QVERIFY2(row.count(QChar(0x2588)) + row.count(QChar(0x2580)) + row.count(u'@') < 6, qPrintable(row));
    }

    void addressesOfCodesAreMasked()
    {
        for (const auto &text :
             {u"https://login.weixin.qq.com/l/S3cret=="_s, u"see https://login.weixin.qq.com/qrcode/S3"_s,
              u"\"https://liteapp.weixin.qq.com/q/S3cret?a=S3\""_s,
              u"Get https://login.wx.qq.com/cgi-bin/mmwebwx-bin/login?uuid=S3==&tip=0"_s})
            QVERIFY2(!rules().makeLine(LogLevel::Info, text).text.contains(u"S3"_s), qPrintable(text));
    }

    void aDumpOfTheSettingsIsMaskedToItsEnd()
    {
        const auto entries = parse(
            u"2024-03-15T10:20:30.123+0800\tINFO\ta/b.go:1\tUpdate AppServer's config successfully: {A:S3\nB:S3 }"_s);
        QCOMPARE(rules().makeLine(LogLevel::Info, entries[0].text).text,
                 u"Update AppServer's config successfully: ******"_s);
    }
};

} // namespace rookery::logrules

ROOKERY_TEST(tst_geekailog, rookery::logrules::TestGeekAiLog)
#include "tst_geekailog.moc"
