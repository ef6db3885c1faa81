// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/wschannel.h"

#include "base/reasons/gateway.h"
#include "base/reasons/machine.h"
#include "base/reasons/transport.h"
#include "support/closedport.h"
#include "support/manualclock.h"
#include "support/rawserver.h"
#include "support/testcase.h"

#include <QCryptographicHash>
#include <QPointer>
#include <QSignalSpy>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace Qt::Literals::StringLiterals;
using namespace rookery;
using namespace rookery::io;

namespace {

NetworkSettings direct()
{
    return {.systemProxy = false};
}

WsClose closeOf(const QSignalSpy &closed)
{
    return closed.at(0).at(0).value<WsClose>();
}

//! A WebSocket server that accepts everybody and keeps its peers.
class PeerServer final : public QObject
{
    Q_DISABLE_COPY_MOVE(PeerServer)

public:
    explicit PeerServer(bool tls = false)
        : server(u"peer"_s, tls ? QWebSocketServer::SecureMode : QWebSocketServer::NonSecureMode)
    {
        if (tls)
            server.setSslConfiguration(testTlsConfiguration());
        connect(&server, &QWebSocketServer::newConnection, this,
                [this] { peers.append(server.nextPendingConnection()); });
        if (!server.listen(QHostAddress::LocalHost, 0))
            qFatal("no loopback port");
    }
    ~PeerServer() override { qDeleteAll(peers); }
    [[nodiscard]] QUrl url() const
    {
        QUrl url = server.serverUrl();
        url.setHost(u"127.0.0.1"_s);
        return url;
    }

    QWebSocketServer server;
    QList<QWebSocket *> peers;
};

//! Accepts the upgrade as the standard says, then sends `after` and nothing else ever.
RawServer::Script upgrading(const QByteArray &after)
{
    return [after](QTcpSocket &peer, const QByteArray &sofar) {
        if (!sofar.endsWith("\r\n\r\n"))
            return;
        const QByteArray name = "sec-websocket-key: ";
        const qsizetype start = sofar.toLower().indexOf(name) + name.size();
        const QByteArray key = sofar.mid(start, sofar.indexOf('\r', start) - start);
        const QByteArray salted = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
        const QByteArray sum = QCryptographicHash::hash(salted, QCryptographicHash::Sha1).toBase64();
        const QByteArray answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                  "Sec-WebSocket-Accept: "
            + sum + "\r\n\r\n" + after;
        peer.write(answer);
    };
}

} // namespace

class TestWsChannel final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void carriesTextBothWays();
    void refusedUpgradesTellTheirStatusOnce_data();
    void refusedUpgradesTellTheirStatusOnce();
    void refusedPortIsOffline();
    void muteHandshakeEndsAfterItsLimit();
    void peerThatHangsUpInTheHandshakeIsOffline();
    void plainTextOnATlsPortIsNamed();
    void tlsOnAPlainPortIsNamed();
    void aPeerWithAnOldTlsIsNamed_data();
    void aPeerWithAnOldTlsIsNamed();
    void aPeerThatDoesNotReadItsPongsIsCut();
    void aLargeMessageOfOursIsNoReasonToCut();
    void otherServersAreNamed();
    void framesAreSmallUntilTrusted();
    void largeFramesPassOnceTrusted();
    void announcedOversizeEndsIt();
    void garbageEndsIt_data();
    void garbageEndsIt();
    void peersCloseCodeIsKept();
    void lostConnectionIsNamed();
    void halfOpenIsFoundByPings();
    void pongsKeepItAlive();
    void closingIsSilent();
    void lateCallbacksOfAnEarlierEpochAreDropped();
    void closedListenerMayOpenAgainOrDestroy();
    void certificatesAreJudged();
    void aProxyWhosePasswordCannotBeReadIsNotEvenDialled();

private:
    ManualClock m_clock;
};

void TestWsChannel::aPeerWithAnOldTlsIsNamed_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("ours is too new for it") << QByteArray::fromHex("15030100020246"); // alert: protocol version
    const QByteArray hello = "020000260301" + QByteArray(64, '7') + "00002f00"; // ServerHello, TLS 1.0
    QTest::newRow("it answers with TLS 1.0") << QByteArray::fromHex("160301002a" + hello);
}
void TestWsChannel::aPeerWithAnOldTlsIsNamed()
{
    QFETCH(const QByteArray, answer);
    RawServer server([answer](QTcpSocket &peer, const QByteArray &) { peer.write(answer); });
    WsChannel channel(m_clock, direct());
    QSignalSpy closed(&channel, &WsChannel::closed);
    channel.open(server.url(u"wss"_s));
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(closeOf(closed).error.kind, ErrorKind::Tls);
    QCOMPARE(closeOf(closed).error.reason, Reason::TlsTooOld);
}

void TestWsChannel::aPeerThatDoesNotReadItsPongsIsCut()
{
    const QByteArray ping = QByteArray::fromHex("897d") + QByteArray(125, 'p');
    const RawServer::Script upgrade = upgrading(ping.repeated(250'000)); // more than the system's buffers hold
    RawServer server([upgrade](QTcpSocket &peer, const QByteArray &sofar) {
        upgrade(peer, sofar);
        peer.setReadBufferSize(1);
    });
    WsChannel channel(m_clock, direct());
    QSignalSpy closed(&channel, &WsChannel::closed);
    channel.open(server.url(u"ws"_s));
    QTRY_COMPARE_WITH_TIMEOUT(closed.count(), 1, 20'000);
    QCOMPARE(closeOf(closed).error.reason, Reason::NotReading);
}

void TestWsChannel::aLargeMessageOfOursIsNoReasonToCut()
{
    const RawServer::Script upgrade = upgrading({});
    QPointer<QTcpSocket> far;
    RawServer server([upgrade, &far](QTcpSocket &peer, const QByteArray &sofar) {
        far = &peer;
        upgrade(peer, sofar);
        peer.setReadBufferSize(1);
    });
    WsChannel channel(m_clock, direct());
    QSignalSpy closed(&channel, &WsChannel::closed);
    QSignalSpy received(&channel, &WsChannel::textReceived);
    channel.open(server.url(u"ws"_s));
    QTRY_VERIFY(channel.isOpen());
    QVERIFY(channel.sendText(QByteArray(30'000'000, 'x')));
    // what comes from the peer is when its unread share is judged; the text proves that it was
    far->write(QByteArray::fromHex("890170" // a ping
                                   "81026869"));
    QTRY_COMPARE(received.count(), 1);
    QVERIFY(channel.bytesToWrite() > WsLimits().maxUnread);
    QVERIFY(closed.isEmpty());
}

void TestWsChannel::carriesTextBothWays()
{
    PeerServer server;
    WsChannel channel(m_clock, direct());
    QSignalSpy opened(&channel, &WsChannel::opened);
    QSignalSpy received(&channel, &WsChannel::textReceived);
    QVERIFY(!channel.sendText("too early"));
    channel.open(server.url(), {{"Authorization", "Bearer t"}});
    QTRY_COMPARE(opened.count(), 1);
    QTRY_COMPARE(server.peers.size(), 1);
    QVERIFY(channel.isOpen());
    QCOMPARE(server.peers.constFirst()->request().rawHeader("Authorization"), "Bearer t");

    QSignalSpy heard(server.peers.constFirst(), &QWebSocket::textMessageReceived);
    QVERIFY(channel.sendText("{\"a\":\"群\"}"));
    QTRY_COMPARE(heard.count(), 1);
    QCOMPARE(heard.at(0).at(0).toString(), u"{\"a\":\"群\"}"_s);
    QVERIFY(channel.bytesWritten() > 11);
    server.peers.constFirst()->sendTextMessage(u"回"_s);
    server.peers.constFirst()->sendBinaryMessage("{}");
    QTRY_COMPARE(received.count(), 2);
    QCOMPARE(received.at(0).at(0).toByteArray(), "回");
    QCOMPARE(received.at(1).at(0).toByteArray(), "{}");
}

void TestWsChannel::refusedUpgradesTellTheirStatusOnce_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("401") << QByteArray("401 Unauthorized") << ErrorKind::Auth;
    QTest::newRow("403") << QByteArray("403 Forbidden") << ErrorKind::Auth;
    QTest::newRow("404") << QByteArray("404 Not Found") << ErrorKind::Protocol;
    QTest::newRow("426") << QByteArray("426 Upgrade Required") << ErrorKind::Protocol;
    QTest::newRow("200") << QByteArray("200 OK") << ErrorKind::Protocol;
    QTest::newRow("500") << QByteArray("500 Oops") << ErrorKind::Protocol;
}

void TestWsChannel::refusedUpgradesTellTheirStatusOnce()
{
    QFETCH(QByteArray, status);
    QFETCH(ErrorKind, kind);
    RawServer server(RawServer::answering(RawServer::http("no", status)));
    WsChannel channel(m_clock, direct());
    QSignalSpy closed(&channel, &WsChannel::closed);
    channel.open(server.url(u"ws"_s));
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(closeOf(closed).httpStatus, status.first(3).toInt());
    QCOMPARE(closeOf(closed).error.kind, kind);
    QCOMPARE(closeOf(closed).error.code, status.first(3).toInt());
    channel.open(server.url(u"ws"_s)); // a second report of the first epoch would come before this one's
    QTRY_VERIFY(closed.count() >= 2);
    QCOMPARE(server.connections(), closed.count());
}

void TestWsChannel::refusedPortIsOffline()
{
    WsChannel channel(m_clock, direct());
    QSignalSpy closed(&channel, &WsChannel::closed);
    const ClosedPort nobody;
    QUrl url(u"ws://127.0.0.1/"_s);
    url.setPort(nobody.number());
    channel.open(url);
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(closeOf(closed).error.kind, ErrorKind::Offline);
    QCOMPARE(closeOf(closed).error.reason, Reason::ConnectionRefused);
    QCOMPARE(closeOf(closed).httpStatus, 0);
}

void TestWsChannel::muteHandshakeEndsAfterItsLimit()
{
    RawServer server([](QTcpSocket &, const QByteArray &) {});
    WsChannel channel(m_clock, direct());
    QSignalSpy closed(&channel, &WsChannel::closed);
    channel.open(server.url(u"ws"_s));
    QTRY_VERIFY(server.received().contains("\r\n\r\n"));
    m_clock.advance(milliseconds(4'999));
    QCOMPARE(closed.count(), 0);
    m_clock.advance(milliseconds(1));
    QCOMPARE(closed.count(), 1);
    QCOMPARE(closeOf(closed).error.kind, ErrorKind::Offline);
    QCOMPARE(closeOf(closed).error.reason, Reason::HandshakeSilent);
    QCOMPARE(m_clock.armedTimers(), 0);
}

void TestWsChannel::peerThatHangsUpInTheHandshakeIsOffline()
{
    RawServer server([](QTcpSocket &peer, const QByteArray &) { peer.abort(); });
    WsChannel channel(m_clock, direct());
    QSignalSpy closed(&channel, &WsChannel::closed);
    channel.open(server.url(u"ws"_s));
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(closeOf(closed).error.kind, ErrorKind::Offline);
    QCOMPARE(closeOf(closed).error.reason, Reason::ConnectionLost);
}

void TestWsChannel::plainTextOnATlsPortIsNamed()
{
    RawServer server(upgrading({}), true);
    WsChannel channel(m_clock, direct());
    QSignalSpy closed(&channel, &WsChannel::closed);
    channel.open(server.url(u"ws"_s));
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(closeOf(closed).error.kind, ErrorKind::Tls);
    QCOMPARE(closeOf(closed).error.reason, Reason::TlsExpected);
}

void TestWsChannel::tlsOnAPlainPortIsNamed()
{
    RawServer server([](QTcpSocket &peer, const QByteArray &) {
        peer.write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
        peer.disconnectFromHost();
    });
    WsChannel channel(m_clock, direct());
    QSignalSpy closed(&channel, &WsChannel::closed);
    channel.open(server.url(u"wss"_s));
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(closeOf(closed).error.kind, ErrorKind::Tls);
    QCOMPARE(closeOf(closed).error.reason, Reason::TlsExpected);
}

void TestWsChannel::otherServersAreNamed()
{
    RawServer server([](QTcpSocket &peer, const QByteArray &) { peer.write("SSH-2.0-OpenSSH_9.2\r\n\r\n"); });
    WsChannel channel(m_clock, direct());
    QSignalSpy closed(&channel, &WsChannel::closed);
    channel.open(server.url(u"ws"_s));
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(closeOf(closed).error.kind, ErrorKind::Protocol);
    QCOMPARE(closeOf(closed).error.reason, Reason::WrongServer);
}

void TestWsChannel::framesAreSmallUntilTrusted()
{
    PeerServer server;
    WsChannel channel(m_clock, direct(), {.maxFrameBeforeTrusted = 1000});
    QSignalSpy closed(&channel, &WsChannel::closed);
    QSignalSpy received(&channel, &WsChannel::textReceived);
    channel.open(server.url());
    QTRY_COMPARE(server.peers.size(), 1);
    server.peers.constFirst()->sendTextMessage(QString(900, u'x'));
    QTRY_COMPARE(received.count(), 1);
    server.peers.constFirst()->sendTextMessage(QString(1100, u'x'));
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(closeOf(closed).error.kind, ErrorKind::Protocol);
    QCOMPARE(closeOf(closed).error.reason, Reason::FrameTooLarge);
    QCOMPARE(closeOf(closed).code, 1009);
    QCOMPARE(received.count(), 1);
}

void TestWsChannel::largeFramesPassOnceTrusted()
{
    PeerServer server;
    WsChannel channel(m_clock, direct());
    QSignalSpy opened(&channel, &WsChannel::opened);
    QSignalSpy received(&channel, &WsChannel::textReceived);
    channel.open(server.url());
    QTRY_COMPARE(opened.count(), 1);
    QTRY_COMPARE(server.peers.size(), 1);
    channel.setTrusted();
    server.peers.constFirst()->sendTextMessage(QString(3'000'000, u'x'));
    QTRY_COMPARE(received.count(), 1);
    QCOMPARE(received.at(0).at(0).toByteArray().size(), 3'000'000);
}

void TestWsChannel::announcedOversizeEndsIt()
{
    // a text frame that says it has 60,000,000 bytes, of which none ever comes
    RawServer server(upgrading(QByteArray::fromHex("817f0000000003938700")));
    WsChannel channel(m_clock, direct());
    QSignalSpy closed(&channel, &WsChannel::closed);
    connect(&channel, &WsChannel::opened, &channel, [&channel] { channel.setTrusted(); });
    channel.open(server.url(u"ws"_s));
    QTRY_VERIFY(closed.count() == 1 || m_clock.armedTimers() >= 2);
    m_clock.advance(seconds(2)); // the peer never finishes the closing handshake
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(closeOf(closed).error.reason, Reason::FrameTooLarge);
}

void TestWsChannel::garbageEndsIt_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("reserved opcode") << QByteArray::fromHex("8300");
    QTest::newRow("reserved bits") << QByteArray::fromHex("f100");
    QTest::newRow("not UTF-8") << QByteArray::fromHex("8102c328");
    QTest::newRow("text instead of frames") << QByteArray("HTTP/1.1 200 OK\r\n\r\nhello");
}

void TestWsChannel::garbageEndsIt()
{
    QFETCH(QByteArray, bytes);
    RawServer server(upgrading(bytes));
    WsChannel channel(m_clock, direct());
    QSignalSpy closed(&channel, &WsChannel::closed);
    channel.open(server.url(u"ws"_s));
    QTRY_VERIFY(closed.count() == 1 || m_clock.armedTimers() >= 2);
    m_clock.advance(seconds(2));
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(closeOf(closed).error.kind, ErrorKind::Protocol);
    QCOMPARE(closeOf(closed).error.reason, Reason::Garbage);
}

void TestWsChannel::peersCloseCodeIsKept()
{
    PeerServer server;
    WsChannel channel(m_clock, direct());
    QSignalSpy closed(&channel, &WsChannel::closed);
    channel.open(server.url());
    QTRY_COMPARE(server.peers.size(), 1);
    QTRY_VERIFY(channel.isOpen());
    server.peers.constFirst()->close(static_cast<QWebSocketProtocol::CloseCode>(4001), u"bye"_s);
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(closeOf(closed).code, 4001);
    QVERIFY(closeOf(closed).byPeer);
    QCOMPARE(closeOf(closed).error.kind, ErrorKind::Network);
    QVERIFY(!channel.sendText("late"));
}

void TestWsChannel::lostConnectionIsNamed()
{
    PeerServer server;
    WsChannel channel(m_clock, direct());
    QSignalSpy closed(&channel, &WsChannel::closed);
    channel.open(server.url());
    QTRY_COMPARE(server.peers.size(), 1);
    QTRY_VERIFY(channel.isOpen());
    server.peers.constFirst()->abort();
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(closeOf(closed).error.kind, ErrorKind::Network);
    QCOMPARE(closeOf(closed).error.reason, Reason::ConnectionLost);
}

void TestWsChannel::halfOpenIsFoundByPings()
{
    RawServer server(upgrading({})); // takes the pings and never answers
    WsChannel channel(m_clock, direct());
    QSignalSpy opened(&channel, &WsChannel::opened);
    QSignalSpy closed(&channel, &WsChannel::closed);
    channel.open(server.url(u"ws"_s));
    QTRY_COMPARE(opened.count(), 1);
    m_clock.advance(seconds(59));
    QCOMPARE(closed.count(), 0);
    m_clock.advance(seconds(1));
    QCOMPARE(closed.count(), 1);
    QCOMPARE(closeOf(closed).error.kind, ErrorKind::Network);
    QCOMPARE(closeOf(closed).error.reason, Reason::HalfOpen);
}

void TestWsChannel::pongsKeepItAlive()
{
    PeerServer server;
    WsChannel channel(m_clock, direct());
    QSignalSpy opened(&channel, &WsChannel::opened);
    QSignalSpy closed(&channel, &WsChannel::closed);
    channel.open(server.url());
    QTRY_COMPARE(opened.count(), 1);
    QCOMPARE(channel.latency(), milliseconds(-1));
    m_clock.advance(seconds(20));
    QTRY_VERIFY(channel.latency() >= milliseconds(0));
    // without that pong the next 40 s would be two silent intervals too many, see above
    m_clock.advance(seconds(40));
    QCOMPARE(closed.count(), 0);
}

void TestWsChannel::closingIsSilent()
{
    PeerServer server;
    WsChannel channel(m_clock, direct());
    QSignalSpy closed(&channel, &WsChannel::closed);
    channel.open(server.url());
    QTRY_COMPARE(server.peers.size(), 1);
    QTRY_VERIFY(channel.isOpen());
    QSignalSpy gone(server.peers.constFirst(), &QWebSocket::disconnected);
    channel.close();
    QVERIFY(!channel.isOpen());
    QTRY_COMPARE(gone.count(), 1);
    QCOMPARE(server.peers.constFirst()->closeCode(), QWebSocketProtocol::CloseCodeNormal);
    QCOMPARE(closed.count(), 0);
    QCOMPARE(m_clock.armedTimers(), 0);
}

void TestWsChannel::lateCallbacksOfAnEarlierEpochAreDropped()
{
    PeerServer server;
    WsChannel channel(m_clock, direct());
    QSignalSpy opened(&channel, &WsChannel::opened);
    QSignalSpy closed(&channel, &WsChannel::closed);
    const ClosedPort closedPort;
    QUrl nobody(u"ws://127.0.0.1/"_s);
    nobody.setPort(closedPort.number());
    channel.open(nobody);
    channel.open(server.url());
    channel.open(server.url());
    QTRY_COMPARE(opened.count(), 1);
    WsChannel later(m_clock, direct()); // what it hears came after all that the first epochs had to say
    QSignalSpy laterClosed(&later, &WsChannel::closed);
    later.open(nobody);
    QTRY_COMPARE(laterClosed.count(), 1);
    QCOMPARE(opened.count(), 1);
    QCOMPARE(closed.count(), 0);
}

void TestWsChannel::closedListenerMayOpenAgainOrDestroy()
{
    RawServer refusing(RawServer::answering(RawServer::http("no", "401 No")));
    PeerServer server;
    auto channel = std::make_unique<WsChannel>(m_clock, direct());
    QSignalSpy opened(channel.get(), &WsChannel::opened);
    connect(channel.get(), &WsChannel::closed, this, [&channel, &server] { channel->open(server.url()); });
    channel->open(refusing.url(u"ws"_s));
    QTRY_COMPARE(opened.count(), 1);

    auto brief = std::make_unique<WsChannel>(m_clock, direct());
    connect(brief.get(), &WsChannel::closed, this, [&brief] { brief.reset(); });
    brief->open(refusing.url(u"ws"_s));
    QTRY_VERIFY(!brief);
}

void TestWsChannel::certificatesAreJudged()
{
    PeerServer server(true);
    WsChannel stranger(m_clock, direct());
    QSignalSpy refused(&stranger, &WsChannel::certificateRefused);
    QSignalSpy closed(&stranger, &WsChannel::closed);
    stranger.open(server.url());
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(closeOf(closed).error.reason, Reason::TlsUntrusted);
    QCOMPARE(refused.count(), 1);
    QCOMPARE(refused.at(0).at(0).value<CertificateInfo>().sha256, testTlsFingerprint());

    NetworkSettings settings = direct();
    settings.pinnedSha256 = QByteArray(32, 'p');
    WsChannel changed(m_clock, settings);
    QSignalSpy changedClosed(&changed, &WsChannel::closed);
    changed.open(server.url());
    QTRY_COMPARE(changedClosed.count(), 1);
    QCOMPARE(closeOf(changedClosed).error.reason, Reason::TlsChanged);

    settings.pinnedSha256 = testTlsFingerprint();
    WsChannel friendly(m_clock, settings);
    QSignalSpy opened(&friendly, &WsChannel::opened);
    friendly.open(server.url());
    QTRY_COMPARE(opened.count(), 1);
}

void TestWsChannel::aProxyWhosePasswordCannotBeReadIsNotEvenDialled()
{
    NetworkSettings settings = direct();
    settings.proxy = QNetworkProxy(QNetworkProxy::Socks5Proxy, u"127.0.0.1"_s, 1, u"me"_s);
    settings.proxyTrouble = {.kind = ErrorKind::Offline, .reason = Reason::KeyringLocked};
    WsChannel channel(m_clock, settings);
    QSignalSpy closed(&channel, &WsChannel::closed);
    channel.open(QUrl(u"ws://192.0.2.1:3001/"_s));
    QCOMPARE(closed.count(), 0); // reported later, as every failure is
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(closeOf(closed).error, settings.proxyTrouble);
    channel.open(QUrl(u"ws://192.0.2.1:3001/"_s));
    channel.close(); // silently, also before it is reported
    QCoreApplication::processEvents();
    QCOMPARE(closed.count(), 1);
}

ROOKERY_TEST(tst_wschannel, TestWsChannel)
#include "tst_wschannel.moc"
