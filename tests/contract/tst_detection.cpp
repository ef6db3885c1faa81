// SPDX-License-Identifier: GPL-3.0-or-later
#include "link.h"

#include "base/reasons/transport.h"
#include "gateway/kinddetector.h"
#include "gateway/kinds.h"
#include "support/closedport.h"
#include "support/rawserver.h"
#include "support/testcase.h"
#include "support/testtls.h"

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

Q_DECLARE_METATYPE(rookery::Subject)

//! What stands at an address, told without a token: over every simulated gateway's every door, and over others.
class TestDetection final : public TestCase
{
    Q_OBJECT

    ManualClock m_clock;

    Detection detect(const QUrl &address, ManualClock &clock)
    {
        const FutureResult<Detection> future = detectKind(address, clock, Link::network(), this);
        for (int i = 0; i < 5000 && !future.isFinished(); ++i) {
            QTest::qWait(1);
            clock.advance(milliseconds(10));
        }
        return future.isFinished() ? future.result().value_or(Detection()) : Detection();
    }

    static std::unique_ptr<sim::SimGateway> simulated(Clock &clock, const QString &kind, const QString &dialect = {},
                                                      int generation = 8)
    {
        sim::GatewayOptions options;
        options.kind = kind;
        options.dialect = dialect;
        options.generation = generation;
        options.loggedIn = true;
        auto gateway = std::make_unique<sim::SimGateway>(clock, options);
        if (const auto started = gateway->start(); !started)
            return nullptr;
        return gateway;
    }

private Q_SLOTS:
    void aPanelBehindACertificateOfItsOwnIsTold_data()
    {
        QTest::addColumn<QString>("sim");
        QTest::addColumn<GatewayKind>("kind");
        QTest::newRow("napcat") << u"napcat"_s << GatewayKind::NapCat;
        QTest::newRow("llbot") << u"llbot"_s << GatewayKind::LLBot;
        QTest::newRow("milky") << u"milky"_s << GatewayKind::Milky;
    }
    void aPanelBehindACertificateOfItsOwnIsTold()
    {
        QFETCH(const QString, sim);
        QFETCH(const GatewayKind, kind);
        ManualClock clock;
        sim::GatewayOptions options;
        options.kind = sim;
        options.loggedIn = true;
        options.tls = testTlsConfiguration();
        sim::SimGateway gateway(clock, options);
        ROOKERY_VERIFY_RESULT(gateway.start());
        const QUrl address = gateway.webUiUrl();
        QCOMPARE(address.scheme(), u"https"_s);
        const Detection found = detect(address, clock);
        QCOMPARE(found.kind, kind);
        QVERIFY(found.certificate); // looked past, and said
        QCOMPARE(found.certificate->sha256, testTlsFingerprint());
    }

    void everyDoorIsTold_data()
    {
        QTest::addColumn<QString>("sim");
        QTest::addColumn<QString>("dialect");
        QTest::addColumn<int>("generation");
        QTest::addColumn<int>("door"); // 0 the panel or interface, 1 OneBot's socket, 2 OneBot over HTTP
        QTest::addColumn<DetectedAs>("as");
        QTest::addColumn<int>("kind"); // -1: not told
        QTest::addColumn<QString>("program");
        QTest::addColumn<bool>("certain");
        const auto row = [](const char *name, const char *sim, const char *dialect, int generation, int door,
                            DetectedAs as, int kind, const char *program, bool certain) {
            QTest::newRow(name) << QString::fromLatin1(sim) << QString::fromLatin1(dialect) << generation << door << as
                                << kind << QString::fromLatin1(program) << certain;
        };
        const auto as = [](GatewayKind kind) { return static_cast<int>(kind); };
        const int lagrange = as(GatewayKind::Lagrange);
        const int oneBot = as(GatewayKind::OneBot11);
        row("napcat panel", "napcat", "", 8, 0, DetectedAs::Panel, as(GatewayKind::NapCat), "NapCat", true);
        row("napcat socket", "napcat", "", 8, 1, DetectedAs::OneBot, oneBot, "NapCat", true);
        row("napcat http", "napcat", "", 8, 2, DetectedAs::OneBot, oneBot, "NapCat", true);
        row("llbot 8 panel", "llbot", "", 8, 0, DetectedAs::Panel, as(GatewayKind::LLBot), "LLBot", true);
        row("llbot 7 panel", "llbot", "", 7, 0, DetectedAs::Panel, as(GatewayKind::LLBot), "LLBot", true);
        row("llbot 8 socket", "llbot", "", 8, 1, DetectedAs::OneBot, oneBot, "LLBot", true);
        row("llbot 8 http", "llbot", "", 8, 2, DetectedAs::OneBot, oneBot, "LLBot", true);
        row("llbot 4 http", "llbot", "", 4, 2, DetectedAs::OneBot, oneBot, "LLOneBot", true);
        row("lagrange socket", "lagrange", "", 8, 1, DetectedAs::OneBot, lagrange, "Lagrange.OneBot", false);
        row("lagrange http", "lagrange", "", 8, 2, DetectedAs::OneBot, lagrange, "Lagrange.OneBot", false);
        row("any onebot socket", "onebot11", "", 8, 1, DetectedAs::OneBot, oneBot, "", false);
        row("any onebot http", "onebot11", "", 8, 2, DetectedAs::Unknown, -1, "", false);
        row("ilink", "ilink", "", 8, 0, DetectedAs::ILink, as(GatewayKind::ILink), "", false);
        row("milky of lagrange", "milky", "lagrange", 8, 0, DetectedAs::Milky, as(GatewayKind::Milky), "Lagrange",
            false);
        row("milky of llbot", "milky", "llbot", 8, 0, DetectedAs::Milky, as(GatewayKind::Milky), "LLBot", true);
    }
    void everyDoorIsTold()
    {
        QFETCH(const QString, sim);
        QFETCH(const QString, dialect);
        QFETCH(const int, generation);
        QFETCH(const int, door);
        QFETCH(const DetectedAs, as);
        QFETCH(const int, kind);
        QFETCH(const QString, program);
        QFETCH(const bool, certain);
        const auto gateway = simulated(m_clock, sim, dialect, generation);
        QVERIFY(gateway);
        const QUrl address =
            door == 0 ? gateway->webUiUrl() : (door == 1 ? gateway->oneBotWsUrl() : gateway->oneBotHttpUrl());
        QVERIFY(address.isValid() && address.port() > 0);
        const Detection detection = detect(address, m_clock);
        QString evidence;
        for (const DetectionProof &proof : detection.evidence)
            evidence += u"%1 -> %2 %3\n"_s.arg(proof.asked).arg(proof.status).arg(proof.said);
        QVERIFY2(detection.as == as, qPrintable(evidence));
        QCOMPARE(detection.kind ? static_cast<int>(*detection.kind) : -1, kind);
        QCOMPARE(detection.program, program);
        QCOMPARE(detection.certain, certain);
        QCOMPARE(detection.asksForToken, as != DetectedAs::ILink); // there a scan binds
        QCOMPARE(detection.address, address);
        QVERIFY(!detection.evidence.isEmpty() && detection.evidence.size() <= 6);
        if (as == DetectedAs::OneBot)
            QCOMPARE(detection.way, door == 1 ? OneBotTransportKind::Socket : OneBotTransportKind::Http);
        QVERIFY(!evidence.contains(gateway->token()) && !evidence.contains(gateway->oneBotToken()));

        // the other scheme leads to the same door
        QUrl other = address;
        other.setScheme(address.scheme() == u"ws"_s ? u"http"_s : u"ws"_s);
        const Detection again = detect(other, m_clock);
        QCOMPARE(again.as, as);
        QCOMPARE(again.way, detection.way);
        if (as == DetectedAs::OneBot)
            QCOMPARE(again.address, address); // added as found, it is dialled the way that was found
    }

    void askingCountsAgainstNobody()
    {
        // more often than LLBot's four wrong passwords and NapCat's ten logins a minute would allow
        for (const QString &kind : {u"llbot"_s, u"napcat"_s}) {
            Link link({kind, kind == u"llbot"_s ? GatewayKind::LLBot : GatewayKind::NapCat},
                      sim::GatewayOptions{.loggedIn = true});
            ROOKERY_VERIFY_RESULT(link.started);
            for (int i = 0; i < 12; ++i)
                QCOMPARE(detect(link.sim->webUiUrl(), link.clock).as, DetectedAs::Panel);
            QVERIFY(link.bringUp());
        }
    }

    void withoutATokenItSaysWhoItIs()
    {
        const QByteArray version =
            R"({"status":"ok","retcode":0,"data":{"app_name":"LLOneBot","app_version":"7.8.3"}})";
        RawServer http(RawServer::answering(RawServer::http(version)));
        const Detection oneBot = detect(http.url(u"http"_s), m_clock);
        QCOMPARE(oneBot.as, DetectedAs::OneBot);
        QCOMPARE(oneBot.way, OneBotTransportKind::Http);
        QCOMPARE(oneBot.program, u"LLOneBot"_s);
        QCOMPARE(oneBot.version, u"7.8.3"_s);
        QVERIFY(oneBot.certain && !oneBot.asksForToken);

        const QByteArray impl = R"({"status":"ok","retcode":0,"data":{"impl_name":"LLBot","impl_version":"8.1.7"}})";
        RawServer milky([&impl](QTcpSocket &peer, const QByteArray &sofar) {
            if (sofar.contains("\r\n\r\n"))
                peer.write(sofar.contains("get_impl_info") ? RawServer::http(impl)
                                                           : RawServer::http({}, "404 Not Found"));
        });
        const Detection told = detect(milky.url(u"http"_s), m_clock);
        QCOMPARE(told.as, DetectedAs::Milky);
        QCOMPARE(told.program, u"LLBot"_s);
        QCOMPARE(told.version, u"8.1.7"_s);
        QVERIFY(!told.asksForToken);
    }

    void nothingIsShownToWhoeverListens()
    {
        RawServer server(RawServer::answering(RawServer::http("{}", "404 Not Found")));
        QUrl address = server.url(u"http"_s, u"/base/"_s);
        const Detection detection = detect(address, m_clock);
        QCOMPARE(detection.as, DetectedAs::Unknown);
        QVERIFY(!detection.certain);
        const QByteArray sent = server.received().toLower();
        for (const char *secret : {"authorization:", "x-webui-token", "access_token", "auth/login", "quick", "qrcode"})
            QVERIFY2(!sent.contains(secret), secret);
        QVERIFY(sent.contains("get /base/api/login-info "));
        QVERIFY(server.connections() <= 6);
    }

    void aPageIsAPage()
    {
        RawServer server(RawServer::answering(
            RawServer::http("<html><title>Welcome to nginx!</title></html>", "200 OK", "text/html")));
        const Detection detection = detect(server.url(u"http"_s), m_clock);
        QCOMPARE(detection.as, DetectedAs::WebPage);
        QVERIFY(!detection.kind);
        QVERIFY(detection.evidence.constLast().said.isEmpty());
    }

    void aServerThatWantsATokenForEverythingProvesNothing()
    {
        RawServer server(RawServer::answering(RawServer::http({}, "401 Unauthorized")));
        const Detection detection = detect(server.url(u"http"_s), m_clock);
        QCOMPARE(detection.as, DetectedAs::Unknown);
        QVERIFY(detection.asksForToken);
    }

    void nothingThereSaysWhy()
    {
        const Detection refused = detect(QUrl(u"http://127.0.0.1:1/"_s), m_clock);
        QCOMPARE(refused.as, DetectedAs::NothingThere);
        QCOMPARE(refused.why.reason, Reason::ConnectionRefused);
        QCOMPARE(refused.evidence.size(), 1);

        RawServer mute([](QTcpSocket &, const QByteArray &) {});
        const Detection silent = detect(mute.url(u"http"_s), m_clock);
        QCOMPARE(silent.as, DetectedAs::NothingThere);
        QCOMPARE(silent.why.kind, ErrorKind::Timeout);
        QCOMPARE(silent.evidence.size(), 1); // one deadline, not six
        QCOMPARE(detect(mute.url(u"ws"_s), m_clock).as, DetectedAs::NothingThere);
    }

    void tencentsOwnHostIsNotAskedAnything()
    {
        const Detection detection = detect(QUrl(u"https://ilinkai.weixin.qq.com/"_s), m_clock);
        QCOMPARE(detection.as, DetectedAs::ILink);
        QVERIFY(detection.kind == GatewayKind::ILink);
        QVERIFY(detection.evidence.isEmpty());
        QVERIFY(std::holds_alternative<FingerprintProbe>(
            nextStep(QUrl(u"https://weixin.qq.com.example.org/"_s), {}, recognisers())));
    }

    void iLinkElsewhereIsToldByItsRefusal()
    {
        RawServer server([](QTcpSocket &peer, const QByteArray &sofar) {
            if (!sofar.contains("\r\n\r\n"))
                return;
            peer.write(sofar.contains("getupdates") ? RawServer::http(R"({"ret":-14,"errmsg":"session timeout"})")
                                                    : RawServer::http({}, "404 Not Found"));
            peer.disconnectFromHost();
        });
        const Detection detection = detect(server.url(u"http"_s), m_clock);
        QCOMPARE(detection.as, DetectedAs::ILink);
        QVERIFY(!detection.certain);
    }

    void whatIsRemoteIsShortAndMasked()
    {
        const QString words = u"receive http header token abcdef0123456789abcdef "_s + QString(4000, u'x');
        const QByteArray body = QJsonDocument(QJsonObject{{u"message"_s, words}}).toJson(QJsonDocument::Compact);
        RawServer server(RawServer::answering(RawServer::http(body, "403 Forbidden")));
        const Detection detection = detect(server.url(u"http"_s), m_clock);
        for (const DetectionProof &proof : detection.evidence) {
            QVERIFY(proof.said.size() <= 160);
            QVERIFY(!proof.said.contains(u"abcdef0123456789"_s));
        }
    }
};

ROOKERY_TEST(tst_detection, TestDetection)
#include "tst_detection.moc"
