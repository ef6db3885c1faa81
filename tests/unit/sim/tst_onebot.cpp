// SPDX-License-Identifier: GPL-3.0-or-later
#include "simclient.h"
#include "support/manualclock.h"
#include "support/testcase.h"

using namespace rookery;
using namespace rookery::sim;
using namespace Qt::StringLiterals;

//! The simulated NapCat's OneBot side: sockets, sends, uploads, and what the faults do to them.
class TestOneBot final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void aWrongTokenGetsAFrameAndAClose();
    void httpRefusesAWrongToken();
    void eventSocketsHearLifecycleThenHeartbeats();
    void apiSocketsHearNoEvents();
    void theEchoComesBeforeTheReply();
    void ownMessagesGoOnlyToTheDebugSocketByDefault();
    void debugSocketRefusesAWrongToken();
    void failuresAreNumberedPerTransport();
    void aSendWithoutMessageIsNeverAnsweredOverWebSocket();
    void httpTakesFormsAndQueries();
    void picturesCountByTheirBytes();
    void uploadsAreCheckedAndExpire();
    void refusedSendsReachNobody();
    void aLostTimeoutReachesNobody();
    void aDeliveredTimeoutIsEchoed();
    void silentLossAnswersWithAnId();
    void faultsCanBeLimitedToAGroupAndCount();
    void closedHttpCallsAreCarriedOutOnce();
    void repliesCanBeDroppedDoubledAndReordered();
    void aHalfOpenSocketSaysNothing();
    void aMuteHandshakeNeverOpens();
    void aKickIsTold();
    void historyAndRecall();

protected:
    void prepare() override;
    void finish() override;

private:
    void start(GatewayOptions options = {});
    [[nodiscard]] std::unique_ptr<SimSocket> dial(const QString &path = QStringLiteral("/"));
    [[nodiscard]] std::unique_ptr<SimSocket> dialDebug();
    [[nodiscard]] static QJsonObject toGroup(const QString &text, int group = 30001)
    {
        return {{u"group_id"_s, group}, {u"message"_s, text}};
    }
    [[nodiscard]] static QJsonObject picture(const QString &file)
    {
        return {{u"group_id"_s, 30001},
                {u"message"_s,
                 QJsonArray{QJsonObject{{u"type"_s, u"image"_s}, {u"data"_s, QJsonObject{{u"file"_s, file}}}}}}};
    }

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<SimGateway> m_gateway;
    std::unique_ptr<SimClient> m_client;
};

void TestOneBot::prepare()
{
    m_clock = std::make_unique<ManualClock>();
    start();
}

void TestOneBot::finish()
{
    m_client.reset();
    m_gateway.reset();
    QCOMPARE(m_clock->armedTimers(), 0);
}

void TestOneBot::start(GatewayOptions options)
{
    options.loggedIn = true;
    m_gateway = std::make_unique<SimGateway>(*m_clock, options);
    ROOKERY_VERIFY_RESULT(m_gateway->start());
    m_client = std::make_unique<SimClient>(*m_gateway);
}

std::unique_ptr<SimSocket> TestOneBot::dial(const QString &path)
{
    auto socket = std::make_unique<SimSocket>(m_gateway->oneBotWsUrl(), m_gateway->oneBotToken(), path);
    const bool open = becomesTrue([&] { return socket->socket().state() == QAbstractSocket::ConnectedState; });
    return open ? std::move(socket) : nullptr;
}

std::unique_ptr<SimSocket> TestOneBot::dialDebug()
{
    static_cast<void>(m_client->logIn());
    const QString token = m_client->webUi(u"/Debug/create"_s)["data"_L1]["token"_L1].toString();
    QUrl url = m_gateway->webUiUrl();
    url.setScheme(u"ws"_s);
    url.setPath(u"/api/Debug/ws"_s);
    url.setQuery(u"adapterName=debug-primary&token="_s + token);
    return std::make_unique<SimSocket>(url);
}

void TestOneBot::aWrongTokenGetsAFrameAndAClose()
{
    SimSocket socket(m_gateway->oneBotWsUrl(), u"wrong"_s);
    QTRY_COMPARE(socket.heard().size(), 1);
    QCOMPARE(socket.heard().constFirst()["retcode"_L1].toInt(), 1403);
    QCOMPARE(socket.heard().constFirst()["message"_L1].toString(), u"token验证失败"_s);
    QTRY_COMPARE(socket.socket().state(), QAbstractSocket::UnconnectedState);
}

void TestOneBot::httpRefusesAWrongToken()
{
    const SimClient::Answer answer = m_client->request("POST", m_gateway->oneBotHttpUrl(), "{}", "wrong");
    QCOMPARE(answer.status, 403);
    QCOMPARE(answer.body, QByteArray(R"({"message":"token verify failed!"})"));
    QCOMPARE(m_client->request("POST", m_gateway->oneBotHttpUrl(), "{}").status, 403);
    QCOMPARE(m_client->request("POST", m_gateway->oneBotHttpUrl(), "{", "wrong").status, 400); // before the token
}

void TestOneBot::eventSocketsHearLifecycleThenHeartbeats()
{
    const auto socket = dial();
    QVERIFY(socket);
    QTRY_COMPARE(socket->heard().size(), 1);
    QCOMPARE(socket->heard().constFirst()["meta_event_type"_L1].toString(), u"lifecycle"_s);
    QCOMPARE(socket->heard().constFirst()["self_id"_L1].toInt(), 10001);
    m_clock->advance(seconds(30));
    QTRY_COMPARE(socket->heard().size(), 2);
    QCOMPARE(socket->heard().constLast()["meta_event_type"_L1].toString(), u"heartbeat"_s);
    QCOMPARE(socket->heard().constLast()["interval"_L1].toInt(), 30000);
}

void TestOneBot::apiSocketsHearNoEvents()
{
    const auto socket = dial(u"/api"_s);
    QVERIFY(socket);
    socket->call(u"get_login_info"_s, {}, u"1"_s);
    QTRY_COMPARE(socket->heard().size(), 1);
    QCOMPARE(socket->reply(u"1"_s)["data"_L1]["nickname"_L1].toString(), u"TestBot"_s);
}

void TestOneBot::theEchoComesBeforeTheReply()
{
    const auto socket = dialDebug();
    QTRY_VERIFY(socket->indexOfEvent(u"meta_event"_s) >= 0);
    socket->call(u"send_group_msg"_s, toGroup(u"hello"_s), u"e"_s);
    QTRY_VERIFY(socket->indexOfReply(u"e"_s) >= 0);
    const int echo = socket->indexOfEvent(u"message_sent"_s);
    QVERIFY(echo >= 0 && echo < socket->indexOfReply(u"e"_s));
    const QJsonObject event = socket->heard().at(echo);
    QCOMPARE(event["message_id"_L1], socket->reply(u"e"_s)["data"_L1]["message_id"_L1]);
    QCOMPARE(event["message_sent_type"_L1].toString(), u"self"_s);
    QCOMPARE(m_gateway->ledger().size(), 1);
    QCOMPARE(m_gateway->ledger().constFirst().text, u"hello"_s);
    QCOMPARE(m_gateway->ledger().constFirst().target, u"30001"_s);
    QCOMPARE(m_gateway->ledger().constFirst().messageId, event["message_id"_L1].toInteger());
}

void TestOneBot::ownMessagesGoOnlyToTheDebugSocketByDefault()
{
    const auto socket = dial();
    QVERIFY(socket);
    socket->call(u"send_group_msg"_s, toGroup(u"hello"_s), u"e"_s);
    QTRY_VERIFY(socket->indexOfReply(u"e"_s) >= 0);
    QCOMPARE(socket->indexOfEvent(u"message_sent"_s), -1);
}

void TestOneBot::debugSocketRefusesAWrongToken()
{
    QUrl url = m_gateway->webUiUrl();
    url.setPath(u"/api/Debug/ws"_s);
    const auto refused = [&](const QString &query) {
        url.setQuery(query);
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(url.port()));
        socket.write("GET " + url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority)
                     + " HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
        static_cast<void>(becomesTrue([&] { return socket.state() == QAbstractSocket::UnconnectedState; }));
        return socket.readAll().mid(9, 3);
    };
    QCOMPARE(refused(QString()), QByteArray("401"));
    QCOMPARE(refused(u"adapterName=debug-primary&token=x"_s), QByteArray("404")); // not created yet
    const auto socket = dialDebug();
    QCOMPARE(refused(u"adapterName=debug-primary&token=x"_s), QByteArray("403"));
}

void TestOneBot::failuresAreNumberedPerTransport()
{
    const auto socket = dial(u"/api"_s);
    QVERIFY(socket);
    socket->call(u"no_such_action"_s, {}, u"1"_s);
    socket->call(u"get_msg"_s, {}, u"2"_s);
    socket->call(u"get_msg"_s, {{u"message_id"_s, 5}}, u"3"_s);
    socket->socket().sendTextMessage(u"{broken"_s);
    QTRY_COMPARE(socket->heard().size(), 4);
    QCOMPARE(socket->reply(u"1"_s)["retcode"_L1].toInt(), 1404);
    QCOMPARE(socket->reply(u"1"_s)["message"_L1].toString(), u"不支持的API no_such_action"_s);
    QCOMPARE(socket->reply(u"2"_s)["retcode"_L1].toInt(), 1400);
    QCOMPARE(socket->reply(u"3"_s)["retcode"_L1].toInt(), 1200);
    QCOMPARE(socket->heard().constLast()["retcode"_L1].toInt(), 1400);
    QCOMPARE(m_client->http(u"no_such_action"_s)["retcode"_L1].toInt(), 200);
    QCOMPARE(m_client->http(u"get_msg"_s)["retcode"_L1].toInt(), 400);
    QCOMPARE(m_client->http(u"get_msg"_s, {{u"message_id"_s, 5}})["retcode"_L1].toInt(), 200);
    QVERIFY(!m_client->http(u"nc_get_packet_status"_s).contains("data"_L1));
}

void TestOneBot::aSendWithoutMessageIsNeverAnsweredOverWebSocket()
{
    const auto socket = dial(u"/api"_s);
    QVERIFY(socket);
    socket->call(u"send_group_msg"_s, {{u"group_id"_s, 30001}}, u"1"_s);
    socket->socket().sendTextMessage(u"5"_s);
    socket->call(u"get_status"_s, {}, u"2"_s);
    QTRY_VERIFY(socket->indexOfReply(u"2"_s) >= 0);
    QCOMPARE(socket->heard().size(), 1);
    QCOMPARE(m_client->http(u"send_group_msg"_s, {{u"group_id"_s, 30001}})["retcode"_L1].toInt(), 200);
}

void TestOneBot::httpTakesFormsAndQueries()
{
    QUrl url = m_gateway->oneBotHttpUrl();
    url.setPath(u"/send_private_msg"_s);
    url.setQuery(u"user_id=20001&access_token="_s + m_gateway->oneBotToken());
    const QJsonObject sent =
        m_client->request("POST", url, "message=a+b%21", {}, "application/x-www-form-urlencoded").json();
    QCOMPARE(sent["status"_L1].toString(), u"ok"_s);
    QCOMPARE(m_gateway->ledger().constFirst().text, u"a b!"_s);
    url.setQuery(u"user_id=29999&message=x&access_token="_s + m_gateway->oneBotToken());
    QCOMPARE(m_client->request("GET", url).json()["message"_L1].toString(), u"无法获取用户信息"_s);
}

void TestOneBot::picturesCountByTheirBytes()
{
    const QByteArray bytes = "any bytes are accepted as a picture";
    const QString base64 = QString::fromLatin1(bytes.toBase64());
    QCOMPARE(m_client->http(u"send_group_msg"_s, picture(u"base64://"_s + base64))["status"_L1].toString(), u"ok"_s);
    const QString cq = u"look: [CQ:image,file=base64://%1] &#91;x&#93;"_s.arg(base64);
    QCOMPARE(m_client->http(u"send_group_msg"_s, toGroup(cq))["status"_L1].toString(), u"ok"_s);
    const QString hash = QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
    QCOMPARE(m_gateway->ledger().at(0).pictureSha256, QStringList{hash});
    QCOMPARE(m_gateway->ledger().at(1).pictureSha256, QStringList{hash});
    QCOMPARE(m_gateway->ledger().at(1).text, u"look:  [x]"_s);
    QCOMPARE(m_client->http(u"send_group_msg"_s, picture(u"base64://"_s))["message"_L1].toString(),
             u"文件异常，大小为0"_s);
    QCOMPARE(m_client->http(u"send_group_msg"_s, picture(u" "_s))["message"_L1].toString(), u"文件消息缺少参数"_s);
    QCOMPARE(m_client->http(u"send_group_msg"_s, picture(u"file:///no/such"_s))["message"_L1].toString(),
             u"ENOENT: no such file or directory, open '/no/such'"_s);
    QCOMPARE(m_gateway->ledger().size(), 2);
}

void TestOneBot::uploadsAreCheckedAndExpire()
{
    const QByteArray bytes(1000, 'p');
    const QString hash = QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
    const auto upload = [&](QJsonObject params) {
        params.insert(u"stream_id"_s, u"s"_s);
        return m_client->http(u"upload_file_stream"_s, params);
    };
    const auto chunk = [&](int index, const QByteArray &data) {
        return QJsonObject{{u"chunk_data"_s, QString::fromLatin1(data.toBase64())},
                           {u"chunk_index"_s, index},
                           {u"total_chunks"_s, 2},
                           {u"file_size"_s, 1000},
                           {u"expected_sha256"_s, hash},
                           {u"file_retention"_s, 60000}};
    };
    QCOMPARE(upload({{u"is_complete"_s, true}})["message"_L1].toString(), u"total_chunks required for new stream"_s);
    QCOMPARE(upload({{u"chunk_data"_s, u"eA=="_s}, {u"chunk_index"_s, 0}})["message"_L1].toString(),
             u"total_chunks required for new stream"_s);
    QCOMPARE(upload({{u"verify_only"_s, true}})["message"_L1].toString(), u"Stream not found"_s);
    QCOMPARE(upload(chunk(1, bytes.sliced(600)))["data"_L1]["status"_L1].toString(), u"chunk_received"_s);
    QCOMPARE(upload(chunk(9, bytes))["message"_L1].toString(), u"Invalid chunk index: 9"_s);
    QCOMPARE(upload({{u"is_complete"_s, true}})["message"_L1].toString(), u"Missing memory chunk 0"_s);
    QCOMPARE(upload(chunk(0, bytes.first(600)))["data"_L1]["received_chunks"_L1].toInt(), 2);
    const QJsonObject done = upload({{u"is_complete"_s, true}});
    QCOMPARE(done["data"_L1]["status"_L1].toString(), u"file_complete"_s);
    QCOMPARE(done["data"_L1]["sha256"_L1].toString(), hash);
    QCOMPARE(done["stream"_L1].toString(), u"stream-action"_s);
    const QString path = done["data"_L1]["file_path"_L1].toString();
    QCOMPARE(m_client->http(u"send_group_msg"_s, picture(path))["status"_L1].toString(), u"ok"_s);
    QCOMPARE(m_gateway->ledger().constFirst().pictureSha256, QStringList{hash});
    m_clock->advance(seconds(60));
    QVERIFY(m_client->http(u"send_group_msg"_s, picture(path))["message"_L1].toString().startsWith(u"文件处理失败"_s));
    QVERIFY(m_client->http(u"send_group_msg"_s, picture(u"file://"_s + path))["message"_L1].toString().startsWith(
        "ENOENT"_L1));

    QCOMPARE(upload(chunk(0, "x"))["status"_L1].toString(), u"ok"_s);
    QCOMPARE(upload(chunk(1, "y"))["status"_L1].toString(), u"ok"_s);
    const QJsonObject mismatch = upload({{u"is_complete"_s, true}});
    QVERIFY(mismatch["message"_L1].toString().startsWith("SHA256 mismatch. Expected: "_L1));
    QCOMPARE(mismatch["data"_L1]["data_type"_L1].toString(), u"error"_s);
    QCOMPARE(upload({{u"reset"_s, true}})["message"_L1].toString(), u"Stream reset completed"_s);
}

void TestOneBot::refusedSendsReachNobody()
{
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"rich-media"_s, {{u"times"_s, 1}}));
    QCOMPARE(m_client->http(u"send_group_msg"_s, toGroup(u"text goes"_s))["status"_L1].toString(), u"ok"_s);
    const QString text = m_client->http(u"send_group_msg"_s, picture(u"base64://eA=="_s))["message"_L1].toString();
    QCOMPARE(text,
             u"EventChecker Failed: NTEvent serviceAndMethod:NodeIKernelMsgService/sendMsg "
             "ListenerName:NodeIKernelMsgListener/onMsgInfoListUpdate EventRet:\n{\n    \"result\": -1,\n"
             "    \"errMsg\": \"rich media transfer failed\"\n}\n"_s);
    QCOMPARE(m_client->http(u"send_group_msg"_s, toGroup(u"x"_s, 39999))["status"_L1].toString(), u"failed"_s);
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"send-refused"_s));
    QCOMPARE(m_client->http(u"send_group_msg"_s, toGroup(u"x"_s))["status"_L1].toString(), u"failed"_s);
    QCOMPARE(m_gateway->ledger().size(), 1);
}

void TestOneBot::aLostTimeoutReachesNobody()
{
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"send-timeout-lost"_s));
    const auto socket = dialDebug();
    QTRY_COMPARE(socket->heard().size(), 1);
    socket->call(u"send_group_msg"_s, toGroup(u"lost"_s), u"1"_s);
    socket->call(u"get_group_msg_history"_s, {{u"group_id"_s, 30001}}, u"2"_s);
    QTRY_VERIFY(socket->indexOfReply(u"2"_s) >= 0);
    QCOMPARE(socket->reply(u"2"_s)["data"_L1]["messages"_L1].toArray().size(), 1); // QQ's own copy proves nothing
    QCOMPARE(socket->indexOfReply(u"1"_s), -1);
    m_clock->advance(seconds(10));
    QTRY_VERIFY(socket->indexOfReply(u"1"_s) >= 0);
    QVERIFY(socket->reply(u"1"_s)["message"_L1].toString().startsWith("Timeout: NTEvent"_L1));
    QCOMPARE(socket->indexOfEvent(u"message_sent"_s), -1);
    QVERIFY(m_gateway->ledger().isEmpty());
}

void TestOneBot::aDeliveredTimeoutIsEchoed()
{
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"send-timeout-delivered"_s, {{u"delayMs"_s, 50}}));
    const auto socket = dialDebug();
    QTRY_COMPARE(socket->heard().size(), 1);
    socket->call(u"send_group_msg"_s, toGroup(u"there"_s), u"1"_s);
    QTRY_VERIFY(socket->indexOfEvent(u"message_sent"_s) >= 0);
    QCOMPARE(m_gateway->ledger().size(), 1);
    m_clock->advance(milliseconds(50));
    QTRY_COMPARE(socket->reply(u"1"_s)["retcode"_L1].toInt(), 1200);
}

void TestOneBot::silentLossAnswersWithAnId()
{
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"send-silently-lost"_s));
    const auto socket = dialDebug();
    socket->socket().sendTextMessage(QString());
    QTRY_COMPARE(socket->heard().size(), 1);
    socket->call(u"send_group_msg"_s, toGroup(u"lost"_s), u"1"_s);
    socket->call(u"send_private_msg"_s, {{u"user_id"_s, 20001}, {u"message"_s, u"kept"_s}}, u"2"_s);
    QTRY_VERIFY(socket->indexOfReply(u"2"_s) >= 0);
    QVERIFY(socket->reply(u"1"_s)["data"_L1]["message_id"_L1].toInteger() > 0);
    QCOMPARE(m_gateway->ledger().size(), 1);
    QCOMPARE(m_gateway->ledger().constFirst().text, u"kept"_s);
    QVERIFY(!m_gateway->ledger().constFirst().group);
}

void TestOneBot::faultsCanBeLimitedToAGroupAndCount()
{
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"send-refused"_s, {{u"group"_s, u"30002"_s}, {u"times"_s, 1}}));
    QCOMPARE(m_client->http(u"send_group_msg"_s, toGroup(u"1"_s, 30001))["status"_L1].toString(), u"ok"_s);
    QCOMPARE(m_client->http(u"send_group_msg"_s, toGroup(u"2"_s, 30002))["status"_L1].toString(), u"failed"_s);
    QCOMPARE(m_client->http(u"send_group_msg"_s, toGroup(u"3"_s, 30002))["status"_L1].toString(), u"ok"_s);
}

void TestOneBot::closedHttpCallsAreCarriedOutOnce()
{
    for (const QString &fault : {u"accept-then-close"_s, u"accept-then-reset"_s}) {
        const qsizetype before = m_gateway->ledger().size();
        ROOKERY_VERIFY_RESULT(m_gateway->setFault(fault));
        QTcpSocket socket; // a bare one: QNetworkAccessManager would send it again
        socket.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(m_gateway->oneBotHttpUrl().port()));
        socket.write("POST /send_group_msg HTTP/1.1\r\nAuthorization: Bearer " + m_gateway->oneBotToken().toUtf8()
                     + "\r\nContent-Type: application/json\r\nContent-Length: 32\r\n\r\n"
                       "{\"group_id\":30001,\"message\":\"x\"}");
        QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
        QCOMPARE(socket.readAll(), QByteArray());
        QCOMPARE(m_gateway->ledger().size(), before + 1);
        ROOKERY_VERIFY_RESULT(m_gateway->setFault(fault, {{u"on"_s, false}}));
    }
}

void TestOneBot::repliesCanBeDroppedDoubledAndReordered()
{
    const auto socket = dial(u"/api"_s);
    QVERIFY(socket);
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"drop-reply"_s, {{u"times"_s, 1}}));
    socket->call(u"get_status"_s, {}, u"dropped"_s);
    socket->call(u"get_status"_s, {}, u"kept"_s);
    QTRY_VERIFY(socket->indexOfReply(u"kept"_s) >= 0);
    QCOMPARE(socket->heard().size(), 1);
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"duplicate-reply"_s, {{u"times"_s, 1}}));
    socket->call(u"get_status"_s, {}, u"twice"_s);
    QTRY_COMPARE(socket->heard().size(), 3);
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"reorder-replies"_s, {{u"times"_s, 1}}));
    socket->call(u"get_status"_s, {}, u"first"_s);
    socket->call(u"get_status"_s, {}, u"second"_s);
    QTRY_COMPARE(socket->heard().size(), 5);
    QVERIFY(socket->indexOfReply(u"second"_s) < socket->indexOfReply(u"first"_s));
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"delay-reply"_s, {{u"times"_s, 1}, {u"delayMs"_s, 700}}));
    socket->call(u"get_status"_s, {}, u"late"_s);
    socket->call(u"get_status"_s, {}, u"prompt"_s);
    QTRY_VERIFY(socket->indexOfReply(u"prompt"_s) >= 0);
    QCOMPARE(socket->indexOfReply(u"late"_s), -1);
    m_clock->advance(milliseconds(700));
    QTRY_VERIFY(socket->indexOfReply(u"late"_s) >= 0);
}

void TestOneBot::aHalfOpenSocketSaysNothing()
{
    const auto socket = dial();
    QVERIFY(socket);
    QTRY_COMPARE(socket->heard().size(), 1);
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"half-open"_s));
    QSignalSpy pongs(&socket->socket(), &QWebSocket::pong);
    socket->socket().ping();
    socket->call(u"get_status"_s, {}, u"1"_s);
    m_clock->advance(seconds(90));
    const auto other = dial(); // a handshake still works: only established ones are dead to the world
    QTRY_COMPARE(m_gateway->state()["oneBotPeers"_L1].toInt(), 2);
    QCOMPARE(socket->heard().size(), 1);
    QVERIFY(pongs.isEmpty());
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"half-open"_s, {{u"on"_s, false}}));
    QTRY_COMPARE(socket->socket().state(), QAbstractSocket::UnconnectedState);
}

void TestOneBot::aMuteHandshakeNeverOpens()
{
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"mute-handshake"_s, {{u"times"_s, 1}}));
    SimSocket mute(m_gateway->oneBotWsUrl(), m_gateway->oneBotToken());
    QSignalSpy connected(&mute.socket(), &QWebSocket::connected);
    QTRY_COMPARE(m_gateway->state()["oneBotPeers"_L1].toInt(), 0);
    const auto other = dial();
    QVERIFY(other);
    QVERIFY(connected.isEmpty());
    QCOMPARE(mute.socket().state(), QAbstractSocket::ConnectingState);
    mute.socket().abort();
}

void TestOneBot::aKickIsTold()
{
    const auto socket = dial();
    QVERIFY(socket);
    ROOKERY_VERIFY_RESULT(m_gateway->kick());
    QTRY_VERIFY(socket->indexOfEvent(u"notice"_s) >= 0);
    QCOMPARE(socket->heard().constLast()["notice_type"_L1].toString(), u"bot_offline"_s);
    QCOMPARE(m_client->http(u"send_group_msg"_s, toGroup(u"x"_s))["status"_L1].toString(), u"failed"_s);
    QVERIFY(m_gateway->ledger().isEmpty());
}

void TestOneBot::historyAndRecall()
{
    QList<qint64> ids;
    for (const QString &text : {u"a"_s, u"b"_s, u"c"_s})
        ids.append(m_client->http(u"send_group_msg"_s, toGroup(text))["data"_L1]["message_id"_L1].toInteger());
    const auto texts = [&](QJsonObject params) {
        params.insert(u"group_id"_s, 30001);
        QStringList all;
        const QJsonArray messages =
            m_client->http(u"get_group_msg_history"_s, params)["data"_L1]["messages"_L1].toArray();
        for (const QJsonValue &message : messages)
            all.append(message["raw_message"_L1].toString());
        return all.join(u","_s);
    };
    QCOMPARE(texts({}), u"a,b,c"_s);
    QCOMPARE(texts({{u"count"_s, 2}}), u"b,c"_s);
    QCOMPARE(texts({{u"message_seq"_s, ids.at(1)}}), u"a,b"_s);
    QCOMPARE(texts({{u"message_seq"_s, ids.at(1)}, {u"reverse_order"_s, true}}), u"b,c"_s);
    QCOMPARE(m_client->http(u"delete_msg"_s, {{u"message_id"_s, ids.at(0)}})["status"_L1].toString(), u"ok"_s);
    QCOMPARE(m_client->http(u"delete_msg"_s, {{u"message_id"_s, ids.at(0)}})["message"_L1].toString(),
             u"Recall failed"_s);
    QCOMPARE(texts({}), u"b,c"_s);
    QCOMPARE(m_client->http(u"get_friend_msg_history"_s, {{u"user_id"_s, 1}})["message"_L1].toString(),
             u"记录1不存在"_s);
}

ROOKERY_TEST(tst_onebot, TestOneBot)
#include "tst_onebot.moc"
