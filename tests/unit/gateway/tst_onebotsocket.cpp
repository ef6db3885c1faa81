// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reasons/access.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "gateway/onebot11/napcatdialect.h"
#include "gateway/onebotsocket.h"
#include "io/httplistener.h"

#include "support/manualclock.h"
#include "support/testcase.h"

#include <QJsonDocument>
#include <QSignalSpy>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

namespace {

const QByteArray kLifecycle =
    "{\"post_type\":\"meta_event\",\"meta_event_type\":\"lifecycle\",\"sub_type\":\"connect\",\"self_id\":1}";

QByteArray okReply(const QString &echo, const QString &data)
{
    return QJsonDocument(QJsonObject{{u"status"_s, u"ok"_s}, {u"retcode"_s, 0}, {u"echo"_s, echo}, {u"data"_s, data}})
        .toJson();
}

} // namespace

//! The server side is a socket in the test's hand.
class TestOneBotSocket final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void openIsNotUp()
    {
        connectPeer();
        QVERIFY(!m_socket->isUp());
        const auto early = m_socket->call({u"get_status"_s, {}}, seconds(5));
        QVERIFY(early.isFinished());
        QCOMPARE(early.result().error().kind, ErrorKind::Offline);
        send(kLifecycle);
        QTRY_VERIFY(m_socket->isUp());
    }

    void answersFindTheirCallsInAnyOrder()
    {
        bringUp();
        const auto first = m_socket->call({u"a"_s, {}}, seconds(5));
        const auto second = m_socket->call({u"b"_s, {}}, seconds(5));
        QTRY_COMPARE(m_requests.size(), 2);
        send(okReply(echoOf(1), u"second"_s));
        send(okReply(echoOf(1), u"twice"_s));
        send(okReply(u"of nobody"_s, u"x"_s));
        send(okReply(echoOf(0), u"first"_s));
        QTRY_VERIFY(first.isFinished());
        QCOMPARE(second.result()->data.toString(), u"second"_s);
        QCOMPARE(first.result()->data.toString(), u"first"_s);
        QCOMPARE(m_socket->pendingCalls(), 0);
    }

    void silenceEndsAtTheDeadline()
    {
        bringUp();
        const auto call = m_socket->call({u"a"_s, {}}, seconds(15));
        m_clock.advance(milliseconds(14999));
        QVERIFY(!call.isFinished());
        m_clock.advance(milliseconds(1));
        QVERIFY(call.isFinished());
        QCOMPARE(call.result().error().kind, ErrorKind::Timeout);
        QCOMPARE(call.result().error().reason, Reason::NoReply);
        // what comes later changes nothing
        QTRY_COMPARE(m_requests.size(), 1);
        send(okReply(echoOf(0), u"late"_s));
        send(kLifecycle);
        QTRY_COMPARE(m_events, 2);
    }

    void lostConnectionEndsEveryCallAsUnknown()
    {
        bringUp();
        QSignalSpy down(m_socket.get(), &OneBotSocket::down);
        const auto one = m_socket->call({u"a"_s, {}}, seconds(15));
        const auto two = m_socket->call({u"b"_s, {}}, seconds(15));
        QTRY_COMPARE(m_requests.size(), 2);
        m_peer->abort();
        QTRY_COMPARE(down.count(), 1);
        QCOMPARE(one.result().error().kind, ErrorKind::Network);
        QCOMPARE(two.result().error().kind, ErrorKind::Network);
        QVERIFY(!m_socket->isUp());
        QCOMPARE(m_socket->call({u"c"_s, {}}, seconds(1)).result().error().kind, ErrorKind::Offline);
    }

    void closingForSizeRefusesTheLargestCallAlone_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<ErrorReason>("large");
        QTest::newRow("message too big") << 1009 << Reason::MessageTooLarge;
        QTest::newRow("going away") << 1001 << Reason::ConnectionLost;
    }
    //! The frame before the close may be any of those in flight; only the largest of this connection can be the cause.
    void closingForSizeRefusesTheLargestCallAlone()
    {
        QFETCH(const int, code);
        bringUp();
        QSignalSpy down(m_socket.get(), &OneBotSocket::down);
        const auto small = m_socket->call({u"send_group_msg"_s, {{u"message"_s, u"hi"_s}}}, seconds(15));
        const auto large = m_socket->call({u"send_group_msg"_s, {{u"message"_s, QString(2000, u'x')}}}, seconds(15));
        QTRY_COMPARE(m_requests.size(), 2);
        m_peer->close(static_cast<QWebSocketProtocol::CloseCode>(code));
        QTRY_COMPARE(down.count(), 1);
        QTEST(large.result().error().reason, "large");
        QCOMPARE(small.result().error().reason, Reason::ConnectionLost);
        QCOMPARE(small.result().error().kind, ErrorKind::Network);
    }

    void closingForSizeRefusesNothingOnceTheLargestWasAnswered()
    {
        bringUp();
        const auto large = m_socket->call({u"send_group_msg"_s, {{u"message"_s, QString(2000, u'x')}}}, seconds(15));
        QTRY_COMPARE(m_requests.size(), 1);
        send(okReply(echoOf(0), u"taken"_s));
        QTRY_VERIFY(large.isFinished());
        const auto small = m_socket->call({u"send_group_msg"_s, {{u"message"_s, u"hi"_s}}}, seconds(15));
        QTRY_COMPARE(m_requests.size(), 2);
        m_peer->close(QWebSocketProtocol::CloseCodeTooMuchData);
        QTRY_VERIFY(small.isFinished());
        QCOMPARE(small.result().error().reason, Reason::ConnectionLost); // larger frames were taken before
    }

    void refusedTokenIsToldApartFromALostConnection()
    {
        connectPeer();
        QSignalSpy down(m_socket.get(), &OneBotSocket::down);
        send(QByteArray("{\"status\":\"failed\",\"retcode\":1403,\"data\":null,\"wording\":\"\",\"echo\":null}"));
        QTRY_COMPARE(down.count(), 1);
        const auto close = down.at(0).at(0).value<io::WsClose>();
        QCOMPARE(close.error.kind, ErrorKind::Auth);
        QCOMPARE(close.error.reason, Reason::TokenWrong);
    }

    void refusedActionsCarryTheGatewaysWords()
    {
        bringUp();
        const auto call = m_socket->call({u"send_group_msg"_s, {}}, seconds(15));
        QTRY_COMPARE(m_requests.size(), 1);
        send(QJsonDocument(QJsonObject{{u"status"_s, u"failed"_s},
                                       {u"retcode"_s, 1200},
                                       {u"wording"_s, u"no luck"_s},
                                       {u"echo"_s, echoOf(0)}})
                 .toJson());
        QTRY_VERIFY(call.isFinished());
        QCOMPARE(call.result().error().reason, Reason::SendUnclear);
        QCOMPARE(call.result().error().code, 1200);
        QCOMPARE(call.result().error().detail, u"no luck"_s);
    }

    void garbageIsCountedAndSkipped()
    {
        bringUp();
        QSignalSpy undecodable(m_socket.get(), &OneBotSocket::undecodable);
        send("{]");
        send("5");
        send(kLifecycle);
        QTRY_COMPARE(undecodable.count(), 2);
        QTRY_COMPARE(m_events, 2);
        QVERIFY(m_socket->isUp());
    }

    void silentPeerIsGivenUp()
    {
        connectPeer();
        QSignalSpy down(m_socket.get(), &OneBotSocket::down);
        m_clock.advance(seconds(5));
        QCOMPARE(down.count(), 1);
        QCOMPARE(down.at(0).at(0).value<io::WsClose>().error.reason, Reason::HandshakeSilent);
    }

    void destructionEndsCallsAsCancelled()
    {
        bringUp();
        const auto call = m_socket->call({u"a"_s, {}}, seconds(15));
        m_socket.reset();
        QVERIFY(call.isFinished());
        QCOMPARE(call.result().error().kind, ErrorKind::Cancelled);
    }

    void anActionPortIsAskedForItsGreeting()
    {
        m_socket = std::make_unique<OneBotSocket>(napcatDialect(), m_clock, io::NetworkSettings{}, Deadlines{},
                                                  OneBotSocket::Greeting::Answer);
        connectPeer();
        QTRY_COMPARE(m_requests.size(), 1);
        QVERIFY(!m_socket->isUp());
        send(okReply(echoOf(0), u"x"_s));
        QTRY_VERIFY(m_socket->isUp());
    }

protected:
    void prepare() override
    {
        m_requests.clear();
        m_events = 0;
        m_listener = std::make_unique<io::HttpListener>(m_clock);
        m_listener->setUpgrade([](const io::IncomingRequest &) { return std::optional<std::pair<int, QByteArray>>(); },
                               [this](const io::IncomingRequest &, std::unique_ptr<QWebSocket> socket) {
                                   m_peer = std::move(socket);
                                   connect(m_peer.get(), &QWebSocket::textMessageReceived, this,
                                           [this](const QString &text) {
                                               m_requests.append(QJsonDocument::fromJson(text.toUtf8()).object());
                                           });
                               });
        m_port = m_listener->listen(QHostAddress::LocalHost, 0).value_or(0);
        m_socket = std::make_unique<OneBotSocket>(napcatDialect(), m_clock, io::NetworkSettings{}, Deadlines{},
                                                  OneBotSocket::Greeting::Lifecycle);
    }
    void finish() override
    {
        m_socket.reset();
        m_peer.reset();
        m_listener.reset();
    }

private:
    void connectPeer()
    {
        connect(m_socket.get(), &OneBotSocket::eventReceived, this, [this] { ++m_events; });
        m_socket->open(QUrl(u"ws://127.0.0.1:%1/"_s.arg(m_port)));
        QTRY_VERIFY(m_peer && m_socket->channel().isOpen());
    }
    void bringUp()
    {
        connectPeer();
        send(kLifecycle);
        QTRY_VERIFY(m_socket->isUp());
    }
    void send(const QByteArray &utf8) { m_peer->sendTextMessage(QString::fromUtf8(utf8)); }
    [[nodiscard]] QString echoOf(int request) const { return m_requests.at(request).value(u"echo"_s).toString(); }

    ManualClock m_clock;
    std::unique_ptr<io::HttpListener> m_listener;
    std::unique_ptr<QWebSocket> m_peer;
    std::unique_ptr<OneBotSocket> m_socket;
    QList<QJsonObject> m_requests;
    quint16 m_port = 0;
    int m_events = 0;
};

ROOKERY_TEST(tst_onebotsocket, TestOneBotSocket)
#include "tst_onebotsocket.moc"
