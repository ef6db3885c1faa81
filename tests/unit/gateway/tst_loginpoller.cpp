// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakepanel.h"

#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "gateway/napcat/loginpoller.h"

#include "support/manualclock.h"
#include "support/testcase.h"

#include <QJsonArray>
#include <QSignalSpy>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

namespace {

const auto kStatus = u"QQLogin/CheckLoginStatus"_s;
const auto kRefresh = u"QQLogin/RefreshQRcode"_s;

QJsonObject status(bool loggedIn, const QString &qr = {}, const QString &error = {}, bool offline = false)
{
    return {{u"isLogin"_s, loggedIn}, {u"isOffline"_s, offline}, {u"qrcodeurl"_s, qr}, {u"loginError"_s, error}};
}

} // namespace

class TestLoginPoller final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void statusIsRead()
    {
        QCOMPARE(loginStatusOf(status(false, u"q"_s, u"e"_s, true)).value(),
                 (LoginStatus{false, true, u"q"_s, u"e"_s}));
        // an old failure stays there after a login by code
        QCOMPARE(loginStatusOf(status(true, {}, u"old"_s)).value(), (LoginStatus{true, false, {}, {}}));
        QVERIFY(!loginStatusOf(QJsonValue()));
        QVERIFY(!loginStatusOf(QJsonObject{{u"isLogin"_s, 1}}));
    }

    void reasonsFollowTheStatus_data()
    {
        QTest::addColumn<QJsonObject>("answer");
        QTest::addColumn<LoginReason>("reason");
        QTest::newRow("fresh") << status(false, u"q"_s) << LoginReason::Fresh;
        QTest::newRow("offline") << status(false, {}, {}, true) << LoginReason::OfflineByQq;
        QTest::newRow("kicked") << status(false, u"q"_s, u"[KickedOffLine] [a] b"_s) << LoginReason::Kicked;
        QTest::newRow("expired") << status(false, u"q"_s, u"二维码已过期，请刷新"_s) << LoginReason::Expired;
    }
    void reasonsFollowTheStatus()
    {
        QFETCH(const QJsonObject, answer);
        m_panel->answer(kStatus, answer);
        QSignalSpy waiting(m_poller.get(), &LoginPoller::waiting);
        m_poller->start();
        QTRY_COMPARE(waiting.count(), 1);
        QTEST(waiting.at(0).at(0).value<LoginReason>(), "reason");
    }

    void aNewCodeEndsTheExpiryAlthoughItsTextStays()
    {
        const QString text = u"二维码已过期，请刷新"_s;
        m_panel->answer(kStatus, status(false, u"first"_s, text));
        QSignalSpy waiting(m_poller.get(), &LoginPoller::waiting);
        m_poller->start();
        QTRY_COMPARE(waiting.count(), 1);
        m_panel->answer(kStatus, status(false, u"second"_s, text));
        nextTurn();
        QTRY_COMPARE(waiting.count(), 2);
        QCOMPARE(waiting.at(1).at(0).value<LoginReason>(), LoginReason::Fresh);
        QCOMPARE(waiting.at(0).at(1).toString(), text);
        QCOMPARE(waiting.at(1).at(1).toString(), QString()); // it speaks of the code before
    }

    void codeIsReportedOncePerChangeAndEndsWithTheLogin()
    {
        QSignalSpy qr(m_poller.get(), &LoginPoller::qrChanged);
        QSignalSpy in(m_poller.get(), &LoginPoller::loggedIn);
        m_panel->answer(kStatus, status(false, u"a"_s));
        m_panel->answer(u"QQLogin/GetQQLoginInfo"_s, QJsonObject{{u"uin"_s, u"10001"_s}, {u"nick"_s, u"Bot"_s}});
        m_poller->start();
        QTRY_COMPARE(qr.count(), 1);
        nextTurn();
        QCOMPARE(qr.count(), 1);
        m_panel->answer(kStatus, status(true, u"a"_s, u"old"_s));
        nextTurn();
        QTRY_COMPARE(in.count(), 1);
        QCOMPARE(in.at(0).at(0).value<AccountId>(), AccountId(u"10001"_s));
        QCOMPARE(qr.count(), 2);
        QVERIFY(qr.at(1).at(0).value<Redacted<QString>>().isEmpty());
        // said once, although asked for ever
        const int asked = m_panel->asked[kStatus];
        m_clock.advance(seconds(4));
        QCOMPARE(m_panel->asked[kStatus], asked);
        nextTurn();
        QCOMPARE(in.count(), 1);
    }

    void aSteadyLoginIsReportedAgainWhereItWasDoubted()
    {
        QSignalSpy in(m_poller.get(), &LoginPoller::loggedIn);
        m_panel->answer(kStatus, status(true, {}));
        m_panel->answer(u"QQLogin/GetQQLoginInfo"_s, QJsonObject{{u"uin"_s, u"10001"_s}});
        m_poller->start();
        QTRY_COMPARE(in.count(), 1);
        m_poller->check();
        for (int i = 1; i < LoginPoller::kConfirmations; ++i)
            nextTurn();
        QCOMPARE(in.count(), 1); // not at the first answer: it may be older than the doubt
        nextTurn();
        QTRY_COMPARE(in.count(), 2);
        nextTurn();
        QCOMPARE(in.count(), 2);
    }

    void aDoubtThatIsRightEndsWithTheAnswer()
    {
        QSignalSpy in(m_poller.get(), &LoginPoller::loggedIn);
        QSignalSpy waiting(m_poller.get(), &LoginPoller::waiting);
        m_panel->answer(kStatus, status(true, {}));
        m_panel->answer(u"QQLogin/GetQQLoginInfo"_s, QJsonObject{{u"uin"_s, u"10001"_s}});
        m_poller->start();
        QTRY_COMPARE(in.count(), 1);
        m_panel->answer(kStatus, status(false, u"q"_s, u"[KickedOffLine] [a] b"_s));
        m_poller->check();
        QTRY_COMPARE(waiting.count(), 1);
        QCOMPARE(waiting.at(0).at(0).value<LoginReason>(), LoginReason::Kicked);
    }

    void refreshEndsWithADifferentCode()
    {
        m_panel->answer(kStatus, status(false, u"a"_s));
        m_panel->answer(kRefresh, QJsonValue());
        startAndWait();
        const auto refresh = m_poller->refreshQr();
        QTRY_COMPARE(m_panel->asked[kRefresh], 1);
        nextTurn();
        QVERIFY(!refresh.isFinished());
        m_panel->answer(kStatus, status(false, u"b"_s));
        nextTurn();
        QTRY_VERIFY(refresh.isFinished());
        ROOKERY_VERIFY_RESULT(refresh.result());
    }

    void refreshThatKeepsTheCodeIsSaid()
    {
        m_panel->answer(kStatus, status(false, u"a"_s));
        m_panel->answer(kRefresh, QJsonValue());
        startAndWait();
        const auto refresh = m_poller->refreshQr();
        QTRY_COMPARE(m_panel->asked[kRefresh], 1);
        for (int i = 0; i < 60 && !refresh.isFinished(); ++i)
            nextTurn();
        QTRY_VERIFY(refresh.isFinished());
        QCOMPARE(refresh.result().error().kind, ErrorKind::Expired);
        QCOMPARE(refresh.result().error().reason, Reason::QrUnchanged);
    }

    void refreshWhileLoggedInIsRefused()
    {
        m_panel->answer(kStatus, status(false, u"a"_s));
        m_panel->refuse(kRefresh, u"QQ Is Logined"_s);
        startAndWait();
        const auto refresh = m_poller->refreshQr();
        QTRY_VERIFY(refresh.isFinished());
        QCOMPARE(refresh.result().error().reason, Reason::AlreadyLoggedIn);
    }

    void quickLoginCarriesQqsWords()
    {
        m_panel->answer(kStatus, status(false, u"a"_s));
        m_panel->refuse(u"QQLogin/SetQuickLogin"_s, u"words of QQ"_s);
        startAndWait();
        const auto login = m_poller->quickLogin(AccountId(u"10001"_s));
        QTRY_VERIFY(login.isFinished());
        QCOMPARE(login.result().error().reason, Reason::QuickLoginFailed);
        QCOMPARE(login.result().error().detail, u"words of QQ"_s);
        QCOMPARE(m_panel->lastBody[u"QQLogin/SetQuickLogin"_s].value(u"uin"_s).toString(), u"10001"_s);
    }

    void theQuickListIsAskedAgainUntilTheLoginServiceIsUp()
    {
        const auto path = u"QQLogin/GetQuickLoginListNew"_s;
        m_panel->answer(kStatus, status(false));
        m_panel->answer(path, QJsonArray());
        QSignalSpy list(m_poller.get(), &LoginPoller::quickListChanged);
        m_poller->start();
        QTRY_COMPARE(m_panel->asked[path], 1);
        nextTurn();
        QTRY_COMPARE(m_panel->asked[path], 2);
        m_panel->answer(path, QJsonArray{QJsonObject{{u"uin"_s, u"10001"_s}, {u"isQuickLogin"_s, true}}});
        nextTurn();
        QTRY_COMPARE(list.count(), 3);
        QCOMPARE(list.at(2).at(0).value<QList<QuickLoginEntry>>().size(), 1);
        nextTurn();
        nextTurn();
        QCOMPARE(m_panel->asked[path], 3); // known: nobody asks any more
    }

    void anEmptyQuickListIsTheWholeOnceACodeIsThere()
    {
        const auto path = u"QQLogin/GetQuickLoginListNew"_s;
        m_panel->answer(kStatus, status(false, u"code"_s));
        m_panel->answer(path, QJsonArray());
        m_poller->start();
        QTRY_COMPARE(m_panel->asked[path], 1);
        nextTurn();
        nextTurn();
        QCOMPARE(m_panel->asked[path], 1);
    }

    void aRefreshThatRestartsTheGatewaySaysSo()
    {
        m_panel->answer(kStatus, status(false, u"code"_s));
        m_panel->answer(kRefresh, QJsonObject{{u"restarting"_s, true}});
        m_poller->start();
        QTRY_COMPARE(m_panel->asked[kStatus], 1);
        const auto refreshed = m_poller->refreshQr();
        QTRY_VERIFY(refreshed.isFinished());
        QCOMPARE(refreshed.result().error().reason, Reason::GatewayRestarting);
    }

    void quickListComesInBothForms()
    {
        m_panel->answer(kStatus, status(false, u"a"_s));
        m_panel->answer(u"QQLogin/GetQuickLoginList"_s, QJsonArray{u"10001"_s, u"10002"_s});
        QSignalSpy list(m_poller.get(), &LoginPoller::quickListChanged);
        m_poller->start(); // the newer call is answered 404
        QTRY_COMPARE(list.count(), 1);
        QCOMPARE(list.at(0).at(0).value<QList<QuickLoginEntry>>().size(), 2);
    }

    void garbageAnswerEndsThePolling()
    {
        m_panel->answer(kStatus, 7);
        QSignalSpy failed(m_poller.get(), &LoginPoller::failed);
        m_poller->start();
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(failed.at(0).at(0).value<Error>().reason, Reason::WrongServer);
        QCOMPARE(m_poller->refreshQr().result().error().kind, ErrorKind::Offline);
    }

protected:
    void prepare() override
    {
        m_secrets.kept = {{config::SecretKind::WebUiCredential, u"c"_s}};
        m_panel = std::make_unique<FakePanel>(m_clock);
        m_client =
            std::make_unique<WebUiClient>(m_panel->profile(), m_clock, m_secrets, io::NetworkSettings{}, Deadlines{});
        m_poller = std::make_unique<LoginPoller>(*m_client, m_clock);
    }
    void finish() override
    {
        m_poller.reset();
        m_client.reset();
        m_panel.reset();
    }

private:
    void startAndWait()
    {
        QSignalSpy waiting(m_poller.get(), &LoginPoller::waiting);
        m_poller->start();
        QTRY_COMPARE(waiting.count(), 1);
    }
    //! Lets time pass until the panel was asked once more and its answer arrived.
    void nextTurn()
    {
        QSignalSpy polled(m_poller.get(), &LoginPoller::polled);
        for (int i = 0; i < 60 && polled.isEmpty(); ++i) {
            m_clock.advance(milliseconds(100));
            QTest::qWait(1);
        }
        QTRY_VERIFY(polled.count() >= 1);
    }

    ManualClock m_clock;
    FakeSecrets m_secrets;
    std::unique_ptr<FakePanel> m_panel;
    std::unique_ptr<WebUiClient> m_client;
    std::unique_ptr<LoginPoller> m_poller;
};

ROOKERY_TEST(tst_loginpoller, TestLoginPoller)
#include "tst_loginpoller.moc"
