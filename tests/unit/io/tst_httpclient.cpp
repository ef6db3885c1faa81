// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/httpclient.h"

#include "base/reasons/input.h"
#include "base/reasons/machine.h"
#include "base/reasons/transport.h"
#include "support/closedport.h"
#include "support/manualclock.h"
#include "support/rawserver.h"
#include "support/testcase.h"

#include <QSignalSpy>

using namespace Qt::Literals::StringLiterals;
using namespace rookery;
using namespace rookery::io;

class TestHttpClient final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void bringsStatusHeadersAndBody();
    void answersOfEveryStatusAreResponses();
    void onceArrivesOnceWhenTheServerHangsUp_data();
    void onceArrivesOnceWhenTheServerHangsUp();
    void onceSendsItsLengthAndItsWholeBody();
    void onceNeverUsesAKeptConnection();
    void onceNeverFollowsRedirects();
    void refusedPortIsOffline();
    void unknownHostIsOffline();
    void silentServerIsATimeoutNotOffline();
    void mutePortWithoutTlsAnswerIsOffline();
    void largeAnswerIsCut();
    void badUrlIsRefusedAtOnce_data();
    void badUrlIsRefusedAtOnce();
    void untrustedCertificateIsShownAndRefused();
    void pinnedCertificateIsAccepted();
    void otherPinIsRefusedAsChanged();
    void plainTextOnATlsPortIsNamed();
    void tlsOnAPlainPortIsNamed();
    void aPeerWithAnOldTlsIsNamed();
    void deadProxyIsNamedAndSparesLoopback();
    void aProxyGetsNameAndPasswordWithTheOnlyCopyOfABody();
    void aProxyThatAsksIsAnsweredWithNameAndPassword();
    void aProxyThatRefusesTheNameHasForwardedNothing();
    void aProxyWhosePasswordCannotBeReadIsNotEvenDialled();
    void destructionEndsEveryRequest();
    void newSettingsLeaveRunningRequestsAlone();

private:
    //! Sends and waits; the clock is the real one unless a test says otherwise.
    Result<HttpResponse> exchange(HttpClient &client, const HttpRequest &request)
    {
        const FutureResult<HttpResponse> future = client.send(request);
        if (!becomesTrue([&future] { return future.isFinished(); }))
            return fail(ErrorKind::Bug, Reason::Internal, u"never finished"_s);
        return future.result();
    }
    static NetworkSettings direct() { return NetworkSettings{.systemProxy = false}; }
    static QByteArray credentials() { return "Proxy-Authorization: Basic " + QByteArray("me:s3cret").toBase64(); }
    static NetworkSettings through(const RawServer &proxy)
    {
        NetworkSettings settings = direct();
        const QUrl url = proxy.url(u"http"_s);
        settings.proxy = QNetworkProxy(QNetworkProxy::HttpProxy, url.host(), quint16(url.port()), u"me"_s, u"s3cret"_s);
        return settings;
    }

    SystemClock m_clock;
};

void TestHttpClient::bringsStatusHeadersAndBody()
{
    RawServer server(RawServer::answering("HTTP/1.1 200 OK\r\nX-Thing: Abc\r\nContent-Length: 2\r\n\r\n{}"));
    HttpClient client(m_clock, direct());
    const auto result = exchange(client, {.url = server.url(u"http"_s), .headers = {{"Authorization", "Bearer x"}}});
    ROOKERY_VERIFY_RESULT(result);
    QCOMPARE(result->status, 200);
    QCOMPARE(result->header("x-thing"), "Abc");
    QCOMPARE(result->body, "{}");
    QVERIFY(server.received().contains("Authorization: Bearer x\r\n"));
    QVERIFY(!server.received().contains("Upgrade"));
}

void TestHttpClient::answersOfEveryStatusAreResponses()
{
    for (const QByteArray &status :
         QList<QByteArray>{"401 Unauthorized", "403 Forbidden", "404 Not Found", "429 Slow", "500 Oops", "504 Late"}) {
        RawServer server(RawServer::answering(RawServer::http("why", status)));
        HttpClient client(m_clock, direct());
        const auto result = exchange(client, {.url = server.url(u"http"_s)});
        ROOKERY_VERIFY_RESULT(result);
        QCOMPARE(result->status, status.first(3).toInt());
        QCOMPARE(result->body, "why");
    }
}

void TestHttpClient::onceArrivesOnceWhenTheServerHangsUp_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("reset");
    QTest::newRow("body, close") << QByteArray("{\"a\":1}") << false;
    QTest::newRow("body, reset") << QByteArray("{\"a\":1}") << true;
    QTest::newRow("no body, close") << QByteArray() << false;
    QTest::newRow("no body, reset") << QByteArray() << true;
    QTest::newRow("large body, close") << QByteArray(300'000, 'x') << false;
}

void TestHttpClient::onceArrivesOnceWhenTheServerHangsUp()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, reset);
    RawServer server([&body, reset](QTcpSocket &peer, const QByteArray &sofar) {
        if (sofar.startsWith('\x16')) // the question whether this port speaks TLS
            peer.abort();
        const qsizetype head = sofar.indexOf("\r\n\r\n");
        if (head < 0 || sofar.size() < head + 4 + body.size())
            return;
        if (reset)
            peer.abort();
        else
            peer.disconnectFromHost();
    });
    HttpClient client(m_clock, direct());
    const auto result =
        exchange(client, {.method = "POST", .url = server.url(u"http"_s), .body = body, .mode = HttpMode::Once});
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Network);
    QCOMPARE(result.error().reason, Reason::ConnectionLost);
    QCOMPARE(server.received().count("POST / HTTP/1.1"), 1);
}

void TestHttpClient::onceSendsItsLengthAndItsWholeBody()
{
    const QByteArray body(1'500'000, 'b');
    RawServer server([&body](QTcpSocket &peer, const QByteArray &sofar) {
        const qsizetype head = sofar.indexOf("\r\n\r\n");
        if (head >= 0 && sofar.size() == head + 4 + body.size())
            peer.write(RawServer::http("ok"));
    });
    HttpClient client(m_clock, direct());
    const auto result =
        exchange(client, {.method = "POST", .url = server.url(u"http"_s), .body = body, .mode = HttpMode::Once});
    ROOKERY_VERIFY_RESULT(result);
    QCOMPARE(result->body, "ok");
    QVERIFY(server.received().contains("Content-Length: 1500000\r\n"));
    QVERIFY(!server.received().contains("Transfer-Encoding"));
    QVERIFY(server.received().endsWith(body));
}

void TestHttpClient::onceNeverUsesAKeptConnection()
{
    RawServer server(RawServer::answering(RawServer::http("{}"), false));
    HttpClient client(m_clock, direct());
    for (int i = 0; i < 2; ++i) {
        const auto kept = exchange(client, {.url = server.url(u"http"_s)});
        ROOKERY_VERIFY_RESULT(kept);
    }
    QCOMPARE(server.connections(), 1);
    const auto once =
        exchange(client, {.method = "POST", .url = server.url(u"http"_s), .body = "{}", .mode = HttpMode::Once});
    ROOKERY_VERIFY_RESULT(once);
    QCOMPARE(server.connections(), 2);
}

void TestHttpClient::onceNeverFollowsRedirects()
{
    RawServer server(RawServer::answering("HTTP/1.1 302 Found\r\nLocation: /else\r\nContent-Length: 0\r\n\r\n"));
    HttpClient client(m_clock, direct());
    const auto result = exchange(client,
                                 {.method = "POST",
                                  .url = server.url(u"http"_s),
                                  .body = "{}",
                                  .mode = HttpMode::Once,
                                  .followRedirects = true});
    ROOKERY_VERIFY_RESULT(result);
    QCOMPARE(result->status, 302);
    QCOMPARE(server.connections(), 1);
}

void TestHttpClient::refusedPortIsOffline()
{
    HttpClient client(m_clock, direct());
    const ClosedPort closed;
    QUrl url(u"http://127.0.0.1/"_s);
    url.setPort(closed.number());
    for (const HttpMode mode : {HttpMode::Idempotent, HttpMode::Once}) {
        const auto result = exchange(client, {.method = "POST", .url = url, .body = "{}", .mode = mode});
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Offline);
        QCOMPARE(result.error().reason, Reason::ConnectionRefused);
    }
}

void TestHttpClient::unknownHostIsOffline()
{
    HttpClient client(m_clock, direct());
    const auto result = exchange(client, {.url = QUrl(u"http://no-such-host.invalid/"_s)});
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Offline);
    QCOMPARE(result.error().reason, Reason::HostNotFound);
}

void TestHttpClient::silentServerIsATimeoutNotOffline()
{
    RawServer server([](QTcpSocket &, const QByteArray &) {});
    ManualClock clock;
    HttpClient client(clock, direct());
    for (const HttpMode mode : {HttpMode::Idempotent, HttpMode::Once}) {
        const auto before = server.received().size();
        const auto future = client.send({.method = "POST", .url = server.url(u"http"_s), .body = "{}", .mode = mode});
        QTRY_VERIFY(server.received().size() > before && server.received().endsWith("{}"));
        // the word that the request has left comes from another thread: it disarms the connect limit
        QTRY_COMPARE(clock.armedTimers(), 1);
        clock.advance(seconds(10));
        QTRY_VERIFY(future.isFinished());
        QCOMPARE(future.result().error().kind, ErrorKind::Timeout);
        QCOMPARE(future.result().error().reason, Reason::NoReply);
    }
}

void TestHttpClient::mutePortWithoutTlsAnswerIsOffline()
{
    RawServer server([](QTcpSocket &, const QByteArray &) {});
    ManualClock clock;
    HttpClient client(clock, direct());
    const auto future =
        client.send({.method = "POST", .url = server.url(u"https"_s), .body = "{}", .mode = HttpMode::Once});
    QTRY_VERIFY(!server.received().isEmpty()); // the TLS greeting, and not one byte of the request
    QTRY_COMPARE(clock.armedTimers(), 2);
    clock.advance(seconds(5));
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(future.result().error().kind, ErrorKind::Offline);
    QCOMPARE(future.result().error().reason, Reason::Unreachable);
}

void TestHttpClient::largeAnswerIsCut()
{
    RawServer server(RawServer::answering(RawServer::http(QByteArray(2'000'000, 'x'))));
    HttpClient client(m_clock, direct());
    const auto result = exchange(client, {.url = server.url(u"http"_s), .maxBody = 100'000});
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Protocol);
    QCOMPARE(result.error().reason, Reason::FrameTooLarge);
}

void TestHttpClient::badUrlIsRefusedAtOnce_data()
{
    QTest::addColumn<QUrl>("url");
    QTest::newRow("empty") << QUrl();
    QTest::newRow("file") << QUrl(u"file:///etc/hostname"_s);
    QTest::newRow("ws") << QUrl(u"ws://localhost/"_s);
    QTest::newRow("no host") << QUrl(u"http:///x"_s);
}

void TestHttpClient::badUrlIsRefusedAtOnce()
{
    QFETCH(QUrl, url);
    HttpClient client(m_clock, direct());
    const auto future = client.send({.url = url});
    QVERIFY(future.isFinished());
    QCOMPARE(future.result().error().reason, Reason::BadInput);
}

void TestHttpClient::untrustedCertificateIsShownAndRefused()
{
    RawServer server(RawServer::answering(RawServer::http("{}")), true);
    HttpClient client(m_clock, direct());
    QSignalSpy refused(&client, &HttpClient::certificateRefused);
    const auto result =
        exchange(client, {.method = "POST", .url = server.url(u"https"_s), .body = "secret", .mode = HttpMode::Once});
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Tls);
    QCOMPARE(result.error().reason, Reason::TlsUntrusted);
    QCOMPARE(refused.count(), 1);
    const auto certificate = refused.at(0).at(0).value<CertificateInfo>();
    QCOMPARE(certificate.sha256, testTlsFingerprint());
    QCOMPARE(certificate.subject, u"rookery test gateway"_s);
    QVERIFY(!server.received().contains("secret"));
}

void TestHttpClient::pinnedCertificateIsAccepted()
{
    RawServer server(RawServer::answering(RawServer::http("{}")), true);
    NetworkSettings settings = direct();
    settings.pinnedSha256 = testTlsFingerprint();
    HttpClient client(m_clock, settings);
    for (const HttpMode mode : {HttpMode::Idempotent, HttpMode::Once}) {
        const auto result =
            exchange(client, {.method = "POST", .url = server.url(u"https"_s), .body = "{}", .mode = mode});
        ROOKERY_VERIFY_RESULT(result);
        QCOMPARE(result->status, 200);
    }
}

void TestHttpClient::otherPinIsRefusedAsChanged()
{
    RawServer server(RawServer::answering(RawServer::http("{}")), true);
    NetworkSettings settings = direct();
    settings.pinnedSha256 = QByteArray(32, 'p');
    HttpClient client(m_clock, settings);
    QSignalSpy refused(&client, &HttpClient::certificateRefused);
    const auto result = exchange(client, {.url = server.url(u"https"_s)});
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Tls);
    QCOMPARE(result.error().reason, Reason::TlsChanged);
    QCOMPARE(refused.count(), 1);
    QVERIFY(server.received().isEmpty());
}

void TestHttpClient::plainTextOnATlsPortIsNamed()
{
    RawServer server(RawServer::answering(RawServer::http("{}")), true);
    HttpClient client(m_clock, direct());
    const auto result = exchange(client, {.url = server.url(u"http"_s)});
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Tls);
    QCOMPARE(result.error().reason, Reason::TlsExpected);
}

void TestHttpClient::aPeerWithAnOldTlsIsNamed()
{
    RawServer server([](QTcpSocket &peer, const QByteArray &) {
        peer.write(QByteArray::fromHex("15030100020246")); // alert: protocol version
    });
    HttpClient client(m_clock, direct());
    const auto result = exchange(client, {.url = server.url(u"https"_s)});
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Tls);
    QCOMPARE(result.error().reason, Reason::TlsTooOld);
}

void TestHttpClient::tlsOnAPlainPortIsNamed()
{
    RawServer server([](QTcpSocket &peer, const QByteArray &) {
        peer.write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
        peer.disconnectFromHost();
    });
    HttpClient client(m_clock, direct());
    const auto result = exchange(client, {.url = server.url(u"https"_s)});
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Tls);
    QCOMPARE(result.error().reason, Reason::TlsExpected);
}

void TestHttpClient::deadProxyIsNamedAndSparesLoopback()
{
    const ClosedPort nobody;
    NetworkSettings settings = direct();
    settings.proxy = QNetworkProxy(QNetworkProxy::HttpProxy, u"127.0.0.1"_s, nobody.number());
    HttpClient client(m_clock, settings);
    const auto far =
        exchange(client, {.method = "POST", .url = QUrl(u"http://192.0.2.1/"_s), .body = "{}", .mode = HttpMode::Once});
    QVERIFY(!far);
    QCOMPARE(far.error().kind, ErrorKind::Offline);
    QCOMPARE(far.error().reason, Reason::ProxyFailed);

    RawServer server(RawServer::answering(RawServer::http("{}")));
    const auto near = exchange(client, {.url = server.url(u"http"_s)});
    ROOKERY_VERIFY_RESULT(near);
}

void TestHttpClient::aProxyGetsNameAndPasswordWithTheOnlyCopyOfABody()
{
    RawServer proxy(RawServer::answering(RawServer::http("{}")));
    HttpClient client(m_clock, through(proxy));
    const auto result = exchange(
        client, {.method = "POST", .url = QUrl(u"http://192.0.2.1/call"_s), .body = "{}", .mode = HttpMode::Once});
    ROOKERY_VERIFY_RESULT(result);
    QCOMPARE(proxy.connections(), 1);
    QCOMPARE(proxy.received().count("POST http://192.0.2.1/call"), 1);
    QVERIFY(proxy.received().contains(credentials()));
}

void TestHttpClient::aProxyThatAsksIsAnsweredWithNameAndPassword()
{
    RawServer proxy([](QTcpSocket &peer, const QByteArray &sofar) {
        if (!sofar.endsWith("\r\n\r\n"))
            return;
        if (sofar.contains(credentials()))
            peer.write(RawServer::http("{}"));
        else
            peer.write("HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n"
                       "Connection: close\r\n\r\n");
        peer.disconnectFromHost();
    });
    HttpClient client(m_clock, through(proxy));
    const auto result = exchange(client, {.url = QUrl(u"http://192.0.2.1/"_s)});
    ROOKERY_VERIFY_RESULT(result);
    QCOMPARE(result->body, "{}");
}

void TestHttpClient::aProxyThatRefusesTheNameHasForwardedNothing()
{
    const QByteArray refusal("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n"
                             "Connection: close\r\n\r\n");
    RawServer proxy(RawServer::answering(refusal));
    HttpClient client(m_clock, through(proxy));
    const auto result =
        exchange(client, {.method = "POST", .url = QUrl(u"http://192.0.2.1/"_s), .body = "{}", .mode = HttpMode::Once});
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Offline);
    QCOMPARE(result.error().reason, Reason::ProxyFailed);
    QVERIFY(!result.error().detail.contains(u"s3cret"_s));
}

void TestHttpClient::aProxyWhosePasswordCannotBeReadIsNotEvenDialled()
{
    RawServer proxy(RawServer::answering(RawServer::http("{}")));
    NetworkSettings settings = through(proxy);
    settings.proxyTrouble = {.kind = ErrorKind::Offline, .reason = Reason::KeyringLocked};
    HttpClient client(m_clock, settings);
    const auto far = exchange(client, {.url = QUrl(u"http://192.0.2.1/"_s)});
    QVERIFY(!far);
    QCOMPARE(far.error(), settings.proxyTrouble);
    QCOMPARE(proxy.connections(), 0);
    RawServer server(RawServer::answering(RawServer::http("{}")));
    ROOKERY_VERIFY_RESULT(exchange(client, {.url = server.url(u"http"_s)})); // loopback needs no proxy
}

void TestHttpClient::destructionEndsEveryRequest()
{
    RawServer server([](QTcpSocket &, const QByteArray &) {});
    auto client = std::make_unique<HttpClient>(m_clock, direct());
    const auto one = client->send({.url = server.url(u"http"_s)});
    const auto two =
        client->send({.method = "POST", .url = server.url(u"http"_s), .body = "{}", .mode = HttpMode::Once});
    QTRY_COMPARE(server.connections(), 2);
    client.reset();
    QVERIFY(one.isFinished() && two.isFinished());
    QCOMPARE(one.result().error().kind, ErrorKind::Cancelled);
    QCOMPARE(two.result().error().kind, ErrorKind::Cancelled);
}

void TestHttpClient::newSettingsLeaveRunningRequestsAlone()
{
    QTcpSocket *waiting = nullptr;
    RawServer slow([&waiting](QTcpSocket &peer, const QByteArray &) { waiting = &peer; });
    HttpClient client(m_clock, direct());
    const auto future = client.send({.url = slow.url(u"http"_s)});
    QTRY_VERIFY(waiting);
    client.setNetworkSettings(direct());
    waiting->write(RawServer::http("late"));
    QTRY_VERIFY(future.isFinished());
    ROOKERY_VERIFY_RESULT(future.result());
    QCOMPARE(future.result()->body, "late");
}

ROOKERY_TEST(tst_httpclient, TestHttpClient)
#include "tst_httpclient.moc"
