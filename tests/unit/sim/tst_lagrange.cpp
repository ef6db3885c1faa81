// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebotbench.h"

#include "base/reasons/input.h"

#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>

using namespace rookery;
using namespace rookery::sim;
using namespace Qt::StringLiterals;

//! The simulated Lagrange.OneBot: its wire, and the process with its files and its console.
class TestLagrange final : public OneBotBench
{
    Q_OBJECT

private Q_SLOTS:
    void badTokensAreRefusedAtTheUpgrade();
    void httpRefusesByStatus();
    void brokenJsonIsNeverAnswered();
    void repliesAlwaysEchoAndNeverExplain();
    void textBeyondAsciiIsEscaped();
    void theFirstHeartbeatComesAtOnce();
    void aKickIsOnlyANotice();
    void refusedSendsTellANumber_data();
    void refusedSendsTellANumber();
    void ownMessagesLookLikeAnyOther();
    void historyThrowsWhereNothingWasRecorded();
    void rkeysComeAsAList();
    void anUploadedImageIsAnAddress();
    void aRestartKeepsTheSession();
    void theProcessKeepsItsFiles();
    void theProcessSaysWhatTheRealOneSays();
    void anExpiredCodeEndsTheProcess();
    void aSavedSessionNeedsNoCode();
    void servicesCanBeMissingAfterAGoodLogin();
    void aRestrictedAccountLeavesItsTipOnTheConsole();
    void brokenSettingsAreRefused();
    void disabledImplementationsStayClosed();

protected:
    void finish() override
    {
        OneBotBench::finish();
        m_printed.reset();
        m_folder.reset();
    }

private:
    void start(const GatewayOptions &options = {}) { startKind(u"lagrange"_s, options); }
    void startLoggedIn(GatewayOptions options = {})
    {
        options.loggedIn = true;
        start(options);
    }
    //! With a folder: the log comes once the event loop is back.
    void startProcess(GatewayOptions options = {});
    [[nodiscard]] QString printed() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSignalSpy> m_printed;
};

void TestLagrange::startProcess(GatewayOptions options)
{
    if (!m_folder)
        m_folder = std::make_unique<QTemporaryDir>();
    options.kind = u"lagrange"_s;
    options.folder = m_folder->path();
    m_printed.reset();
    m_client.reset();
    m_gateway = std::make_unique<SimGateway>(*m_clock, options);
    m_printed = std::make_unique<QSignalSpy>(m_gateway.get(), &SimGateway::printed);
    ROOKERY_VERIFY_RESULT(m_gateway->start());
    m_client = std::make_unique<SimClient>(*m_gateway);
    QVERIFY(m_printed->isEmpty()); // the ready line is the program's first
    QTRY_VERIFY(!m_printed->isEmpty());
}

QString TestLagrange::printed() const
{
    QByteArray all;
    for (const QList<QVariant> &one : *m_printed)
        all += one.first().toByteArray();
    return QString::fromUtf8(all);
}

void TestLagrange::badTokensAreRefusedAtTheUpgrade()
{
    startLoggedIn();
    QCOMPARE(upgradeStatus({}), QByteArray("403"));
    QCOMPARE(upgradeStatus("?access_token=wrong"), QByteArray("403"));
    QVERIFY(dial());
    QUrl url = m_gateway->oneBotWsUrl();
    url.setScheme(u"http"_s);
    QCOMPARE(m_client->request("GET", url).status, 400);
}

void TestLagrange::httpRefusesByStatus()
{
    startLoggedIn();
    QUrl url = m_gateway->oneBotHttpUrl();
    url.setPath(u"/get_status"_s);
    QCOMPARE(m_client->request("POST", url, "{}").status, 401);
    QCOMPARE(m_client->request("POST", url, "{}", "wrong").status, 403);
    QCOMPARE(action("POST", u"/get_status"_s, "{}", "text/plain").status, 406);
    QCOMPARE(action("PUT", u"/get_status"_s, "{}").status, 405);
    const SimClient::Answer unknown = action("POST", u"/clean_cache"_s, "{}");
    QCOMPARE(unknown.status, 200);
    QCOMPARE(unknown.json()["retcode"_L1].toInt(), 404);
    QCOMPARE(action("POST", u"/get_status_async"_s, "{}").json()["retcode"_L1].toInt(), 404);
    QCOMPARE(action("GET", u"/get_status"_s, {}).json()["retcode"_L1].toInt(), 0);
}

void TestLagrange::brokenJsonIsNeverAnswered()
{
    startLoggedIn();
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(m_gateway->oneBotHttpUrl().port()));
    socket.write("POST /get_status HTTP/1.1\r\nAuthorization: Bearer " + m_gateway->oneBotToken().toUtf8()
                 + "\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n{");
    const auto ws = dial(u"/api"_s);
    QVERIFY(ws);
    ws->socket().sendTextMessage(u"{broken"_s);
    ws->call(u"get_status"_s, {}, u"1"_s);
    QTRY_COMPARE(ws->heard().size(), 1);
    QCOMPARE(ws->indexOfReply(u"1"_s), 0);
    QCOMPARE(action("POST", u"/get_status"_s, "{}").status, 200); // meanwhile the other one still hangs
    QCOMPARE(socket.state(), QAbstractSocket::ConnectedState);
    QCOMPARE(socket.bytesAvailable(), 0);
}

void TestLagrange::repliesAlwaysEchoAndNeverExplain()
{
    startLoggedIn();
    const auto socket = dial(u"/api"_s);
    QVERIFY(socket);
    socket->socket().sendTextMessage(u"{\"action\":\"get_msg\",\"params\":{\"message_id\":5}}"_s);
    socket->call(u"no_such"_s, {}, u"2"_s);
    QTRY_COMPARE(socket->heard().size(), 2);
    QCOMPARE(
        socket->heard().constFirst(),
        (QJsonObject{
            {u"status"_s, u"failed"_s}, {u"retcode"_s, 200}, {u"data"_s, QJsonValue()}, {u"echo"_s, QJsonValue()}}));
    QCOMPARE(socket->reply(u"2"_s)["retcode"_L1].toInt(), 404);
}

void TestLagrange::textBeyondAsciiIsEscaped()
{
    startLoggedIn({.nickname = u"鸦𝄞"_s});
    const QByteArray body = action("POST", u"/get_login_info"_s, "{}").body;
    QVERIFY2(body.contains("\\u9E26\\uD834\\uDD1E"), body.constData());
    QCOMPARE(QJsonDocument::fromJson(body)["data"_L1]["nickname"_L1].toString(), u"鸦𝄞"_s);
}

void TestLagrange::theFirstHeartbeatComesAtOnce()
{
    startLoggedIn();
    const auto socket = dial();
    QVERIFY(socket);
    QTRY_COMPARE(socket->heard().size(), 2);
    QCOMPARE(socket->heard().at(0)["meta_event_type"_L1].toString(), u"lifecycle"_s);
    QCOMPARE(socket->heard().at(1)["meta_event_type"_L1].toString(), u"heartbeat"_s);
    QCOMPARE(socket->heard().at(1)["interval"_L1].toInt(), 5000);
    m_clock->advance(seconds(5));
    QTRY_COMPARE(socket->heard().size(), 3);
}

void TestLagrange::aKickIsOnlyANotice()
{
    startLoggedIn();
    const auto socket = dial();
    QVERIFY(socket);
    QTRY_COMPARE(socket->heard().size(), 2);
    ROOKERY_VERIFY_RESULT(m_gateway->kick());
    QTRY_COMPARE(socket->heard().size(), 3);
    QCOMPARE(socket->heard().constLast()["notice_type"_L1].toString(), u"bot_offline"_s);
    QCOMPARE(socket->heard().constLast()["message"_L1].toString(), u"下线通知"_s);
    QCOMPARE(m_client->http(u"get_status"_s)["data"_L1]["online"_L1], QJsonValue(true)); // it is a constant
    m_clock->advance(seconds(5));
    QTRY_COMPARE(socket->heard().constLast()["status"_L1]["online"_L1], QJsonValue(true));
    QCOMPARE(m_client->http(u"send_group_msg"_s, toGroup(u"x"_s))["retcode"_L1].toInt(), 200);
    QVERIFY(!m_gateway->confirmQr()); // nothing but a restart brings a code
}

void TestLagrange::refusedSendsTellANumber_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QString>("status");
    QTest::addColumn<int>("retcode");
    QTest::newRow("refused") << u"send-refused"_s << u"failed"_s << 120;
    QTest::newRow("silent") << u"silent-refusal"_s << u"failed"_s << 9000;
    QTest::newRow("restricted") << u"account-restricted"_s << u"failed"_s << 9000;
    QTest::newRow("old") << u"ok-but-refused"_s << u"ok"_s << 120;
}

void TestLagrange::refusedSendsTellANumber()
{
    QFETCH(QString, fault);
    QFETCH(QString, status);
    QFETCH(int, retcode);
    startLoggedIn();
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(fault, {{u"times"_s, 1}}));
    const QJsonObject reply = m_client->http(u"send_group_msg"_s, toGroup(u"x"_s));
    QCOMPARE(reply["status"_L1].toString(), status);
    QCOMPARE(reply["retcode"_L1].toInt(), retcode);
    QCOMPARE(reply["data"_L1].isObject(), status == "ok"_L1);
    QVERIFY(m_gateway->ledger().isEmpty());
    QCOMPARE(m_client->http(u"send_group_msg"_s, toGroup(u"x"_s))["retcode"_L1].toInt(), 0);
}

void TestLagrange::ownMessagesLookLikeAnyOther()
{
    startLoggedIn({.reportSelfMessage = true});
    const auto socket = dial();
    QVERIFY(socket);
    socket->call(u"send_group_msg"_s, toGroup(u"x"_s), u"1"_s);
    QTRY_VERIFY(socket->indexOfReply(u"1"_s) >= 0);
    const int own = socket->indexOfEvent(u"message"_s);
    QVERIFY(own >= 0);
    QCOMPARE(socket->heard().at(own)["user_id"_L1].toInt(), 10001);
    QCOMPARE(socket->heard().at(own)["message_id"_L1], socket->reply(u"1"_s)["data"_L1]["message_id"_L1]);
}

void TestLagrange::historyThrowsWhereNothingWasRecorded()
{
    startLoggedIn();
    QCOMPARE(m_client->http(u"get_group_msg_history"_s, {{u"group_id"_s, 30001}})["retcode"_L1].toInt(), 200);
    static_cast<void>(m_client->http(u"send_group_msg"_s, toGroup(u"x"_s)));
    const QJsonArray messages =
        m_client->http(u"get_group_msg_history"_s, {{u"group_id"_s, 30001}})["data"_L1]["messages"_L1].toArray();
    QCOMPARE(messages.size(), 1);
    QCOMPARE(messages.first()["raw_message"_L1].toString(), u"x"_s);
}

void TestLagrange::rkeysComeAsAList()
{
    startLoggedIn();
    const QJsonArray keys = m_client->http(u"get_rkey"_s)["data"_L1]["rkeys"_L1].toArray();
    QCOMPARE(keys.size(), 2);
    QCOMPARE(keys.at(0)["type"_L1].toString(), u"private"_s);
    QCOMPARE(keys.at(1)["ttl"_L1].toInt(), 3600);
}

void TestLagrange::anUploadedImageIsAnAddress()
{
    startLoggedIn();
    const QString url = m_client->http(u"upload_image"_s, {{u"file"_s, u"base64://eA=="_s}})["data"_L1].toString();
    QVERIFY(url.startsWith(m_gateway->controlUrl().toString() + u"/download?"_s));
    QCOMPARE(m_client->request("GET", QUrl(url)).body.first(4), QByteArray("\x89PNG", 4));
    QCOMPARE(m_client->http(u"upload_image"_s, {{u"file"_s, u"nothing"_s}})["retcode"_L1].toInt(), 200);
}

void TestLagrange::aRestartKeepsTheSession()
{
    startLoggedIn();
    QCOMPARE(m_client->http(u"set_restart"_s)["status"_L1].toString(), u"ok"_s);
    m_clock->advance(milliseconds(100));
    QVERIFY(!dial());
    m_clock->advance(milliseconds(3500));
    QVERIFY(dial());
    ROOKERY_VERIFY_RESULT(m_gateway->kick());
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"restart"_s));
    m_clock->advance(milliseconds(3600));
    QCOMPARE(m_gateway->state()["login"_L1].toString(), u"waiting"_s);
    QVERIFY(!dial());
    ROOKERY_VERIFY_RESULT(m_gateway->confirmQr());
    QVERIFY(dial());
}

void TestLagrange::theProcessKeepsItsFiles()
{
    startProcess();
    const QDir folder(m_folder->path());
    QFile settings(folder.filePath(u"appsettings.json"_s));
    QVERIFY(settings.open(QIODevice::ReadOnly));
    const QJsonArray services = QJsonDocument::fromJson(settings.readAll())["Implementations"_L1].toArray();
    QCOMPARE(services.size(), 2);
    QCOMPARE(services.at(0)["Type"_L1].toString(), u"ForwardWebSocket"_s);
    QCOMPARE(services.at(0)["Port"_L1].toInt(), m_gateway->oneBotWsUrl().port());
    QCOMPARE(services.at(1)["AccessToken"_L1].toString(), m_gateway->oneBotToken());
    QFile qr(folder.filePath(u"qr-10001.png"_s));
    QVERIFY(qr.open(QIODevice::ReadOnly));
    QCOMPARE(qr.read(8), QByteArray::fromHex("89504e470d0a1a0a"));
    QVERIFY(!folder.exists(u"keystore.json"_s));
    ROOKERY_VERIFY_RESULT(m_gateway->confirmQr());
    QVERIFY(folder.exists(u"keystore.json"_s));
    const QUrl before = m_gateway->oneBotWsUrl();
    startProcess(); // another run, with other ports of its own: the file wins
    QCOMPARE(m_gateway->oneBotWsUrl(), before);
}

void TestLagrange::theProcessSaysWhatTheRealOneSays()
{
    startProcess();
    m_clock->advance(seconds(2));
    QCOMPARE(m_gateway->state()["login"_L1].toString(), u"waiting"_s);
    QCOMPARE(control(u"/qr/scan"_s).status, 200);
    m_clock->advance(seconds(2));
    ROOKERY_VERIFY_RESULT(m_gateway->confirmQr());
    const QString text = printed();
    const QStringList inOrder{
        u"Version: "_s,
        u"info: Lagrange.OneBot.Core.Login.LoginService[0]\n      Protocol Version: 3.2.15-30366\n"_s,
        u"[WtExchangeLogic] [INFORMATION]: Connecting Servers...\n"_s,
        u"QrCode Fetched, Expiration: 120 seconds\n█"_s,
        u"QrCode State Queried: WaitingForScan Uin: 0\n"_s,
        u"QrCode State Queried: WaitingForConfirm Uin: 10001\n"_s,
        u"QrCode Confirmed, Logging in with A1 sig...\n"_s,
        u"Register Status: register success\n"_s,
        u"      Bot Uin: 10001\n"_s,
        u"info: Lagrange.OneBot.Core.Network.Service.ForwardWSService[10]\n      The server is started at "_s
            + u"http://127.0.0.1:%1/\n"_s.arg(m_gateway->oneBotWsUrl().port()),
        u"HttpService started at "_s,
        u"info: Microsoft.Hosting.Lifetime[0]\n      Application started. Press Ctrl+C to shut down.\n"_s};
    qsizetype at = 0;
    for (const QString &part : inOrder) {
        at = text.indexOf(part, at);
        QVERIFY2(at >= 0, qPrintable(part));
        at += part.size();
    }
    QVERIFY(!text.contains(u"trce: "_s));
    static const QRegularExpression prefix(u"      \\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\] \\[WtExch"_s);
    QVERIFY(text.contains(prefix));
    ROOKERY_VERIFY_RESULT(m_gateway->kick());
    QVERIFY(printed().contains(u"fail: Lagrange.Core.BotContext[0]\n"_s));
    QVERIFY(printed().contains(u"[FATAL]: KickNTEvent: 你的帐号当前登录已失效，请重新登录。: 下线通知\n"_s));
}

void TestLagrange::anExpiredCodeEndsTheProcess()
{
    startProcess();
    QSignalSpy ended(m_gateway.get(), &SimGateway::ended);
    m_clock->advance(seconds(120));
    QCOMPARE(ended.size(), 1);
    QCOMPARE(ended.first().first().toInt(), 134);
    QVERIFY(printed().contains(u"QrCode Expired, Please Fetch QrCode Again\n"_s));
    QVERIFY(printed().contains(u"All login failed!"_s));
    QVERIFY(!m_gateway->confirmQr());
    // without a folder somebody is imagined who starts it again
    start();
    const QString first = m_gateway->qrUrl();
    ROOKERY_VERIFY_RESULT(m_gateway->expireQr());
    QVERIFY(!m_gateway->confirmQr());
    m_clock->advance(milliseconds(3500));
    QVERIFY(m_gateway->qrUrl() != first);
    ROOKERY_VERIFY_RESULT(m_gateway->confirmQr());
}

void TestLagrange::aSavedSessionNeedsNoCode()
{
    startProcess();
    ROOKERY_VERIFY_RESULT(m_gateway->confirmQr());
    startProcess();
    QTRY_COMPARE(m_gateway->state()["login"_L1].toString(), u"online"_s);
    QVERIFY(printed().contains(u"Session has not expired, using session to login and register status\n"_s));
    QVERIFY(!printed().contains(u"QrCode"_s));
}

void TestLagrange::servicesCanBeMissingAfterAGoodLogin()
{
    startProcess({.faults = {{u"port-not-open"_s, QJsonObject()}}});
    ROOKERY_VERIFY_RESULT(m_gateway->confirmQr());
    QVERIFY(printed().contains(u"Socket Disconnected, Scheduling Reconnect\n"_s));
    QVERIFY(printed().contains(u"Register Status: register success\n"_s));
    QVERIFY(!printed().contains(u"started at"_s));
    QVERIFY(!dial());
}

void TestLagrange::aRestrictedAccountLeavesItsTipOnTheConsole()
{
    startProcess({.loggedIn = true, .faults = {{u"account-restricted"_s, QJsonObject()}}});
    QTRY_VERIFY(printed().contains(u"Application started"_s));
    // the settings are the file's: so is the token
    QCOMPARE(m_client->http(u"send_group_msg"_s, toGroup(u"x"_s))["retcode"_L1].toInt(), 9000);
    static const QRegularExpression tip(u"Unknown Event0x2DC message type: 20: ([0-9A-F]+)"_s);
    const QRegularExpressionMatch match = tip.match(printed());
    QVERIFY(match.hasMatch());
    const QByteArray bytes = QByteArray::fromHex(match.captured(1).toLatin1());
    QVERIFY(bytes.contains("unlock_url"));
    QVERIFY(bytes.contains("https://acco"));
    QVERIFY(bytes.contains(u"群消息"_s.toUtf8()));
}

void TestLagrange::brokenSettingsAreRefused()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QFile settings(QDir(m_folder->path()).filePath(u"appsettings.json"_s));
    QVERIFY(settings.open(QIODevice::WriteOnly));
    settings.write("{");
    settings.close();
    GatewayOptions options;
    options.kind = u"lagrange"_s;
    options.folder = m_folder->path();
    SimGateway gateway(*m_clock, options);
    const Result<> started = gateway.start();
    QVERIFY(!started);
    QCOMPARE(started.error().reason, Reason::BadInput);
}

void TestLagrange::disabledImplementationsStayClosed()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QFile settings(QDir(m_folder->path()).filePath(u"appsettings.json"_s));
    QVERIFY(settings.open(QIODevice::WriteOnly));
    settings.write(R"({"Account":{"Uin":0},"Logging":{"LogLevel":{"Default":"Trace"}},"Implementations":[
        {"Type":"ForwardWebSocket","Host":"127.0.0.1","Port":0,"AccessToken":"t"},
        {"Type":"Http","Enable":"false","Host":"127.0.0.1","Port":1,"AccessToken":"t"}]})");
    settings.close();
    startProcess();
    QVERIFY(m_gateway->readyLine().contains("onebotWs"_L1));
    QVERIFY(!m_gateway->readyLine().contains("onebotHttp"_L1));
    QTRY_VERIFY(QDir(m_folder->path()).exists(u"qr-0.png"_s));
    QVERIFY(printed().contains(u"trce: Lagrange.Core.BotContext[0]\n"_s));
}

ROOKERY_TEST(tst_lagrange, TestLagrange)
#include "tst_lagrange.moc"
