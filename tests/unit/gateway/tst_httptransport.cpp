// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/input.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "fakeonebot.h"
#include "fakepanel.h"
#include "gateway/onebot11/dialects.h"
#include "gateway/onebot11/httptransport.h"
#include "gateway/onebot11/onebotclient.h"

#include "support/manualclock.h"
#include "support/testcase.h"

#include <QMessageAuthenticationCode>
#include <QSignalSpy>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

//! The OneBot side over HTTP, with and without events.
class TestHttpTransport final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void actionsTravelAsPosts()
    {
        start(OneBotTransportKind::Http);
        QTRY_COMPARE(m_known->count(), 1);
        QVERIFY(m_peer->isUp());
        const auto sent = m_peer->call({u"send_group_msg"_s, {{u"group_id"_s, u"5"_s}}}, seconds(15));
        QTRY_VERIFY(sent.isFinished());
        ROOKERY_VERIFY_RESULT(sent.result());
        QCOMPARE(sent.result()->data.toObject().value(u"message_id"_s).toInt(), 7);
        QCOMPARE(m_last.method, "POST");
        QCOMPARE(m_last.path, u"/base/send_group_msg"_s);
        QCOMPARE(m_last.header("content-type"), "application/json");
        QCOMPARE(m_last.header("authorization"), "Bearer secret");
        QCOMPARE(m_last.body, "{\"group_id\":\"5\"}");
        QVERIFY(m_connections.value(u"onebot"_s).up);
        QVERIFY(!m_connections.value(u"events"_s).up);
        QCOMPARE(m_connections.value(u"events"_s).lastError.reason, Reason::NoEvents);
    }

    void aCallWithoutParametersStillBringsAnObject()
    {
        start(OneBotTransportKind::Http);
        QTRY_COMPARE(m_known->count(), 1);
        QCOMPARE(m_last.body, "{}");
    }

    void aGatewayThatRefusesJsonGetsForms()
    {
        m_refusesJson = true;
        start(OneBotTransportKind::Http);
        QTRY_COMPARE(m_known->count(), 1);
        const QJsonArray message{
            QJsonObject{{u"type"_s, u"text"_s}, {u"data"_s, QJsonObject{{u"text"_s, u"a & [b], 你"_s}}}},
            QJsonObject{{u"type"_s, u"image"_s}, {u"data"_s, QJsonObject{{u"file"_s, u"base64://+/="_s}}}}};
        const auto sent = m_peer->call(
            {u"send_group_msg"_s, {{u"group_id"_s, u"5"_s}, {u"message"_s, message}, {u"auto_escape"_s, false}}},
            seconds(15));
        QTRY_VERIFY(sent.isFinished());
        ROOKERY_VERIFY_RESULT(sent.result());
        QCOMPARE(m_last.header("content-type"), "application/x-www-form-urlencoded");
        QCOMPARE(QByteArray::fromPercentEncoding(m_last.body),
                 "auto_escape=false&group_id=5&message=a &amp; &#91;b&#93;, 你[CQ:image,file=base64://+/=]"_ba);
        QVERIFY(!m_last.body.contains('+'));
        QCOMPARE(m_count.value(u"send_group_msg"_s), 1);
    }

    void aGatewayThatRefusesFormsTooIsNotAskedForEver()
    {
        m_override[u"get_status"_s] = {406, {}};
        start(OneBotTransportKind::Http);
        QTRY_COMPARE(m_down->count(), 1);
        QCOMPARE(error().reason, Reason::WrongServer);
        QCOMPARE(m_count.value(u"get_status"_s), 2);
    }

    void answersAreJudged_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<ErrorReason>("reason");
        QTest::newRow("refused") << 200 << FakeOneBot::bytes(FakeOneBot::refusal(200, u"no"_s)) << ErrorKind::Rejected
                                 << Reason::SendUnclear;
        QTest::newRow("too large for the proxy")
            << 413 << QByteArray("<html>") << ErrorKind::Rejected << Reason::MessageTooLarge;
        QTest::newRow("no such action, with envelope") << 404 << FakeOneBot::bytes(FakeOneBot::refusal(404, u"no"_s))
                                                       << ErrorKind::Rejected << Reason::UnknownAction;
        QTest::newRow("content type") << 406 << QByteArray() << ErrorKind::Rejected << Reason::BadInput;
        QTest::newRow("ok with a number") << 200 << QByteArray(R"({"status":"ok","retcode":120,"data":{}})")
                                          << ErrorKind::Rejected << Reason::SendRefused;
    }
    void answersAreJudged()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        start(OneBotTransportKind::Http);
        QTRY_COMPARE(m_known->count(), 1);
        m_override[u"send_group_msg"_s] = {status, body};
        const auto sent = m_peer->call({u"send_group_msg"_s, {}}, seconds(15));
        QTRY_VERIFY(sent.isFinished());
        QVERIFY(!sent.result());
        QTEST(sent.result().error().kind, "kind");
        QTEST(sent.result().error().reason, "reason");
        QVERIFY(m_peer->isUp());
        QCOMPARE(m_down->count(), 0);
    }

    void aMissingActionOtherThanASendIsSaid()
    {
        start(OneBotTransportKind::Http);
        QTRY_COMPARE(m_known->count(), 1);
        m_override[u"get_rkey"_s] = {404, {}};
        const auto asked = m_peer->call({u"get_rkey"_s, {}}, seconds(15));
        QTRY_VERIFY(asked.isFinished());
        QCOMPARE(asked.result().error().reason, Reason::UnknownAction);
        QVERIFY(m_peer->isUp());
    }

    void aSendThatSomebodyElseAnswersIsOpenAndEndsTheLink_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<ErrorReason>("reason");
        const QByteArray page = "<html>refused</html>";
        QTest::newRow("401") << 401 << page << Reason::FrontRefuses;
        QTest::newRow("403") << 403 << page << Reason::FrontRefuses;
        QTest::newRow("403 without a word") << 403 << QByteArray() << Reason::TokenOrFront;
        QTest::newRow("404") << 404 << page << Reason::WrongServer;
        QTest::newRow("404 without a word") << 404 << QByteArray() << Reason::WrongServer;
        QTest::newRow("429") << 429 << QByteArray("slow down") << Reason::FrontRefuses;
        QTest::newRow("500") << 500 << QByteArray("Internal Server Error") << Reason::BackendDown;
        QTest::newRow("502") << 502 << page << Reason::BackendDown;
        QTest::newRow("302") << 302 << QByteArray() << Reason::WrongServer;
        QTest::newRow("page") << 200 << page << Reason::WrongServer;
        QTest::newRow("nothing") << 200 << QByteArray() << Reason::WrongServer;
    }
    void aSendThatSomebodyElseAnswersIsOpenAndEndsTheLink()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        start(OneBotTransportKind::Http);
        QTRY_COMPARE(m_known->count(), 1);
        m_override[u"send_group_msg"_s] = {status, body};
        const auto sent = m_peer->call({u"send_group_msg"_s, {}}, seconds(15));
        QTRY_VERIFY(sent.isFinished());
        QVERIFY(!sent.result());
        QCOMPARE(sent.result().error().kind, ErrorKind::Network); // it may have been sent
        QCOMPARE(sent.result().error().reason, Reason::SendUnclear);
        QTRY_COMPARE(m_down->count(), 1);
        QTEST(error().reason, "reason");
        QVERIFY(!m_down->at(0).at(1).toBool()); // tried again
    }

    void aSendThatIsNeverAnsweredIsSentOnceAndEndsInTime()
    {
        start(OneBotTransportKind::Http);
        QTRY_COMPARE(m_known->count(), 1);
        m_mute.insert(u"send_group_msg"_s);
        const auto sent = m_peer->call({u"send_group_msg"_s, {}}, seconds(20));
        QTRY_COMPARE(m_count.value(u"send_group_msg"_s), 1);
        m_clock.advance(seconds(20));
        QTRY_VERIFY(sent.isFinished());
        QCOMPARE(sent.result().error().kind, ErrorKind::Timeout);
        QCOMPARE(m_count.value(u"send_group_msg"_s), 1);
    }

    void aSendWhoseConnectionIsCutIsNotRepeated()
    {
        start(OneBotTransportKind::Http);
        QTRY_COMPARE(m_known->count(), 1);
        m_cut.insert(u"send_group_msg"_s);
        const auto sent = m_peer->call({u"send_group_msg"_s, {{u"a"_s, 1}}}, seconds(20));
        QTRY_VERIFY(sent.isFinished());
        QCOMPARE(sent.result().error().kind, ErrorKind::Network);
        QCOMPARE(m_count.value(u"send_group_msg"_s), 1);
    }

    void aRefusedTokenIsFinal_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("token");
        QTest::addColumn<ErrorReason>("reason");
        QTest::newRow("403") << 403 << u"secret"_s << Reason::TokenWrong;
        QTest::newRow("401") << 401 << u"secret"_s << Reason::TokenWrong;
        QTest::newRow("none") << 401 << QString() << Reason::TokenMissing;
    }
    void aRefusedTokenIsFinal()
    {
        QFETCH(const int, status);
        QFETCH(const QString, token);
        m_secrets.kept = {{config::SecretKind::OneBotToken, token}};
        m_override[u"get_status"_s] = {status, R"({"message":"token verify failed"})"};
        start(OneBotTransportKind::Http);
        QTRY_COMPARE(m_down->count(), 1);
        QCOMPARE(error().kind, ErrorKind::Auth);
        QTEST(error().reason, "reason");
        QVERIFY(m_down->at(0).at(1).toBool());
    }

    void aWordlessRefusalIsAVerdictOnlyOfWhoTellsTokensApart_data()
    {
        QTest::addColumn<QString>("token");
        QTest::addColumn<int>("withToken");
        QTest::addColumn<int>("withAnother");
        QTest::addColumn<ErrorReason>("reason");
        QTest::newRow("wrong") << u"secret"_s << 403 << 401 << Reason::TokenWrong;
        QTest::newRow("missing") << QString() << 401 << 403 << Reason::TokenMissing;
        QTest::newRow("refuses all alike") << u"secret"_s << 403 << 403 << Reason::TokenOrFront;
    }
    void aWordlessRefusalIsAVerdictOnlyOfWhoTellsTokensApart()
    {
        QFETCH(const QString, token);
        QFETCH(const int, withToken);
        QFETCH(const int, withAnother);
        if (token.isEmpty())
            m_secrets.kept.clear();
        else
            m_secrets.kept = {{config::SecretKind::OneBotToken, token}};
        m_refuse = [=](const QByteArray &shown) {
            const QByteArray own = token.isEmpty() ? QByteArray() : QByteArray("Bearer " + token.toUtf8());
            return shown == own ? withToken : withAnother;
        };
        start(OneBotTransportKind::Http);
        QTRY_COMPARE(m_down->count(), 1);
        QTEST(error().reason, "reason");
        QCOMPARE(m_down->at(0).at(1).toBool(), error().kind == ErrorKind::Auth);
        if (token.isEmpty())
            QCOMPARE(error().detail, u"ROOKERY_SECRET_PEER"_s); // what would supply it
    }

    void oneVariableNamesTheTokenOfEveryKind()
    {
        m_secrets.kept.clear();
        qputenv("ROOKERY_SECRET_PEER", "given");
        start(OneBotTransportKind::Http);
        QTRY_COMPARE(m_known->count(), 1);
        qunsetenv("ROOKERY_SECRET_PEER");
        QCOMPARE(m_last.header("authorization"), "Bearer given");
    }

    void anotherServerIsNotTaken_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("page not found") << 404 << QByteArray("404 Not Found");
        QTest::newRow("page") << 200 << QByteArray("<html></html>");
        QTest::newRow("moved") << 301 << QByteArray();
        QTest::newRow("panel") << 200 << QByteArray(R"({"code":0,"data":{}})");
    }
    void anotherServerIsNotTaken()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        m_override[u"get_status"_s] = {status, body};
        start(OneBotTransportKind::Http);
        QTRY_COMPARE(m_down->count(), 1);
        QCOMPARE(error().reason, Reason::WrongServer);
        QCOMPARE(m_up->count(), 0);
    }

    void aGatewayThatWentAwayIsFoundByAsking()
    {
        start(OneBotTransportKind::Http);
        QTRY_COMPARE(m_known->count(), 1);
        m_server.reset();
        m_clock.advance(seconds(10));
        QTRY_COMPARE(m_down->count(), 1);
        QCOMPARE(error().kind, ErrorKind::Offline);
        QVERIFY(!m_peer->isUp());
        QVERIFY(!m_connections.value(u"onebot"_s).up);
        QCOMPARE(m_connections.value(u"onebot"_s).lastError.kind, ErrorKind::Offline);
    }

    void eventsComeAsAStream()
    {
        start(OneBotTransportKind::HttpEvents);
        QTRY_COMPARE(m_known->count(), 1);
        QTRY_VERIFY(m_stream);
        m_stream->write("data: " + FakeOneBot::bytes(FakeOneBot::heartbeat(true)) + "\n\n");
        QTRY_COMPARE(m_events->count(), 1);
        QVERIFY(m_connections.value(u"events"_s).up);
        m_stream->write("data: garbage\n\n");
        QTRY_COMPARE(m_undecodable->count(), 1);
        m_stream->end();
        QTRY_COMPARE(m_down->count(), 1);
        QVERIFY(!m_down->at(0).at(1).toBool());
    }

    void aStreamThatFallsSilentIsHalfOpen()
    {
        start(OneBotTransportKind::HttpEvents);
        QTRY_COMPARE(m_known->count(), 1);
        QTRY_VERIFY(m_stream);
        m_stream->write("data: " + FakeOneBot::bytes(FakeOneBot::heartbeat(true)) + "\n\n");
        QTRY_COMPARE(m_events->count(), 1);
        QVERIFY(becomesTrue([this] {
            m_clock.advance(seconds(1));
            return m_down->count() == 1;
        }));
        QCOMPARE(error().reason, Reason::HalfOpen);
    }

    void aGatewayWithoutTheStreamIsSaid()
    {
        m_override[u"_events"_s] = {404, "404 Not Found"};
        start(OneBotTransportKind::HttpEvents);
        QTRY_COMPARE(m_down->count(), 1);
        QCOMPARE(error().reason, Reason::WrongServer);
    }

    void eventsArePostedWithASignature()
    {
        start(OneBotTransportKind::HttpPost);
        QTRY_COMPARE(m_known->count(), 1);
        const QByteArray event = FakeOneBot::bytes(FakeOneBot::heartbeat(true));
        QCOMPARE(postEvent(event, signatureOf(event, "secret")), 204);
        QTRY_COMPARE(m_events->count(), 1);
        QVERIFY(m_connections.value(u"events"_s).up);
        QCOMPARE(postEvent("garbage", signatureOf("garbage", "secret")), 204);
        QTRY_COMPARE(m_undecodable->count(), 1);
    }

    void whatIsNotSignedIsNotBelieved()
    {
        start(OneBotTransportKind::HttpPost);
        QTRY_COMPARE(m_known->count(), 1);
        const QByteArray event = FakeOneBot::bytes(FakeOneBot::heartbeat(false));
        QCOMPARE(postEvent(event, {}), 401);
        QCOMPARE(postEvent(event, signatureOf(event, "other")), 403);
        QCOMPARE(postEvent(event + " ", signatureOf(event, "secret")), 403);
        QCOMPARE(postEvent(event, "sha1="), 403);
        QCOMPARE(m_events->count(), 0);
        QCOMPARE(m_listener->state().refused, 4);
        m_peer->close();
        QVERIFY(!m_listener->state().listening);
    }

    void postsNeedASecret()
    {
        m_secrets.kept.clear();
        start(OneBotTransportKind::HttpPost);
        QTRY_COMPARE(m_down->count(), 1);
        QCOMPARE(error().reason, Reason::TokenMissing);
    }

    void closingEndsWhatIsOnItsWay()
    {
        start(OneBotTransportKind::Http);
        QTRY_COMPARE(m_known->count(), 1);
        m_mute.insert(u"send_group_msg"_s);
        const auto sent = m_peer->call({u"send_group_msg"_s, {}}, seconds(20));
        QTRY_COMPARE(m_count.value(u"send_group_msg"_s), 1);
        m_peer->close();
        QTRY_VERIFY(sent.isFinished());
        QCOMPARE(sent.result().error().kind, ErrorKind::Network);
        QCOMPARE(m_down->count(), 0);
    }

protected:
    void prepare() override
    {
        m_server = std::make_unique<FakeOneBot>(m_clock);
        m_server->answers[u"send_group_msg"_s] = FakeOneBot::data({{u"message_id"_s, 7}});
        m_server->onRequest = [this](const io::IncomingRequest &request,
                                     const std::shared_ptr<io::Responder> &responder) { serve(request, responder); };
        m_listener = std::make_unique<ReverseListener>(
            m_clock, ListenerSettings{.host = {}, .port = 0, .certificate = {}, .key = {}});
        m_secrets.kept = {{config::SecretKind::OneBotToken, u"secret"_s}};
        m_override.clear();
        m_mute.clear();
        m_refusesJson = false;
        m_refuse = {};
        m_cut.clear();
        m_count.clear();
        m_connections.clear();
    }
    void finish() override
    {
        m_held.clear();
        m_stream.reset();
        for (auto *spy : {&m_up, &m_down, &m_known, &m_events, &m_undecodable})
            spy->reset();
        m_peer.reset();
        m_listener.reset();
        m_server.reset();
    }

private:
    void start(OneBotTransportKind way)
    {
        GatewayProfile profile;
        profile.id = GatewayId(u"peer"_s);
        profile.kind = GatewayKind::OneBot11;
        profile.way = way;
        profile.oneBot = m_server->httpUrl();
        profile.oneBot.setPath(u"/base/"_s);
        m_peer =
            std::make_unique<OneBotClient>(profile, dialectOf(profile.kind), m_clock, m_secrets,
                                           io::NetworkSettings{.systemProxy = false}, Deadlines{}, m_listener.get());
        m_up = std::make_unique<QSignalSpy>(m_peer.get(), &OneBotClient::up);
        m_down = std::make_unique<QSignalSpy>(m_peer.get(), &OneBotClient::down);
        m_known = std::make_unique<QSignalSpy>(m_peer.get(), &OneBotClient::selfKnown);
        m_events = std::make_unique<QSignalSpy>(m_peer.get(), &OneBotClient::eventReceived);
        m_undecodable = std::make_unique<QSignalSpy>(m_peer.get(), &OneBotClient::undecodable);
        connect(m_peer.get(), &OneBotClient::connectionChanged, this,
                [this](const ConnectionInfo &info) { m_connections.insert(info.label, info); });
        m_peer->open();
    }
    void serve(const io::IncomingRequest &request, const std::shared_ptr<io::Responder> &responder)
    {
        const QString action = request.path.section(u'/', -1);
        m_last = request;
        ++m_count[action];
        if (m_refuse) {
            responder->send(m_refuse(request.header("authorization")), {}, {});
        } else if (m_refusesJson && request.header("content-type") == "application/json") {
            responder->send(406, {}, {});
        } else if (const auto it = m_override.constFind(action); it != m_override.constEnd()) {
            responder->send(it->first, {}, it->second);
        } else if (m_mute.contains(action)) {
            m_held.append(responder);
        } else if (m_cut.contains(action)) {
            responder->drop(false);
        } else if (action == u"_events"_s) {
            m_stream = responder;
            responder->begin(200, {{"Content-Type", "text/event-stream"}});
        } else {
            responder->send(200, {{"Content-Type", "application/json"}}, FakeOneBot::bytes(m_server->replyTo(action)));
        }
    }
    static QByteArray signatureOf(const QByteArray &body, const QByteArray &secret)
    {
        return "sha1=" + QMessageAuthenticationCode::hash(body, secret, QCryptographicHash::Sha1).toHex();
    }
    //! The status of our answer.
    int postEvent(const QByteArray &body, const QByteArray &signature)
    {
        io::HttpClient client(m_clock, io::NetworkSettings{.systemProxy = false});
        io::HttpRequest request;
        request.method = "POST";
        request.url = m_listener->state().url;
        request.url.setScheme(u"http"_s);
        request.headers = {{"X-Self-ID", "10001"}, {"Content-Type", "application/json"}};
        if (!signature.isEmpty())
            request.headers.emplaceBack("X-Signature", signature);
        request.body = body;
        request.mode = io::HttpMode::Once;
        const auto sent = client.send(request);
        if (!becomesTrue([&sent] { return sent.isFinished(); }) || !sent.result())
            return 0;
        return sent.result()->status;
    }
    [[nodiscard]] Error error() const { return m_down->at(0).at(0).value<Error>(); }

    ManualClock m_clock;
    FakeSecrets m_secrets;
    std::unique_ptr<FakeOneBot> m_server;
    std::unique_ptr<ReverseListener> m_listener;
    std::unique_ptr<OneBotClient> m_peer;
    std::unique_ptr<QSignalSpy> m_up;
    std::unique_ptr<QSignalSpy> m_down;
    std::unique_ptr<QSignalSpy> m_known;
    std::unique_ptr<QSignalSpy> m_events;
    std::unique_ptr<QSignalSpy> m_undecodable;
    QHash<QString, ConnectionInfo> m_connections;
    QHash<QString, std::pair<int, QByteArray>> m_override;
    std::function<int(const QByteArray &)> m_refuse; //!< the status for what is shown as a token
    bool m_refusesJson = false;
    QSet<QString> m_mute;
    QSet<QString> m_cut;
    QHash<QString, int> m_count;
    QList<std::shared_ptr<io::Responder>> m_held;
    std::shared_ptr<io::Responder> m_stream;
    io::IncomingRequest m_last;
};

ROOKERY_TEST(tst_httptransport, TestHttpTransport)
#include "tst_httptransport.moc"
