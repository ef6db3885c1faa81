// SPDX-License-Identifier: GPL-3.0-or-later
#include "options.h"
#include "simclient.h"
#include "support/manualclock.h"
#include "support/testcase.h"

using namespace rookery;
using namespace rookery::sim;
using namespace Qt::StringLiterals;

//! The simulated NapCat's WebUI and control API over real loopback sockets; time is the test's.
class TestSimGateway final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void aHashOpensTheWebUi();
    void refusesAWrongHash();
    void refusesWithoutACredential();
    void credentialsEndAfterAnHour();
    void logoutRevokesTheCredential();
    void limitsLoginsPerMinute();
    void asksForASecondFactor();
    void aConfirmedCodeLogsIn();
    void anExpiredCodeIsReplaced();
    void aRefreshBringsANewCodeAMomentLater();
    void aFaultyRefreshKeepsTheCode();
    void aDuplicateLoginIsRefused();
    void quickLoginTakesAMoment();
    void kickShowsOfflineAndItsText();
    void statusOfflineShowsIsOffline();
    void oneBotOpensOnlyAfterLogin();
    void portsAreKeptWhileTheyAreClosed();
    void setConfigReplacesTheWhole();
    void restartRefusesForAWhileAndKeepsCredentials();
    void aSingleProcessCannotRestart();
    void untilTheLoginServiceIsUpThereIsNoCode();
    void aQuickStartWaitsForTheLoginService();
    void theLogHasWholeMessagesAndRequests();
    void unknownPathsAreHtml404();
    void bigBodiesAreRefused();
    void controlTellsStateAndFaults();
    void controlTellsEverySecretGivenOut();
    void servesTls();
    void readsScenarios();
    void unknownScenarioKeysAreRefused();

protected:
    void prepare() override;
    void finish() override;

private:
    void start(const GatewayOptions &options = {});
    [[nodiscard]] QJsonObject status() { return m_client->webUi(u"/QQLogin/CheckLoginStatus"_s)["data"_L1].toObject(); }

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<SimGateway> m_gateway;
    std::unique_ptr<SimClient> m_client;
};

void TestSimGateway::prepare()
{
    m_clock = std::make_unique<ManualClock>();
}

void TestSimGateway::finish()
{
    m_client.reset();
    m_gateway.reset();
    QCOMPARE(m_clock->armedTimers(), 0);
}

void TestSimGateway::start(const GatewayOptions &options)
{
    m_gateway = std::make_unique<SimGateway>(*m_clock, options);
    ROOKERY_VERIFY_RESULT(m_gateway->start());
    m_client = std::make_unique<SimClient>(*m_gateway);
}

void TestSimGateway::aHashOpensTheWebUi()
{
    start();
    QCOMPARE(m_client->logIn()["code"_L1].toInt(-9), 0);
    QCOMPARE(m_client->webUi(u"/auth/check"_s)["code"_L1].toInt(-9), 0);
    QCOMPARE(status()["isLogin"_L1], QJsonValue(false));
}

void TestSimGateway::refusesAWrongHash()
{
    start();
    const QJsonObject wrong = m_client->webUi(u"/auth/login"_s, {{u"hash"_s, SimClient::hashOf(u"nope"_s)}});
    QCOMPARE(wrong, (QJsonObject{{u"code"_s, -1}, {u"message"_s, u"token is invalid"_s}}));
    const QJsonObject empty = m_client->webUi(u"/auth/login"_s, {{u"hash"_s, QString()}});
    QCOMPARE(empty["message"_L1].toString(), u"token is empty"_s);
}

void TestSimGateway::refusesWithoutACredential()
{
    start();
    QCOMPARE(m_client->webUi(u"/auth/check"_s)["message"_L1].toString(), u"Unauthorized"_s);
    m_client->credential = "bm9uc2Vuc2U=";
    QCOMPARE(m_client->webUi(u"/auth/check"_s)["message"_L1].toString(), u"Unauthorized"_s);
}

void TestSimGateway::credentialsEndAfterAnHour()
{
    start();
    QCOMPARE(m_client->logIn()["code"_L1].toInt(-9), 0);
    m_clock->jumpWall(seconds(3599));
    QCOMPARE(m_client->webUi(u"/auth/check"_s)["code"_L1].toInt(-9), 0);
    m_clock->jumpWall(seconds(2));
    QCOMPARE(m_client->webUi(u"/auth/check"_s)["message"_L1].toString(), u"Unauthorized"_s);
}

void TestSimGateway::logoutRevokesTheCredential()
{
    start();
    QCOMPARE(m_client->logIn()["code"_L1].toInt(-9), 0);
    QCOMPARE(m_client->webUi(u"/auth/logout"_s)["code"_L1].toInt(-9), 0);
    QCOMPARE(m_client->webUi(u"/auth/check"_s)["message"_L1].toString(), u"Unauthorized"_s);
}

void TestSimGateway::limitsLoginsPerMinute()
{
    start({.loginRate = 3});
    for (int i = 0; i < 3; ++i)
        QCOMPARE(m_client->logIn()["code"_L1].toInt(-9), 0); // successes count too
    QCOMPARE(m_client->logIn()["message"_L1].toString(), u"login rate limit"_s);
    m_clock->jumpWall(seconds(60));
    QCOMPARE(m_client->logIn()["code"_L1].toInt(-9), 0);
}

void TestSimGateway::asksForASecondFactor()
{
    start({.totpSecret = u"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"_s});
    QCOMPARE(m_client->logIn()["data"_L1]["require2FA"_L1], QJsonValue(true));
    QVERIFY(m_client->credential.isEmpty());
    QCOMPARE(m_client->logIn(u"000000"_s)["message"_L1].toString(), u"Invalid or expired code"_s);
    m_clock->jumpWall(fromMSecs(1'111'111'109'000) - m_clock->wallNow());
    QCOMPARE(m_gateway->state()["totpCode"_L1].toString(), u"081804"_s); // RFC 6238, appendix B
    QCOMPARE(m_client->logIn(u"081804"_s)["data"_L1]["require2FA"_L1], QJsonValue(false));
    QVERIFY(!m_client->credential.isEmpty());
}

void TestSimGateway::aConfirmedCodeLogsIn()
{
    start();
    QCOMPARE(m_client->logIn()["code"_L1].toInt(-9), 0);
    QCOMPARE(m_client->webUi(u"/QQLogin/GetQQLoginQrcode"_s)["data"_L1]["qrcode"_L1].toString(), m_gateway->qrUrl());
    ROOKERY_VERIFY_RESULT(m_gateway->confirmQr());
    QCOMPARE(status()["isLogin"_L1], QJsonValue(true));
    const QJsonObject info = m_client->webUi(u"/QQLogin/GetQQLoginInfo"_s)["data"_L1].toObject();
    QCOMPARE(info["uin"_L1].toString(), u"10001"_s);
    QCOMPARE(info["online"_L1], QJsonValue(true));
    QCOMPARE(m_client->webUi(u"/QQLogin/RefreshQRcode"_s)["message"_L1].toString(), u"QQ Is Logined"_s);
    QVERIFY(!m_gateway->confirmQr());
}

void TestSimGateway::anExpiredCodeIsReplaced()
{
    start();
    QCOMPARE(m_client->logIn()["code"_L1].toInt(-9), 0);
    const QString first = m_gateway->qrUrl();
    ROOKERY_VERIFY_RESULT(m_gateway->expireQr());
    QCOMPARE(status()["loginError"_L1].toString(), u"二维码已过期，请刷新"_s);
    QVERIFY(status()["qrcodeurl"_L1].toString() != first);
}

void TestSimGateway::aRefreshBringsANewCodeAMomentLater()
{
    start({.qrLife = seconds(120)});
    QCOMPARE(m_client->logIn()["code"_L1].toInt(-9), 0);
    const QString first = m_gateway->qrUrl();
    QCOMPARE(m_client->webUi(u"/QQLogin/RefreshQRcode"_s)["code"_L1].toInt(-9), 0);
    QCOMPARE(m_gateway->qrUrl(), first);
    m_clock->advance(milliseconds(200));
    const QString second = m_gateway->qrUrl();
    QVERIFY(second != first);
    m_clock->advance(seconds(120));
    QVERIFY(m_gateway->qrUrl() != second);
    m_gateway.reset();
}

void TestSimGateway::aFaultyRefreshKeepsTheCode()
{
    start();
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"qr-refresh-same"_s));
    QCOMPARE(m_client->logIn()["code"_L1].toInt(-9), 0);
    const QString first = m_gateway->qrUrl();
    QCOMPARE(m_client->webUi(u"/QQLogin/RefreshQRcode"_s)["code"_L1].toInt(-9), 0);
    m_clock->advance(seconds(10));
    QCOMPARE(m_gateway->qrUrl(), first);
}

void TestSimGateway::aDuplicateLoginIsRefused()
{
    start();
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"duplicate-login"_s, {{u"times"_s, 1}}));
    QVERIFY(!m_gateway->confirmQr());
    QCOMPARE(m_gateway->state()["loginError"_L1].toString(), u"当前账号(10001)已登录,无法重复登录"_s);
    ROOKERY_VERIFY_RESULT(m_gateway->confirmQr());
}

void TestSimGateway::quickLoginTakesAMoment()
{
    start({.quickAccounts = {u"10001"_s}});
    QCOMPARE(m_client->logIn()["code"_L1].toInt(-9), 0);
    QCOMPARE(m_client->webUi(u"/QQLogin/GetQuickLoginList"_s)["data"_L1].toArray(), QJsonArray{u"10001"_s});
    QCOMPARE(m_client->webUi(u"/QQLogin/SetQuickLogin"_s, {{u"uin"_s, u"4"_s}})["message"_L1].toString(),
             u"快速登录失败，错误码: 1"_s);
    QCOMPARE(m_client->webUi(u"/QQLogin/SetQuickLogin"_s, {{u"uin"_s, u"10001"_s}})["code"_L1].toInt(-9), 0);
    QCOMPARE(status()["isLogin"_L1], QJsonValue(false));
    m_clock->advance(milliseconds(300));
    QCOMPARE(status()["isLogin"_L1], QJsonValue(true));
}

void TestSimGateway::kickShowsOfflineAndItsText()
{
    start({.loggedIn = true});
    QCOMPARE(m_client->logIn()["code"_L1].toInt(-9), 0);
    ROOKERY_VERIFY_RESULT(m_gateway->kick());
    QCOMPARE(status()["isLogin"_L1], QJsonValue(false));
    QCOMPARE(status()["isOffline"_L1], QJsonValue(false));
    QVERIFY(status()["loginError"_L1].toString().startsWith(u"[KickedOffLine] [下线通知] "_s));
    QCOMPARE(m_client->webUi(u"/QQLogin/GetQQLoginInfo"_s)["data"_L1]["online"_L1], QJsonValue(false));
    QCOMPARE(m_client->http(u"get_status"_s)["data"_L1]["online"_L1], QJsonValue(false)); // OneBot goes on answering
    QVERIFY(!m_gateway->kick());
}

void TestSimGateway::statusOfflineShowsIsOffline()
{
    start({.loggedIn = true});
    QCOMPARE(m_client->logIn()["code"_L1].toInt(-9), 0);
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"status-offline"_s));
    QCOMPARE(status()["isOffline"_L1], QJsonValue(true));
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"status-offline"_s, {{u"on"_s, false}}));
    QCOMPARE(status()["isLogin"_L1], QJsonValue(true));
}

void TestSimGateway::oneBotOpensOnlyAfterLogin()
{
    start();
    QVERIFY(m_gateway->oneBotHttpUrl().port() > 0);
    QCOMPARE(m_client->request("GET", m_gateway->oneBotHttpUrl()).error, QNetworkReply::ConnectionRefusedError);
    ROOKERY_VERIFY_RESULT(m_gateway->confirmQr());
    QCOMPARE(m_client->http(u"get_login_info"_s)["data"_L1]["user_id"_L1].toInt(), 10001);
}

void TestSimGateway::portsAreKeptWhileTheyAreClosed()
{
    start();
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"restart"_s));
    m_clock->advance(milliseconds(200)); // gone, and not back yet
    for (const QUrl &url : {m_gateway->webUiUrl(), m_gateway->oneBotHttpUrl(), m_gateway->oneBotWsUrl()}) {
        QTcpSocket somebody;
        QVERIFY2(!somebody.bind(QHostAddress(QHostAddress::LocalHost), static_cast<quint16>(url.port()),
                                QAbstractSocket::DontShareAddress),
                 qPrintable(url.toString()));
        QTcpSocket caller;
        caller.connectToHost(QHostAddress(QHostAddress::LocalHost), static_cast<quint16>(url.port()));
        QTRY_COMPARE(caller.error(), QAbstractSocket::ConnectionRefusedError);
    }
    m_clock->advance(seconds(5));
    QCOMPARE(m_client->logIn()["code"_L1].toInt(-9), 0);
    ROOKERY_VERIFY_RESULT(m_gateway->confirmQr());
    QCOMPARE(m_client->http(u"get_login_info"_s)["status"_L1].toString(), u"ok"_s);
}

void TestSimGateway::setConfigReplacesTheWhole()
{
    start({.loggedIn = true});
    QCOMPARE(m_client->logIn()["code"_L1].toInt(-9), 0);
    const QJsonObject before = m_client->webUi(u"/OB11Config/GetConfig"_s)["data"_L1].toObject();
    QCOMPARE(before["network"_L1]["websocketServers"_L1].toArray().size(), 1);
    QCOMPARE(m_client->webUi(u"/OB11Config/SetConfig"_s, {{u"config"_s, u"{\"network\":"_s}})["code"_L1].toInt(), -1);
    QCOMPARE(m_client->webUi(u"/OB11Config/SetConfig"_s, {{u"config"_s, u"{}"_s}})["code"_L1].toInt(-9), 0);
    const QJsonObject after = m_client->webUi(u"/OB11Config/GetConfig"_s)["data"_L1].toObject();
    QVERIFY(after["network"_L1]["websocketServers"_L1].toArray().isEmpty());
    QCOMPARE(m_client->request("GET", m_gateway->oneBotHttpUrl()).error, QNetworkReply::ConnectionRefusedError);
    const QString text = QString::fromUtf8(QJsonDocument(before).toJson());
    QCOMPARE(m_client->webUi(u"/OB11Config/SetConfig"_s, {{u"config"_s, text}})["code"_L1].toInt(-9), 0);
    QCOMPARE(m_client->http(u"get_status"_s)["status"_L1].toString(), u"ok"_s);
}

void TestSimGateway::restartRefusesForAWhileAndKeepsCredentials()
{
    start({.loggedIn = true});
    QCOMPARE(m_client->logIn()["code"_L1].toInt(-9), 0);
    const QUrl url = m_gateway->webUiUrl();
    QCOMPARE(m_client->webUi(u"/Process/Restart"_s)["code"_L1].toInt(-9), 0);
    m_clock->advance(milliseconds(100));
    QCOMPARE(m_client->request("GET", url).error, QNetworkReply::ConnectionRefusedError);
    m_clock->advance(milliseconds(3499));
    QCOMPARE(m_client->request("GET", url).error, QNetworkReply::ConnectionRefusedError);
    m_clock->advance(milliseconds(1));
    QCOMPARE(m_gateway->webUiUrl(), url);
    QCOMPARE(status()["isLogin"_L1], QJsonValue(false)); // the old credential is good, the account is not back
}

void TestSimGateway::aSingleProcessCannotRestart()
{
    start({.loggedIn = true, .singleProcess = true});
    QCOMPARE(m_client->logIn()["code"_L1].toInt(-9), 0);
    for (const QString &path : {u"/Process/Restart"_s, u"/QQLogin/RestartNapCat"_s}) {
        QCOMPARE(m_client->webUi(path), (QJsonObject{{u"code"_s, -1}, {u"message"_s, u"重启功能未初始化"_s}}));
    }
    const QJsonObject refused = m_client->http(u"set_restart"_s);
    QCOMPARE(refused["retcode"_L1].toInt(), 200); // 1200 over a WebSocket, as any failure
    QCOMPARE(refused["message"_L1].toString(), u"重启功能未初始化"_s);
    m_clock->advance(seconds(1));
    QCOMPARE(status()["isLogin"_L1], QJsonValue(true));
    QVERIFY(m_client->logLines().filter(u"[Fork]"_s).isEmpty());
}

void TestSimGateway::untilTheLoginServiceIsUpThereIsNoCode()
{
    start({.loginService = seconds(2), .quickAccounts = {u"10001"_s}});
    QCOMPARE(m_client->logIn()["code"_L1].toInt(-9), 0);
    QCOMPARE(status(),
             (QJsonObject{{u"isLogin"_s, false},
                          {u"isOffline"_s, false},
                          {u"qrcodeurl"_s, QString()},
                          {u"loginError"_s, QString()}}));
    QCOMPARE(m_client->webUi(u"/QQLogin/GetQQLoginQrcode"_s)["message"_L1].toString(), u"QRCode Get Error"_s);
    QCOMPARE(m_client->webUi(u"/QQLogin/GetQuickLoginListNew"_s)["data"_L1], QJsonValue(QJsonArray()));
    QCOMPARE(m_client->webUi(u"/QQLogin/RefreshQRcode"_s)["code"_L1].toInt(-9), 0);
    QVERIFY(!m_gateway->confirmQr());
    QVERIFY(!m_gateway->expireQr());
    QVERIFY(m_client->logLines().constLast().endsWith(u"等待网络连接..."_s));
    m_clock->advance(seconds(2));
    QVERIFY(!status()["qrcodeurl"_L1].toString().isEmpty());
    QCOMPARE(m_client->webUi(u"/QQLogin/GetQuickLoginListNew"_s)["data"_L1].toArray().size(), 1);
    QCOMPARE(m_client->logLines().filter(u"网络已连接"_s).size(), 1);
    ROOKERY_VERIFY_RESULT(m_gateway->confirmQr());
}

void TestSimGateway::aQuickStartWaitsForTheLoginService()
{
    start({.loggedIn = true, .loginService = seconds(2)});
    QCOMPARE(m_gateway->state()["login"_L1].toString(), u"waiting"_s);
    m_clock->advance(seconds(2));
    QCOMPARE(m_gateway->state()["login"_L1].toString(), u"online"_s);
}

void TestSimGateway::theLogHasWholeMessagesAndRequests()
{
    start({.loggedIn = true});
    QCOMPARE(m_client->logIn()["code"_L1].toInt(-9), 0);
    const QString said = u"[KickedOffLine] [x] y"_s;
    const QString longer(600, u'z');
    QCOMPARE(m_client
                 ->http(u"send_group_msg"_s,
                        {{u"group_id"_s, 30001},
                         {u"message"_s,
                          QJsonArray{QJsonObject{{u"type"_s, u"text"_s},
                                                 {u"data"_s, QJsonObject{{u"text"_s, said}}}}}}})["status"_L1]
                 .toString(),
             u"ok"_s);
    QCOMPARE(
        m_client->http(u"send_group_msg"_s, {{u"group_id"_s, 30001}, {u"message"_s, longer}})["status"_L1].toString(),
        u"ok"_s);
    const QStringList raw = m_client->logLines().filter(u"debug 收到新消息 RawMessage {"_s);
    const QStringList coded = m_client->logLines().filter(u"debug 转化为 OB11Message {"_s);
    QCOMPARE(raw.size(), 2);
    QCOMPARE(coded.size(), 2);
    QVERIFY(raw.constFirst().contains(u"\"content\":\""_s + said));
    const QJsonObject event =
        QJsonDocument::fromJson(coded.constFirst().mid(coded.constFirst().indexOf(u'{')).toUtf8()).object();
    QCOMPARE(event["arrayMsg"_L1]["message"_L1][0]["data"_L1]["text"_L1].toString(), said);
    QVERIFY(raw.constLast().contains(QString(500, u'z') + u"...\""_s) && !raw.constLast().contains(QString(501, u'z')));
    m_gateway.reset();
    start({.loggedIn = true, .debugLines = false});
    QCOMPARE(m_client->logIn()["code"_L1].toInt(-9), 0);
    QCOMPARE(
        m_client->http(u"send_group_msg"_s, {{u"group_id"_s, 30001}, {u"message"_s, u"x"_s}})["status"_L1].toString(),
        u"ok"_s);
    QVERIFY(m_client->logLines().filter(u"debug "_s).isEmpty());
}

void TestSimGateway::unknownPathsAreHtml404()
{
    start();
    QCOMPARE(m_client->logIn()["code"_L1].toInt(-9), 0);
    QUrl url = m_gateway->webUiUrl();
    url.setPath(u"/api/NoSuchThing"_s);
    const SimClient::Answer answer = m_client->request("POST", url, "{}", m_client->credential);
    QCOMPARE(answer.status, 404);
    QVERIFY(answer.body.startsWith("<!DOCTYPE html>"));
}

void TestSimGateway::bigBodiesAreRefused()
{
    start({.loggedIn = true});
    QCOMPARE(m_client->logIn()["code"_L1].toInt(-9), 0);
    const QJsonObject params{{u"group_id"_s, 30001}, {u"message"_s, QString(110 * 1024, u'x')}};
    const QJsonObject body{{u"action"_s, u"send_group_msg"_s}, {u"params"_s, params}};
    QCOMPARE(m_client->webUi(u"/Debug/call"_s, body)["message"_L1].toString(), u"An unknown error occurred."_s);
    QVERIFY(m_gateway->ledger().isEmpty());
}

void TestSimGateway::controlTellsStateAndFaults()
{
    start();
    const auto control = [&](const QByteArray &verb, const QString &path, const QByteArray &body = {}) {
        QUrl url = m_gateway->controlUrl();
        url.setPath(path);
        return m_client->request(verb, url, body);
    };
    QCOMPARE(control("GET", u"/state"_s).json()["login"_L1].toString(), u"waiting"_s);
    QCOMPARE(control("POST", u"/qr/scan"_s).status, 409);
    QCOMPARE(control("POST", u"/kick"_s).status, 409);
    QCOMPARE(control("POST", u"/fault/no-such-fault"_s).status, 404);
    QCOMPARE(control("POST", u"/fault/rich-media"_s, "[1]").status, 400);
    QCOMPARE(control("POST", u"/fault/rich-media"_s, R"({"times":3,"group":"30001"})").status, 200);
    const QJsonArray faults = QJsonDocument::fromJson(control("GET", u"/faults"_s).body).array();
    QVERIFY(faults.size() > 30);
    for (const QJsonValue &fault : faults) {
        QVERIFY(!fault["what"_L1].toString().isEmpty());
        QCOMPARE(fault["on"_L1].toBool(), fault["name"_L1].toString() == "rich-media"_L1);
    }
    QCOMPARE(control("POST", u"/qr/confirm"_s).status, 200);
    QCOMPARE(control("GET", u"/ledger"_s).body.trimmed(), QByteArray("[]"));
}

void TestSimGateway::controlTellsEverySecretGivenOut()
{
    start();
    const auto secrets = [&] {
        QUrl url = m_gateway->controlUrl();
        url.setPath(u"/secrets"_s);
        return m_client->request("GET", url).json();
    };
    QCOMPARE(secrets(),
             (QJsonObject{{u"webuiToken"_s, QJsonArray{m_gateway->token()}},
                          {u"onebotToken"_s, QJsonArray{m_gateway->oneBotToken()}},
                          {u"qr"_s, QJsonArray{m_gateway->qrUrl()}}}));

    QCOMPARE(m_client->logIn()["code"_L1].toInt(-9), 0);
    const QString first = QString::fromLatin1(m_client->credential);
    m_clock->jumpWall(seconds(1));
    QCOMPARE(m_client->logIn()["code"_L1].toInt(-9), 0);
    QCOMPARE(secrets()["credential"_L1], (QJsonArray{first, QString::fromLatin1(m_client->credential)}));

    const QString firstCode = m_gateway->qrUrl();
    ROOKERY_VERIFY_RESULT(m_gateway->expireQr());
    QCOMPARE(m_client->webUi(u"/QQLogin/RefreshQRcode"_s)["code"_L1].toInt(-9), 0);
    QTRY_COMPARE(secrets()["qr"_L1], (QJsonArray{firstCode, m_gateway->qrUrl()}));

    ROOKERY_VERIFY_RESULT(m_gateway->confirmQr());
    QTRY_COMPARE(m_gateway->state()["login"_L1].toString(), u"online"_s);
    const QJsonObject adapter = m_client->webUi(u"/Debug/create"_s)["data"_L1].toObject();
    QCOMPARE(secrets()["debugToken"_L1], (QJsonArray{adapter["token"_L1].toString()}));
}

void TestSimGateway::servesTls()
{
    const Result<SimOptions> options = readArguments({u"--tls"_s});
    ROOKERY_VERIFY_RESULT(options);
    start(options->gateways.first());
    QCOMPARE(m_gateway->webUiUrl().scheme(), u"https"_s);
    QSslSocket socket;
    socket.setPeerVerifyMode(QSslSocket::VerifyNone);
    socket.connectToHostEncrypted(u"127.0.0.1"_s, static_cast<quint16>(m_gateway->webUiUrl().port()));
    QTRY_VERIFY(socket.isEncrypted());
    QVERIFY(socket.peerCertificate().isSelfSigned());
    socket.write("GET /webui HTTP/1.1\r\nHost: h\r\n\r\n");
    QTRY_VERIFY(socket.peek(4096).contains("NapCat WebUI"));
}

void TestSimGateway::readsScenarios()
{
    const QJsonObject scenario{
        {u"traffic"_s, 2},
        {u"gateways"_s,
         QJsonArray{QJsonObject{{u"loggedIn"_s, true}}, QJsonObject{{u"traffic"_s, 0}, {u"account"_s, u"777"_s}}}}};
    const Result<QList<GatewayOptions>> read = readScenario(scenario, {}, 3);
    ROOKERY_VERIFY_RESULT(read);
    QCOMPARE(read->size(), 3);
    QVERIFY(read->at(0).loggedIn);
    QCOMPARE(read->at(0).traffic, 2.0);
    QCOMPARE(read->at(1).account, u"777"_s);
    QCOMPARE(read->at(1).name, u"napcat-777"_s);
    QCOMPARE(read->at(1).traffic, 0.0);
    QCOMPARE(read->at(2).account, u"10003"_s);
}

void TestSimGateway::unknownScenarioKeysAreRefused()
{
    const Result<QList<GatewayOptions>> read = readScenario({{u"trafic"_s, 2}}, {}, 1);
    QVERIFY(!read);
    QVERIFY(read.error().detail.contains("trafic"_L1));
    QVERIFY(!readArguments({u"--kind"_s, u"nonsense"_s}));
    QVERIFY(!readArguments({u"--count"_s, u"0"_s}));
    QVERIFY(!readArguments({u"stray"_s}));
}

ROOKERY_TEST(tst_simgateway, TestSimGateway)
#include "tst_simgateway.moc"
