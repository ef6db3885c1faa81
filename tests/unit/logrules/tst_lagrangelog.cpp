// SPDX-License-Identifier: GPL-3.0-or-later
#include "logrules/lagrangelogparser.h"
#include "logrules/logformats.h"

#include "rulesamples.h"

#include "support/qrdrawings.h"

#include <QDateTime>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

namespace {

//! Entries as the versions of 2023-09 to 2025-10 print them (docs/protocol/lagrange.md).
constexpr test::RuleSample kSamples[] = {
    {LogLevel::Info, u"[MessagingLogic] [MessageChain(30001)(20001)] [Text]: KickNTEvent: x QrCode Expired",
     "chat.received"},
    {LogLevel::Info, u"Unknown Event0x2DC message type: 20: 99 bytes\nunlock_url: https://a.qq.com/x", "risk.unlock"},
    {LogLevel::Info, u"Unknown Event0x2DC message type: 20: 99 bytes", "risk.restricted"},
    {LogLevel::Info, u"Unknown Event0x2DC message type: 16: 99 bytes", "event.unknown"},
    {LogLevel::Info, u"Unknown Event0x210 message type: 290: 4 bytes", "event.unknown"},
    {LogLevel::Info, u"Unknown message type: 87: 4 bytes", "event.unknown"},
    {LogLevel::Error, u"[WtExchangeLogic] KickNTEvent: 你的帐号当前登录已失效，请重新登录。: 下线通知",
     "account.kicked"},
    {LogLevel::Error, u"[WtExchangeLogic] Bot will be offline in 5 seconds...", "account.leaving"},
    {LogLevel::Info, u"[WtExchangeLogic] QrCode Fetched, Expiration: 120 seconds", "qr.fetched"},
    {LogLevel::Info, u"[LoginService] Please scan the QR code above, Url: https://txz.qq.com/p?k=S3&f=1", "qr.link"},
    {LogLevel::Info, u"Please scan this QR code from a distance with your smart phone.", "qr.hint"},
    {LogLevel::Info, u"Scanning may fail if you are too close.", "qr.hint"},
    {LogLevel::Info, u"[WtExchangeLogic] QrCode State Queried: WaitingForScan Uin: 0", "qr.waiting"},
    {LogLevel::Info, u"[WtExchangeLogic] QrCode State Queried: WaitingForConfirm Uin: 10001", "qr.scanned"},
    {LogLevel::Info, u"[WtExchangeLogic] QrCode State Queried: Confirmed Uin: 10001", "qr.confirmed"},
    {LogLevel::Info, u"[WtExchangeLogic] QrCode Confirmed, Logging in with A1 sig...", "qr.confirmed"},
    {LogLevel::Info, u"[WtExchangeLogic] QrCode State Queried: CodeExpired Uin: 0", "qr.expired"},
    {LogLevel::Warn, u"[WtExchangeLogic] QrCode Expired, Please Fetch QrCode Again", "qr.expired"},
    {LogLevel::Warn, u"[WtExchangeLogic] QrCode Canceled, Please Fetch QrCode Again", "qr.cancelled"},
    {LogLevel::Fatal, u"Unhandled exception. System.Exception: All login failed!\n   at A.B()", "login.all-failed"},
    {LogLevel::Fatal, u"Unhandled exception. System.NullReferenceException: x\n   at A.B()", "process.crashed"},
    {LogLevel::Warn,
     u"[BusinessContext] Error when processing the event: Lagrange.Core.Internal.Event.Login.TransEmpEvent\n"
     u"System.Exception: Signer server returned a 521\n   at A.B()",
     "signer.status"},
    {LogLevel::Warn,
     u"[BusinessContext] Error when processing the event: A.B\nSystem.Exception: Signer platform mismatch",
     "signer.mismatch"},
    {LogLevel::Warn,
     u"[BusinessContext] Error when processing the event: A.B\nSystem.Exception: Signer version mismatch",
     "signer.mismatch"},
    {LogLevel::Warn, u"[OneBotSigner] Sign server is not configured", "signer.missing"},
    {LogLevel::Warn,
     u"[BusinessContext] Error when processing the event: A.B\nSystem.Net.Http.HttpRequestException: Connection "
     u"refused "
     u"(sign.lagrangecore.org:443)",
     "signer.unreachable"},
    {LogLevel::Warn, u"[BusinessContext] Error when processing the event: A.B\nSystem.Exception: x",
     "event.processing"},
    {LogLevel::Warn, u"[MusicSigner] MusicSignServer is not available, sign may be failed", "signer.music"},
    {LogLevel::Info, u"[OneBotSigner] Signature Service is successfully established", "signer.ready"},
    {LogLevel::Warn, u"[WtExchangeLogic] Key Exchange Failed, please try again later", "login.key-exchange"},
    {LogLevel::Warn, u"[WtExchangeLogic] key exchange verify failed", "login.key-exchange"},
    {LogLevel::Error, u"[SocketContext] System.Exception: Verification failed.", "login.key-exchange"},
    {LogLevel::Info, u"[WtExchangeLogic] Key Exchange successfully!", "login.session"},
    {LogLevel::Info, u"[WtExchangeLogic] Trying to Login by EasyLogin...", "login.session"},
    {LogLevel::Info, u"[WtExchangeLogic] Session has not expired, using session to login and register status",
     "login.session"},
    {LogLevel::Warn, u"[WtExchangeLogic] Fast Login Failed with code 140022, trying to Login by Password...",
     "login.fast-failed"},
    {LogLevel::Warn, u"[WtExchangeLogic] Verification needed", "login.verification"},
    {LogLevel::Info, u"[WtExchangeLogic] Confirmation Request Send", "login.verification"},
    {LogLevel::Warn, u"[WtExchangeLogic] Register by session failed, try to login by EasyLogin", "login.session-gone"},
    {LogLevel::Info, u"[LoginService] Session expired or Password not filled in, try to login by QrCode",
     "login.session-gone"},
    {LogLevel::Error, u"[WtExchangeLogic] Login failed: 45", "login.old-signer"},
    {LogLevel::Error, u"[WtExchangeLogic] Login failed: 237", "login.failed"},
    {LogLevel::Error, u"[WtExchangeLogic] State: 禁止登录", "login.old-signer"},
    {LogLevel::Error, u"[WtExchangeLogic] Tag: 登录失败", "login.refusal-words"},
    {LogLevel::Info, u"[LoginService] Bot Uin: 10001", "login.bot"},
    {LogLevel::Info, u"[LoginService] Bot Online: 10001", "login.bot"},
    {LogLevel::Info, u"[WtExchangeLogic] Register Status: register success", "login.registered"},
    {LogLevel::Info, u"[WtExchangeLogic] Login Success", "login.success"},
    {LogLevel::Info, u"[WtExchangeLogic] Login Success, try to register services", "login.success"},
    {LogLevel::Info, u"[WtExchangeLogic] Connecting Servers...", "login.connecting"},
    {LogLevel::Info, u"[SocketContext] Server: http://120.232.130.13:8080/ Latency: 30", "login.connecting"},
    {LogLevel::Warn, u"[PacketContext] Packet 'wtlogin.login' returns -10001 with seq: 3, extra: x", "packet.refused"},
    {LogLevel::Error, u"[SocketContext] Socket Disconnected, Scheduling Reconnect", "socket.lost"},
    {LogLevel::Error, u"[SocketContext] Socket Error: Connection reset by peer", "socket.error"},
    {LogLevel::Info, u"[SocketContext] Reconnect to http://1.2.3.4:8080/", "socket.back"},
    {LogLevel::Warn,
     u"[LagrangeWebSvcCollection] [LagrangeWebSvcCollection]: WebService start failed.\n"
     u"System.Net.HttpListenerException (5): Access is denied.",
     "port.denied"},
    {LogLevel::Fatal, u"[HttpService] The port 8080 is in use, service failed to start", "port.in-use"},
    {LogLevel::Error,
     u"[HttpService] An error occurred while starting the listener\nSystem.Net.HttpListenerException (98): Address "
     u"already in use",
     "port.failed"},
    {LogLevel::Error,
     u"[HttpService] System.Net.HttpListenerException (183): Failed to listen on prefix 'http://127.0.0.1:8080/' "
     u"because it conflicts with an existing registration on the machine.",
     "port.failed"},
    {LogLevel::Warn, u"[LagrangeWebSvcCollection] [LagrangeWebSvcCollection]: WebService start failed.", "port.failed"},
    {LogLevel::Info, u"[ForwardWSService] The server is started at http://127.0.0.1:8081/", "port.started"},
    {LogLevel::Info, u"[HttpService] HttpService started at http://127.0.0.1:8080/", "port.started"},
    {LogLevel::Error, u"[HttpPostService] [HttpPostService] Invalid configuration was detected, url: http://x:0/",
     "config.invalid"},
    {LogLevel::Warn, u"[ReverseWSService] [ReverseWSService] Disconnect(a-b)", "reverse.lost"},
    {LogLevel::Info, u"[ReverseWSService] [ReverseWSService] Reconnecting a-b at interval of 5000", "reverse.retry"},
    {LogLevel::Error, u"[HttpPostService] [HttpPostService] Post to http://x/ failed", "post.failed"},
    {LogLevel::Info, u"No exist config file, create it now...", "setup.first-run"},
    {LogLevel::Info, u"Please Edit the appsettings.json to set configs and press any key to continue",
     "setup.first-run"},
    {LogLevel::Warn, u"[LagrangeWebSvcCollection] Unexpected error encountered while handling message.\nx",
     "action.failed"},
    {LogLevel::Warn, u"[OperationService] Json Serialization failed for such action", "action.unreadable"},
    {LogLevel::Info, u"Version: e17fe356d1e2c3b4a5968778695a4b3c2d1e0f11", "start.version"},
    {LogLevel::Info, u"Lagrange.OneBot Version: 0.0.3+e17fe356", "start.version"},
    {LogLevel::Info, u"[LoginService] Protocol Version: 3.2.15-30366", "start.protocol"},
    {LogLevel::Info, u"Auto update enabled, Checking for updates...", "start.update"},
    {LogLevel::Info, u"[Lifetime] Application started. Press Ctrl+C to shut down.", "start.ready"},
    {LogLevel::Info, u"[LagrangeWebSvcCollection] [LagrangeWebSvcCollection]: Multi Connection has been configured",
     "start.ready"},
    {LogLevel::Debug, u"[ServiceContext] Outgoing SSOFrame: wtlogin.trans_emp", ""},
};

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

    void linesAreRecognised() { test::everySampleIsRecognised(rules(), kSamples); }

    void everyRuleHasASampleAndSpeaksBothLanguages()
    {
        test::everyRuleHasASampleAndSpeaksBothLanguages(rules(), kSamples);
    }
};

} // namespace rookery::logrules

QTEST_GUILESS_MAIN(rookery::logrules::TestLagrangeLog)
#include "tst_lagrangelog.moc"
