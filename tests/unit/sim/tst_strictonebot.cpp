// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebotbench.h"
#include "tls.h"

using namespace rookery;
using namespace rookery::sim;
using namespace Qt::StringLiterals;

//! The gateway that keeps to the OneBot 11 standard.
class TestStrictOneBot final : public OneBotBench
{
    Q_OBJECT

private Q_SLOTS:
    void badTokensAreRefusedAtTheUpgrade();
    void httpHasAStatusForEverything();
    void trailingSlashesAndFormsAreFine();
    void repliesHoldNothingBeyondTheStandard();
    void asynchronousCallsAreCarriedOutUntold();
    void rateLimitedCallsGoOneByOne();
    void heartbeatsComeEvery15Seconds();
    void thePathsSplitCallsAndEvents();
    void ownMessagesAreNoEvents();
    void refusedSendsTellANumber();
    void receivedPicturesCanBeSentOnByName();
    void thereIsNoLoginToBeSeen();
    void aRestartComesBackOnline();
    void servesTls();

private:
    void start(const GatewayOptions &options = {}) { startKind(u"onebot11"_s, options); }
};

void TestStrictOneBot::badTokensAreRefusedAtTheUpgrade()
{
    start();
    QCOMPARE(upgradeStatus({}), QByteArray("401"));
    QCOMPARE(upgradeStatus("?access_token=wrong"), QByteArray("403"));
    QVERIFY(dial());
}

void TestStrictOneBot::httpHasAStatusForEverything()
{
    start();
    QUrl url = m_gateway->oneBotHttpUrl();
    url.setPath(u"/get_status"_s);
    QCOMPARE(m_client->request("POST", url, "{}").status, 401);
    QCOMPARE(m_client->request("POST", url, "{}", "wrong").status, 403);
    QCOMPARE(action("POST", u"/get_status"_s, "{}", "text/plain").status, 406);
    QCOMPARE(action("POST", u"/get_status"_s, "{").status, 400);
    QCOMPARE(action("POST", u"/no_such"_s, "{}").status, 404);
    QCOMPARE(action("POST", u"/"_s, "{}").status, 404);
    QCOMPARE(action("PUT", u"/get_status"_s, "{}").status, 405);
    const SimClient::Answer failed = action("POST", u"/get_msg"_s, R"({"message_id":5})");
    QCOMPARE(failed.status, 200); // even if the action failed
    QCOMPARE(failed.json()["status"_L1].toString(), u"failed"_s);
}

void TestStrictOneBot::trailingSlashesAndFormsAreFine()
{
    start();
    QCOMPARE(action("POST", u"/get_status/"_s, "{}").json()["status"_L1].toString(), u"ok"_s);
    const QByteArray form = "group_id=30001&message=a%26b&auto_escape=true";
    QCOMPARE(
        action("POST", u"/send_group_msg"_s, form, "application/x-www-form-urlencoded").json()["status"_L1].toString(),
        u"ok"_s);
    QCOMPARE(m_gateway->ledger().constFirst().text, u"a&b"_s);
    QUrl url = m_gateway->oneBotHttpUrl();
    url.setPath(u"/get_group_info"_s);
    url.setQuery(u"group_id=30002&access_token="_s + m_gateway->oneBotToken());
    QCOMPARE(m_client->request("GET", url).json()["data"_L1]["group_id"_L1].toInt(), 30002);
}

void TestStrictOneBot::repliesHoldNothingBeyondTheStandard()
{
    start();
    const auto socket = dial(u"/api"_s);
    QVERIFY(socket);
    socket->call(u"no_such"_s, {}, u"1"_s);
    socket->call(u"get_status"_s, {}, u"2"_s);
    socket->socket().sendTextMessage(u"{\"action\":\"get_status\"}"_s);
    socket->socket().sendTextMessage(u"{broken"_s);
    QTRY_COMPARE(socket->heard().size(), 4);
    QCOMPARE(socket->reply(u"1"_s).keys(), (QStringList{u"data"_s, u"echo"_s, u"retcode"_s, u"status"_s}));
    QCOMPARE(socket->reply(u"1"_s)["retcode"_L1].toInt(), 1404);
    QCOMPARE(socket->reply(u"2"_s)["data"_L1], QJsonValue(QJsonObject{{u"good"_s, true}, {u"online"_s, true}}));
    QVERIFY(!socket->heard().at(2).contains("echo"_L1));
    QCOMPARE(socket->heard().constLast()["retcode"_L1].toInt(), 1400);
}

void TestStrictOneBot::asynchronousCallsAreCarriedOutUntold()
{
    start();
    const QJsonObject reply = m_client->http(u"send_group_msg_async"_s, toGroup(u"x"_s));
    QCOMPARE(reply["status"_L1].toString(), u"async"_s);
    QCOMPARE(reply["retcode"_L1].toInt(), 1);
    QVERIFY(reply["data"_L1].isNull());
    QCOMPARE(m_gateway->ledger().size(), 1);
    QCOMPARE(action("POST", u"/no_such_async"_s, "{}").status, 404);
}

void TestStrictOneBot::rateLimitedCallsGoOneByOne()
{
    start();
    for (const QString &text : {u"1"_s, u"2"_s, u"3"_s})
        QCOMPARE(m_client->http(u"send_group_msg_rate_limited"_s, toGroup(text))["status"_L1].toString(), u"async"_s);
    QCOMPARE(m_gateway->ledger().size(), 1);
    m_clock->advance(milliseconds(500));
    QCOMPARE(m_gateway->ledger().size(), 2);
    m_clock->advance(milliseconds(500));
    QCOMPARE(m_gateway->ledger().size(), 3);
}

void TestStrictOneBot::heartbeatsComeEvery15Seconds()
{
    start();
    const auto socket = dial();
    QVERIFY(socket);
    QTRY_COMPARE(socket->heard().size(), 1);
    QCOMPARE(socket->heard().constFirst()["sub_type"_L1].toString(), u"connect"_s);
    ROOKERY_VERIFY_RESULT(m_gateway->kick());
    m_clock->advance(seconds(15));
    QTRY_COMPARE(socket->heard().size(), 2);
    QCOMPARE(socket->heard().constLast()["status"_L1]["online"_L1], QJsonValue(false));
}

void TestStrictOneBot::thePathsSplitCallsAndEvents()
{
    start();
    const auto event = dial(u"/event/"_s);
    const auto api = dial(u"/api/"_s);
    QVERIFY(event && api);
    event->call(u"get_status"_s, {}, u"1"_s);
    api->call(u"get_status"_s, {}, u"1"_s);
    QTRY_COMPARE(api->heard().size(), 1);
    QTRY_COMPARE(event->heard().size(), 1);
    QCOMPARE(event->heard().constFirst()["post_type"_L1].toString(), u"meta_event"_s);
}

void TestStrictOneBot::ownMessagesAreNoEvents()
{
    start({.traffic = 1, .reportSelfMessage = true});
    const auto socket = dial();
    QVERIFY(socket);
    socket->call(u"send_group_msg"_s, toGroup(u"x"_s), u"1"_s);
    QTRY_VERIFY(socket->indexOfReply(u"1"_s) >= 0);
    m_clock->advance(seconds(1));
    QTRY_VERIFY(socket->indexOfEvent(u"message"_s) >= 0);
    QCOMPARE(socket->indexOfEvent(u"message_sent"_s), -1);
    const QJsonObject event = socket->heard().at(socket->indexOfEvent(u"message"_s));
    QVERIFY(event["user_id"_L1].toInteger() != 10001);
    QVERIFY(!event.contains("message_format"_L1));
}

void TestStrictOneBot::refusedSendsTellANumber()
{
    start();
    QCOMPARE(m_client->http(u"send_group_msg"_s, {{u"group_id"_s, 30001}})["retcode"_L1].toInt(), 100);
    QCOMPARE(m_client->http(u"send_group_msg"_s, toGroup(u"x"_s, 39999))["retcode"_L1].toInt(), 103);
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"send-refused"_s, {{u"times"_s, 1}}));
    QCOMPARE(m_client->http(u"send_group_msg"_s, toGroup(u"x"_s))["retcode"_L1].toInt(), 120);
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"send-silently-lost"_s, {{u"times"_s, 1}}));
    QCOMPARE(m_client->http(u"send_group_msg"_s, toGroup(u"x"_s))["status"_L1].toString(), u"ok"_s);
    QVERIFY(m_gateway->ledger().isEmpty());
}

void TestStrictOneBot::receivedPicturesCanBeSentOnByName()
{
    start();
    const auto picture = [&](const QString &file) {
        const QJsonArray message{QJsonObject{{u"type"_s, u"image"_s}, {u"data"_s, QJsonObject{{u"file"_s, file}}}}};
        return m_client->http(u"send_group_msg"_s, {{u"group_id"_s, 30001}, {u"message"_s, message}});
    };
    QCOMPARE(picture(u"unknown.png"_s)["status"_L1].toString(), u"failed"_s);
    const qint64 id = picture(u"base64://eA=="_s)["data"_L1]["message_id"_L1].toInteger();
    QVERIFY(id != 0);
    const QString name = m_client->http(u"get_msg"_s, {{u"message_id"_s, id}})["data"_L1]["message"_L1]
                             .toArray()
                             .first()["data"_L1]["file"_L1]
                             .toString();
    QCOMPARE(picture(name)["status"_L1].toString(), u"ok"_s);
}

void TestStrictOneBot::thereIsNoLoginToBeSeen()
{
    start();
    QVERIFY(!m_gateway->readyLine().contains("webui"_L1));
    for (const QString &path : {u"/qr/confirm"_s, u"/qr/scan"_s, u"/qr/expire"_s})
        QCOMPARE(control(path).status, 409);
    QCOMPARE(control(u"/kick"_s).status, 200);
    QCOMPARE(m_client->http(u"get_status"_s)["data"_L1]["online"_L1], QJsonValue(false));
    QCOMPARE(m_client->http(u"send_group_msg"_s, toGroup(u"x"_s))["status"_L1].toString(), u"failed"_s);
    QCOMPARE(control(u"/login"_s).status, 200);
    QCOMPARE(m_client->http(u"get_status"_s)["data"_L1]["online"_L1], QJsonValue(true));
    QCOMPARE(control(u"/no/such"_s).status, 404);
}

void TestStrictOneBot::aRestartComesBackOnline()
{
    start();
    const auto socket = dial();
    QVERIFY(socket);
    QCOMPARE(m_client->http(u"set_restart"_s)["status"_L1].toString(), u"async"_s);
    m_clock->advance(milliseconds(100));
    QTRY_COMPARE(socket->socket().state(), QAbstractSocket::UnconnectedState);
    QVERIFY(!dial());
    m_clock->advance(milliseconds(3500));
    QVERIFY(dial());
    QCOMPARE(m_client->http(u"get_status"_s)["data"_L1]["online"_L1], QJsonValue(true));
}

void TestStrictOneBot::servesTls()
{
    const Result<QSslConfiguration> tls = selfSignedTls();
    QVERIFY(tls);
    start({.tls = *tls});
    QCOMPARE(m_gateway->oneBotWsUrl().scheme(), u"wss"_s);
    QWebSocket socket;
    QSslConfiguration trusting;
    trusting.setPeerVerifyMode(QSslSocket::VerifyNone);
    socket.setSslConfiguration(trusting);
    QSignalSpy texts(&socket, &QWebSocket::textMessageReceived);
    QUrl url = m_gateway->oneBotWsUrl();
    url.setPath(u"/"_s);
    url.setQuery(u"access_token="_s + m_gateway->oneBotToken());
    socket.open(url);
    QTRY_COMPARE(texts.size(), 1);
}

ROOKERY_TEST(tst_strictonebot, TestStrictOneBot)
#include "tst_strictonebot.moc"
