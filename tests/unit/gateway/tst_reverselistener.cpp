// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/input.h"
#include "base/reasons/picture.h"
#include "base/reasons/transport.h"
#include "fakeonebot.h"
#include "fakepanel.h"
#include "gateway/onebot11/dialects.h"
#include "gateway/onebot11/onebotclient.h"
#include "gateway/onebot11/reverselistener.h"

#include "support/manualclock.h"
#include "support/outcome.h"
#include "support/testcase.h"
#include "support/testtls.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

namespace {

//! One gateway of ours that waits to be dialled, and what it said.
class Waiting final : public QObject
{
public:
    Waiting(Clock &clock, ReverseListener &listener, const QString &id, const QString &token,
            const QString &account = {})
    {
        secrets.kept = {{config::SecretKind::OneBotToken, token}};
        GatewayProfile profile;
        profile.id = GatewayId(id);
        profile.kind = GatewayKind::OneBot11;
        profile.way = OneBotTransportKind::Reverse;
        profile.account = account;
        peer = std::make_unique<OneBotClient>(profile, dialectOf(profile.kind), clock, secrets,
                                              io::NetworkSettings{.systemProxy = false}, Deadlines{}, &listener);
        connect(peer.get(), &OneBotClient::selfKnown, this, [this] { ++known; });
        connect(peer.get(), &OneBotClient::arrived, this, [this] { ++arrived; });
        connect(peer.get(), &OneBotClient::eventReceived, this, [this] { ++events; });
        connect(peer.get(), &OneBotClient::down, this, [this](const Error &why, bool final) {
            downs.append(why);
            forGood = final;
        });
        peer->open();
    }
    FakeSecrets secrets;
    std::unique_ptr<OneBotClient> peer;
    QList<Error> downs;
    bool forGood = false;
    int known = 0;
    int arrived = 0;
    int events = 0;
};

} // namespace

//! Gateways that dial us.
class TestReverseListener final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void aKnownTokenBringsItsGatewayUp()
    {
        Waiting one(m_clock, *m_listener, u"one"_s, u"right"_s);
        QTRY_VERIFY(m_listener->state().listening);
        QVERIFY(!m_listener->state().beyondLoopback);
        m_gateway->dial(url(), u"10001"_s, "right");
        QTRY_COMPARE(one.known, 1);
        QVERIFY(one.peer->isUp());
        QVERIFY(one.events > 0);
        QCOMPARE(m_listener->state().refused, 0);
        QVERIFY(m_listener->state().incoming.isEmpty());
        QCOMPARE(m_listener->state().connections, 1);
    }

    void theAddressToPasteIsOfTheFamilyThatListens()
    {
        const auto family = [this](const QString &host) {
            const ReverseListener listener(m_clock, {.host = host, .port = 6701, .certificate = {}, .key = {}});
            return QHostAddress(listener.state().url.host()).protocol();
        };
        QCOMPARE(family(u"::"_s), QAbstractSocket::IPv6Protocol); // Qt listens on it and nothing else
        QCOMPARE(family(u"0.0.0.0"_s), QAbstractSocket::IPv4Protocol);
        QCOMPARE(family(QString()), QAbstractSocket::IPv4Protocol);
    }

    void whoIsRefusedIsCountedAndListed_data()
    {
        QTest::addColumn<QString>("self");
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<RejectReason>("trouble");
        QTest::addColumn<int>("status");
        QTest::newRow("no token") << u"10001"_s << QByteArray() << RejectReason::NoToken << 401;
        QTest::newRow("wrong token") << u"10001"_s << QByteArray("wrong") << RejectReason::WrongToken << 403;
        QTest::newRow("nobody knows it") << u"999"_s << QByteArray("wrong") << RejectReason::NewAccount << 403;
        QTest::newRow("another account's token") << u"999"_s << QByteArray("right") << RejectReason::NewAccount << 403;
    }
    void whoIsRefusedIsCountedAndListed()
    {
        QFETCH(const QString, self);
        QFETCH(const QByteArray, token);
        QFETCH(const int, status);
        Waiting one(m_clock, *m_listener, u"one"_s, u"right"_s, u"10001"_s);
        QTRY_VERIFY(m_listener->state().listening);
        QSignalSpy told(m_listener.get(), &ReverseListener::stateChanged);
        for (int times = 1; times <= 2; ++times) {
            QWebSocket *socket = m_gateway->dial(url(), self, token);
            QTRY_COMPARE(m_listener->state().refused, times);
            QTRY_VERIFY(socket->errorString().contains(QString::number(status)));
        }
        const QList<IncomingConnection> list = m_listener->state().incoming;
        QCOMPARE(list.size(), 1);
        QTEST(list.at(0).trouble, "trouble");
        QTEST(list.at(0).account, "self");
        QCOMPARE(list.at(0).program, u"Fake/1.0"_s);
        QCOMPARE(list.at(0).address, u"127.0.0.1"_s);
        QCOMPARE(list.at(0).lastAt, m_clock.wallNow());
        QCOMPARE(list.at(0).times, 2);
        QVERIFY(!one.peer->isUp());
        m_clock.advance(seconds(1));
        QCOMPARE(told.count(), 1);
        m_listener->clearIncoming();
        QVERIFY(m_listener->state().incoming.isEmpty());
        QCOMPARE(m_listener->state().refused, 2);
    }

    void tokensAndNumbersTellGatewaysApart()
    {
        Waiting one(m_clock, *m_listener, u"one"_s, u"shared"_s, u"1"_s);
        Waiting two(m_clock, *m_listener, u"two"_s, u"shared"_s, u"2"_s);
        Waiting three(m_clock, *m_listener, u"three"_s, u"own"_s);
        QTRY_VERIFY(m_listener->state().listening);
        m_gateway->dial(url(), u"2"_s, "shared");
        QTRY_COMPARE(two.known, 1);
        QCOMPARE(one.known + three.known, 0);
        m_gateway->dial(url(), u"3"_s, "own");
        QTRY_COMPARE(three.known, 1);
        QVERIFY(!one.peer->isUp());
    }

    void aPairOfSocketsIsOneGateway_data()
    {
        QTest::addColumn<QByteArray>("actions");
        QTest::addColumn<QByteArray>("events");
        QTest::newRow("as the standard writes it") << QByteArray("API") << QByteArray("Event");
        QTest::newRow("as Lagrange writes it") << QByteArray("Api") << QByteArray("event");
    }
    void aPairOfSocketsIsOneGateway()
    {
        QFETCH(const QByteArray, actions);
        QFETCH(const QByteArray, events);
        Waiting one(m_clock, *m_listener, u"one"_s, u"right"_s);
        QTRY_VERIFY(m_listener->state().listening);
        m_gateway->dial(url(), u"10001"_s, "right", events);
        QTRY_COMPARE(m_listener->state().connections, 1);
        QCOMPARE(one.known, 0);
        m_gateway->dial(url(), u"10001"_s, "right", actions);
        QTRY_COMPARE(one.known, 1);
        const int before = one.events;
        m_gateway->push(FakeOneBot::heartbeat(true));
        QTRY_COMPARE(one.events, before + 1);
        for (const auto &[path, socket] : m_gateway->sockets) {
            if (path == u"/event"_s)
                socket->abort();
        }
        QTRY_COMPARE(one.downs.size(), 1);
        QVERIFY(!one.peer->isUp());
    }

    void aRoleThatIsNotSaidIsEverything()
    {
        Waiting one(m_clock, *m_listener, u"one"_s, u"right"_s);
        QTRY_VERIFY(m_listener->state().listening);
        m_gateway->dial(url(), {}, "right", {});
        QTRY_COMPARE(one.known, 1);
    }

    void aSecondConnectionOfALivingAccountIsRejectedAndReported()
    {
        Waiting one(m_clock, *m_listener, u"one"_s, u"right"_s);
        QTRY_VERIFY(m_listener->state().listening);
        m_gateway->dial(url(), u"10001"_s, "right");
        QTRY_COMPARE(one.known, 1);
        QWebSocket *second = m_gateway->dial(url(), u"10001"_s, "right");
        QTRY_COMPARE(int(second->closeCode()), 1008);
        QCOMPARE(m_listener->state().incoming.size(), 1);
        QCOMPARE(m_listener->state().incoming.at(0).trouble, RejectReason::Collision);
        QCOMPARE(m_listener->state().incoming.at(0).account, u"10001"_s);
        QVERIFY(one.peer->isUp());
        QVERIFY(one.downs.isEmpty());
    }

    void aSecondConnectionTakesThePlaceOfADeadOne()
    {
        Waiting one(m_clock, *m_listener, u"one"_s, u"right"_s);
        QTRY_VERIFY(m_listener->state().listening);
        m_gateway->dial(url(), u"10001"_s, "right");
        QTRY_COMPARE(one.known, 1);
        m_gateway->silent = true;
        const auto asked = m_gateway->asked.size();
        m_gateway->dial(url(), u"10001"_s, "right");
        QTRY_VERIFY(m_gateway->asked.size() > asked);
        m_clock.advance(seconds(3));
        QTRY_COMPARE(one.downs.size(), 1);
        QCOMPARE(one.downs.at(0).reason, Reason::HalfOpen);
        QCOMPARE(one.arrived, 1);
        m_gateway->silent = false;
        one.peer->open(); // what the session does when it is woken
        QTRY_COMPARE(one.known, 2);
        QVERIFY(m_listener->state().incoming.isEmpty());
    }

    void aGatewayThatComesWhileWeWaitIsKeptAndTold()
    {
        Waiting one(m_clock, *m_listener, u"one"_s, u"right"_s);
        QTRY_VERIFY(m_listener->state().listening);
        one.peer->close();
        m_gateway->dial(url(), u"10001"_s, "right");
        QTRY_COMPARE(one.arrived, 1);
        one.peer->open();
        QTRY_COMPARE(one.known, 1);
        // and not for ever
        one.peer->close();
        m_gateway->sockets.clear();
        QWebSocket *socket = m_gateway->dial(url(), u"10001"_s, "right");
        QTRY_COMPARE(one.arrived, 2);
        m_clock.advance(seconds(90));
        QTRY_COMPARE(int(socket->closeCode()), 1001);
        QWebSocket *late = m_gateway->dial(url(), u"10001"_s, "right");
        QTRY_VERIFY(late->errorString().contains(u"503"_s));
        QCOMPARE(m_listener->state().refused, 0);
    }

    void nobodyDiallingInIsSaid()
    {
        Waiting one(m_clock, *m_listener, u"one"_s, u"right"_s);
        QTRY_VERIFY(m_listener->state().listening);
        m_clock.advance(seconds(60));
        QCOMPARE(one.downs.size(), 1);
        QCOMPARE(one.downs.at(0).reason, Reason::NotDialledIn);
        QCOMPARE(one.downs.at(0).kind, ErrorKind::Offline);
        QVERIFY(!one.forGood);
    }

    void withoutATokenNobodyIsWaitedFor()
    {
        Waiting one(m_clock, *m_listener, u"one"_s, QString());
        QTRY_COMPARE(one.downs.size(), 1);
        QCOMPARE(one.downs.at(0).reason, Reason::TokenMissing);
        QVERIFY(one.forGood);
        QVERIFY(!m_listener->state().listening);
    }

    void aHundredGatewaysAtOnceAreAllOnline()
    {
        constexpr int kCount = 100;
        std::vector<std::unique_ptr<Waiting>> all;
        all.reserve(kCount);
        for (int i = 0; i < kCount; ++i) {
            all.push_back(std::make_unique<Waiting>(m_clock, *m_listener, u"g%1"_s.arg(i), u"token-%1"_s.arg(i),
                                                    QString::number(20000 + i)));
        }
        QTRY_VERIFY(m_listener->state().listening);
        for (int i = 0; i < kCount; ++i)
            m_gateway->dial(url(), QString::number(20000 + i), "token-" + QByteArray::number(i));
        const auto online = [&all] {
            return std::all_of(all.cbegin(), all.cend(), [](const auto &one) { return one->known == 1; });
        };
        QVERIFY(becomesTrue(online));
        QCOMPARE(m_listener->state().refused, 0);
        QCOMPARE(m_listener->state().connections, kCount);
    }

    void guessingIsRefusedUnreadAndTheListStaysShort()
    {
        Waiting one(m_clock, *m_listener, u"one"_s, u"right"_s);
        QTRY_VERIFY(m_listener->state().listening);
        guess(ReverseListener::kFailuresAllowed + 5);
        const ListenerState state = m_listener->state();
        QCOMPARE(state.incoming.size(), ReverseListener::kMaxListed);
        QCOMPARE(state.incoming.at(0).trouble, RejectReason::TooMany);
        QCOMPARE(state.incoming.at(0).times, 5);
        // the right token is not even looked at, until the window is over
        QWebSocket *socket = m_gateway->dial(url(), u"10001"_s, "right");
        QTRY_VERIFY(socket->errorString().contains(u"429"_s));
        QCOMPARE(one.known, 0);
        m_clock.advance(ReverseListener::kFailureWindow + seconds(1));
        m_gateway->dial(url(), u"10001"_s, "right");
        QTRY_COMPARE(one.known, 1);
    }

    void anAccountThatWasInComesBackWhileItsNeighbourGuesses()
    {
        Waiting one(m_clock, *m_listener, u"one"_s, u"right"_s);
        QTRY_VERIFY(m_listener->state().listening);
        m_gateway->dial(url(), u"10001"_s, "right");
        QTRY_COMPARE(one.known, 1);
        m_gateway->sockets.clear();
        QTRY_COMPARE(one.downs.size(), 1);
        guess(ReverseListener::kFailuresAllowed + 5);
        one.peer->open();
        m_gateway->dial(url(), u"10001"_s, "right");
        QTRY_COMPARE(one.known, 2);
        m_gateway->sockets.clear();
        QTRY_COMPARE(one.downs.size(), 2);
        // guesses in its own name are refused too, for the length of the window and no longer
        for (int i = 0; i < ReverseListener::kFailuresOfKnown; ++i) {
            const int before = m_listener->state().refused;
            m_gateway->dial(url(), u"10001"_s, "guess");
            QTRY_COMPARE(m_listener->state().refused, before + 1);
        }
        one.peer->open();
        QWebSocket *socket = m_gateway->dial(url(), u"10001"_s, "right");
        QTRY_VERIFY(socket->errorString().contains(u"429"_s));
        m_clock.advance(ReverseListener::kFailureWindow + seconds(1));
        m_gateway->dial(url(), u"10001"_s, "right");
        QTRY_COMPARE(one.known, 3);
    }

    void aPageInABrowserIsRefusedEvenWithTheRightToken_data()
    {
        QTest::addColumn<QByteArray>("origin");
        QTest::addColumn<int>("status");
        const QByteArray here = "127.0.0.1:" + QByteArray("PORT");
        QTest::newRow("a site") << QByteArray("https://evil.example") << 403;
        QTest::newRow("a file") << QByteArray("null") << 403;
        QTest::newRow("a page of another port") << QByteArray("http://127.0.0.1:1") << 403;
        QTest::newRow("a name made to point here") << QByteArray("http://rebind.example:PORT") << 403;
        QTest::newRow("a library that names what it dials") << QByteArray("http://" + here) << 101;
        QTest::newRow("no page") << QByteArray() << 101;
    }
    void aPageInABrowserIsRefusedEvenWithTheRightToken()
    {
        QFETCH(QByteArray, origin);
        QFETCH(const int, status);
        Waiting one(m_clock, *m_listener, u"one"_s, u"right"_s);
        QTRY_VERIFY(m_listener->state().listening);
        const QByteArray port = QByteArray::number(url().port());
        origin.replace("PORT", port);
        const QByteArray host = QByteArray(origin.contains("rebind") ? "rebind.example" : "127.0.0.1") + ':' + port;
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), quint16(url().port()));
        socket.write("GET /?access_token=right HTTP/1.1\r\nHost: " + host
                     + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                     + (origin.isEmpty() ? QByteArray() : QByteArray("Origin: " + origin + "\r\n")) + "\r\n");
        QTRY_VERIFY(socket.peek(64).startsWith(QByteArray("HTTP/1.1 " + QByteArray::number(status))));
        if (status == 403)
            QCOMPARE(m_listener->state().incoming.at(0).trouble, RejectReason::BadRequest);
    }

    void strangersWithoutAnEndLeaveRoomAndAreNamed()
    {
        Waiting one(m_clock, *m_listener, u"one"_s, u"right"_s);
        QTRY_VERIFY(m_listener->state().listening);
        std::vector<std::unique_ptr<QTcpSocket>> crowd;
        for (int i = 0; i < ReverseListener::kMaxStrangersPerAddress + 2 * ReverseListener::kCutsForFull; ++i) {
            if (i == ReverseListener::kMaxStrangersPerAddress) {
                QTRY_COMPARE(m_listener->state().connections, i);
                m_clock.advance(seconds(1));
            }
            crowd.push_back(std::make_unique<QTcpSocket>());
            const QSignalSpy connected(crowd.back().get(), &QTcpSocket::connected);
            crowd.back()->connectToHost(QHostAddress(QHostAddress::LocalHost), quint16(url().port()));
            crowd.back()->write("G");
            QTRY_COMPARE(connected.size(), 1); // it may be cut in the same moment
        }
        QTRY_VERIFY(m_listener->state().full);
        QTRY_COMPARE(m_listener->state().connections, ReverseListener::kMaxStrangersPerAddress);
        QCOMPARE(m_listener->state().incoming.at(0).trouble, RejectReason::TooMany);
        QCOMPARE(m_listener->state().incoming.at(0).address, u"127.0.0.1"_s);
        m_gateway->dial(url(), u"10001"_s, "right");
        QTRY_COMPARE(one.known, 1);
        crowd.clear();
        m_clock.advance(ReverseListener::kFullFor);
        QVERIFY(!m_listener->state().full);
    }

    void aBodyIsNotReadBeforeItsSignature()
    {
        QByteArray posted;
        IncomingClaim claim{.gateway = GatewayId(u"one"_s), .account = {}, .token = Redacted<QString>(u"right"_s)};
        claim.onPost = [&posted](const QString &, const QByteArray &body) { posted = body; };
        QVERIFY(m_listener->claim(claim));
        const auto post = [this](const QByteArray &headers) {
            auto socket = std::make_unique<QTcpSocket>();
            socket->connectToHost(QHostAddress(QHostAddress::LocalHost), quint16(url().port()));
            socket->write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000\r\n" + headers + "\r\n");
            return socket;
        };
        const auto without = post({});
        QTRY_VERIFY(without->peek(64).startsWith("HTTP/1.1 401 "));
        const auto with = post("X-Signature: sha1=00\r\n");
        without->close();
        QTRY_COMPARE(m_listener->state().connections, 1);
        QTRY_COMPARE(with->bytesToWrite(), 0);
        const auto later = post({});
        QTRY_VERIFY(later->peek(64).startsWith("HTTP/1.1 401 ")); // what had come before has been read as well
        QCOMPARE(with->bytesAvailable(), 0); // its body is awaited
        QCOMPARE(m_listener->state().refused, 2);
        with->write(QByteArray(4'000'000, 'x'));
        QTRY_VERIFY(with->peek(64).startsWith("HTTP/1.1 403 ")); // only now its signature is known to be wrong
        QVERIFY(posted.isEmpty());
    }

    void itSpeaksTls()
    {
        ListenerSettings settings = loopback();
        settings.certificate = m_folder.filePath(u"cert.pem"_s);
        settings.key = m_folder.filePath(u"key.pem"_s);
        write(settings.certificate, testTlsConfiguration().localCertificate().toPem());
        write(settings.key, testTlsConfiguration().privateKey().toPem());
        m_listener->setSettings(settings);
        Waiting one(m_clock, *m_listener, u"one"_s, u"right"_s);
        QTRY_VERIFY(m_listener->state().listening);
        QCOMPARE(url().scheme(), u"wss"_s);
        m_gateway->dial(url(), u"10001"_s, "right");
        QTRY_COMPARE(one.known, 1);
    }

    void aCertificateIsReadWhileNobodyWaitsForTheDisk()
    {
        ListenerSettings settings = loopback();
        settings.certificate = m_folder.filePath(u"cert.pem"_s);
        settings.key = m_folder.filePath(u"key.pem"_s);
        write(settings.certificate, testTlsConfiguration().localCertificate().toPem());
        write(settings.key, testTlsConfiguration().privateKey().toPem());
        QVERIFY(!m_listener->check(settings).isFinished());
        m_listener->setSettings(settings);
        Waiting one(m_clock, *m_listener, u"one"_s, u"right"_s);
        Waiting two(m_clock, *m_listener, u"two"_s, u"right"_s);
        QVERIFY(!m_listener->state().listening);
        QCOMPARE(m_listener->state().why.reason, Reason::None);
        QTRY_VERIFY(m_listener->state().listening);
        // moved to where no certificate is: everybody who waits is told
        settings.key = m_folder.filePath(u"none.pem"_s);
        m_listener->setSettings(settings);
        QTRY_COMPARE(one.downs.size(), 1);
        QCOMPARE(two.downs.size(), 1);
        QCOMPARE(one.downs.at(0).reason, Reason::FileMissing);
        QVERIFY(!m_listener->state().listening);
    }

    void settingsThatChangeWhileACertificateIsReadCount()
    {
        ListenerSettings settings = loopback();
        settings.certificate = m_folder.filePath(u"none.pem"_s);
        settings.key = settings.certificate;
        m_listener->setSettings(settings);
        int shut = 0;
        IncomingClaim claim{.gateway = GatewayId(u"one"_s), .account = {}, .token = Redacted<QString>(u"right"_s)};
        claim.onShut = [&shut](const Error &) { ++shut; };
        ROOKERY_VERIFY_RESULT(m_listener->claim(claim));
        QVERIFY(!m_listener->state().listening); // it is being read
        m_listener->setSettings(loopback());
        QVERIFY(m_listener->state().listening);
        QCOMPARE(checked(settings).error().reason, Reason::FileMissing); // the pool has been there since
        QVERIFY(m_listener->state().listening);
        QCOMPARE(shut, 0);
    }

    void whatKeepsThePortShutIsSaid_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<ErrorReason>("reason");
        QTest::newRow("taken") << u"taken"_s << Reason::PortUnavailable;
        QTest::newRow("no address") << u"host"_s << Reason::BadInput;
        QTest::newRow("not ours") << u"foreign"_s << Reason::PortUnavailable;
        QTest::newRow("no certificate") << u"missing"_s << Reason::FileMissing;
        QTest::newRow("no key in it") << u"garbage"_s << Reason::BadInput;
    }
    void whatKeepsThePortShutIsSaid()
    {
        QFETCH(const QString, what);
        QTcpServer other;
        ListenerSettings settings = loopback();
        if (what == u"taken"_s) {
            QVERIFY(other.listen(QHostAddress::LocalHost));
            settings.port = other.serverPort();
        } else if (what == u"host"_s) {
            settings.host = u"not an address"_s;
        } else if (what == u"foreign"_s) {
            settings.host = u"192.0.2.1"_s;
        } else {
            settings.certificate = m_folder.filePath(u"none.pem"_s);
            settings.key = settings.certificate;
            if (what == u"garbage"_s)
                write(settings.certificate, "garbage");
        }
        // asked before, it says the same and changes nothing
        const Result<> possible = checked(settings);
        QVERIFY(!possible);
        QTEST(possible.error().reason, "reason");
        QCOMPARE(m_listener->state().why.reason, Reason::None);
        m_listener->setSettings(settings);
        Waiting one(m_clock, *m_listener, u"one"_s, u"right"_s);
        QTRY_COMPARE(one.downs.size(), 1);
        QTEST(one.downs.at(0).reason, "reason");
        QTEST(m_listener->state().why.reason, "reason");
        QVERIFY(!m_listener->state().listening);
    }

    void anotherPortIsOpenedAtOnceAndTheLastClaimClosesIt()
    {
        auto one = std::make_unique<Waiting>(m_clock, *m_listener, u"one"_s, u"right"_s);
        QTRY_VERIFY(m_listener->state().listening);
        ListenerSettings settings = loopback();
        settings.host = u"0.0.0.0"_s;
        m_listener->setSettings(settings);
        QVERIFY(m_listener->state().listening);
        QVERIFY(m_listener->state().beyondLoopback);
        QUrl there = url();
        there.setHost(u"127.0.0.1"_s);
        m_gateway->dial(there, u"10001"_s, "right");
        QTRY_COMPARE(one->known, 1);
        one.reset();
        QVERIFY(!m_listener->state().listening);
        QVERIFY(m_listener->state().url.isEmpty());
    }

    void whatIsPossibleIsSaidWithoutDoingIt()
    {
        ListenerSettings settings = loopback();
        QVERIFY(checked(settings));
        Waiting one(m_clock, *m_listener, u"one"_s, u"right"_s);
        QTRY_VERIFY(m_listener->state().listening);
        const QUrl before = url();
        settings.port = quint16(before.port()); // taken, and by ourselves
        m_listener->setSettings(settings);
        settings.host = u"0.0.0.0"_s;
        QVERIFY(checked(settings));
        settings.certificate = u"cert.pem"_s; // without its key
        const Result<> half = checked(settings);
        QVERIFY(!half);
        QCOMPARE(half.error().kind, ErrorKind::Tls);
        QCOMPARE(url(), before);
        QVERIFY(!m_listener->state().beyondLoopback);
    }

    void anotherAddressOfOurPortIsTriedToo()
    {
        Waiting one(m_clock, *m_listener, u"one"_s, u"right"_s);
        QTRY_VERIFY(m_listener->state().listening);
        ListenerSettings settings = loopback();
        settings.port = quint16(url().port());
        QVERIFY(checked(settings)); // what is ours is free
        settings.host = u"127.0.0.2"_s;
        QVERIFY(checked(settings));
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress(settings.host), settings.port));
        const Result<> taken = checked(settings);
        QVERIFY(!taken);
        QCOMPARE(taken.error().reason, Reason::PortUnavailable);
        settings.host = u"192.0.2.1"_s; // of another machine
        QCOMPARE(checked(settings).error().reason, Reason::PortUnavailable);
        QVERIFY(m_listener->state().listening);
    }

    void whoHoldsEveryAddressMayKeepOne()
    {
        ListenerSettings settings = loopback();
        settings.host = u"0.0.0.0"_s;
        m_listener->setSettings(settings);
        Waiting one(m_clock, *m_listener, u"one"_s, u"right"_s);
        QTRY_VERIFY(m_listener->state().listening);
        settings.port = quint16(url().port());
        settings.host = u"127.0.0.1"_s;
        QVERIFY(checked(settings));
        settings.host = u"192.0.2.1"_s;
        QCOMPARE(checked(settings).error().reason, Reason::PortUnavailable);
    }

    void whoDialsUsIsKnownByTheAddress_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("dialled");
        QTest::addColumn<bool>("arrives");
        QTest::newRow("loopback") << QString() << u"ws://127.0.0.1:6701/x"_s << true;
        QTest::newRow("loopback by name") << QString() << u"ws://localhost:6701"_s << true;
        QTest::newRow("another port") << QString() << u"ws://127.0.0.1:6702"_s << false;
        QTest::newRow("a name") << QString() << u"ws://bot.example:6701"_s << false;
        QTest::newRow("another family") << QString() << u"ws://[::1]:6701"_s << false;
        QTest::newRow("one address") << u"192.0.2.1"_s << u"ws://192.0.2.1:6701"_s << true;
        QTest::newRow("one address, loopback dialled") << u"192.0.2.1"_s << u"ws://127.0.0.1:6701"_s << false;
        QTest::newRow("one address, its name dialled") << u"192.0.2.1"_s << u"ws://localhost:6701"_s << false;
        QTest::newRow("everywhere") << u"0.0.0.0"_s << u"ws://127.0.0.1:6701"_s << true;
        QTest::newRow("everywhere, by name") << u"0.0.0.0"_s << u"ws://localhost:6701"_s << true;
        QTest::newRow("everywhere, another machine") << u"0.0.0.0"_s << u"ws://192.0.2.1:6701"_s << false;
    }
    void whoDialsUsIsKnownByTheAddress()
    {
        QFETCH(const QString, host);
        QFETCH(const QString, dialled);
        ListenerSettings settings = loopback();
        QVERIFY(!m_listener->isReachedAt(QUrl(dialled))); // any port: nobody knows yet
        settings.host = host;
        settings.port = 6701;
        m_listener->setSettings(settings);
        QTEST(m_listener->isReachedAt(QUrl(dialled)), "arrives");
    }

    void whoListensEverywhereIsGivenAnAddressToDial()
    {
        ListenerSettings settings = loopback();
        settings.host = u"0.0.0.0"_s;
        settings.port = 6701;
        m_listener->setSettings(settings);
        QVERIFY(!url().host().isEmpty());
        QVERIFY(url().host() != u"0.0.0.0");
    }

    void theAddressToPasteIsKnownBeforeThePortIsOpen()
    {
        ListenerSettings settings = loopback();
        QVERIFY(url().isEmpty()); // any port: nobody knows yet
        settings.port = 6701;
        m_listener->setSettings(settings);
        QCOMPARE(url(), QUrl(u"ws://127.0.0.1:6701"_s));
        QVERIFY(!m_listener->state().listening);
        settings.host = u"192.0.2.1"_s;
        settings.certificate = u"cert.pem"_s;
        m_listener->setSettings(settings);
        QCOMPARE(url(), QUrl(u"wss://192.0.2.1:6701"_s));
    }

    void secretsAreComparedWhole()
    {
        QVERIFY(sameSecret("abc", "abc"));
        QVERIFY(!sameSecret("abc", "abd"));
        QVERIFY(!sameSecret("abc", "ab"));
        QVERIFY(!sameSecret("abc", {}));
    }

protected:
    void prepare() override
    {
        m_listener = std::make_unique<ReverseListener>(m_clock, loopback());
        m_gateway = std::make_unique<FakeOneBot>(m_clock);
    }
    void finish() override
    {
        m_gateway.reset();
        m_listener.reset();
    }

private:
    static ListenerSettings loopback() { return {.host = {}, .port = 0, .certificate = {}, .key = {}}; }
    [[nodiscard]] QUrl url() const { return m_listener->state().url; }
    [[nodiscard]] Result<> checked(const ListenerSettings &settings) { return outcome(m_listener->check(settings)); }
    //! So many tries with wrong tokens, each in another name.
    void guess(int tries)
    {
        const int before = m_listener->state().refused;
        for (int i = 0; i < tries; ++i) {
            m_gateway->dial(url(), QString::number(i), "guess");
            if (i % 20 == 19)
                QTRY_COMPARE(m_listener->state().refused, before + i + 1);
        }
        QTRY_COMPARE(m_listener->state().refused, before + tries);
    }
    static void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    ManualClock m_clock;
    QTemporaryDir m_folder;
    std::unique_ptr<ReverseListener> m_listener;
    std::unique_ptr<FakeOneBot> m_gateway;
};

ROOKERY_TEST(tst_reverselistener, TestReverseListener)
#include "tst_reverselistener.moc"
