// SPDX-License-Identifier: GPL-3.0-or-later
#include "logrules/lagrangelogparser.h"
#include "logrules/logformats.h"

#include "lagrangesamples.h"
#include "rulesamples.h"

#include "support/qrdrawings.h"

#include <QDateTime>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

namespace {

//! A grey tip "account restricted", as QQ sends it after a group message.
QByteArray restrictedPacket()
{
    return QByteArray("\x0A\x04type\x12\x09\xE7\xBE\xA4\xE6\xB6\x88\xE6\x81\xAF\x0A\x0Aunlock_url\x12\x2F", 31)
        + "https://accounts.qq.com/safe/unlock?lock_info=5" + QByteArray("\x1A\x02ok", 4);
}

QList<RawLogEntry> parse(const QString &text)
{
    const auto parser = makeLogParser(GatewayKind::Lagrange, WallTime::max());
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

const RuleSet &rules()
{
    static const RuleSet rules = RuleSet::builtIn(GatewayKind::Lagrange).value();
    return rules;
}

} // namespace

//! Lagrange.OneBot's console, from its two lines an entry to what they mean.
class TestLagrangeLog final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void joinsCategoryAndText_data()
    {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<LogLevel>("level");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("hasTime");
        QTest::newRow("core") << u"info: Lagrange.Core.BotContext[0]\n      [2025-10-10 03:04:05] [WtExchangeLogic] "
                                 "[INFORMATION]: QrCode Fetched, Expiration: 120 seconds"_s
                              << LogLevel::Info << u"[WtExchangeLogic] QrCode Fetched, Expiration: 120 seconds"_s
                              << true;
        QTest::newRow("core, fatal") << u"fail: Lagrange.Core.BotContext[0]\n      [2025-10-10 03:04:05] "
                                        "[SocketContext] [FATAL]: Socket Disconnected, Scheduling Reconnect"_s
                                     << LogLevel::Error
                                     << u"[SocketContext] Socket Disconnected, Scheduling Reconnect"_s << true;
        QTest::newRow("service") << u"info: Lagrange.OneBot.Core.Network.Service.HttpService[1]\n      HttpService "
                                    "started at http://127.0.0.1:8080/"_s
                                 << LogLevel::Info << u"[HttpService] HttpService started at http://127.0.0.1:8080/"_s
                                 << false;
        QTest::newRow("trace")
            << u"warn: Lagrange.OneBot.Core.Network.LagrangeWebSvcCollection[4]\n      WebService "
               "start failed.\n      System.Exception: x\n         at A.B()"_s
            << LogLevel::Warn
            << u"[LagrangeWebSvcCollection] WebService start failed.\nSystem.Exception: x\n   at A.B()"_s << false;
        QTest::newRow("generic category") << u"trce: Lagrange.OneBot.Database.Context`1[3]\n      x"_s
                                          << LogLevel::Debug << u"[Context`1] x"_s << false;
        QTest::newRow("bare") << u"Auto update enabled, Checking for updates..."_s << LogLevel::Info
                              << u"Auto update enabled, Checking for updates..."_s << false;
        QTest::newRow("crash") << u"Unhandled exception. System.Exception: All login failed!\n   at A.B()"_s
                               << LogLevel::Fatal
                               << u"Unhandled exception. System.Exception: All login failed!\n   at A.B()"_s << false;
        QTest::newRow("coloured") << u"\x1B[40m\x1B[32minfo\x1B[39m\x1B[22m\x1B[49m: Lagrange.OneBot.A[0]\n      x"_s
                                  << LogLevel::Info << u"[A] x"_s << false;
        QTest::newRow("head alone") << u"info: Lagrange.OneBot.A[0]"_s << LogLevel::Info << u"[A] "_s << false;
    }
    void joinsCategoryAndText()
    {
        QFETCH(const QString, lines);
        QFETCH(const LogLevel, level);
        QFETCH(const QString, text);
        QFETCH(const bool, hasTime);
        const QList<RawLogEntry> entries = parse(lines);
        QCOMPARE(entries.size(), 1);
        QCOMPARE(entries.constFirst().level, level);
        QCOMPARE(entries.constFirst().text, text);
        QCOMPARE(entries.constFirst().hasOwnTime, hasTime);
        if (hasTime) {
            const QDateTime local = QDateTime::fromString(u"2025-10-10T03:04:05"_s, Qt::ISODate);
            QCOMPARE(entries.constFirst().time, fromMSecs(local.toMSecsSinceEpoch()));
        }
    }

    void bareLinesAreEntriesOfTheirOwn()
    {
        const QList<RawLogEntry> entries =
            parse(u"Version: e17fe356\n\ninfo: Lagrange.OneBot.A[0]\n      x\nNo exist config file, create it now...\n"
                  "Please Edit the appsettings.json to set configs and press any key to continue"_s);
        QCOMPARE(entries.size(), 4);
        QCOMPARE(entries.at(1).text, u"[A] x"_s);
    }

    void entriesWithoutATimeHaveTheOneBefore()
    {
        const QList<RawLogEntry> entries = parse(u"info: Lagrange.Core.BotContext[0]\n      [2025-10-10 03:04:05] [A] "
                                                 "[DEBUG]: x\ninfo: Lagrange.OneBot.A[0]\n      y"_s);
        QCOMPARE(entries.size(), 2);
        QVERIFY(!entries.at(1).hasOwnTime);
        QCOMPARE(entries.at(1).time, entries.at(0).time);
    }

    void drawnCodesAreNeverShown_data()
    {
        QTest::addColumn<test::Drawing>("way");
        QTest::addColumn<bool>("light");
        QTest::newRow("blocks") << test::Drawing::Half << true;
        QTest::newRow("blocks, inverted") << test::Drawing::Half << false;
        QTest::newRow("plain characters") << test::Drawing::Plain << true;
    }
    void drawnCodesAreNeverShown()
    {
        QFETCH(const test::Drawing, way);
        QFETCH(const bool, light);
        const QStringList drawing = test::draw(u"https://txz.qq.com/p?k=SECRETSECRETSECRETSECRET"_s, way, light, 2);
        const QList<RawLogEntry> entries = parse(
            u"info: Lagrange.Core.BotContext[0]\n      [2025-10-10 03:04:05] [WtExchangeLogic] [INFORMATION]: QrCode "
            "Fetched, Expiration: 120 seconds\n"_s
            + drawing.join(u'\n') + u"\ninfo: Lagrange.OneBot.A[0]\n      x"_s);
        QCOMPARE(entries.size(), 2);
        const LogLine line = rules().makeLine(entries.at(0).level, entries.at(0).text);
        QCOMPARE(line.ruleId, u"qr.fetched"_s);
        QCOMPARE(captureValue(line.captures, u"seconds"_s), u"120"_s);
        qsizetype drawn = 0;
        for (const QString &row : drawing) {
            if (row.trimmed().size() > 12 && line.text.contains(row.trimmed()))
                ++drawn;
        }
        QCOMPARE(drawn, 0);
    }

    void packetsAreReplacedByWhatTheySay()
    {
        const QList<RawLogEntry> entries =
            parse(u"Unknown Event0x2DC message type: 20: "_s + QLatin1StringView(restrictedPacket().toHex().toUpper()));
        QCOMPARE(entries.size(), 1);
        QCOMPARE(entries.constFirst().text,
                 u"Unknown Event0x2DC message type: 20: %1 bytes\nunlock_url: "
                 "https://accounts.qq.com/safe/unlock?lock_info=5"_s.arg(restrictedPacket().size()));
        const LogLine line = rules().makeLine(LogLevel::Info, entries.constFirst().text);
        QCOMPARE(line.ruleId, u"risk.unlock"_s);
        QCOMPARE(captureValue(line.captures, u"url"_s), u"https://accounts.qq.com/safe/unlock?lock_info=5"_s);
    }

    void aPacketGluedToTheNextHeadHidesNeither_data()
    {
        QTest::addColumn<QString>("head");
        for (const char *word : {"trce", "dbug", "info", "warn", "fail", "crit"}) // some begin like hexadecimal
            QTest::newRow(word) << QLatin1StringView(word) + u": Lagrange.Core.BotContext[0]"_s;
    }
    void aPacketGluedToTheNextHeadHidesNeither()
    {
        QFETCH(const QString, head);
        const QList<RawLogEntry> entries =
            parse(u"Unknown Event0x2DC message type: 20: "_s + QLatin1StringView(restrictedPacket().toHex().toUpper())
                  + head + u"\n      [2025-10-10 03:04:05] [MessagingLogic] [VERBOSE]: text"_s);
        QCOMPARE(entries.size(), 1);
        QVERIFY(entries.constFirst().hasOwnTime);
        QVERIFY(entries.constFirst().text.endsWith(u"lock_info=5\n[MessagingLogic] text"_s));
        QCOMPARE(rules().classify(LogLevel::Info, entries.constFirst().text).ruleId, u"risk.unlock"_s);
    }

    void onlyANearHttpsAddressIsTaken_data()
    {
        QTest::addColumn<QByteArray>("packet");
        QTest::newRow("none") << QByteArray("abc");
        QTest::newRow("key alone") << QByteArray("unlock_url");
        QTest::newRow("before the key") << QByteArray("https://a.qq.com/ unlock_url");
        QTest::newRow("not https") << QByteArray("unlock_url http://a.qq.com/");
        QTest::newRow("far away") << QByteArray("unlock_url") + QByteArray(65, ' ') + "https://a.qq.com/";
    }
    void onlyANearHttpsAddressIsTaken()
    {
        QFETCH(const QByteArray, packet);
        QVERIFY(unlockUrl(packet).isEmpty());
    }

    void theFormatIsRecognised()
    {
        const QStringList lines = {u"info: Lagrange.Core.BotContext[0]"_s,
                                   u"      [2025-10-10 03:04:05] [WtExchangeLogic] [INFORMATION]: x"_s};
        QCOMPARE(detectLogKind(lines, WallTime::max()), GatewayKind::Lagrange);
        QVERIFY(!detectLogKind({u"info: Microsoft.Hosting.Lifetime[0]"_s, u"words"_s, QString()}, WallTime::max()));
    }

    void linesAreRecognised() { test::everySampleIsRecognised(rules(), test::kLagrangeSamples); }

    void everyRuleHasASampleAndSpeaksBothLanguages()
    {
        test::everyRuleHasASampleAndSpeaksBothLanguages(rules(), test::kLagrangeSamples);
    }
};

} // namespace rookery::logrules

ROOKERY_TEST(tst_lagrangelog, rookery::logrules::TestLagrangeLog)
#include "tst_lagrangelog.moc"
