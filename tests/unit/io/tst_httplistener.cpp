// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/httplistener.h"
#include "support/manualclock.h"
#include "support/testcase.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTcpSocket>

using namespace rookery;
using namespace rookery::io;

//! Speaks to the listener over a bare socket: what is on the wire is the contract.
class TestHttpListener final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void answersARequest();
    void keepsTheConnectionForTheNextRequest();
    void answersPipelinedRequestsInOrder();
    void readsABodyThatComesInPieces();
    void readsAChunkedBody();
    void closesWhenAsked();
    void omitsTheBodyForHead();
    void decodesPathAndQuery();
    void streamsInChunks();
    void tellsWhenTheReaderOfAStreamHasGone();
    void refusesGarbage();
    void refusesAnOversizeHead();
    void refusesAnOversizeBody();
    void endsASlowHead();
    void endsASilentConnection();
    void endsALaterHeadThatComesByteByByte();
    void endsABodyThatComesByteByByte();
    void refusesABodyByItsHead();
    void givesTheSlotOfWhoWaitsLongestToTheNext();
    void keepsAnAdmittedConnectionWhenStrangersCrowdIn();
    void refusesConnectionsOverTheCap();
    void boundsWhatIsHeldOfAllBodies();
    void closesOnAFrameWithoutAMask();
    void cutsAPeerThatDoesNotReadItsPongs();
    void closesWhenTheAnswerIsForgotten();
    void resetsWhenAsked();
    void lateAnswersDoNotReachTheNextRequest();
    void acceptsAnUpgrade();
    void refusesAnUpgradeWithAStatus();
    void refusesAnUpgradeWithoutAHandler();
    void closingCutsEverything();
    void reportsAPortThatIsTaken();

protected:
    void prepare() override;
    void finish() override;

private:
    [[nodiscard]] std::unique_ptr<QTcpSocket> dial(const QByteArray &bytes);
    //! Lets the listener read what has been sent so far: another peer, who came later, has its answer.
    void letItRead();
    void serve(HttpListener::Handler handler);
    void open(const ListenerLimits &limits = {});

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<HttpListener> m_listener;
    QList<IncomingRequest> m_seen;
};

namespace {

void echo(const IncomingRequest &request, const std::shared_ptr<Responder> &responder)
{
    responder->send(200, {{"x-path", request.path.toUtf8()}}, request.method + ':' + request.body);
}

} // namespace

void TestHttpListener::prepare()
{
    m_clock = std::make_unique<ManualClock>();
    m_seen.clear();
    open();
}

void TestHttpListener::finish()
{
    m_listener.reset();
    QCOMPARE(m_clock->armedTimers(), 0);
}

void TestHttpListener::open(const ListenerLimits &limits)
{
    m_listener = std::make_unique<HttpListener>(*m_clock, limits);
    serve(&echo);
    const Result<quint16> port = m_listener->listen(QHostAddress::LocalHost, 0);
    ROOKERY_VERIFY_RESULT(port);
    QVERIFY(m_listener->isListening());
    QCOMPARE(m_listener->port(), *port);
}

void TestHttpListener::serve(HttpListener::Handler handler)
{
    m_listener->setHandler(
        [this, handler = std::move(handler)](const IncomingRequest &request, std::shared_ptr<Responder> responder) {
            m_seen.append(request);
            handler(request, std::move(responder));
        });
}

std::unique_ptr<QTcpSocket> TestHttpListener::dial(const QByteArray &bytes)
{
    auto socket = std::make_unique<QTcpSocket>();
    socket->connectToHost(QHostAddress::LocalHost, m_listener->port());
    socket->write(bytes);
    return socket;
}

void TestHttpListener::letItRead()
{
    const auto later = dial("GET /later HTTP/1.1\r\nConnection: close\r\n\r\n");
    QTRY_COMPARE(later->state(), QAbstractSocket::UnconnectedState);
    QVERIFY(later->readAll().endsWith("GET:"));
}

void TestHttpListener::answersARequest()
{
    const auto socket = dial("GET /a HTTP/1.1\r\nHost: h\r\nX-Mixed: V\r\n\r\n");
    QTRY_VERIFY(socket->peek(4096).endsWith("GET:"));
    const QByteArray answer = socket->readAll();
    QVERIFY(answer.startsWith("HTTP/1.1 200 OK\r\n"));
    QVERIFY(answer.contains("x-path: /a\r\n"));
    QVERIFY(answer.contains("content-length: 4\r\n"));
    QCOMPARE(m_seen.first().header("x-mixed"), QByteArray("V"));
    QVERIFY(m_seen.first().peer.isLoopback());
}

void TestHttpListener::keepsTheConnectionForTheNextRequest()
{
    const auto socket = dial("GET /1 HTTP/1.1\r\n\r\n");
    QTRY_VERIFY(socket->peek(4096).endsWith("GET:"));
    socket->write("POST /2 HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi");
    QTRY_VERIFY(socket->peek(4096).endsWith("POST:hi"));
    QCOMPARE(m_listener->connectionCount(), 1);
    m_clock->advance(seconds(61));
    QTRY_COMPARE(m_listener->connectionCount(), 0);
}

void TestHttpListener::answersPipelinedRequestsInOrder()
{
    const auto socket = dial("POST /1 HTTP/1.1\r\nContent-Length: 1\r\n\r\nAGET /2 HTTP/1.1\r\n\r\nPOST /3 HTTP/1.1\r\n"
                             "Content-Length: 1\r\n\r\nC");
    QTRY_COMPARE(m_seen.size(), 3);
    QCOMPARE(m_seen.at(0).body, QByteArray("A"));
    QCOMPARE(m_seen.at(1).path, QStringLiteral("/2"));
    QCOMPARE(m_seen.at(2).body, QByteArray("C"));
    QTRY_VERIFY(socket->peek(4096).endsWith("POST:C"));
}

void TestHttpListener::readsABodyThatComesInPieces()
{
    const QByteArray body(300'000, 'b');
    const auto socket = dial("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 300000\r\n\r\n");
    QTRY_COMPARE(socket->peek(4096), QByteArray("HTTP/1.1 100 Continue\r\n\r\n"));
    socket->write(body.first(1000));
    QTRY_COMPARE(socket->bytesToWrite(), 0);
    socket->write(body.sliced(1000));
    QTRY_COMPARE(m_seen.size(), 1);
    QCOMPARE(m_seen.first().body, body);
}

void TestHttpListener::readsAChunkedBody()
{
    const auto socket =
        dial("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nT: x\r\n\r\n");
    QTRY_COMPARE(m_seen.size(), 1);
    QCOMPARE(m_seen.first().body, QByteArray("abcde"));
    QTRY_VERIFY(socket->peek(4096).endsWith("POST:abcde"));
}

void TestHttpListener::closesWhenAsked()
{
    const auto socket = dial("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
    QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
    QVERIFY(socket->readAll().contains("connection: close"));
    QTRY_COMPARE(m_listener->connectionCount(), 0);
}

void TestHttpListener::omitsTheBodyForHead()
{
    const auto socket = dial("HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n");
    QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
    const QByteArray answer = socket->readAll();
    QVERIFY(answer.contains("content-length: 5\r\n"));
    QVERIFY(answer.endsWith("\r\n\r\n"));
}

void TestHttpListener::decodesPathAndQuery()
{
    const auto socket = dial("GET /a%20b?t=x%2By&s=1+2 HTTP/1.1\r\n\r\n");
    QTRY_COMPARE(m_seen.size(), 1);
    QCOMPARE(m_seen.first().path, QStringLiteral("/a b"));
    QCOMPARE(m_seen.first().queryValue(QStringLiteral("t")), QStringLiteral("x+y"));
    QCOMPARE(m_seen.first().queryValue(QStringLiteral("s")), QStringLiteral("1 2"));
}

void TestHttpListener::streamsInChunks()
{
    std::shared_ptr<Responder> stream;
    serve([&stream](const IncomingRequest &, std::shared_ptr<Responder> responder) {
        stream = std::move(responder);
        stream->begin(200, {{"content-type", "text/event-stream"}});
        stream->write("data: 1\n\n");
    });
    const auto socket = dial("GET /s HTTP/1.1\r\n\r\n");
    QTRY_VERIFY(socket->peek(4096).endsWith("9\r\ndata: 1\n\n\r\n"));
    stream->write("data: 2\n\n");
    QTRY_VERIFY(socket->peek(4096).endsWith("9\r\ndata: 2\n\n\r\n"));
    stream->end();
    QTRY_VERIFY(socket->peek(4096).endsWith("0\r\n\r\n"));
    QVERIFY(!stream->isAlive());
}

void TestHttpListener::tellsWhenTheReaderOfAStreamHasGone()
{
    std::shared_ptr<Responder> stream;
    serve([&stream](const IncomingRequest &, std::shared_ptr<Responder> responder) {
        stream = std::move(responder);
        stream->begin(200, {});
    });
    auto socket = dial("GET /s HTTP/1.1\r\n\r\n");
    QTRY_VERIFY(socket->bytesAvailable() > 0);
    QVERIFY(stream->isAlive());
    socket.reset();
    QTRY_VERIFY(!stream->isAlive());
    stream->write("x");
    stream->end();
}

void TestHttpListener::refusesGarbage()
{
    for (const QByteArray &bytes : {QByteArray("\x16\x03\x01\x02"), QByteArray("GET / NOPE/9\r\n\r\n")}) {
        const auto socket = dial(bytes);
        QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
        QVERIFY(socket->readAll().startsWith("HTTP/1.1 400 "));
    }
    QVERIFY(m_seen.isEmpty());
}

void TestHttpListener::refusesAnOversizeHead()
{
    const auto socket = dial("GET / HTTP/1.1\r\nX: " + QByteArray(17 * 1024, 'x'));
    QTRY_VERIFY(socket->peek(64).startsWith("HTTP/1.1 431 "));
}

void TestHttpListener::refusesAnOversizeBody()
{
    open({.maxBody = 10});
    const auto declared = dial("POST / HTTP/1.1\r\nContent-Length: 11\r\n\r\n");
    QTRY_VERIFY(declared->peek(64).startsWith("HTTP/1.1 413 "));
    const auto chunked = dial("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n01234567890\r\n");
    QTRY_VERIFY(chunked->peek(64).startsWith("HTTP/1.1 413 "));
    QVERIFY(m_seen.isEmpty());
}

void TestHttpListener::endsASlowHead()
{
    const auto socket = dial("GET / HTTP/1.1\r\nX: ");
    QTRY_COMPARE(m_listener->connectionCount(), 1);
    QTRY_COMPARE(socket->bytesToWrite(), 0);
    m_clock->advance(seconds(5));
    QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
}

void TestHttpListener::endsASilentConnection()
{
    const auto socket = dial({});
    QTRY_COMPARE(m_listener->connectionCount(), 1);
    m_clock->advance(seconds(5));
    QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(socket->readAll(), QByteArray());
}

void TestHttpListener::endsALaterHeadThatComesByteByByte()
{
    const auto socket = dial("GET /1 HTTP/1.1\r\n\r\n");
    QTRY_VERIFY(socket->peek(4096).endsWith("GET:"));
    for (int i = 0; i < 4; ++i) { // a byte every two seconds buys no time
        socket->write("G");
        QTRY_COMPARE(socket->bytesToWrite(), 0);
        letItRead();
        m_clock->advance(seconds(2));
    }
    QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
    QTRY_COMPARE(m_listener->connectionCount(), 0);
}

void TestHttpListener::endsABodyThatComesByteByByte()
{
    const auto socket = dial("POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\nx");
    QTRY_COMPARE(m_listener->connectionCount(), 1);
    for (int i = 0; i < 4; ++i) {
        socket->write("y");
        QTRY_COMPARE(socket->bytesToWrite(), 0);
        letItRead();
        m_clock->advance(seconds(8));
    }
    QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
    QVERIFY(std::none_of(m_seen.cbegin(), m_seen.cend(),
                         [](const IncomingRequest &request) { return request.method == "POST"; }));
}

void TestHttpListener::refusesABodyByItsHead()
{
    QList<qint64> bodies;
    m_listener->setHandler(&echo, [&bodies](const IncomingRequest &request) {
        bodies.append(request.body.size());
        return request.header("x-signature").isEmpty() ? std::optional(std::pair(401, QByteArray())) : std::nullopt;
    });
    const auto unsignedBody = dial("POST / HTTP/1.1\r\nContent-Length: 4000000\r\nExpect: 100-continue\r\n\r\nx");
    QTRY_VERIFY(unsignedBody->peek(64).startsWith("HTTP/1.1 401 "));
    const auto signedBody = dial("POST / HTTP/1.1\r\nContent-Length: 2\r\nX-Signature: s\r\n\r\nhi");
    QTRY_VERIFY(signedBody->peek(4096).endsWith("POST:hi"));
    QCOMPARE(bodies, QList<qint64>({0, 0})); // asked before a byte of it was read
}

void TestHttpListener::givesTheSlotOfWhoWaitsLongestToTheNext()
{
    open({.maxStrangersPerAddress = 2});
    QList<QHostAddress> full;
    m_listener->setFullHandler([&full](const QHostAddress &peer) { full.append(peer); });
    const auto first = dial("G");
    QTRY_COMPARE(m_listener->connectionCount(), 1);
    const auto second = dial("G");
    QTRY_COMPARE(m_listener->connectionCount(), 2);
    QVERIFY(full.isEmpty());
    const auto early = dial("G"); // at once with the others: no crowd yet
    QTRY_COMPARE(m_listener->connectionCount(), 3);
    QVERIFY(full.isEmpty());
    m_clock->advance(seconds(1));
    const auto third = dial("GET / HTTP/1.1\r\n\r\n");
    QTRY_VERIFY(third->peek(4096).endsWith("GET:"));
    QTRY_COMPARE(first->state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(second->state(), QAbstractSocket::ConnectedState);
    QCOMPARE(early->state(), QAbstractSocket::ConnectedState);
    QCOMPARE(full.size(), 1);
    QVERIFY(full.constFirst().isLoopback());
}

void TestHttpListener::keepsAnAdmittedConnectionWhenStrangersCrowdIn()
{
    open({.maxStrangers = 2});
    serve([](const IncomingRequest &request, const std::shared_ptr<Responder> &responder) {
        if (request.path == u"/known")
            responder->admit();
        echo(request, responder);
    });
    const auto known = dial("GET /known HTTP/1.1\r\n\r\n");
    QTRY_VERIFY(known->peek(4096).endsWith("GET:"));
    std::vector<std::unique_ptr<QTcpSocket>> crowd;
    for (int i = 0; i < 10; ++i) {
        crowd.push_back(dial("G"));
        QTRY_COMPARE(crowd.back()->state(), QAbstractSocket::ConnectedState);
    }
    QTRY_COMPARE(crowd.at(7)->state(), QAbstractSocket::UnconnectedState);
    QTRY_COMPARE(m_listener->connectionCount(), 3);
    known->readAll();
    known->write("POST /again HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi");
    QTRY_VERIFY(known->peek(4096).endsWith("POST:hi"));
}

void TestHttpListener::refusesConnectionsOverTheCap()
{
    open({.maxConnections = 1});
    std::shared_ptr<Responder> late;
    serve([&late](const IncomingRequest &, const std::shared_ptr<Responder> &responder) { late = responder; });
    const auto first = dial("GET / HTTP/1.1\r\n\r\n");
    QTRY_COMPARE(m_seen.size(), 1); // it waits for us: its slot is not for others
    const auto second = dial("GET / HTTP/1.1\r\n\r\n");
    QTRY_COMPARE(second->state(), QAbstractSocket::UnconnectedState);
    late->send(200, {}, "late");
    QTRY_VERIFY(first->peek(4096).endsWith("late"));
}

void TestHttpListener::boundsWhatIsHeldOfAllBodies()
{
    open({.maxBodies = 300'000});
    const QByteArray head = "POST / HTTP/1.1\r\nContent-Length: 200000\r\n\r\n";
    const auto first = dial(head + QByteArray(150'000, 'a'));
    QTRY_COMPARE(first->bytesToWrite(), 0);
    QTRY_COMPARE(m_listener->connectionCount(), 1);
    letItRead();
    m_seen.clear();
    const auto second = dial(head + QByteArray(160'000, 'b'));
    QTRY_COMPARE(first->state(), QAbstractSocket::UnconnectedState);
    second->write(QByteArray(40'000, 'b'));
    QTRY_COMPARE(m_seen.size(), 1);
    QCOMPARE(m_seen.constFirst().body, QByteArray(200'000, 'b'));
}

void TestHttpListener::closesOnAFrameWithoutAMask()
{
    std::unique_ptr<QWebSocket> accepted;
    QStringList texts;
    m_listener->setUpgrade({}, [&](const IncomingRequest &, std::unique_ptr<QWebSocket> socket) {
        accepted = std::move(socket);
        connect(accepted.get(), &QWebSocket::textMessageReceived, this,
                [&texts](const QString &text) { texts.append(text); });
    });
    const QByteArray upgrade = "GET /ws HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                               "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    const QByteArray plain = QByteArray::fromHex("81026869"); // "hi", not masked
    const QByteArray closed = QByteArray::fromHex("03ea"); // 1002
    const auto later = dial(upgrade);
    QTRY_VERIFY(accepted != nullptr);
    QTRY_VERIFY(later->peek(4096).endsWith("\r\n\r\n"));
    later->readAll();
    later->write(plain);
    QTRY_COMPARE(later->state(), QAbstractSocket::UnconnectedState);
    QVERIFY(later->readAll().contains(closed));
    QCOMPARE(accepted->closeCode(), QWebSocketProtocol::CloseCodeProtocolError);
    QVERIFY(texts.isEmpty());
    accepted.reset();
    QTRY_COMPARE(m_listener->connectionCount(), 0);
}

void TestHttpListener::cutsAPeerThatDoesNotReadItsPongs()
{
    std::unique_ptr<QWebSocket> accepted;
    m_listener->setUpgrade(
        {}, [&](const IncomingRequest &, std::unique_ptr<QWebSocket> socket) { accepted = std::move(socket); });
    const auto peer = dial("GET /ws HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    QTRY_VERIFY(accepted != nullptr);
    peer->setReadBufferSize(1);
    const QByteArray ping = QByteArray::fromHex("89fd00000000") + QByteArray(125, 'p'); // masked with zeros
    const QByteArray many = ping.repeated(8192);
    QElapsedTimer timer;
    timer.start();
    while (accepted->bytesToWrite() <= 64LL * 1024 * 1024 && timer.elapsed() < 20'000) {
        if (peer->bytesToWrite() == 0)
            peer->write(many);
        QTest::qWait(1);
    }
    QVERIFY(accepted->bytesToWrite() > 64LL * 1024 * 1024);
    m_clock->advance(seconds(1));
    QTRY_COMPARE(accepted->state(), QAbstractSocket::UnconnectedState);
    accepted.reset();
}

void TestHttpListener::closesWhenTheAnswerIsForgotten()
{
    serve([](const IncomingRequest &, const std::shared_ptr<Responder> &) {});
    const auto socket = dial("GET / HTTP/1.1\r\n\r\n");
    QTRY_COMPARE(m_seen.size(), 1);
    QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(socket->error(), QAbstractSocket::RemoteHostClosedError);
    QCOMPARE(socket->readAll(), QByteArray());
}

void TestHttpListener::resetsWhenAsked()
{
    serve([](const IncomingRequest &, const std::shared_ptr<Responder> &responder) { responder->drop(true); });
    const auto socket = dial("GET / HTTP/1.1\r\n\r\n");
    QTRY_COMPARE(m_seen.size(), 1);
    QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
    QTRY_COMPARE(m_listener->connectionCount(), 0);
}

void TestHttpListener::lateAnswersDoNotReachTheNextRequest()
{
    std::shared_ptr<Responder> first;
    serve([&first](const IncomingRequest &request, const std::shared_ptr<Responder> &responder) {
        responder->send(200, {}, request.path.toUtf8());
        if (!first)
            first = responder;
        else
            first->send(500, {}, "late");
    });
    const auto socket = dial("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n");
    QTRY_VERIFY(socket->peek(4096).endsWith("/2"));
    QVERIFY(!socket->peek(4096).contains("late"));
}

void TestHttpListener::acceptsAnUpgrade()
{
    std::unique_ptr<QWebSocket> accepted;
    IncomingRequest request;
    m_listener->setUpgrade([](const IncomingRequest &) { return std::nullopt; },
                           [&](const IncomingRequest &r, std::unique_ptr<QWebSocket> socket) {
                               request = r;
                               accepted = std::move(socket);
                               accepted->sendTextMessage(QStringLiteral("welcome"));
                           });
    QWebSocket client;
    QSignalSpy texts(&client, &QWebSocket::textMessageReceived);
    client.open(QUrl(QStringLiteral("ws://127.0.0.1:%1/api?x=1").arg(m_listener->port())));
    QTRY_COMPARE(texts.size(), 1);
    QCOMPARE(request.path, QStringLiteral("/api"));
    QCOMPARE(request.queryValue(QStringLiteral("x")), QStringLiteral("1"));
    QSignalSpy received(accepted.get(), &QWebSocket::textMessageReceived);
    client.sendTextMessage(QStringLiteral("hello"));
    QTRY_COMPARE(received.size(), 1);
    QTRY_COMPARE(m_listener->connectionCount(), 1);
    QVERIFY(request.transport);
    accepted.reset();
    QTRY_VERIFY(!request.transport); // nothing is left behind
    QCOMPARE(m_listener->connectionCount(), 0);
    QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
}

void TestHttpListener::refusesAnUpgradeWithAStatus()
{
    bool handled = false;
    m_listener->setUpgrade([](const IncomingRequest &) { return std::pair(401, QByteArray("Unauthorized")); },
                           [&](const IncomingRequest &, std::unique_ptr<QWebSocket>) { handled = true; });
    const auto socket =
        dial("GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
    const QByteArray answer = socket->readAll();
    QVERIFY(answer.startsWith("HTTP/1.1 401 Unauthorized\r\n"));
    QVERIFY(answer.endsWith("Unauthorized"));
    QVERIFY(!handled);
}

void TestHttpListener::refusesAnUpgradeWithoutAHandler()
{
    const auto socket = dial("GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
    QTRY_VERIFY(socket->peek(64).startsWith("HTTP/1.1 404 "));
}

void TestHttpListener::closingCutsEverything()
{
    std::unique_ptr<QWebSocket> accepted;
    m_listener->setUpgrade({},
                           [&](const IncomingRequest &, std::unique_ptr<QWebSocket> s) { accepted = std::move(s); });
    QWebSocket client;
    client.open(QUrl(QStringLiteral("ws://127.0.0.1:%1/").arg(m_listener->port())));
    QTRY_VERIFY(accepted != nullptr);
    const auto idle = dial({});
    QTRY_COMPARE(m_listener->connectionCount(), 2);
    m_listener->close();
    QVERIFY(!m_listener->isListening());
    QTRY_COMPARE(idle->state(), QAbstractSocket::UnconnectedState);
    QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
    ROOKERY_VERIFY_RESULT(m_listener->listen(QHostAddress::LocalHost, 0));
}

void TestHttpListener::reportsAPortThatIsTaken()
{
    HttpListener other(*m_clock);
    const Result<quint16> port = other.listen(QHostAddress::LocalHost, m_listener->port());
    QVERIFY(!port);
    QCOMPARE(port.error().kind, ErrorKind::Network);
    QVERIFY(!port.error().detail.isEmpty());
}

ROOKERY_TEST(tst_httplistener, TestHttpListener)
#include "tst_httplistener.moc"
