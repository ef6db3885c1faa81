// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/ssestream.h"

#include "base/reasons/gateway.h"
#include "base/reasons/machine.h"
#include "base/reasons/transport.h"
#include "support/closedport.h"
#include "support/manualclock.h"
#include "support/rawserver.h"
#include "support/testcase.h"

#include <QPointer>
#include <QSignalSpy>

using namespace Qt::Literals::StringLiterals;
using namespace rookery;
using namespace rookery::io;

namespace {

constexpr const char kHeadText[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\r\n";

QByteArray head()
{
    return kHeadText;
}

NetworkSettings direct()
{
    return {.systemProxy = false};
}

Error errorOf(const QSignalSpy &closed)
{
    return closed.at(0).at(0).value<Error>();
}

} // namespace

class TestSseStream final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void asksExactlyAndBringsEvents();
    void headersMayComeVeryLate();
    void aHeadWithoutAnEndIsDroppedAndAskedForAgain();
    void endOfStreamIsALostConnection();
    void failureTextOfAnAnsweredRequestIsHandedOver();
    void refusalsKeepTheirStatus_data();
    void refusalsKeepTheirStatus();
    void refusedPortIsOffline();
    void silenceBeyondTheIdleLimitEndsIt();
    void largeEventsEndIt();
    void closingIsSilentAndReopeningDropsTheOld();
    void listenerMayCloseInsideAMessage();
    void moreThanIsHeldUnreadArrivesWhole();
    void certificatesAreJudged();
    void aProxyWhosePasswordCannotBeReadIsNotEvenDialled();
};

void TestSseStream::asksExactlyAndBringsEvents()
{
    RawServer server(RawServer::answering(head() + "data: one\n\ndata: two\n\n", false));
    ManualClock clock;
    SseStream stream(clock, direct());
    QSignalSpy messages(&stream, &SseStream::message);
    QSignalSpy opened(&stream, &SseStream::opened);
    stream.open(server.url(u"http"_s), {{"Authorization", "Bearer c"}, {"Accept", "*/*"}});
    QTRY_COMPARE(messages.count(), 2);
    QCOMPARE(opened.count(), 1);
    QCOMPARE(messages.at(1).at(0).toByteArray(), "two");
    QVERIFY(server.received().contains("\r\nAccept: text/event-stream\r\n"));
    QVERIFY(server.received().contains("\r\nAccept-Encoding: identity\r\n"));
    QVERIFY(server.received().contains("\r\nAuthorization: Bearer c\r\n"));
    QVERIFY(stream.isOpen());
    clock.advance(std::chrono::hours(24)); // silence is healthy
    QVERIFY(stream.isOpen());
}

void TestSseStream::headersMayComeVeryLate()
{
    QPointer<QTcpSocket> peer;
    int asked = 0;
    RawServer server([&peer, &asked](QTcpSocket &socket, const QByteArray &) {
        peer = &socket;
        ++asked;
    });
    ManualClock clock;
    SseStream stream(clock, direct());
    QSignalSpy messages(&stream, &SseStream::message);
    QSignalSpy closed(&stream, &SseStream::closed);
    stream.open(server.url(u"http"_s), {});
    QTRY_VERIFY(peer);
    for (int i = 0; i < 5; ++i) {
        QTRY_COMPARE(clock.nextDue(), seconds(60)); // the request is written, and its head awaited
        const int before = asked;
        clock.advance(seconds(60));
        QTRY_VERIFY(asked > before);
    }
    QTRY_VERIFY(peer);
    QVERIFY(closed.isEmpty());
    peer->write(head() + "data: x\n\n");
    QTRY_COMPARE(messages.count(), 1);
    QCOMPARE(clock.armedTimers(), 0); // and now silence may last
}

void TestSseStream::aHeadWithoutAnEndIsDroppedAndAskedForAgain()
{
    QPointer<QTcpSocket> peer;
    RawServer server([&peer](QTcpSocket &socket, const QByteArray &) {
        peer = &socket;
        socket.write("HTTP/1.1 200 OK\r\nX-Pad: " + QByteArray(100'000, 'x') + "\r\n");
    });
    ManualClock clock;
    SseStream stream(clock, direct());
    QSignalSpy closed(&stream, &SseStream::closed);
    stream.open(server.url(u"http"_s), {}, seconds(150));
    QTRY_VERIFY(peer);
    const QPointer<QTcpSocket> first = peer;
    QTRY_COMPARE(clock.nextDue(), seconds(60)); // the request is written, and its head awaited
    for (int i = 1; i <= 6; ++i) {
        first->write("X-More: " + QByteArray(1000, 'y') + "\r\n"); // it goes on, and buys no time by it
        QTRY_VERIFY(!first || first->bytesToWrite() == 0);
        QCOMPARE(clock.nextDue(), seconds(60 - 10 * (i - 1)));
        clock.advance(seconds(10));
    }
    QTRY_VERIFY(server.connections() > 1);
    QTRY_VERIFY(!first || first->state() == QAbstractSocket::UnconnectedState);
    QVERIFY(closed.isEmpty());
    QTRY_COMPARE(clock.nextDue(), seconds(60)); // asked again
    clock.advance(seconds(60));
    QTRY_VERIFY(server.connections() > 2);
    QTRY_COMPARE(clock.nextDue(), seconds(30)); // the limit for silence counts from the first request
    QVERIFY(closed.isEmpty());
    clock.advance(seconds(30));
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(closed.at(0).at(0).value<Error>().reason, Reason::HalfOpen);
}

void TestSseStream::endOfStreamIsALostConnection()
{
    RawServer server(RawServer::answering(head() + "data: one\n\n"));
    ManualClock clock;
    SseStream stream(clock, direct());
    QSignalSpy messages(&stream, &SseStream::message);
    QSignalSpy closed(&stream, &SseStream::closed);
    stream.open(server.url(u"http"_s), {});
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(messages.count(), 1);
    QCOMPARE(errorOf(closed).kind, ErrorKind::Network);
    QCOMPARE(errorOf(closed).reason, Reason::ConnectionLost);
    QVERIFY(!stream.isOpen());
}

void TestSseStream::failureTextOfAnAnsweredRequestIsHandedOver()
{
    const QByteArray body = R"({"code":-1,"message":"Unauthorized"})";
    RawServer server(RawServer::answering(RawServer::http(body)));
    ManualClock clock;
    SseStream stream(clock, direct());
    QSignalSpy opened(&stream, &SseStream::opened);
    QSignalSpy closed(&stream, &SseStream::closed);
    stream.open(server.url(u"http"_s), {});
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(opened.count(), 0);
    QCOMPARE(errorOf(closed).kind, ErrorKind::Protocol);
    QCOMPARE(errorOf(closed).reason, Reason::WrongServer);
    QCOMPARE(closed.at(0).at(1).toByteArray(), body);
}

void TestSseStream::refusalsKeepTheirStatus_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("401") << QByteArray("401 No") << ErrorKind::Auth;
    QTest::newRow("403") << QByteArray("403 No") << ErrorKind::Rejected;
    QTest::newRow("404") << QByteArray("404 No") << ErrorKind::Protocol;
    QTest::newRow("502") << QByteArray("502 No") << ErrorKind::Protocol;
}

void TestSseStream::refusalsKeepTheirStatus()
{
    QFETCH(QByteArray, status);
    QFETCH(ErrorKind, kind);
    RawServer server(RawServer::answering(RawServer::http("why", status, "text/event-stream")));
    ManualClock clock;
    SseStream stream(clock, direct());
    QSignalSpy closed(&stream, &SseStream::closed);
    stream.open(server.url(u"http"_s), {});
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(errorOf(closed).kind, kind);
    QCOMPARE(errorOf(closed).code, status.first(3).toInt());
    QCOMPARE(closed.at(0).at(1).toByteArray(), "why");
}

void TestSseStream::refusedPortIsOffline()
{
    ManualClock clock;
    SseStream stream(clock, direct());
    QSignalSpy closed(&stream, &SseStream::closed);
    const ClosedPort nobody;
    QUrl url(u"http://127.0.0.1/"_s);
    url.setPort(nobody.number());
    stream.open(url, {});
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(errorOf(closed).kind, ErrorKind::Offline);
    QCOMPARE(errorOf(closed).reason, Reason::ConnectionRefused);
}

void TestSseStream::silenceBeyondTheIdleLimitEndsIt()
{
    RawServer server(RawServer::answering(head() + "data: one\n\n", false));
    ManualClock clock;
    SseStream stream(clock, direct());
    QSignalSpy messages(&stream, &SseStream::message);
    QSignalSpy closed(&stream, &SseStream::closed);
    stream.open(server.url(u"http"_s), {}, seconds(30));
    QTRY_COMPARE(messages.count(), 1);
    clock.advance(seconds(29));
    QCOMPARE(closed.count(), 0);
    clock.advance(seconds(1));
    QCOMPARE(closed.count(), 1);
    QCOMPARE(errorOf(closed).reason, Reason::HalfOpen);
}

void TestSseStream::largeEventsEndIt()
{
    RawServer server(RawServer::answering(head() + "data: " + QByteArray(1'100'000, 'x'), false));
    ManualClock clock;
    SseStream stream(clock, direct());
    QSignalSpy closed(&stream, &SseStream::closed);
    stream.open(server.url(u"http"_s), {});
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(errorOf(closed).kind, ErrorKind::Protocol);
    QCOMPARE(errorOf(closed).reason, Reason::FrameTooLarge);
}

void TestSseStream::closingIsSilentAndReopeningDropsTheOld()
{
    RawServer first(RawServer::answering(head() + "data: first\n\n", false));
    RawServer second(RawServer::answering(head() + "data: second\n\n", false));
    ManualClock clock;
    SseStream stream(clock, direct());
    QSignalSpy messages(&stream, &SseStream::message);
    QSignalSpy closed(&stream, &SseStream::closed);
    stream.open(first.url(u"http"_s), {});
    stream.open(second.url(u"http"_s), {});
    QTRY_COMPARE(messages.count(), 1);
    QCOMPARE(messages.at(0).at(0).toByteArray(), "second");
    stream.close();
    QVERIFY(!stream.isOpen());
    QCOMPARE(clock.armedTimers(), 0);
    QCOMPARE(closed.count(), 0);
}

void TestSseStream::listenerMayCloseInsideAMessage()
{
    RawServer server(RawServer::answering(head() + "data: one\n\ndata: two\n\n", false));
    ManualClock clock;
    SseStream stream(clock, direct());
    int heard = 0;
    connect(&stream, &SseStream::message, this, [&stream, &heard] {
        ++heard;
        stream.close();
    });
    stream.open(server.url(u"http"_s), {});
    QTRY_COMPARE(heard, 1);
    QVERIFY(!stream.isOpen());
}

void TestSseStream::moreThanIsHeldUnreadArrivesWhole()
{
    const QByteArray event = "data: " + QByteArray(1000, 'x') + "\n\n";
    RawServer server(RawServer::answering(head() + event.repeated(4000), false));
    ManualClock clock;
    SseStream stream(clock, direct());
    const QSignalSpy messages(&stream, &SseStream::message);
    stream.open(server.url(u"http"_s), {});
    QTRY_COMPARE(messages.count(), 4000);
}

void TestSseStream::certificatesAreJudged()
{
    RawServer server(RawServer::answering(head() + "data: one\n\n", false), true);
    ManualClock clock;
    SseStream stranger(clock, direct());
    QSignalSpy closed(&stranger, &SseStream::closed);
    stranger.open(server.url(u"https"_s), {});
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(errorOf(closed).kind, ErrorKind::Tls);
    QCOMPARE(errorOf(closed).reason, Reason::TlsUntrusted);

    NetworkSettings settings = direct();
    settings.pinnedSha256 = testTlsFingerprint();
    SseStream friendly(clock, settings);
    QSignalSpy messages(&friendly, &SseStream::message);
    friendly.open(server.url(u"https"_s), {});
    QTRY_COMPARE(messages.count(), 1);
}

void TestSseStream::aProxyWhosePasswordCannotBeReadIsNotEvenDialled()
{
    NetworkSettings settings = direct();
    settings.proxy = QNetworkProxy(QNetworkProxy::HttpProxy, u"127.0.0.1"_s, 1, u"me"_s);
    settings.proxyTrouble = {.kind = ErrorKind::Offline, .reason = Reason::KeyringLocked};
    SystemClock clock;
    SseStream stream(clock, settings);
    QSignalSpy closed(&stream, &SseStream::closed);
    stream.open(QUrl(u"http://192.0.2.1/events"_s), {});
    QCOMPARE(closed.count(), 0); // reported later, as every failure is
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(errorOf(closed), settings.proxyTrouble);
}

ROOKERY_TEST(tst_ssestream, TestSseStream)
#include "tst_ssestream.moc"
