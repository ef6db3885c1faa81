// SPDX-License-Identifier: GPL-3.0-or-later
#include "simclient.h"
#include "support/manualclock.h"
#include "support/testcase.h"

#include <QTcpServer>

using namespace rookery;
using namespace rookery::sim;
using namespace Qt::StringLiterals;

//! The simulated LLBot: its panel, its OneBot wire and what its faults do.
class TestLLBot final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void theHashOpensThePanel();
    void wrongPasswordsLockEverybodyOut();
    void withoutAPasswordOneMustBeSet();
    void aCodeTellsItsRemainingLife();
    void aConfirmedCodeLogsIn();
    void quickLoginNeedsAKnownSession();
    void logoutAndKickEndTheSession();
    void olderGenerationsCannotLogOut();
    void theOldestHasNoPanel();
    void statsComeAfterLogin();
    void configIsMergedAndRefusedWhenOpenToAll();
    void theLogIsReplayedAndFollowed();
    void thePanelMovesAfterLogin();
    void aBusyPanelPortIsNoError();
    void aBadTokenIsToldAfterTheHandshake();
    void httpKnowsOnly403();
    void httpAnswersInItsOwnWay();
    void socketsNumberTheirFailures();
    void pathsDecideWhatASocketMay();
    void theEchoIsReturnedAsItCame();
    void ownMessagesAreReportedWhenAskedFor();
    void eventsStreamOverHttp();
    void sendsFailInTheWordsOfTheGeneration_data();
    void sendsFailInTheWordsOfTheGeneration();
    void historyIsTheServers();
    void rkeysComeAsOneObject();
    void tokensLeakIntoTheLog();

protected:
    void prepare() override { m_clock = std::make_unique<ManualClock>(); }
    void finish() override;

private:
    void start(GatewayOptions options = {});
    void startLoggedIn(GatewayOptions options = {});
    [[nodiscard]] SimClient::Answer panel(const QByteArray &verb, const QString &path, const QJsonObject &body = {});
    [[nodiscard]] SimClient::Answer action(const QString &path, const QByteArray &body, const QByteArray &token = {});
    [[nodiscard]] std::unique_ptr<SimSocket> dial(const QString &path = u"/"_s);
    [[nodiscard]] QStringList logLines();
    [[nodiscard]] QByteArray hash() const
    {
        return QCryptographicHash::hash(m_password.toUtf8(), QCryptographicHash::Sha256).toHex();
    }

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<SimGateway> m_gateway;
    std::unique_ptr<SimClient> m_client;
    QNetworkAccessManager m_manager;
    QString m_password;
};

void TestLLBot::finish()
{
    m_client.reset();
    m_gateway.reset();
    QCOMPARE(m_clock->armedTimers(), 0);
}

void TestLLBot::start(GatewayOptions options)
{
    options.kind = u"llbot"_s;
    m_gateway = std::make_unique<SimGateway>(*m_clock, options);
    ROOKERY_VERIFY_RESULT(m_gateway->start());
    m_client = std::make_unique<SimClient>(*m_gateway);
    m_password = m_gateway->token();
}

void TestLLBot::startLoggedIn(GatewayOptions options)
{
    options.loggedIn = true;
    start(options);
}

SimClient::Answer TestLLBot::panel(const QByteArray &verb, const QString &path, const QJsonObject &body)
{
    QUrl url = m_gateway->webUiUrl();
    url.setPort(m_gateway->state()["webuiPort"_L1].toInt());
    url.setPath(u"/api"_s + path);
    QUrlQuery query;
    query.addQueryItem(u"token"_s, QString::fromLatin1(hash()));
    if (!m_password.isEmpty())
        url.setQuery(query);
    return m_client->request(verb, url, body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson());
}

SimClient::Answer TestLLBot::action(const QString &path, const QByteArray &body, const QByteArray &token)
{
    QUrl url = m_gateway->oneBotHttpUrl();
    url.setPath(path);
    return m_client->request("POST", url, body, token.isNull() ? m_gateway->oneBotToken().toUtf8() : token);
}

std::unique_ptr<SimSocket> TestLLBot::dial(const QString &path)
{
    auto socket = std::make_unique<SimSocket>(m_gateway->oneBotWsUrl(), m_gateway->oneBotToken(), path);
    const bool open = QTest::qWaitFor([&] { return socket->socket().state() == QAbstractSocket::ConnectedState; });
    return open ? std::move(socket) : nullptr;
}

//! What the log stream has replayed so far.
QStringList TestLLBot::logLines()
{
    QUrl url = m_gateway->webUiUrl();
    url.setPath(u"/api/logs/stream"_s);
    QNetworkRequest request(url);
    request.setRawHeader("X-Webui-Token", hash());
    const std::unique_ptr<QNetworkReply> reply(m_manager.get(request));
    QByteArray bytes;
    static_cast<void>(QTest::qWaitFor([&] {
        bytes += reply->readAll();
        return bytes.contains("data: {\"content\"");
    }));
    QStringList lines;
    const QList<QByteArray> frames = bytes.split('\n');
    for (const QByteArray &line : frames) {
        if (line.startsWith("data: {\"content\""))
            lines.append(QJsonDocument::fromJson(line.sliced(6)).object()["content"_L1].toString());
    }
    return lines;
}

void TestLLBot::theHashOpensThePanel()
{
    start();
    const SimClient::Answer info = panel("GET", u"/login-info"_s);
    QCOMPARE(info.json()["data"_L1]["online"_L1], QJsonValue(false));
    QCOMPARE(info.json()["data"_L1]["mode"_L1].toString(), u"direct"_s);
    QVERIFY(!info.json()["data"_L1].toObject().contains("webui"_L1));
    QCOMPARE(panel("GET", u"/config/"_s).status, 404); // no trailing slash in generation 8
    m_password.clear();
    QCOMPARE(panel("GET", u"/login-info"_s).json()["message"_L1].toString(), u"请输入密码"_s);
    QCOMPARE(m_gateway->state()["webuiWrongInARow"_L1].toInt(), 0);
}

void TestLLBot::wrongPasswordsLockEverybodyOut()
{
    start();
    const QString right = std::exchange(m_password, u"wrong"_s);
    for (int left = 3; left >= 1; --left) {
        const SimClient::Answer answer = panel("GET", u"/login-info"_s);
        QCOMPARE(answer.status, 403);
        QCOMPARE(answer.json()["remainingAttempts"_L1].toInt(), left);
    }
    const QJsonObject locked = panel("GET", u"/login-info"_s).json();
    QCOMPARE(locked["message"_L1].toString(), u"密码连续错误3次，账户已被锁定1小时"_s);
    QCOMPARE(locked["remainingMinutes"_L1].toInt(), 60);
    m_password = right;
    const SimClient::Answer shut = panel("GET", u"/login-info"_s);
    QCOMPARE(shut.status, 403);
    QCOMPARE(shut.json()["message"_L1].toString(), u"密码错误次数过多，请在 60 分钟后重试"_s);
    m_clock->advance(std::chrono::minutes(60));
    QCOMPARE(panel("GET", u"/login-info"_s).status, 200);
}

void TestLLBot::withoutAPasswordOneMustBeSet()
{
    start({.panelPassword = false});
    const SimClient::Answer refused = panel("GET", u"/login-info"_s);
    QCOMPARE(refused.status, 401);
    QCOMPARE(refused.json()["message"_L1].toString(), u"请先设置WebUI密码"_s);
    QCOMPARE(panel("POST", u"/set-token"_s, {{u"token"_s, u"chosen"_s}}).json()["message"_L1].toString(),
             u"Token设置成功"_s);
    QCOMPARE(panel("GET", u"/login-info"_s).status, 403);
    m_password = u"chosen"_s;
    QCOMPARE(panel("GET", u"/login-info"_s).status, 200);
}

void TestLLBot::aCodeTellsItsRemainingLife()
{
    start();
    const QJsonObject first = panel("GET", u"/login-qrcode"_s).json()["data"_L1].toObject();
    QCOMPARE(first["expireTime"_L1].toInt(), 180);
    QCOMPARE(first["pollTimeInterval"_L1].toInt(), 3);
    QCOMPARE(first["qrcodeUrl"_L1].toString(), m_gateway->qrUrl());
    const QByteArray png =
        QByteArray::fromBase64(first["pngBase64QrcodeData"_L1].toString().section(u',', 1).toLatin1());
    QVERIFY(png.startsWith(QByteArray::fromHex("89504e470d0a1a0a")));
    m_clock->advance(seconds(100));
    const QJsonObject same = panel("GET", u"/login-qrcode"_s).json()["data"_L1].toObject();
    QCOMPARE(same["qrcodeUrl"_L1], first["qrcodeUrl"_L1]);
    QCOMPARE(same["expireTime"_L1].toInt(), 80);
    m_clock->advance(seconds(80));
    const QJsonObject next = panel("GET", u"/login-qrcode"_s).json()["data"_L1].toObject();
    QVERIFY(next["qrcodeUrl"_L1] != first["qrcodeUrl"_L1]);
    QCOMPARE(next["expireTime"_L1].toInt(), 180);
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"auth-token-invalid"_s));
    QCOMPARE(panel("GET", u"/login-qrcode"_s).status, 500);
    QCOMPARE(panel("GET", u"/auth-token/status"_s).json()["data"_L1]["validation"_L1].toString(), u"invalid"_s);
    QCOMPARE(panel("POST", u"/auth-token"_s, {{u"token"_s, QString()}}).status, 400);
    QCOMPARE(panel("POST", u"/auth-token"_s, {{u"token"_s, u"t"_s}}).json()["message"_L1].toString(),
             u"Auth Token 已保存，正在校验"_s);
    QCOMPARE(panel("GET", u"/login-qrcode"_s).status, 200);
}

void TestLLBot::aConfirmedCodeLogsIn()
{
    start();
    SimSocket early(m_gateway->oneBotWsUrl(), m_gateway->oneBotToken());
    QTRY_COMPARE(early.socket().error(), QAbstractSocket::ConnectionRefusedError);
    ROOKERY_VERIFY_RESULT(m_gateway->confirmQr());
    const QJsonObject info = panel("GET", u"/login-info"_s).json()["data"_L1].toObject();
    QCOMPARE(info["online"_L1], QJsonValue(true));
    QCOMPARE(info["uin"_L1].toString(), u"10001"_s);
    QCOMPARE(info["webui"_L1]["port"_L1].toInt(), m_gateway->webUiUrl().port());
    QCOMPARE(panel("GET", u"/login-qrcode"_s).status, 500);
    QVERIFY(dial());
}

void TestLLBot::quickLoginNeedsAKnownSession()
{
    start({.quickAccounts = {u"10001"_s}});
    const QJsonArray list = panel("GET", u"/quick-login-list"_s).json()["data"_L1]["LocalLoginInfoList"_L1].toArray();
    QCOMPARE(list.size(), 1);
    QCOMPARE(list.first()["uin"_L1].toString(), u"10001"_s);
    QCOMPARE(panel("POST", u"/quick-login"_s, {{u"x"_s, 1}}).status, 400);
    const SimClient::Answer unknown = panel("POST", u"/quick-login"_s, {{u"uin"_s, u"10009"_s}});
    QCOMPARE(unknown.status, 500);
    QCOMPARE(unknown.json()["data"_L1]["result"_L1].toString(), u"-1"_s);
    QCOMPARE(panel("POST", u"/quick-login"_s, {{u"uin"_s, u"10001"_s}}).json()["data"_L1]["result"_L1].toString(),
             u"0"_s);
    QCOMPARE(m_gateway->state()["login"_L1].toString(), u"waiting"_s); // only triggered
    m_clock->advance(milliseconds(300));
    QCOMPARE(m_gateway->state()["login"_L1].toString(), u"online"_s);
}

void TestLLBot::logoutAndKickEndTheSession()
{
    startLoggedIn();
    QCOMPARE(panel("POST", u"/logout"_s, {{u"a"_s, 1}}).status, 200);
    QCOMPARE(panel("GET", u"/login-info"_s).json()["data"_L1]["online"_L1], QJsonValue(false));
    QCOMPARE(panel("GET", u"/login-qrcode"_s).status, 200);
    ROOKERY_VERIFY_RESULT(m_gateway->confirmQr());
    ROOKERY_VERIFY_RESULT(m_gateway->kick());
    const auto socket = dial(); // the ports stay, and only the heartbeat tells
    QVERIFY(socket);
    m_clock->advance(seconds(60));
    QTRY_COMPARE(socket->heard().size(), 2);
    QCOMPARE(socket->heard().constLast()["status"_L1]["online"_L1], QJsonValue(false));
    QCOMPARE(
        m_client->http(u"send_group_msg"_s, {{u"group_id"_s, 30001}, {u"message"_s, u"x"_s}})["message"_L1].toString(),
        u"Direct client not logged in"_s);
}

void TestLLBot::olderGenerationsCannotLogOut()
{
    startLoggedIn({.generation = 7});
    QCOMPARE(panel("POST", u"/logout"_s, {{u"a"_s, 1}}).status, 400);
    QCOMPARE(panel("GET", u"/config/"_s).status, 200); // Express takes both
    QVERIFY(!panel("GET", u"/login-info"_s).json()["data"_L1].toObject().contains("mode"_L1));
    QCOMPARE(m_client->http(u"get_version_info"_s)["data"_L1]["app_version"_L1].toString(), u"7.8.3"_s);
    QCOMPARE(m_client->http(u"set_restart"_s)["status"_L1].toString(), u"ok"_s);
    QCOMPARE(m_client->http(u"get_status"_s)["data"_L1]["online"_L1], QJsonValue(false));
}

void TestLLBot::theOldestHasNoPanel()
{
    startLoggedIn({.generation = 4});
    QVERIFY(!m_gateway->readyLine().contains("webui"_L1));
    QCOMPARE(action(u"/"_s, "{}").body, QByteArray("LLOneBot server 已启动"));
    QCOMPARE(action(u"/get_status"_s, "{").status, 400);
    QCOMPARE(action(u"/get_status"_s, "{}", "wrong").body, QByteArray(R"({"message":"token verify failed!"})"));
    QCOMPARE(m_client->http(u"get_rkey"_s)["retcode"_L1].toInt(), 404);
    GatewayOptions odd;
    odd.kind = u"llbot"_s;
    odd.generation = 6;
    SimGateway refused(*m_clock, odd);
    QVERIFY(!refused.start());
}

void TestLLBot::statsComeAfterLogin()
{
    start();
    const SimClient::Answer early = panel("GET", u"/dashboard/stats"_s);
    QCOMPARE(early.status, 503);
    QCOMPARE(early.json()["message"_L1].toString(), u"服务尚未就绪，请等待登录完成"_s);
    ROOKERY_VERIFY_RESULT(m_gateway->confirmQr());
    static_cast<void>(m_client->http(u"send_group_msg"_s, {{u"group_id"_s, 30001}, {u"message"_s, u"x"_s}}));
    const QJsonObject stats = panel("GET", u"/dashboard/stats"_s).json()["data"_L1].toObject();
    QCOMPARE(stats["messageSent"_L1].toInt(), 1);
}

void TestLLBot::configIsMergedAndRefusedWhenOpenToAll()
{
    startLoggedIn();
    QJsonObject config = panel("GET", u"/config"_s).json()["data"_L1]["config"_L1].toObject();
    QJsonObject ob11 = config["ob11"_L1].toObject();
    QJsonArray connect = ob11["connect"_L1].toArray();
    QCOMPARE(connect.size(), 4);
    QJsonObject ws = connect.first().toObject();
    ws.insert(u"host"_s, QString());
    ws.insert(u"token"_s, QString());
    connect.replace(0, ws);
    ob11.insert(u"connect"_s, connect);
    const SimClient::Answer open = panel("POST", u"/config"_s, {{u"config"_s, QJsonObject{{u"ob11"_s, ob11}}}});
    QCOMPARE(open.status, 400);
    QCOMPARE(open.json()["message"_L1].toString(), u"OneBot11 WebSocket 适配器监听全部地址时必须设置 Token"_s);
    ws.insert(u"host"_s, u"127.0.0.1"_s);
    ws.insert(u"token"_s, u"other"_s);
    connect.replace(0, ws);
    ob11.insert(u"connect"_s, connect);
    QCOMPARE(panel("POST", u"/config"_s, {{u"config"_s, QJsonObject{{u"ob11"_s, ob11}, {u"log"_s, false}}}}).status,
             200);
    config = panel("GET", u"/config"_s).json()["data"_L1]["config"_L1].toObject();
    QCOMPARE(config["log"_L1], QJsonValue(false));
    QCOMPARE(config["msgCacheExpire"_L1].toInt(), 120); // the rest stays
    SimSocket socket(m_gateway->oneBotWsUrl(), u"other"_s);
    QTRY_COMPARE(socket.heard().size(), 1);
    QCOMPARE(socket.heard().constFirst()["meta_event_type"_L1].toString(), u"lifecycle"_s);
}

void TestLLBot::theLogIsReplayedAndFollowed()
{
    start();
    QVERIFY(logLines().contains(u"LLBot 8.1.7"_s));
    QUrl url = m_gateway->webUiUrl();
    url.setPath(u"/api/logs/stream"_s);
    url.setQuery(u"token="_s + QString::fromLatin1(hash()));
    const std::unique_ptr<QNetworkReply> reply(m_manager.get(QNetworkRequest(url)));
    QByteArray bytes;
    QTRY_VERIFY((bytes += reply->readAll()).startsWith("event: connected\ndata: {}\n\n"));
    ROOKERY_VERIFY_RESULT(m_gateway->confirmQr());
    QTRY_VERIFY((bytes += reply->readAll()).contains("QQ 登录成功"));
    QVERIFY(bytes.contains("\"dateTimeStr\":\"") && bytes.contains("\"type\":\"info\""));
}

void TestLLBot::thePanelMovesAfterLogin()
{
    start({.faults = {{u"webui-moves"_s, QJsonObject()}}});
    const int before = m_gateway->state()["webuiPort"_L1].toInt();
    ROOKERY_VERIFY_RESULT(m_gateway->confirmQr());
    const int told = panel("GET", u"/login-info"_s).json()["data"_L1]["webui"_L1]["port"_L1].toInt();
    QVERIFY(told != before);
    m_clock->advance(seconds(1));
    QCOMPARE(panel("GET", u"/login-info"_s).error, QNetworkReply::ConnectionRefusedError);
    m_clock->advance(seconds(1));
    QCOMPARE(m_gateway->state()["webuiPort"_L1].toInt(), told);
    QCOMPARE(panel("GET", u"/login-info"_s).status, 200);
}

void TestLLBot::aBusyPanelPortIsNoError()
{
    QTcpServer busy;
    QVERIFY(busy.listen(QHostAddress(QHostAddress::LocalHost)));
    start({.port = busy.serverPort()});
    QVERIFY(m_gateway->webUiUrl().port() > busy.serverPort());
    QCOMPARE(panel("GET", u"/login-info"_s).status, 200);
}

void TestLLBot::aBadTokenIsToldAfterTheHandshake()
{
    startLoggedIn();
    SimSocket socket(m_gateway->oneBotWsUrl(), u"wrong"_s);
    QTRY_COMPARE(socket.socket().state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(socket.heard(),
             QList<QJsonObject>({{{u"status"_s, u"failed"_s},
                                  {u"retcode"_s, 1403},
                                  {u"data"_s, QJsonValue()},
                                  {u"message"_s, u"token验证失败"_s},
                                  {u"wording"_s, u"token验证失败"_s}}}));
    QCOMPARE(static_cast<int>(socket.socket().closeCode()), 1008);
    QCOMPARE(socket.socket().closeReason(), u"invalid access token"_s);
}

void TestLLBot::httpKnowsOnly403()
{
    startLoggedIn();
    for (const QByteArray &token : {QByteArray("wrong"), QByteArray("")}) {
        const SimClient::Answer answer = action(u"/get_status"_s, "{}", token);
        QCOMPARE(answer.status, 403);
        QCOMPARE(answer.body, QByteArray(R"({"message":"token verify failed"})"));
    }
    QUrl url = m_gateway->oneBotHttpUrl();
    url.setPath(u"/get_status"_s);
    url.setQuery(u"access_token="_s + m_gateway->oneBotToken());
    QCOMPARE(m_client->request("GET", url).json()["status"_L1].toString(), u"ok"_s);
}

void TestLLBot::httpAnswersInItsOwnWay()
{
    startLoggedIn();
    const SimClient::Answer unknown = action(u"/no_such"_s, "{}");
    QCOMPARE(unknown.status, 404);
    QCOMPARE(unknown.json()["retcode"_L1].toInt(), 404);
    QCOMPARE(unknown.json()["message"_L1].toString(), u"no_such API 不存在"_s);
    QCOMPARE(action(u"/get_status/"_s, "{}").body, QByteArray("404 Not Found"));
    const SimClient::Answer broken = action(u"/get_status"_s, "{");
    QCOMPARE(broken.status, 200);
    QCOMPARE(broken.json()["retcode"_L1].toInt(), 400);
    QVERIFY(broken.json()["message"_L1].toString().startsWith(u"请求体解析失败: "_s));
    const QJsonObject missing = action(u"/send_group_msg"_s, R"({"group_id":30001})").json();
    QCOMPARE(missing["retcode"_L1].toInt(), 400);
    QCOMPARE(missing["message"_L1].toString(), u"$.message missing required value"_s);
    const QJsonObject alias = action(u"/get_login_info_async"_s, R"({"echo":1})").json();
    QCOMPARE(alias["data"_L1]["user_id"_L1].toInt(), 10001);
    QVERIFY(!alias.contains("echo"_L1));
    QUrl url = m_gateway->oneBotHttpUrl();
    url.setPath(u"/get_login_info"_s);
    QCOMPARE(m_client->request("PUT", url, "{}", m_gateway->oneBotToken().toUtf8(), "text/plain").status, 200);
}

void TestLLBot::socketsNumberTheirFailures()
{
    startLoggedIn();
    const auto socket = dial(u"/api"_s);
    QVERIFY(socket);
    socket->call(u"no_such"_s, {}, u"1"_s);
    socket->call(u"get_msg"_s, {}, u"2"_s);
    socket->call(u"get_msg"_s, {{u"message_id"_s, 5}}, u"3"_s);
    socket->socket().sendTextMessage(u"{\"action\":\"get_status\",\"echo\":\"dug\",}"_s);
    socket->socket().sendTextMessage(u"{broken"_s);
    QTRY_COMPARE(socket->heard().size(), 5);
    QCOMPARE(socket->reply(u"1"_s)["retcode"_L1].toInt(), 1404);
    QCOMPARE(socket->reply(u"2"_s)["retcode"_L1].toInt(), 1400);
    QCOMPARE(socket->reply(u"3"_s)["retcode"_L1].toInt(), 1200);
    QCOMPARE(socket->reply(u"dug"_s)["retcode"_L1].toInt(), 1400);
    QVERIFY(!socket->heard().constLast().contains("echo"_L1));
}

void TestLLBot::pathsDecideWhatASocketMay()
{
    startLoggedIn();
    const auto event = dial(u"/event"_s);
    const auto other = dial(u"/other"_s);
    const auto both = dial(u"/"_s);
    QVERIFY(event && other && both);
    event->call(u"get_status"_s, {}, u"1"_s);
    other->call(u"get_status"_s, {}, u"1"_s);
    both->call(u"get_status"_s, {}, u"1"_s);
    QTRY_COMPARE(both->heard().size(), 2);
    QTRY_COMPARE(event->heard().size(), 1);
    QCOMPARE(event->heard().constFirst()["sub_type"_L1].toString(), u"connect"_s);
    QVERIFY(other->heard().isEmpty());
    m_clock->advance(seconds(60)); // the first one after one full interval
    QTRY_COMPARE(event->heard().size(), 2);
    QCOMPARE(event->heard().constLast()["interval"_L1].toInt(), 60000);
}

void TestLLBot::theEchoIsReturnedAsItCame()
{
    startLoggedIn();
    const auto socket = dial(u"/api"_s);
    QVERIFY(socket);
    socket->socket().sendTextMessage(u"{\"action\":\"get_status\",\"echo\":{\"a\":[1]}}"_s);
    socket->socket().sendTextMessage(u"{\"action\":\"get_status\",\"echo\":null}"_s);
    socket->socket().sendTextMessage(u"{\"action\":\"get_status\"}"_s);
    QTRY_COMPARE(socket->heard().size(), 3);
    QCOMPARE(socket->heard().at(0)["echo"_L1], QJsonValue(QJsonObject{{u"a"_s, QJsonArray{1}}}));
    QVERIFY(!socket->heard().at(1).contains("echo"_L1));
    QVERIFY(!socket->heard().at(2).contains("echo"_L1));
}

void TestLLBot::ownMessagesAreReportedWhenAskedFor()
{
    startLoggedIn({.reportSelfMessage = true});
    const auto socket = dial();
    QVERIFY(socket);
    socket->call(u"send_private_msg"_s, {{u"user_id"_s, 20001}, {u"message"_s, u"hi"_s}}, u"e"_s);
    QTRY_VERIFY(socket->indexOfReply(u"e"_s) >= 0);
    const int echo = socket->indexOfEvent(u"message_sent"_s);
    QVERIFY(echo >= 0 && echo < socket->indexOfReply(u"e"_s));
    const QJsonObject event = socket->heard().at(echo);
    QCOMPARE(event["target_id"_L1].toInt(), 20001);
    QCOMPARE(event["message_seq"_L1].toInt(), 1);
    QCOMPARE(event["message_id"_L1], socket->reply(u"e"_s)["data"_L1]["message_id"_L1]);
    QCOMPARE(event["sender"_L1]["level"_L1].toString(), u"1"_s);
}

void TestLLBot::eventsStreamOverHttp()
{
    startLoggedIn({.reportSelfMessage = true});
    QUrl url = m_gateway->oneBotHttpUrl();
    url.setPath(u"/_events"_s);
    QCOMPARE(m_client->request("GET", url).status, 403);
    QNetworkRequest request(url);
    request.setRawHeader("Authorization", "Bearer " + m_gateway->oneBotToken().toUtf8());
    const std::unique_ptr<QNetworkReply> reply(m_manager.get(request));
    QTRY_COMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
    m_clock->advance(seconds(5));
    QByteArray bytes;
    QTRY_VERIFY((bytes += reply->readAll()).contains("\"heartbeat\""));
    QVERIFY(bytes.startsWith("data: {"));
    static_cast<void>(m_client->http(u"send_group_msg"_s, {{u"group_id"_s, 30001}, {u"message"_s, u"x"_s}}));
    QTRY_VERIFY((bytes += reply->readAll()).contains("\"message_sent\""));
}

void TestLLBot::sendsFailInTheWordsOfTheGeneration_data()
{
    QTest::addColumn<int>("generation");
    QTest::addColumn<QString>("fault");
    QTest::addColumn<int>("seconds");
    QTest::addColumn<bool>("delivered");
    QTest::addColumn<QString>("text");
    QTest::newRow("refused") << 8 << u"send-refused"_s << 0 << false << u"发送消息失败 (code=120)"_s;
    QTest::newRow("silent") << 8 << u"silent-refusal"_s << 0 << false << u"发送消息失败 (sequence=0)"_s;
    QTest::newRow("muted") << 8 << u"muted"_s << 0 << false << u"当前处于被禁言状态"_s;
    QTest::newRow("echo") << 8 << u"self-echo-timeout"_s << 10 << true << u"waitForSelfEcho timeout"_s;
    QTest::newRow("lost 8") << 8 << u"send-timeout-lost"_s << 15 << false
                            << u"Command MessageSvc.PbSendMsg timed out after 15000ms"_s;
    QTest::newRow("delivered 8") << 8 << u"send-timeout-delivered"_s << 15 << true
                                 << u"Command MessageSvc.PbSendMsg timed out after 15000ms"_s;
    QTest::newRow("lost 7") << 7 << u"send-timeout-lost"_s << 10 << false
                            << u"invoke timeout, wrapperSession.getMsgService().sendMsg, "_s;
    QTest::newRow("ntqq") << 8 << u"ntqq-timeout"_s << 10 << false
                          << u"ntqq api timeout IPC_UP_3, ns-ntApi-3, nodeIKernelMsgService/sendMsg, "_s;
    QTest::newRow("ntqq 4") << 4 << u"send-timeout-delivered"_s << 10 << true
                            << u"ntqq api timeout IPC_UP_3, ns-ntApi-3, nodeIKernelMsgService/sendMsg, "_s;
}

void TestLLBot::sendsFailInTheWordsOfTheGeneration()
{
    QFETCH(int, generation);
    QFETCH(QString, fault);
    QFETCH(int, seconds);
    QFETCH(bool, delivered);
    QFETCH(QString, text);
    startLoggedIn({.generation = generation});
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(fault, {{u"times"_s, 1}}));
    const auto socket = dial(u"/api"_s);
    QVERIFY(socket);
    socket->call(u"send_group_msg"_s, {{u"group_id"_s, 30001}, {u"message"_s, u"hello"_s}}, u"1"_s);
    socket->call(u"get_status"_s, {}, u"2"_s);
    QTRY_VERIFY(socket->indexOfReply(u"2"_s) >= 0);
    if (seconds > 0) {
        QCOMPARE(socket->indexOfReply(u"1"_s), -1);
        m_clock->advance(std::chrono::seconds(seconds));
    }
    QTRY_VERIFY(socket->indexOfReply(u"1"_s) >= 0);
    const QJsonObject reply = socket->reply(u"1"_s);
    QCOMPARE(reply["retcode"_L1].toInt(), 1200);
    QVERIFY2(reply["message"_L1].toString().startsWith(text), qPrintable(reply["message"_L1].toString()));
    QCOMPARE(reply["wording"_L1], reply["message"_L1]);
    QCOMPARE(m_gateway->ledger().size(), delivered ? 1 : 0);
}

void TestLLBot::historyIsTheServers()
{
    startLoggedIn();
    const auto send = [&](const QString &text) {
        return m_client->http(u"send_group_msg"_s, {{u"group_id"_s, 30001}, {u"message"_s, text}});
    };
    static_cast<void>(send(u"a"_s));
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"silent-refusal"_s, {{u"times"_s, 1}}));
    QCOMPARE(send(u"never"_s)["retcode"_L1].toInt(), 200);
    static_cast<void>(send(u"b"_s));
    const auto texts = [&](QJsonObject params) {
        params.insert(u"group_id"_s, 30001);
        QStringList all;
        const QJsonArray messages =
            m_client->http(u"get_group_msg_history"_s, params)["data"_L1]["messages"_L1].toArray();
        for (const QJsonValue &message : messages)
            all.append(message["raw_message"_L1].toString());
        return all.join(u","_s);
    };
    QCOMPARE(texts({}), u"a,b"_s);
    QCOMPARE(texts({{u"count"_s, 1}}), u"b"_s);
    QCOMPARE(texts({{u"message_seq"_s, 1}}), u"a"_s);
}

void TestLLBot::rkeysComeAsOneObject()
{
    startLoggedIn();
    const QJsonObject keys = m_client->http(u"get_rkey"_s)["data"_L1].toObject();
    QVERIFY(keys["private_key"_L1].toString().startsWith("&rkey=CAQ"_L1));
    QVERIFY(keys["group_key"_L1].toString() != keys["private_key"_L1].toString());
    QCOMPARE(keys["expired_time"_L1].toInteger(), toMSecs(m_clock->wallNow()) / 1000 + 3600);
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"rkey-failing"_s));
    QCOMPARE(m_client->http(u"get_rkey"_s)["retcode"_L1].toInt(), 200);
}

void TestLLBot::tokensLeakIntoTheLog()
{
    startLoggedIn();
    static_cast<void>(m_client->http(u"get_status"_s));
    const auto socket = dial();
    QVERIFY(socket);
    const QStringList lines = logLines();
    QVERIFY(lines.contains(u"receive http header token "_s + m_gateway->oneBotToken()));
    QVERIFY(lines.contains(u"receive ws url token "_s + m_gateway->oneBotToken()));
}

ROOKERY_TEST(tst_llbot, TestLLBot)
#include "tst_llbot.moc"
