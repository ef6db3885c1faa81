// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reasons/access.h"
#include "base/reasons/login.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "fakeonebot.h"
#include "fakepanel.h"
#include "gateway/onebot11/dialects.h"
#include "gateway/onebot11/onebotclient.h"

#include "support/manualclock.h"
#include "support/testcase.h"

#include <QSignalSpy>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

//! The OneBot side over sockets that we dial.
class TestOneBotClient final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void itTellsWhatAndWhoIsThere()
    {
        start();
        QTRY_COMPARE(m_known->count(), 1);
        QCOMPARE(m_up->count(), 1);
        QCOMPARE(m_known->at(0).at(0).value<AccountId>(), AccountId(u"10001"_s));
        QCOMPARE(m_known->at(0).at(1).toString(), u"Bot"_s);
        QCOMPARE(m_peer->version().app, u"Some"_s);
        QVERIFY(!m_peer->version().seems);
        QCOMPARE(m_peer->dialect().name, u"spec"_s);
        QCOMPARE(m_server->authorization, "Bearer secret");
        QVERIFY(m_connections.value(u"events"_s).up);
    }

    void theDialectFollowsWhatTheGatewayIs_data()
    {
        QTest::addColumn<QString>("app");
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("dialect");
        QTest::newRow("napcat") << u"NapCat.Onebot"_s << u"4.18.19"_s << u"napcat"_s;
        QTest::newRow("plugin") << u"LLOneBot"_s << u"4.9.4"_s << u"llonebot"_s;
        QTest::newRow("pmhq") << u"LLOneBot"_s << u"7.12.15"_s << u"llonebot"_s;
        QTest::newRow("direct") << u"LLOneBot"_s << u"8.1.7"_s << u"llbot8"_s;
        QTest::newRow("renamed") << u"LLBot"_s << u"9.0.0"_s << u"llbot8"_s;
        QTest::newRow("lagrange") << u"Lagrange.OneBot"_s << u"0.0.3"_s << u"lagrange"_s;
        QTest::newRow("unknown") << u"go-cqhttp"_s << u"1.2.0"_s << u"spec"_s;
    }
    void theDialectFollowsWhatTheGatewayIs()
    {
        QFETCH(const QString, app);
        QFETCH(const QString, version);
        m_server->answers[u"get_version_info"_s] =
            FakeOneBot::data({{u"app_name"_s, app}, {u"app_version"_s, version}});
        start();
        QTRY_COMPARE(m_known->count(), 1);
        QTEST(m_peer->dialect().name, "dialect");
    }

    void anotherKindThanTheProfilesIsToldAndWorks()
    {
        m_profile.kind = GatewayKind::LLBot;
        m_server->answers[u"get_version_info"_s] =
            FakeOneBot::data({{u"app_name"_s, u"Lagrange.OneBot"_s}, {u"app_version"_s, u"0.0.3"_s}});
        start();
        QTRY_COMPARE(m_known->count(), 1);
        QCOMPARE(m_peer->version().seems, GatewayKind::Lagrange);
        QCOMPARE(m_peer->dialect().name, u"lagrange"_s);
    }

    void aGatewayWithoutTheVersionCallIsNotRefused()
    {
        m_server->answers.erase(u"get_version_info"_s);
        start();
        QTRY_COMPARE(m_known->count(), 1);
        QVERIFY(m_peer->version().app.isEmpty());
    }

    void aTokenRefusedAfterOpeningIsFinal_data()
    {
        QTest::addColumn<bool>("withFrame");
        QTest::addColumn<int>("code");
        QTest::newRow("frame, then 1008") << true << 1008;
        QTest::newRow("1008 alone") << false << 1008;
        QTest::newRow("closed in order") << false << 1000;
        QTest::newRow("own code") << false << 4001;
    }
    void aTokenRefusedAfterOpeningIsFinal()
    {
        QFETCH(const bool, withFrame);
        QFETCH(const int, code);
        m_server->onOpen = [withFrame, code](const QString &, QWebSocket *socket) {
            if (withFrame)
                socket->sendTextMessage(QString::fromUtf8(FakeOneBot::bytes(FakeOneBot::refusal(1403))));
            socket->close(static_cast<QWebSocketProtocol::CloseCode>(code), u"invalid access token"_s);
        };
        start();
        QTRY_COMPARE(m_down->count(), 1);
        QCOMPARE(m_down->at(0).at(0).value<Error>().kind, ErrorKind::Auth);
        QCOMPARE(m_down->at(0).at(0).value<Error>().reason, Reason::TokenWrong);
        QVERIFY(m_down->at(0).at(1).toBool());
        QCOMPARE(m_up->count(), 0);
        m_clock.advance(seconds(120));
        QCOMPARE(m_server->upgrades, 1);
    }

    void aTokenRefusedAtTheUpgradeIsFinal()
    {
        m_server->gate = [](const io::IncomingRequest &) {
            return std::optional<std::pair<int, QByteArray>>({403, QByteArray()});
        };
        start();
        QTRY_COMPARE(m_down->count(), 1);
        QCOMPARE(m_down->at(0).at(0).value<Error>().reason, Reason::TokenWrong);
        QVERIFY(m_down->at(0).at(1).toBool());
    }

    void aMissingTokenIsNamedSo()
    {
        m_secrets.kept.clear();
        m_server->gate = [](const io::IncomingRequest &) {
            return std::optional<std::pair<int, QByteArray>>({401, QByteArray()});
        };
        start();
        QTRY_COMPARE(m_down->count(), 1);
        QCOMPARE(m_down->at(0).at(0).value<Error>().reason, Reason::TokenMissing);
        QVERIFY(m_server->authorization.isEmpty());
    }

    void aLossBeforeTheFirstFrameIsNoRefusal_data()
    {
        QTest::addColumn<int>("code");
        QTest::newRow("going away") << 1001;
        QTest::newRow("broke") << 1011;
        QTest::newRow("cut") << 0;
    }
    void aLossBeforeTheFirstFrameIsNoRefusal()
    {
        QFETCH(const int, code);
        m_server->onOpen = [code](const QString &, QWebSocket *socket) {
            if (code == 0)
                socket->abort();
            else
                socket->close(static_cast<QWebSocketProtocol::CloseCode>(code));
        };
        start();
        QTRY_COMPARE(m_down->count(), 1);
        QCOMPARE(m_down->at(0).at(0).value<Error>().reason, Reason::ConnectionLost);
        QVERIFY(!m_down->at(0).at(1).toBool());
    }

    void openIsNotAuthenticated()
    {
        m_server->greets = false;
        m_server->silent = true;
        start();
        QTRY_VERIFY(!m_server->asked.isEmpty());
        QVERIFY(!m_peer->isUp());
        QCOMPARE(m_peer->call({u"send_group_msg"_s, {}}, seconds(1)).result().error().kind, ErrorKind::Offline);
        m_clock.advance(seconds(5));
        QCOMPARE(m_down->count(), 1);
        QCOMPARE(m_down->at(0).at(0).value<Error>().reason, Reason::HandshakeSilent);
        QVERIFY(!m_down->at(0).at(1).toBool());
    }

    void aGatewayThatGreetsAndAnswersNothingIsGivenUp()
    {
        m_server->silent = true;
        start();
        QTRY_COMPARE(m_up->count(), 1);
        QTRY_VERIFY(m_server->asked.contains(u"get_version_info"_s));
        m_clock.advance(seconds(15));
        QTRY_COMPARE(m_down->count(), 1);
        QCOMPARE(m_down->at(0).at(0).value<Error>().reason, Reason::NoReply);
        QVERIFY(!m_peer->isUp());
    }

    void nobodyLoggedInIsWaitedFor_data()
    {
        QTest::addColumn<QJsonObject>("answer");
        QTest::addColumn<QString>("text");
        QTest::newRow("refused") << FakeOneBot::refusal(1200, u"not yet"_s) << u"not yet"_s;
        QTest::newRow("nobody") << FakeOneBot::data({{u"user_id"_s, 0}}) << QString();
    }
    void nobodyLoggedInIsWaitedFor()
    {
        QFETCH(const QJsonObject, answer);
        const QJsonObject known = m_server->replyTo(u"get_login_info"_s);
        m_server->answers[u"get_login_info"_s] = answer;
        start();
        QTRY_COMPARE(m_offline->count(), 1);
        QCOMPARE(m_offline->at(0).at(0).value<LoginReason>(), LoginReason::Fresh);
        QTEST(m_offline->at(0).at(1).toString(), "text");
        m_server->answers[u"get_login_info"_s] = known;
        m_clock.advance(seconds(3));
        QTRY_COMPARE(m_known->count(), 1);
        QCOMPARE(m_down->count(), 0);
    }

    void statusOfflineIsBelieved()
    {
        start();
        QTRY_COMPARE(m_known->count(), 1);
        m_server->answers[u"get_status"_s] = FakeOneBot::data({{u"online"_s, false}});
        m_clock.advance(seconds(30));
        QTRY_COMPARE(m_offline->count(), 1);
        QCOMPARE(m_offline->at(0).at(0).value<LoginReason>(), LoginReason::OfflineByQq);
        QVERIFY(m_peer->isUp());
        m_server->answers[u"get_status"_s] = FakeOneBot::data({{u"online"_s, true}});
        m_clock.advance(seconds(3));
        QTRY_COMPARE(m_known->count(), 2);
    }

    void anAnswerThatSaysSoIsBelievedAtOnce()
    {
        m_server->answers[u"get_version_info"_s] =
            FakeOneBot::data({{u"app_name"_s, u"LLOneBot"_s}, {u"app_version"_s, u"8.1.7"_s}});
        m_server->answers[u"send_group_msg"_s] = FakeOneBot::refusal(1200, u"Direct client not logged in"_s);
        start();
        QTRY_COMPARE(m_known->count(), 1);
        const auto sent = m_peer->call({u"send_group_msg"_s, {}}, seconds(15));
        QTRY_COMPARE(m_offline->count(), 1);
        QCOMPARE(sent.result().error().reason, Reason::AccountOffline);
        QVERIFY(m_peer->isUp());
        QCOMPARE(m_down->count(), 0);
    }

    void anUnknownStatusChangesNothing()
    {
        m_server->answers[u"get_status"_s] = FakeOneBot::data({{u"online"_s, QJsonValue::Null}});
        start();
        QTRY_COMPARE(m_known->count(), 1);
        QCOMPARE(m_offline->count(), 0);
    }

    void constantsAreNotBelieved()
    {
        m_server->answers[u"get_version_info"_s] =
            FakeOneBot::data({{u"app_name"_s, u"Lagrange.OneBot"_s}, {u"app_version"_s, u"0.0.3"_s}});
        start();
        QTRY_COMPARE(m_known->count(), 1);
        const auto events = m_events.size();
        m_server->push(FakeOneBot::heartbeat(true));
        QTRY_COMPARE(m_events.size(), events + 1);
        QVERIFY(!std::get<HeartbeatEvent>(m_events.constLast().body).online);

        m_server->push({{u"post_type"_s, u"notice"_s},
                        {u"notice_type"_s, u"bot_offline"_s},
                        {u"self_id"_s, 10001},
                        {u"tag"_s, u"tag"_s},
                        {u"message"_s, u"gone"_s}});
        QTRY_COMPARE(m_offline->count(), 1);
        QCOMPARE(m_offline->at(0).at(0).value<LoginReason>(), LoginReason::Kicked);
        QCOMPARE(m_offline->at(0).at(1).toString(), u"[tag] gone"_s);
        // "online: true" for ever, and still not online
        for (int round = 0; round < 3; ++round) {
            const auto asked = m_server->asked.size();
            QVERIFY(becomesTrue([&] {
                m_clock.advance(seconds(1));
                return m_server->asked.size() > asked;
            }));
        }
        QCOMPARE(m_known->count(), 1);
        m_server->push({{u"post_type"_s, u"notice"_s}, {u"notice_type"_s, u"bot_online"_s}, {u"self_id"_s, 10001}});
        QTRY_COMPARE(m_known->count(), 2);
    }

    void answersAreJudgedByTheDialect_data()
    {
        QTest::addColumn<QString>("app");
        QTest::addColumn<QString>("version");
        QTest::addColumn<QJsonObject>("answer");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<ErrorReason>("reason");
        const QJsonObject madeUp{{u"status"_s, u"ok"_s}, {u"retcode"_s, 120}, {u"data"_s, QJsonObject()}};
        QTest::newRow("ok with a number")
            << u"Lagrange.OneBot"_s << u"0.0.3"_s << madeUp << ErrorKind::Rejected << Reason::SendRefused;
        QTest::newRow("silent") << u"Lagrange.OneBot"_s << u"0.0.3"_s << FakeOneBot::refusal(9000)
                                << ErrorKind::Rejected << Reason::RiskControl;
        QTest::newRow("put off") << u"Some"_s << u"1"_s
                                 << QJsonObject{{u"status"_s, u"async"_s}, {u"retcode"_s, 1}, {u"data"_s, {}}}
                                 << ErrorKind::Timeout << Reason::NoReply;
        QTest::newRow("maybe sent") << u"LLOneBot"_s << u"8.1.7"_s
                                    << FakeOneBot::refusal(1200, u"waitForSelfEcho timeout"_s) << ErrorKind::Timeout
                                    << Reason::SendTimeout;
    }
    void answersAreJudgedByTheDialect()
    {
        QFETCH(const QString, app);
        QFETCH(const QString, version);
        QFETCH(const QJsonObject, answer);
        m_server->answers[u"get_version_info"_s] =
            FakeOneBot::data({{u"app_name"_s, app}, {u"app_version"_s, version}});
        m_server->answers[u"send_group_msg"_s] = answer;
        start();
        QTRY_COMPARE(m_known->count(), 1);
        const auto sent = m_peer->call({u"send_group_msg"_s, {}}, seconds(15));
        QTRY_VERIFY(sent.isFinished());
        QVERIFY(!sent.result());
        QTEST(sent.result().error().kind, "kind");
        QTEST(sent.result().error().reason, "reason");
    }

    void theThirdBrokenFrameInTenMinutesIsFinal()
    {
        m_server->onOpen = [](const QString &, QWebSocket *socket) {
            socket->sendTextMessage(QString(2 * 1024 * 1024, u'x'));
        };
        for (int round = 1; round <= 3; ++round) {
            start();
            QTRY_COMPARE(m_down->count(), round);
            QCOMPARE(m_down->at(round - 1).at(0).value<Error>().reason, Reason::FrameTooLarge);
            QCOMPARE(m_down->at(round - 1).at(1).toBool(), round == 3);
        }
    }

    void closingIsSilentAndEndsCalls()
    {
        start();
        QTRY_COMPARE(m_known->count(), 1);
        m_server->silent = true;
        const auto call = m_peer->call({u"get_status"_s, {}}, seconds(15));
        m_peer->close();
        QVERIFY(call.isFinished());
        QCOMPARE(call.result().error().kind, ErrorKind::Network);
        m_clock.advance(seconds(60));
        QCOMPARE(m_down->count(), 0);
        QVERIFY(!m_peer->isUp());
    }

    void twoSocketsAreOnePeer()
    {
        m_profile.way = OneBotTransportKind::TwoSockets;
        m_profile.oneBot = m_server->wsUrl(u"/base/"_s);
        start();
        QTRY_COMPARE(m_known->count(), 1);
        QCOMPARE(m_server->sockets.size(), std::size_t(2));
        QStringList paths{m_server->sockets.at(0).first, m_server->sockets.at(1).first};
        paths.sort();
        QCOMPARE(paths, QStringList({u"/base/api"_s, u"/base/event"_s}));
        QVERIFY(m_connections.value(u"events"_s).up);
        QVERIFY(m_connections.value(u"onebot"_s).up);
        const auto events = m_events.size();
        m_server->push(FakeOneBot::heartbeat(true));
        QTRY_COMPARE(m_events.size(), events + 1);
    }

    void eitherOfTwoSocketsLostIsOneLoss_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("actions") << u"/api"_s;
        QTest::newRow("events") << u"/event"_s;
    }
    void eitherOfTwoSocketsLostIsOneLoss()
    {
        QFETCH(const QString, path);
        m_profile.way = OneBotTransportKind::TwoSockets;
        start();
        QTRY_COMPARE(m_known->count(), 1);
        for (const auto &[at, socket] : m_server->sockets) {
            if (at == path)
                socket->abort();
        }
        QTRY_COMPARE(m_down->count(), 1);
        QVERIFY(!m_peer->isUp());
        QVERIFY(!m_connections.value(u"events"_s).up);
        QVERIFY(!m_connections.value(u"onebot"_s).up);
        QTRY_COMPARE(m_down->count(), 1);
    }

protected:
    void prepare() override
    {
        m_server = std::make_unique<FakeOneBot>(m_clock);
        m_secrets.kept = {{config::SecretKind::OneBotToken, u"secret"_s}};
        m_profile = {};
        m_profile.id = GatewayId(u"peer"_s);
        m_profile.kind = GatewayKind::OneBot11;
        m_profile.oneBot = m_server->wsUrl();
        m_events.clear();
        m_connections.clear();
    }
    void finish() override
    {
        m_up.reset();
        m_down.reset();
        m_known.reset();
        m_offline.reset();
        m_peer.reset();
        m_server.reset();
    }

private:
    //! The first call makes the peer from the profile as it stands.
    void start()
    {
        if (!m_peer) {
            m_peer = std::make_unique<OneBotClient>(m_profile, dialectOf(m_profile.kind), m_clock, m_secrets,
                                                    io::NetworkSettings{.systemProxy = false}, Deadlines{});
            m_up = std::make_unique<QSignalSpy>(m_peer.get(), &OneBotClient::up);
            m_down = std::make_unique<QSignalSpy>(m_peer.get(), &OneBotClient::down);
            m_known = std::make_unique<QSignalSpy>(m_peer.get(), &OneBotClient::selfKnown);
            m_offline = std::make_unique<QSignalSpy>(m_peer.get(), &OneBotClient::offline);
            connect(m_peer.get(), &OneBotClient::eventReceived, this,
                    [this](const Event &event) { m_events.append(event); });
            connect(m_peer.get(), &OneBotClient::connectionChanged, this,
                    [this](const ConnectionInfo &info) { m_connections.insert(info.label, info); });
        }
        m_peer->open();
    }

    ManualClock m_clock;
    FakeSecrets m_secrets;
    GatewayProfile m_profile;
    std::unique_ptr<FakeOneBot> m_server;
    std::unique_ptr<OneBotClient> m_peer;
    std::unique_ptr<QSignalSpy> m_up;
    std::unique_ptr<QSignalSpy> m_down;
    std::unique_ptr<QSignalSpy> m_known;
    std::unique_ptr<QSignalSpy> m_offline;
    QList<Event> m_events;
    QHash<QString, ConnectionInfo> m_connections;
};

ROOKERY_TEST(tst_onebotclient, TestOneBotClient)
#include "tst_onebotclient.moc"
