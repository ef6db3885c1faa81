// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebotbench.h"

using namespace rookery;
using namespace rookery::sim;
using namespace Qt::StringLiterals;

//! Answers that are not true, echoes that come late or twice, limits on frames, and what the operator's phone sends.
class TestContradictions final : public OneBotBench
{
    Q_OBJECT

private Q_SLOTS:
    void aFailedAnswerMayBeUntrue_data();
    void aFailedAnswerMayBeUntrue();
    void theEchoMayComeAfterTheAnswer_data() { echoingKinds(); }
    void theEchoMayComeAfterTheAnswer();
    void anUntrueAnswerMayComeBeforeItsEcho_data() { echoingKinds(); }
    void anUntrueAnswerMayComeBeforeItsEcho();
    void theEchoMayComeTwice_data() { echoingKinds(); }
    void theEchoMayComeTwice();
    void faultsOfOneGroupLeaveTheOthersAlone();
    void largeFramesCloseTheSocket();
    void largeBodiesAreRefused();
    void milkyContradictsToo_data();
    void milkyContradictsToo();
    void llbotMissesATargetInOneWording();
    void idsCountAgainAfterARestart_data();
    void idsCountAgainAfterARestart();
    void thePhoneSendsToo_data() { echoingKinds(); }
    void thePhoneSendsToo();
    void thePhoneSendsOverMilky();
    void thePhoneNeedsAChatAndSomethingToSay();

private:
    static void echoingKinds()
    {
        QTest::addColumn<QString>("kind");
        for (const char *kind : {"napcat", "llbot", "lagrange"})
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }
    //! Logged in, with a socket that hears own messages.
    void startEchoing(const QString &kind)
    {
        startKind(kind, {.loggedIn = true, .reportSelfMessage = true});
        if (kind == "napcat"_L1) {
            QVERIFY(!m_client->logIn().isEmpty());
            const QString token = m_client->webUi(u"/Debug/create"_s)["data"_L1]["token"_L1].toString();
            QUrl url = m_gateway->webUiUrl();
            url.setScheme(u"ws"_s);
            url.setPath(u"/api/Debug/ws"_s);
            url.setQuery(u"adapterName=debug-primary&token="_s + token);
            m_socket = std::make_unique<SimSocket>(url);
        } else {
            m_socket = dial();
        }
        QVERIFY(m_socket);
        QTRY_VERIFY(m_socket->indexOfEvent(u"meta_event"_s) >= 0);
    }
    void finish() override
    {
        m_socket.reset();
        OneBotBench::finish();
    }
    //! Own messages heard so far, each with its place in `heard`.
    [[nodiscard]] QList<std::pair<int, QJsonObject>> echoes() const
    {
        QList<std::pair<int, QJsonObject>> own;
        const QList<QJsonObject> all = m_socket->heard();
        for (int i = 0; i < all.size(); ++i) {
            if (all.at(i).contains("message_id"_L1) && all.at(i)["user_id"_L1] == all.at(i)["self_id"_L1])
                own.append({i, all.at(i)});
        }
        return own;
    }
    [[nodiscard]] SimClient::Answer milky(const QString &call, const QJsonObject &params)
    {
        QUrl url = m_gateway->webUiUrl();
        url.setPath(u"/api/"_s + call);
        return m_client->request("POST", url, QJsonDocument(params).toJson(), m_gateway->token().toUtf8());
    }
    [[nodiscard]] static QJsonObject milkyText(const QString &text)
    {
        const QJsonObject segment{{u"type"_s, u"text"_s}, {u"data"_s, QJsonObject{{u"text"_s, text}}}};
        return {{u"group_id"_s, 30001}, {u"message"_s, QJsonArray{segment}}};
    }
    [[nodiscard]] static QJsonObject toTestGroup(QJsonObject body)
    {
        body.insert(u"target"_s, QJsonObject{{u"kind"_s, u"group"_s}, {u"id"_s, u"30001"_s}});
        return body;
    }

    std::unique_ptr<SimSocket> m_socket;
};

void TestContradictions::aFailedAnswerMayBeUntrue_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("fault");
    QTest::addColumn<int>("retcode");
    QTest::addColumn<QString>("words");
    const QString unlisted = u"Cannot read properties of undefined (reading 'msgId')"_s;
    QTest::newRow("napcat refused") << u"napcat"_s << u"answer-refused"_s << 1200 << u"rich media transfer failed"_s;
    QTest::newRow("napcat offline") << u"napcat"_s << u"answer-offline"_s << 1200 << u"账号已离线"_s;
    QTest::newRow("napcat unlisted") << u"napcat"_s << u"answer-unlisted"_s << 1200 << unlisted;
    QTest::newRow("llbot refused") << u"llbot"_s << u"answer-refused"_s << 1200 << u"rich media transfer failed"_s;
    QTest::newRow("llbot offline") << u"llbot"_s << u"answer-offline"_s << 1200 << u"Direct client not logged in"_s;
    QTest::newRow("llbot unlisted") << u"llbot"_s << u"answer-unlisted"_s << 1200 << unlisted;
    QTest::newRow("lagrange refused") << u"lagrange"_s << u"answer-refused"_s << 120 << QString();
    QTest::newRow("lagrange offline") << u"lagrange"_s << u"answer-offline"_s << 200 << QString();
    QTest::newRow("lagrange unlisted") << u"lagrange"_s << u"answer-unlisted"_s << 200 << QString();
    QTest::newRow("standard refused") << u"onebot11"_s << u"answer-refused"_s << 120 << QString();
    QTest::newRow("standard offline") << u"onebot11"_s << u"answer-offline"_s << 103 << QString();
    QTest::newRow("standard unlisted") << u"onebot11"_s << u"answer-unlisted"_s << 34 << QString();
}

void TestContradictions::aFailedAnswerMayBeUntrue()
{
    QFETCH(QString, kind);
    QFETCH(QString, fault);
    QFETCH(int, retcode);
    QFETCH(QString, words);
    startEchoing(kind);
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(fault, {{u"times"_s, 1}}));
    m_socket->call(u"send_group_msg"_s, toGroup(u"hello"_s), u"e"_s);
    QTRY_VERIFY(m_socket->indexOfReply(u"e"_s) >= 0);
    const QJsonObject reply = m_socket->reply(u"e"_s);
    QCOMPARE(reply["status"_L1].toString(), u"failed"_s);
    QCOMPARE(reply["retcode"_L1].toInt(), retcode);
    QVERIFY2(reply["message"_L1].toString().contains(words), qPrintable(reply["message"_L1].toString()));
    QCOMPARE(m_gateway->ledger().size(), 1);
    if (kind != "onebot11"_L1) { // the standard knows no own messages
        QCOMPARE(echoes().size(), 1);
        QVERIFY(echoes().constFirst().first < m_socket->indexOfReply(u"e"_s));
    }
    m_socket->call(u"send_group_msg"_s, toGroup(u"again"_s), u"f"_s);
    QTRY_VERIFY(m_socket->indexOfReply(u"f"_s) >= 0);
    QCOMPARE(m_socket->reply(u"f"_s)["status"_L1].toString(), u"ok"_s);
}

void TestContradictions::theEchoMayComeAfterTheAnswer()
{
    QFETCH(QString, kind);
    startEchoing(kind);
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"echo-late"_s, {{u"delayMs"_s, 1500}}));
    m_socket->call(u"send_group_msg"_s, toGroup(u"hello"_s), u"e"_s);
    QTRY_VERIFY(m_socket->indexOfReply(u"e"_s) >= 0);
    QCOMPARE(m_socket->reply(u"e"_s)["status"_L1].toString(), u"ok"_s);
    QCOMPARE(m_gateway->ledger().size(), 1);
    m_clock->advance(milliseconds(1499));
    QVERIFY(echoes().isEmpty());
    m_clock->advance(milliseconds(1));
    QTRY_COMPARE(echoes().size(), 1);
    QCOMPARE(echoes().constFirst().second["message_id"_L1], m_socket->reply(u"e"_s)["data"_L1]["message_id"_L1]);
}

void TestContradictions::anUntrueAnswerMayComeBeforeItsEcho()
{
    QFETCH(QString, kind);
    startEchoing(kind);
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"answer-unlisted"_s, {{u"delayMs"_s, 1000}}));
    m_socket->call(u"send_group_msg"_s, toGroup(u"hello"_s), u"e"_s);
    QTRY_VERIFY(m_socket->indexOfReply(u"e"_s) >= 0);
    QVERIFY(echoes().isEmpty());
    m_clock->advance(seconds(1));
    QTRY_COMPARE(echoes().size(), 1);
}

void TestContradictions::theEchoMayComeTwice()
{
    QFETCH(QString, kind);
    startEchoing(kind);
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"echo-twice"_s));
    m_socket->call(u"send_group_msg"_s, toGroup(u"hello"_s), u"e"_s);
    QTRY_VERIFY(m_socket->indexOfReply(u"e"_s) >= 0);
    QCOMPARE(echoes().size(), 2);
    QCOMPARE(echoes().constFirst().second, echoes().constLast().second);
    QCOMPARE(m_gateway->ledger().size(), 1);
}

void TestContradictions::faultsOfOneGroupLeaveTheOthersAlone()
{
    startEchoing(u"napcat"_s);
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"answer-refused"_s, {{u"group"_s, u"30002"_s}}));
    QCOMPARE(m_client->http(u"send_group_msg"_s, toGroup(u"a"_s))["status"_L1].toString(), u"ok"_s);
    QCOMPARE(m_client->http(u"send_group_msg"_s, toGroup(u"b"_s, 30002))["status"_L1].toString(), u"failed"_s);
    QCOMPARE(m_gateway->ledger().size(), 2);
}

void TestContradictions::largeFramesCloseTheSocket()
{
    startEchoing(u"llbot"_s);
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"answer-too-large"_s, {{u"bytes"_s, 1000}}));
    m_socket->call(u"send_group_msg"_s, toGroup(QString(800, u'x')), u"small"_s);
    QTRY_VERIFY(m_socket->indexOfReply(u"small"_s) >= 0);
    m_socket->call(u"send_group_msg"_s, toGroup(QString(1000, u'x')), u"large"_s);
    QTRY_COMPARE(m_socket->socket().state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(m_socket->socket().closeCode(), QWebSocketProtocol::CloseCodeTooMuchData);
    QCOMPARE(m_gateway->ledger().size(), 1);
}

void TestContradictions::largeBodiesAreRefused()
{
    startKind(u"onebot11"_s);
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"answer-too-large"_s, {{u"bytes"_s, 1000}, {u"times"_s, 1}}));
    const QByteArray body = QJsonDocument(toGroup(QString(1000, u'x'))).toJson();
    QCOMPARE(action("POST", u"/send_group_msg"_s, body).status, 413);
    QVERIFY(m_gateway->ledger().isEmpty());
    QCOMPARE(action("POST", u"/send_group_msg"_s, body).status, 200);
    m_gateway.reset();
    startKind(u"milky"_s, {.loggedIn = true});
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"answer-too-large"_s, {{u"bytes"_s, 1000}}));
    QCOMPARE(milky(u"send_group_message"_s, milkyText(QString(1000, u'x'))).status, 413);
    QVERIFY(m_gateway->ledger().isEmpty());
}

void TestContradictions::milkyContradictsToo_data()
{
    QTest::addColumn<QString>("dialect");
    QTest::addColumn<QString>("fault");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("retcode");
    QTest::addColumn<QString>("words");
    QTest::newRow("lagrange refused") << QString() << u"answer-refused"_s << 200 << 120 << QString();
    QTest::newRow("lagrange offline") << QString() << u"answer-offline"_s << 200 << -403 << u"not logged in"_s;
    QTest::newRow("lagrange unlisted") << QString() << u"answer-unlisted"_s << 500 << 0 << QString();
    QTest::newRow("llbot refused") << u"llbot"_s << u"answer-refused"_s << 200 << 500 << u"rich media"_s;
    QTest::newRow("llbot offline") << u"llbot"_s << u"answer-offline"_s << 200 << 500 << u"not logged in"_s;
    QTest::newRow("llbot unlisted") << u"llbot"_s << u"answer-unlisted"_s << 200 << 500 << u"'msgId'"_s;
}

void TestContradictions::milkyContradictsToo()
{
    QFETCH(QString, dialect);
    QFETCH(QString, fault);
    QFETCH(int, status);
    QFETCH(int, retcode);
    QFETCH(QString, words);
    startKind(u"milky"_s, {.loggedIn = true, .reportSelfMessage = true, .dialect = dialect});
    QUrl url = m_gateway->webUiUrl();
    url.setScheme(u"ws"_s);
    m_socket = std::make_unique<SimSocket>(url, m_gateway->token(), u"/event"_s);
    QTRY_COMPARE(m_gateway->state()["eventSockets"_L1].toInt(), 1);
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(fault, {{u"delayMs"_s, 500}}));
    const SimClient::Answer answer = milky(u"send_group_message"_s, milkyText(u"hello"_s));
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.json()["retcode"_L1].toInt(), retcode);
    QVERIFY(answer.json()["message"_L1].toString().contains(words));
    QCOMPARE(m_gateway->ledger().size(), 1);
    QVERIFY(m_socket->heard().isEmpty());
    m_clock->advance(milliseconds(500));
    QTRY_COMPARE(m_socket->heard().size(), 1);
}

void TestContradictions::llbotMissesATargetInOneWording()
{
    startEchoing(u"llbot"_s);
    for (const QString &name : {u"send_msg"_s, u"send_group_msg"_s, u"send_private_msg"_s}) {
        const SimClient::Answer answer = action("POST", u'/' + name, R"({"message":"x"})");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.json()["retcode"_L1].toInt(), 200);
        QCOMPARE(answer.json()["message"_L1].toString(), u"请指定 group_id 或 user_id"_s);
        m_socket->call(name, {{u"message"_s, u"x"_s}}, name);
        QTRY_COMPARE(m_socket->reply(name)["retcode"_L1].toInt(), 1200);
    }
    QVERIFY(m_gateway->ledger().isEmpty());
}

void TestContradictions::idsCountAgainAfterARestart_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"napcat", "llbot", "lagrange", "onebot11"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void TestContradictions::idsCountAgainAfterARestart()
{
    QFETCH(QString, kind);
    startKind(kind, {.loggedIn = true});
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"ids-restart"_s));
    const auto send = [this](const QString &text) {
        return m_client->http(u"send_group_msg"_s, toGroup(text))["data"_L1]["message_id"_L1].toInteger();
    };
    QCOMPARE(send(u"a"_s), 1);
    QCOMPARE(send(u"b"_s), 2);
    ROOKERY_VERIFY_RESULT(m_gateway->setFault(u"restart"_s));
    m_clock->advance(milliseconds(100));
    m_clock->advance(milliseconds(3500));
    if (m_gateway->state()["login"_L1].toString() == "waiting"_L1)
        ROOKERY_VERIFY_RESULT(m_gateway->confirmQr());
    QCOMPARE(send(u"c"_s), 1);
}

void TestContradictions::thePhoneSendsToo()
{
    QFETCH(QString, kind);
    startEchoing(kind);
    const QByteArray png = QByteArray::fromBase64("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAE"
                                                  "hQGAhKmMIQAAAABJRU5ErkJggg==");
    const QJsonObject body{{u"text"_s, u"ok"_s}, {u"picture"_s, QString::fromLatin1(png.toBase64())}, {u"face"_s, 14}};
    QCOMPARE(control(u"/own"_s, toTestGroup(body)).status, 200);
    QCOMPARE(m_gateway->ledger().size(), 1);
    const LedgerEntry entry = m_gateway->ledger().constFirst();
    QCOMPARE(entry.client, u"phone"_s);
    QCOMPARE(entry.text, u"ok"_s);
    QCOMPARE(entry.pictureSha256.size(), 1);
    QTRY_COMPARE(echoes().size(), 1);
    const QJsonObject event = echoes().constFirst().second;
    QCOMPARE(event["message_id"_L1].toInteger(), entry.messageId);
    const QByteArray md5 = QCryptographicHash::hash(png, QCryptographicHash::Md5).toHex().toUpper();
    const QString name = QString::fromLatin1(md5) + u".png"_s;
    const QJsonObject picture = event["message"_L1][1]["data"_L1].toObject();
    QCOMPARE(picture[kind == "lagrange"_L1 ? "filename"_L1 : "file"_L1].toString(), name);
    QCOMPARE(event["message"_L1][2]["data"_L1]["id"_L1].toString(), u"14"_s);
    QCOMPARE(m_client->http(u"send_group_msg"_s, toGroup(u"ours"_s))["status"_L1].toString(), u"ok"_s);
    QVERIFY(m_gateway->ledger().constLast().client.isEmpty());
}

void TestContradictions::thePhoneSendsOverMilky()
{
    startKind(u"milky"_s, {.loggedIn = true, .reportSelfMessage = true});
    QUrl url = m_gateway->webUiUrl();
    url.setScheme(u"ws"_s);
    m_socket = std::make_unique<SimSocket>(url, m_gateway->token(), u"/event"_s);
    QTRY_COMPARE(m_gateway->state()["eventSockets"_L1].toInt(), 1);
    for (int i = 0; i < 2; ++i)
        QCOMPARE(control(u"/own"_s, toTestGroup({{u"picture"_s, true}})).status, 200);
    QTRY_COMPARE(m_socket->heard().size(), 2);
    const auto picture = [this](int i) {
        return m_socket->heard().at(i)["data"_L1]["segments"_L1][0]["data"_L1].toObject();
    };
    QCOMPARE(picture(0)["width"_L1].toInt(), 64);
    QVERIFY(picture(0)["resource_id"_L1] != picture(1)["resource_id"_L1]);
    const QList<LedgerEntry> &ledger = m_gateway->ledger();
    QVERIFY(ledger.at(0).pictureSha256 != ledger.at(1).pictureSha256); // no two that are made up are the same
    QVERIFY(!ledger.at(0).pictureSha256.constFirst().startsWith(picture(0)["resource_id"_L1].toString()));
    QCOMPARE(ledger.at(1).client, u"phone"_s);
}

void TestContradictions::thePhoneNeedsAChatAndSomethingToSay()
{
    startEchoing(u"napcat"_s);
    QCOMPARE(control(u"/own"_s, toTestGroup({})).status, 409);
    const QJsonObject nowhere{{u"kind"_s, u"group"_s}, {u"id"_s, u"39999"_s}};
    QCOMPARE(control(u"/own"_s, {{u"target"_s, nowhere}, {u"text"_s, u"x"_s}}).status, 409);
    QCOMPARE(control(u"/kick"_s).status, 200);
    QCOMPARE(control(u"/own"_s, toTestGroup({{u"text"_s, u"x"_s}})).status, 409);
    QVERIFY(m_gateway->ledger().isEmpty());
}

ROOKERY_TEST(tst_contradictions, TestContradictions)
#include "tst_contradictions.moc"
