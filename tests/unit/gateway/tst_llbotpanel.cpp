// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakepanel.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/machine.h"
#include "base/reasons/transport.h"
#include "gateway/llbot/llbotgateway.h"
#include "gateway/llbot/llbotpanel.h"
#include "gateway/llbot/onebotentry.h"
#include "support/manualclock.h"
#include "support/testcase.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace rookery::gateway {

namespace {

QByteArray refusal(const QByteArray &message, const QByteArray &more = {})
{
    return "{\"success\":false,\"message\":\"" + message + '"' + more + '}';
}

//! A panel that takes one password; notes what hashes it was shown.
class Server final
{
public:
    explicit Server(Clock &clock) : m_listener(clock)
    {
        m_listener.setHandler([this](const io::IncomingRequest &request, const std::shared_ptr<io::Responder> &to) {
            const QByteArray hash = request.header("x-webui-token");
            if (!hash.isEmpty())
                shown.append(hash);
            const bool fits = hash == "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"; // password
            const QByteArray answer = fits ? right : (hash.isEmpty() ? nothing : wrong);
            to->send(fits ? 200 : status, {{"Content-Type", "application/json"}}, answer);
        });
        port = m_listener.listen(QHostAddress::LocalHost, 0).value_or(0);
    }

    int status = 403;
    QByteArray nothing = refusal("请输入密码");
    QByteArray wrong = refusal("Token校验失败，剩余尝试次数：3", ",\"remainingAttempts\":3");
    QByteArray right = "{\"success\":true,\"data\":{\"online\":false}}";
    QByteArrayList shown;
    quint16 port = 0;

private:
    io::HttpListener m_listener;
};

OneBotEntry entryOf(const QByteArray &json)
{
    const QJsonObject config = QJsonDocument::fromJson(json).object();
    return findOneBot(config, QUrl(u"http://box:3080"_s)).value_or(OneBotEntry());
}

} // namespace

class TestLLBotPanel final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_server.reset(); // before its clock
        m_clock = std::make_unique<ManualClock>();
        m_server = std::make_unique<Server>(*m_clock);
        m_secrets.kept = {{config::SecretKind::WebUiToken, u"password"_s}};
    }

    void showsTheHashOfThePasswordAndNeverWhileProbing()
    {
        const auto panel = make(m_server->port);
        ROOKERY_VERIFY_RESULT(finished(panel->probe()));
        QVERIFY(m_server->shown.isEmpty());
        ROOKERY_VERIFY_RESULT(finished(panel->authorise()));
        QCOMPARE(m_server->shown.size(), 1);
    }

    void rejectedPasswordIsShownOnceOnly()
    {
        m_secrets.kept[config::SecretKind::WebUiToken] = u"wrong"_s;
        const auto panel = make(m_server->port);
        ROOKERY_VERIFY_RESULT(finished(panel->probe()));
        const auto refused = finished(panel->authorise());
        QCOMPARE(refused.error().kind, ErrorKind::Auth);
        QCOMPARE(refused.error().reason, Reason::TokenWrong);
        QVERIFY(refused.error().detail.endsWith(u"剩余尝试次数：3"_s));
        QVERIFY(!finished(panel->authorise()));
        QVERIFY(!finished(panel->get(u"config"_s)));
        QVERIFY(!finished(panel->post(u"logout"_s)));
        QCOMPARE(m_server->shown.size(), 1);
        panel->forgetRefusal();
        QVERIFY(!finished(panel->authorise()));
        QCOMPARE(m_server->shown.size(), 2);
    }

    void lockIsToldApartByWhoseFaultItWas()
    {
        const auto panel = make(m_server->port);
        m_server->nothing = refusal("密码错误次数过多，请在 41 分钟后重试", ",\"locked\":true,\"remainingMinutes\":41");
        const auto found = finished(panel->probe());
        QCOMPARE(found.error().kind, ErrorKind::RateLimited);
        QCOMPARE(found.error().reason, Reason::PanelLocked);
        QCOMPARE(found.error().retryAfter, std::chrono::minutes(41));
        QVERIFY(m_server->shown.isEmpty());

        m_secrets.kept[config::SecretKind::WebUiToken] = u"wrong"_s;
        m_server->nothing = refusal("请输入密码");
        m_server->wrong = refusal("密码连续错误3次，账户已被锁定1小时", ",\"locked\":true,\"remainingMinutes\":60");
        ROOKERY_VERIFY_RESULT(finished(panel->probe()));
        const auto refused = finished(panel->authorise());
        QCOMPARE(refused.error().kind, ErrorKind::Auth);
        QCOMPARE(refused.error().reason, Reason::PanelLocked);
    }

    void panelWithoutAPasswordIsNamed()
    {
        m_server->status = 401;
        m_server->nothing = refusal("请先设置WebUI密码");
        const auto found = finished(make(m_server->port)->probe());
        QCOMPARE(found.error().kind, ErrorKind::Auth);
        QCOMPARE(found.error().reason, Reason::PanelPasswordUnset);
    }

    void movedPanelIsFoundAndAnotherServerIsNot()
    {
        const auto panel = make(1); // refused
        panel->announcePort(m_server->port);
        ROOKERY_VERIFY_RESULT(finished(panel->probe()));
        QCOMPARE(panel->base().port(), int(m_server->port));

        m_server->nothing = "{\"code\":-1,\"message\":\"Unauthorized\"}";
        const auto other = finished(panel->probe());
        QCOMPARE(other.error().reason, Reason::ConnectionRefused);
        QVERIFY(m_server->shown.isEmpty());
    }

    void firstEnabledOneBotServerIsFound()
    {
        const QByteArray json =
            "{\"ob11\":{\"enable\":true,\"connect\":["
            "{\"type\":\"ws\",\"enable\":false,\"port\":3001},"
            "{\"type\":\"http\",\"enable\":true,\"host\":\"10.0.0.2\",\"port\":3000,\"token\":\"h\"},"
            "{\"type\":\"ws-reverse\",\"enable\":true,\"url\":\"ws://x\"},"
            "{\"type\":\"ws\",\"enable\":true,\"host\":\"0.0.0.0\",\"port\":3005,\"token\":\"t\"}]}}";
        const OneBotEntry socket = entryOf(json);
        QCOMPARE(socket.url, QUrl(u"ws://box:3005"_s));
        QCOMPARE(socket.way, OneBotTransportKind::Socket);
        QCOMPARE(socket.token.reveal(), u"t"_s);
        const OneBotEntry http = entryOf(QByteArray(json).replace("3005", "0"));
        QCOMPARE(http.url, QUrl(u"http://10.0.0.2:3000"_s));
        QCOMPARE(http.way, OneBotTransportKind::HttpEvents);
        const auto none = findOneBot(QJsonObject(), QUrl(u"http://box"_s));
        QCOMPARE(none.error().reason, Reason::NoOneBotServer);
        QVERIFY(entryOf(QByteArray(json).replace("\"enable\":true,\"connect\"", "\"enable\":false,\"connect\""))
                    .url.isEmpty());
    }

    void pictureKeysGetTheCommonShape()
    {
        const WallTime now{seconds(1000)};
        const QJsonObject pair{{u"private_key"_s, u"p"_s},
                               {u"group_key"_s, u"g"_s},
                               {u"expired_time"_s, 4600},
                               {u"updated_time"_s, u"x"_s}};
        const QJsonArray keys = commonRkeys(pair, now).toArray();
        QCOMPARE(keys.size(), 2);
        QCOMPARE(keys.at(1)[u"type"_s].toString(), u"group"_s);
        QCOMPARE(keys.at(1)[u"ttl"_s].toInt(), 3600);
        QCOMPARE(commonRkeys(QJsonValue(), now), QJsonValue());
        const QJsonObject over{{u"group_key"_s, u"g"_s}, {u"expired_time"_s, 900}};
        QCOMPARE(commonRkeys(over, now), QJsonValue(over));
    }

private:
    std::unique_ptr<LLBotPanel> make(quint16 port)
    {
        GatewayProfile profile;
        profile.id = GatewayId(u"ll"_s);
        profile.webUi = QUrl(u"http://127.0.0.1:%1"_s.arg(port));
        io::NetworkSettings network;
        network.systemProxy = false;
        return std::make_unique<LLBotPanel>(profile, *m_clock, m_secrets, network, Deadlines());
    }
    template <class T>
    Result<T> finished(const FutureResult<T> &future)
    {
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 10'000))
            return fail(ErrorKind::Bug, Reason::Internal);
        return future.result();
    }

    std::unique_ptr<ManualClock> m_clock;
    FakeSecrets m_secrets;
    std::unique_ptr<Server> m_server;
};

} // namespace rookery::gateway

ROOKERY_TEST(tst_llbotpanel, rookery::gateway::TestLLBotPanel)
#include "tst_llbotpanel.moc"
