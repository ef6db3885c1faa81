// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakepanel.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/machine.h"
#include "gateway/napcat/webuiclient.h"

#include "support/manualclock.h"
#include "support/testcase.h"

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

namespace {

const auto kLogin = u"auth/login"_s;
const auto kCall = u"base/QQVersion"_s;

QJsonObject credential(const QString &text)
{
    return QJsonObject{{u"Credential"_s, text}};
}

} // namespace

class TestWebUiClient final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void loginSendsTheHashAndKeepsTheCredential()
    {
        m_panel->answer(kLogin, credential(u"c1"_s));
        m_panel->answer(kCall, u"3.2"_s);
        const auto result = finished(m_client->get(kCall));
        ROOKERY_VERIFY_RESULT(result);
        QCOMPARE(result->toString(), u"3.2"_s);
        // sha256 of "secret.napcat"
        QCOMPARE(m_panel->lastBody[kLogin].value(u"hash"_s).toString().size(), 64);
        QVERIFY(!QString::fromUtf8(QJsonDocument(m_panel->lastBody[kLogin]).toJson()).contains(u"secret"_s));
        QCOMPARE(m_panel->lastAuthorization, QByteArray("Bearer c1"));
        QCOMPARE(m_secrets.kept[config::SecretKind::WebUiCredential], u"c1"_s);
    }

    void storedCredentialNeedsNoLogin()
    {
        m_secrets.kept[config::SecretKind::WebUiCredential] = u"old"_s;
        m_panel->answer(kCall, u"3.2"_s);
        ROOKERY_VERIFY_RESULT(finished(m_client->get(kCall)));
        QCOMPARE(m_panel->asked[kLogin], 0);
        QCOMPARE(m_panel->lastAuthorization, QByteArray("Bearer old"));
    }

    void expiredCredentialLogsInOnceForAllCallers()
    {
        m_secrets.kept[config::SecretKind::WebUiCredential] = u"old"_s;
        m_panel->answer(kLogin, credential(u"new"_s));
        m_panel->answers[kCall] = [this] {
            return m_panel->lastAuthorization == "Bearer new" ? QByteArray(R"({"code":0,"data":"ok"})")
                                                              : QByteArray(R"({"code":-1,"message":"Unauthorized"})");
        };
        QList<FutureResult<QJsonValue>> calls;
        for (int i = 0; i < 5; ++i)
            calls.append(m_client->get(kCall));
        for (const auto &call : std::as_const(calls))
            ROOKERY_VERIFY_RESULT(finished(call));
        QCOMPARE(m_panel->asked[kLogin], 1);
    }

    void wrongTokenIsNeverTriedAgain()
    {
        m_panel->refuse(kLogin, u"token is invalid"_s);
        for (int i = 0; i < 3; ++i) {
            const auto result = finished(m_client->get(kCall));
            QVERIFY(!result);
            QCOMPARE(result.error().kind, ErrorKind::Auth);
            QCOMPARE(result.error().reason, Reason::TokenWrong);
            m_clock.advance(std::chrono::minutes(5));
        }
        QCOMPARE(m_panel->asked[kLogin], 1);

        // only the operator's word allows another try
        m_client->forgetRefusal();
        m_panel->answer(kLogin, credential(u"c"_s));
        m_panel->answer(kCall, 1);
        ROOKERY_VERIFY_RESULT(finished(m_client->get(kCall)));
    }

    void loginsAreTwentySecondsApart()
    {
        m_panel->answer(kLogin, credential(u"c1"_s));
        m_panel->answer(kCall, 1);
        ROOKERY_VERIFY_RESULT(finished(m_client->get(kCall)));
        m_client->dropCredential();
        m_panel->answer(kLogin, credential(u"c2"_s));
        m_clock.advance(seconds(15));
        const auto early = finished(m_client->get(kCall));
        QVERIFY(!early);
        QCOMPARE(early.error().kind, ErrorKind::RateLimited);
        QVERIFY(early.error().retryAfter > seconds(0) && early.error().retryAfter <= seconds(5));
        QCOMPARE(m_panel->asked[kLogin], 1);
        m_clock.advance(seconds(5));
        ROOKERY_VERIFY_RESULT(finished(m_client->get(kCall)));
    }

    void sameSecondCredentialIsAskedForAgain()
    {
        m_secrets.kept[config::SecretKind::WebUiCredential] = u"revoked"_s;
        m_panel->refuse(kCall, u"Unauthorized"_s);
        m_panel->answer(kLogin, credential(u"revoked"_s));
        const auto call = m_client->get(kCall);
        QTRY_COMPARE(m_panel->asked[kLogin], 1);
        m_panel->answer(kCall, 1);
        m_panel->answer(kLogin, credential(u"fresh"_s));
        // The second begins once the answer is there. Other timers are deadlines of this very exchange: no faster than
        // the machine, or one of them comes first.
        QVERIFY(becomesTrue([this] {
            m_clock.advance(milliseconds(10));
            return m_panel->asked[kLogin] == 2;
        }));
        ROOKERY_VERIFY_RESULT(finished(call));
        QCOMPARE(m_panel->asked[kLogin], 2);
        QCOMPARE(m_panel->lastAuthorization, QByteArray("Bearer fresh"));
    }

    void secondFactorIsAskedForAndTaken()
    {
        m_panel->answers[kLogin] = [this] {
            return m_panel->lastBody[kLogin].contains(u"totpCode"_s)
                ? QByteArray(R"({"code":0,"data":{"Credential":"c","require2FA":false}})")
                : QByteArray(R"({"code":0,"data":{"require2FA":true}})");
        };
        const auto first = finished(m_client->authorise());
        QVERIFY(!first);
        QCOMPARE(first.error().reason, Reason::TotpNeeded);
        ROOKERY_VERIFY_RESULT(finished(m_client->submitTotp(Redacted<QString>(u"123456"_s))));
        QCOMPARE(m_client->credential().reveal(), u"c"_s);
    }

    void refusalsAreNamed_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<ErrorReason>("reason");
        QTest::newRow("rate limit") << QByteArray(R"({"code":-1,"message":"login rate limit"})")
                                    << ErrorKind::RateLimited << Reason::LoginRateLimit;
        QTest::newRow("other JSON") << QByteArray(R"({"message":"token verify failed!"})") << ErrorKind::Protocol
                                    << Reason::WrongServer;
        QTest::newRow("a web page") << QByteArray("<html></html>") << ErrorKind::Protocol << Reason::WrongServer;
        QTest::newRow("nothing") << QByteArray() << ErrorKind::Protocol << Reason::WrongServer;
        QTest::newRow("no credential") << QByteArray(R"({"code":0,"data":{}})") << ErrorKind::Protocol
                                       << Reason::WrongServer;
        QTest::newRow("old version") << QByteArray(R"({"code":-1,"message":"token is empty"})") << ErrorKind::Rejected
                                     << Reason::OldVersion;
    }
    void refusalsAreNamed()
    {
        QFETCH(const QByteArray, body);
        m_panel->answers[kLogin] = [body] { return body; };
        const auto result = finished(m_client->authorise());
        QVERIFY(!result);
        QTEST(result.error().kind, "kind");
        QTEST(result.error().reason, "reason");
    }

    void probeKnowsTheKindWithoutSendingTheToken()
    {
        m_panel->refuse(u"auth/check"_s, u"Unauthorized"_s);
        const auto probed = finished(m_client->probe());
        ROOKERY_VERIFY_RESULT(probed);
        QVERIFY(!*probed);
        QCOMPARE(m_panel->asked[kLogin], 0);
    }

    void probeOfAnotherServerIsWrongServer()
    {
        const auto probed = finished(m_client->probe()); // 404, HTML
        QVERIFY(!probed);
        QCOMPARE(probed.error().reason, Reason::WrongServer);
    }

    void unknownCallsMeanAnOldVersion()
    {
        m_panel->answer(kLogin, credential(u"c"_s));
        const auto result = finished(m_client->post(u"Debug/create"_s));
        QVERIFY(!result);
        QCOMPARE(result.error().reason, Reason::OldVersion);
    }

    void missingTokenIsSaid()
    {
        m_secrets.kept.clear();
        const auto result = finished(m_client->authorise());
        QVERIFY(!result);
        QCOMPARE(result.error().reason, Reason::TokenMissing);
    }

    void theWholePrefixOfAProxyIsKept()
    {
        GatewayProfile profile = m_panel->profile();
        profile.webUi = QUrl(u"https://user@host:6099/webui/?token=abc#top"_s);
        WebUiClient client(profile, m_clock, m_secrets, {}, {});
        QCOMPARE(client.url(u"auth/login"_s), QUrl(u"https://host:6099/webui/api/auth/login"_s));
        QCOMPARE(client.socketUrl(u"Debug/ws"_s), QUrl(u"wss://host:6099/webui/api/Debug/ws"_s));
    }

protected:
    void prepare() override
    {
        m_secrets.kept = {{config::SecretKind::WebUiToken, u"secret"_s}};
        m_panel = std::make_unique<FakePanel>(m_clock);
        m_client =
            std::make_unique<WebUiClient>(m_panel->profile(), m_clock, m_secrets, io::NetworkSettings{}, Deadlines{});
    }
    void finish() override
    {
        m_client.reset();
        m_panel.reset();
    }

private:
    template <class T>
    Result<T> finished(const FutureResult<T> &future)
    {
        const bool done = becomesTrue([&future] { return future.isFinished(); });
        return done ? future.result() : Result<T>(fail(ErrorKind::Bug, Reason::Internal, u"never finished"_s));
    }

    ManualClock m_clock;
    FakeSecrets m_secrets;
    std::unique_ptr<FakePanel> m_panel;
    std::unique_ptr<WebUiClient> m_client;
};

ROOKERY_TEST(tst_webuiclient, TestWebUiClient)
#include "tst_webuiclient.moc"
