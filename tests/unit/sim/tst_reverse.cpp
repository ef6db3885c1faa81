// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebotbench.h"

#include "io/httplistener.h"

#include <QMessageAuthenticationCode>

using namespace rookery;
using namespace rookery::sim;
using namespace Qt::StringLiterals;

namespace {

//! Somebody whom gateways dial and to whom they post.
class Receiver final
{
public:
    Receiver()
    {
        m_listener.setHandler([this](const io::IncomingRequest &request, const std::shared_ptr<io::Responder> &answer) {
            posts.append(request);
            const QByteArray body = request.body.contains("\"meta_event\"") ? QByteArray() : operation;
            answer->send(body.isEmpty() ? 204 : 200, {{"content-type", "application/json"}}, body);
        });
        m_listener.setUpgrade(
            [this](const io::IncomingRequest &request) -> std::optional<std::pair<int, QByteArray>> {
                dials.append(request);
                return refuses ? std::optional(std::pair(403, QByteArray())) : std::nullopt;
            },
            [this](const io::IncomingRequest &, std::unique_ptr<QWebSocket> socket) {
                QObject::connect(
                    socket.get(), &QWebSocket::textMessageReceived, socket.get(),
                    [this](const QString &text) { heard.append(QJsonDocument::fromJson(text.toUtf8()).object()); });
                sockets.push_back(std::move(socket));
            });
        static_cast<void>(m_listener.listen(QHostAddress(QHostAddress::LocalHost), 0));
    }
    [[nodiscard]] QString url(const QString &scheme, const QString &path = u"/onebot"_s) const
    {
        return u"%1://127.0.0.1:%2%3"_s.arg(scheme, QString::number(m_listener.port()), path);
    }
    [[nodiscard]] QList<QJsonObject> posted(const QString &postType) const
    {
        QList<QJsonObject> found;
        for (const io::IncomingRequest &request : posts) {
            const QJsonObject event = QJsonDocument::fromJson(request.body).object();
            if (event["post_type"_L1] == postType)
                found.append(event);
        }
        return found;
    }

    bool refuses = false;
    QByteArray operation; //!< the answer to a posted event that is no meta event
    QList<io::IncomingRequest> dials;
    QList<io::IncomingRequest> posts;
    QList<QJsonObject> heard;
    std::vector<std::unique_ptr<QWebSocket>> sockets;

private:
    SystemClock m_clock; // its deadlines are no timers of the gateway, which the tests count
    io::HttpListener m_listener{m_clock};
};

} // namespace

//! Gateways that dial out and post, each in its own way.
class TestReverse final : public OneBotBench
{
    Q_OBJECT

private Q_SLOTS:
    void theHeadersAreTheGatewaysOwn_data();
    void theHeadersAreTheGatewaysOwn();
    void callsAndEventsShareTheSocket_data() { kinds(); }
    void callsAndEventsShareTheSocket();
    void aLostPeerIsDialledAgain_data();
    void aLostPeerIsDialledAgain();
    void rolesSplitCallsAndEvents();
    void oneMoreCanBeDialledAtAnyTime_data() { kinds(); }
    void oneMoreCanBeDialledAtAnyTime();
    void postsAreSigned_data();
    void postsAreSigned();
    void anAnswerToAPostIsAnOperation_data();
    void anAnswerToAPostIsAnOperation();
    void napCatLogsWhatItIsAskedInReverse();

protected:
    void prepare() override
    {
        OneBotBench::prepare();
        m_receiver = std::make_unique<Receiver>();
    }
    void finish() override
    {
        m_client.reset();
        m_gateway.reset();
        m_receiver.reset();
        OneBotBench::finish();
    }

private:
    static void kinds()
    {
        QTest::addColumn<QString>("kind");
        for (const QString &kind : {u"llbot"_s, u"lagrange"_s, u"onebot11"_s})
            QTest::newRow(qPrintable(kind)) << kind;
    }
    void startReverse(const QString &kind)
    {
        startKind(kind, {.oneBotToken = u"secret"_s, .loggedIn = true, .reverseUrl = m_receiver->url(u"ws"_s)});
    }

    std::unique_ptr<Receiver> m_receiver;
};

void TestReverse::theHeadersAreTheGatewaysOwn_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QByteArray>("agent");
    QTest::newRow("llbot") << u"llbot"_s << QByteArray("LLOneBot/8.1.7");
    QTest::newRow("lagrange") << u"lagrange"_s << QByteArray("Lagrange.OneBot");
    QTest::newRow("onebot11") << u"onebot11"_s << QByteArray("OneBot/11");
}

void TestReverse::theHeadersAreTheGatewaysOwn()
{
    QFETCH(QString, kind);
    QFETCH(QByteArray, agent);
    startReverse(kind);
    QTRY_COMPARE(m_receiver->dials.size(), 1);
    const io::IncomingRequest &dial = m_receiver->dials.constFirst();
    QCOMPARE(dial.path, u"/onebot"_s);
    QCOMPARE(dial.header("x-self-id"), QByteArray("10001"));
    QCOMPARE(dial.header("x-client-role"), QByteArray("Universal"));
    QCOMPARE(dial.header("authorization"), QByteArray("Bearer secret"));
    QCOMPARE(dial.header("user-agent"), agent);
}

void TestReverse::callsAndEventsShareTheSocket()
{
    QFETCH(QString, kind);
    startReverse(kind);
    QTRY_VERIFY(!m_receiver->heard.isEmpty());
    QCOMPARE(m_receiver->heard.constFirst()["meta_event_type"_L1].toString(), u"lifecycle"_s);
    m_receiver->sockets.front()->sendTextMessage(
        u"{\"action\":\"send_group_msg\",\"params\":{\"group_id\":30001,\"message\":\"hi\"},\"echo\":\"e\"}"_s);
    const auto answered = [&] {
        return std::any_of(m_receiver->heard.cbegin(), m_receiver->heard.cend(),
                           [](const QJsonObject &json) { return json["echo"_L1] == "e"_L1; });
    };
    QTRY_VERIFY(answered());
    QCOMPARE(m_gateway->ledger().size(), 1);
    QTRY_COMPARE(m_gateway->state()["oneBotPeers"_L1].toInt(), 1);
}

void TestReverse::aLostPeerIsDialledAgain_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("pause");
    QTest::newRow("llbot") << u"llbot"_s << 3000;
    QTest::newRow("lagrange") << u"lagrange"_s << 5000;
    QTest::newRow("onebot11") << u"onebot11"_s << 3000;
}

void TestReverse::aLostPeerIsDialledAgain()
{
    QFETCH(QString, kind);
    QFETCH(int, pause);
    m_receiver->refuses = true;
    startReverse(kind);
    const int idle = m_clock->armedTimers();
    QTRY_COMPARE(m_receiver->dials.size(), 1);
    QTRY_COMPARE(m_clock->armedTimers(), idle + 1); // the next attempt
    m_receiver->refuses = false;
    m_clock->advance(milliseconds(pause - 1));
    QCOMPARE(m_receiver->dials.size(), 1);
    m_clock->advance(milliseconds(1));
    QTRY_COMPARE(m_gateway->state()["oneBotPeers"_L1].toInt(), 1);
    m_receiver->sockets.front()->close();
    QTRY_COMPARE(m_gateway->state()["oneBotPeers"_L1].toInt(), 0);
    m_clock->advance(milliseconds(pause));
    QTRY_COMPARE(m_gateway->state()["oneBotPeers"_L1].toInt(), 1);
    QCOMPARE(m_receiver->dials.size(), 3);
}

void TestReverse::rolesSplitCallsAndEvents()
{
    startKind(u"onebot11"_s, {});
    QCOMPARE(control(u"/dial"_s, {{u"url"_s, m_receiver->url(u"ws"_s, u"/a"_s)}, {u"role"_s, u"API"_s}}).status, 200);
    QTRY_COMPARE(m_receiver->sockets.size(), 1U);
    QCOMPARE(m_receiver->dials.constFirst().header("x-client-role"), QByteArray("API"));
    QVERIFY(m_receiver->dials.constFirst().header("authorization").isEmpty());
    m_receiver->sockets.front()->sendTextMessage(u"{\"action\":\"get_status\",\"echo\":1}"_s);
    QTRY_COMPARE(m_receiver->heard.size(), 1);
    QCOMPARE(m_receiver->heard.constFirst()["echo"_L1].toInt(), 1);
    QCOMPARE(control(u"/dial"_s, {{u"url"_s, m_receiver->url(u"ws"_s, u"/e"_s)}, {u"role"_s, u"Event"_s}}).status, 200);
    QTRY_COMPARE(m_receiver->heard.size(), 2);
    QCOMPARE(m_receiver->heard.constLast()["meta_event_type"_L1].toString(), u"lifecycle"_s);
}

void TestReverse::oneMoreCanBeDialledAtAnyTime()
{
    QFETCH(QString, kind);
    startKind(kind, {.loggedIn = true});
    QCOMPARE(control(u"/dial"_s, {{u"url"_s, m_receiver->url(u"ws"_s)}, {u"token"_s, u"t"_s}}).status, 200);
    QTRY_COMPARE(m_receiver->dials.size(), 1);
    QCOMPARE(m_receiver->dials.constFirst().header("authorization"), QByteArray("Bearer t"));
    QTRY_COMPARE(m_gateway->state()["oneBotPeers"_L1].toInt(), 1);
}

void TestReverse::postsAreSigned_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("lifecycle");
    QTest::newRow("llbot") << u"llbot"_s << QString();
    QTest::newRow("lagrange") << u"lagrange"_s << u"connect"_s;
    QTest::newRow("onebot11") << u"onebot11"_s << u"enable"_s;
}

void TestReverse::postsAreSigned()
{
    QFETCH(QString, kind);
    QFETCH(QString, lifecycle);
    startKind(kind,
              {.oneBotToken = u"secret"_s, .loggedIn = true, .traffic = 1, .postUrl = m_receiver->url(u"http"_s)});
    m_clock->advance(seconds(1));
    QTRY_COMPARE(m_receiver->posted(u"message"_s).size(), 1);
    for (const io::IncomingRequest &post : std::as_const(m_receiver->posts)) {
        const QByteArray signature =
            QMessageAuthenticationCode::hash(post.body, "secret", QCryptographicHash::Sha1).toHex();
        QCOMPARE(post.header("x-signature"), "sha1=" + signature);
        QCOMPARE(post.header("x-self-id"), QByteArray("10001"));
        QCOMPARE(post.header("content-type"), QByteArray("application/json"));
    }
    const auto lifecycles = [&] { // posts overtake one another
        QStringList found;
        const QList<QJsonObject> events = m_receiver->posted(u"meta_event"_s);
        for (const QJsonObject &event : events) {
            if (event["meta_event_type"_L1] == "lifecycle"_L1)
                found.append(event["sub_type"_L1].toString());
        }
        return found;
    };
    QTRY_COMPARE(lifecycles(), lifecycle.isEmpty() ? QStringList() : QStringList{lifecycle});
}

void TestReverse::anAnswerToAPostIsAnOperation_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("sent");
    QTest::newRow("llbot") << u"llbot"_s << 1;
    QTest::newRow("lagrange") << u"lagrange"_s << 0; // it looks at no answer
    QTest::newRow("onebot11") << u"onebot11"_s << 1;
}

void TestReverse::anAnswerToAPostIsAnOperation()
{
    QFETCH(QString, kind);
    QFETCH(int, sent);
    m_receiver->operation = R"({"reply":"pong"})";
    startKind(kind, {.loggedIn = true, .traffic = 1, .postUrl = m_receiver->url(u"http"_s)});
    m_clock->advance(seconds(1));
    QTRY_COMPARE(m_receiver->posted(u"message"_s).size(), 1);
    const auto before = m_receiver->posts.size();
    m_clock->advance(seconds(1));
    QTRY_VERIFY(m_receiver->posts.size() > before);
    QTRY_VERIFY(m_gateway->ledger().size() >= sent);
    QCOMPARE(m_gateway->ledger().isEmpty(), sent == 0);
    if (sent > 0)
        QCOMPARE(m_gateway->ledger().constFirst().text, u"pong"_s);
}

void TestReverse::napCatLogsWhatItIsAskedInReverse()
{
    startKind(u"napcat"_s, {.loggedIn = true});
    QVERIFY(!m_client->logIn().isEmpty());
    const QJsonObject client{
        {u"name"_s, u"c"_s}, {u"enable"_s, true}, {u"url"_s, m_receiver->url(u"ws"_s)}, {u"token"_s, u"t"_s}};
    const QJsonObject config{{u"network"_s, QJsonObject{{u"websocketClients"_s, QJsonArray{client}}}}};
    const QString text = QString::fromUtf8(QJsonDocument(config).toJson());
    QCOMPARE(m_client->webUi(u"/OB11Config/SetConfig"_s, {{u"config"_s, text}})["code"_L1].toInt(-9), 0);
    QTRY_VERIFY(!m_receiver->heard.isEmpty());
    m_receiver->sockets.front()->sendTextMessage(uR"({"action":"get_status","echo":"[KickedOffLine] [x] y"})"_s);
    QTRY_VERIFY(m_receiver->heard.size() >= 2);
    QCOMPARE(m_client->logLines().constLast(),
             u"debug [OneBot] [WebSocket Client] 收到正向Websocket消息 "
             R"({"action":"get_status","echo":"[KickedOffLine] [x] y"})"_s);
}

ROOKERY_TEST(tst_reverse, TestReverse)
#include "tst_reverse.moc"
