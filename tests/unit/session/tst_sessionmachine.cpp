// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/backoff.h"
#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "base/reasons/picture.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "session/readiness.h"
#include "session/sessionmachine.h"

#include "support/testcase.h"

using namespace Qt::Literals::StringLiterals;

namespace rookery::session {

namespace {

namespace sig = gateway::signal;
using Phase = SessionPhase;
using Kind = ActionKind;

Error refused()
{
    return {.kind = ErrorKind::Offline, .reason = Reason::ConnectionRefused};
}

Error tokenWrong()
{
    return {.kind = ErrorKind::Auth, .reason = Reason::TokenWrong};
}

Error limited()
{
    return {.kind = ErrorKind::RateLimited, .reason = Reason::LoginRateLimit, .retryAfter = seconds(40)};
}

//! Drives the machine as a session does: reports carry the epoch of the moment.
class Driver
{
public:
    Driver &start() { return feed(input::Start{}); }
    Driver &report(const gateway::GatewaySignal &signal) { return feed(input::Reported{state.epoch, signal}); }
    Driver &fire() { return feed(input::TimerFired{state.epoch}); }
    Driver &feed(const Input &input)
    {
        const StepResult result = step(state, input, now, 0.5);
        state = result.state;
        actions = result.actions;
        return *this;
    }
    Driver &wait(milliseconds span)
    {
        now.wall += span;
        now.steady += span;
        return *this;
    }
    Driver &online()
    {
        return start()
            .report(sig::Reached{})
            .report(sig::Authenticated{})
            .report(sig::LoggedIn{AccountId(u"10001"_s), u"Bot"_s})
            .report(sig::ChannelUp{});
    }
    [[nodiscard]] Phase phase() const { return state.session.phase; }
    [[nodiscard]] bool did(Kind kind) const
    {
        return std::any_of(actions.begin(), actions.end(), [kind](const SessionAction &a) { return a.kind == kind; });
    }
    [[nodiscard]] milliseconds retryDelay() const
    {
        for (const SessionAction &action : actions) {
            if (action.kind == Kind::ArmRetry)
                return action.delay;
        }
        return milliseconds(-1);
    }

    MachineState state;
    QList<SessionAction> actions;
    Moment now{.wall = WallTime(seconds(1000)), .steady = SteadyTime(seconds(50))};
};

struct Row {
    const char *name;
    void (*given)(Driver &);
    void (*when)(Driver &);
    Phase then;
    LoginReason login = LoginReason::None;
};

void stopped(Driver &) {}

void connecting(Driver &d)
{
    d.start();
}

void authenticating(Driver &d)
{
    d.start().report(sig::Reached{});
}

void totp(Driver &d)
{
    d.start().report(sig::Reached{}).report(sig::TotpNeeded{});
}

void waiting(Driver &d)
{
    d.start().report(sig::Waiting{LoginReason::Fresh, {}});
}

void online(Driver &d)
{
    d.online();
}

void backoff(Driver &d)
{
    d.start().report(sig::LinkLost{refused()});
}

void rejected(Driver &d)
{
    d.start().report(sig::Refused{tokenWrong()});
}

template <LoginReason reason>
void waitFor(Driver &d)
{
    d.report(sig::Waiting{reason, u"t"_s});
}

const Row kRows[] = {
    {"start connects", stopped, [](Driver &d) { d.start(); }, Phase::Connecting},
    {"start again after a refusal connects", rejected, [](Driver &d) { d.start(); }, Phase::Connecting},
    {"start while online does nothing", online, [](Driver &d) { d.start(); }, Phase::Online},
    {"start while waiting to retry does nothing", backoff, [](Driver &d) { d.start(); }, Phase::Backoff},
    {"reached", connecting, [](Driver &d) { d.report(sig::Reached{}); }, Phase::Authenticating},
    {"authenticated is not online", authenticating, [](Driver &d) { d.report(sig::Authenticated{}); },
     Phase::Authenticating},
    {"totp asked", authenticating, [](Driver &d) { d.report(sig::TotpNeeded{}); }, Phase::NeedsTotp},
    {"totp given", totp, [](Driver &d) { d.feed(input::TotpSubmitted{}); }, Phase::Authenticating},
    {"totp taken", totp, [](Driver &d) { d.feed(input::TotpSubmitted{}).report(sig::Authenticated{}); },
     Phase::Authenticating},
    {"totp wrong asks again", totp, [](Driver &d) { d.feed(input::TotpSubmitted{}).report(sig::TotpNeeded{}); },
     Phase::NeedsTotp},
    {"totp refused asks again", totp,
     [](Driver &d) {
         d.feed(input::TotpSubmitted{}).report(sig::Refused{{.kind = ErrorKind::Auth, .reason = Reason::TotpWrong}});
     },
     Phase::NeedsTotp},
    {"totp nobody asked for", online, [](Driver &d) { d.feed(input::TotpSubmitted{}); }, Phase::Online},
    {"fresh", authenticating, waitFor<LoginReason::Fresh>, Phase::LoginRequired, LoginReason::Fresh},
    {"no reason reads as fresh", authenticating, waitFor<LoginReason::None>, Phase::LoginRequired, LoginReason::Fresh},
    {"expired", waiting, waitFor<LoginReason::Expired>, Phase::LoginRequired, LoginReason::Expired},
    {"captcha", waiting, waitFor<LoginReason::Captcha>, Phase::LoginRequired, LoginReason::Captcha},
    {"new device", waiting, waitFor<LoginReason::NewDevice>, Phase::LoginRequired, LoginReason::NewDevice},
    {"elsewhere", waiting, waitFor<LoginReason::Elsewhere>, Phase::LoginRequired, LoginReason::Elsewhere},
    {"kicked, told by the poll", online, waitFor<LoginReason::Kicked>, Phase::LoginRequired, LoginReason::Kicked},
    {"kicked, told by an event", online,
     [](Driver &d) {
         d.feed(input::KickSeen{d.state.epoch, u"t"_s});
     },
     Phase::LoginRequired, LoginReason::Kicked},
    {"offline, told by the poll", online, waitFor<LoginReason::OfflineByQq>, Phase::LoginRequired,
     LoginReason::OfflineByQq},
    {"offline, told by a heartbeat", online, [](Driver &d) { d.feed(input::OfflineSeen{d.state.epoch}); },
     Phase::LoginRequired, LoginReason::OfflineByQq},
    {"a heartbeat takes back what a heartbeat said", online,
     [](Driver &d) { d.feed(input::OfflineSeen{d.state.epoch}).feed(input::OnlineSeen{d.state.epoch}); },
     Phase::Online},
    {"an online heartbeat does not undo a kick", online,
     [](Driver &d) {
         d.feed(input::KickSeen{d.state.epoch, {}}).feed(input::OnlineSeen{d.state.epoch});
     },
     Phase::LoginRequired, LoginReason::Kicked},
    {"a heartbeat does not undo a kick", waiting,
     [](Driver &d) {
         d.feed(input::KickSeen{d.state.epoch, {}}).feed(input::OfflineSeen{d.state.epoch});
     },
     Phase::LoginRequired, LoginReason::Kicked},
    {"refresh after a kick waits for a scan", online,
     [](Driver &d) {
         d.feed(input::KickSeen{d.state.epoch, {}}).report(sig::Waiting{LoginReason::Fresh, {}});
     },
     Phase::LoginRequired, LoginReason::Fresh},
    {"logged in without a channel is not online", waiting,
     [](Driver &d) {
         d.report(sig::LoggedIn{AccountId(u"1"_s), {}});
     },
     Phase::Authenticating},
    {"a channel without login is not online", waiting, [](Driver &d) { d.report(sig::ChannelUp{}); },
     Phase::LoginRequired, LoginReason::Fresh},
    {"scan leads online", waiting,
     [](Driver &d) {
         d.report(sig::LoggedIn{AccountId(u"1"_s), {}}).report(sig::ChannelUp{});
     },
     Phase::Online},
    {"channel first, login later", waiting,
     [](Driver &d) {
         d.report(sig::ChannelUp{}).report(sig::LoggedIn{AccountId(u"1"_s), {}});
     },
     Phase::Online},
    {"login after a kick, same channel", online,
     [](Driver &d) {
         d.feed(input::KickSeen{d.state.epoch, {}}).report(sig::LoggedIn{AccountId(u"1"_s), {}});
     },
     Phase::Online},
    {"lost while connecting", connecting, [](Driver &d) { d.report(sig::LinkLost{refused()}); }, Phase::Backoff},
    {"lost while online", online, [](Driver &d) { d.report(sig::LinkLost{refused()}); }, Phase::Backoff},
    {"lost while waiting for a scan", waiting, [](Driver &d) { d.report(sig::LinkLost{refused()}); }, Phase::Backoff},
    {"lost while waiting for a code", totp, [](Driver &d) { d.report(sig::LinkLost{refused()}); }, Phase::Backoff},
    {"retry when the time is up", backoff, [](Driver &d) { d.fire(); }, Phase::Connecting},
    {"retry now", backoff, [](Driver &d) { d.feed(input::RetryNow{}); }, Phase::Connecting},
    {"retry now while online does nothing", online, [](Driver &d) { d.feed(input::RetryNow{}); }, Phase::Online},
    {"retry now while stopped does nothing", stopped, [](Driver &d) { d.feed(input::RetryNow{}); }, Phase::Stopped},
    {"token refused", authenticating, [](Driver &d) { d.report(sig::Refused{tokenWrong()}); }, Phase::Rejected},
    {"a refused token is not retried by a timer", rejected, [](Driver &d) { d.fire(); }, Phase::Rejected},
    {"a refused token is not retried by a late report", rejected, [](Driver &d) { d.report(sig::LinkLost{refused()}); },
     Phase::Rejected},
    {"the operator may retry a refused token", rejected, [](Driver &d) { d.feed(input::RetryNow{}); },
     Phase::Connecting},
    {"a rate limit is no verdict", authenticating, [](Driver &d) { d.report(sig::Refused{limited()}); },
     Phase::Backoff},
    {"stop while online", online, [](Driver &d) { d.feed(input::Stop{}); }, Phase::Stopped},
    {"stop while retrying", backoff, [](Driver &d) { d.feed(input::Stop{}); }, Phase::Stopped},
    {"stop while rejected", rejected, [](Driver &d) { d.feed(input::Stop{}); }, Phase::Stopped},
    {"a report after stop", online, [](Driver &d) { d.feed(input::Stop{}).report(sig::ChannelUp{}); }, Phase::Stopped},
    {"a kick after stop", online,
     [](Driver &d) {
         d.feed(input::Stop{}).feed(input::KickSeen{d.state.epoch, {}});
     },
     Phase::Stopped},
    {"a timer after stop", backoff, [](Driver &d) { d.feed(input::Stop{}).fire(); }, Phase::Stopped},
    {"a report of an older attempt", backoff,
     [](Driver &d) {
         const int old = d.state.epoch;
         d.fire().feed(input::Reported{old, sig::Refused{tokenWrong()}});
     },
     Phase::Connecting},
    {"a timer of an older attempt", backoff,
     [](Driver &d) {
         const int old = d.state.epoch;
         d.fire().report(sig::LinkLost{refused()}).feed(input::TimerFired{old});
     },
     Phase::Backoff},
};

} // namespace

class TestSessionMachine final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void followsTheTable_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(std::size(kRows)); ++i)
            QTest::newRow(kRows[i].name) << i;
    }
    void followsTheTable()
    {
        QFETCH(int, index);
        const Row &row = kRows[index];
        Driver driver;
        row.given(driver);
        row.when(driver);
        QCOMPARE(driver.phase(), row.then);
        QCOMPARE(driver.state.session.login, row.login);
    }

    void whatStandsInFrontIsAskedOftenEnough()
    {
        for (const ErrorReason reason :
             {Reason::FrontRefuses, Reason::TokenOrFront, Reason::BackendDown, Reason::WrongServer}) {
            Driver driver;
            driver.start();
            for (int attempt = 0; attempt < 10; ++attempt) {
                driver.report(sig::LinkLost{{.kind = ErrorKind::Network, .reason = reason, .code = 403}});
                QCOMPARE(driver.phase(), Phase::Backoff);
                QVERIFY(driver.retryDelay() <= seconds(12)); // 15 with the spread
                driver.fire();
            }
        }
    }

    void backsOffByTheTable()
    {
        Driver driver;
        driver.start();
        const int expected[] = {1, 2, 5, 10, 30, 60, 60, 60};
        int attempt = 0;
        for (const int wanted : expected) {
            driver.report(sig::LinkLost{refused()});
            QCOMPARE(driver.retryDelay(), milliseconds(seconds(wanted)));
            QCOMPARE(driver.state.session.attempt, ++attempt);
            QVERIFY(driver.state.session.retryAt == driver.now.wall + seconds(wanted));
            QVERIFY(driver.state.session.why == refused());
            QVERIFY(driver.did(Kind::Disconnect));
            driver.fire();
            QVERIFY(driver.did(Kind::Connect));
        }
    }

    void jitterSpreadsByAFifth()
    {
        Driver driver;
        driver.start();
        const auto early =
            step(driver.state, input::Reported{driver.state.epoch, sig::LinkLost{refused()}}, driver.now, 0.0);
        const auto late =
            step(driver.state, input::Reported{driver.state.epoch, sig::LinkLost{refused()}}, driver.now, 1.0);
        QCOMPARE(early.actions.last().delay, milliseconds(800));
        QCOMPARE(late.actions.last().delay, milliseconds(1200));
    }

    void waitsAsLongAsTheGatewaySays()
    {
        Driver driver;
        driver.start().report(sig::LinkLost{limited()});
        QCOMPARE(driver.retryDelay(), milliseconds(seconds(40)));
    }

    void aLinkThatWorkedLongStartsTheTableAnew()
    {
        Driver driver;
        driver.start();
        for (int i = 0; i < 4; ++i)
            driver.report(sig::LinkLost{refused()}).fire();
        driver.report(sig::Authenticated{}).wait(seconds(31)).report(sig::LinkLost{refused()});
        QCOMPARE(driver.state.session.attempt, 1);
    }

    void aLinkThatDropsAtOnceDoesNot()
    {
        Driver driver;
        driver.start();
        for (int i = 0; i < 4; ++i)
            driver.report(sig::Authenticated{}).wait(seconds(1)).report(sig::LinkLost{refused()}).fire();
        QCOMPARE(driver.state.session.attempt, 4);
    }

    void eachConnectIsANewEpoch()
    {
        Driver driver;
        driver.start();
        QCOMPARE(driver.state.epoch, 1);
        driver.report(sig::LinkLost{refused()}).fire();
        QCOMPARE(driver.state.epoch, 2);
    }

    void onlineAsksForContactsOnce()
    {
        Driver driver;
        driver.online();
        QVERIFY(driver.did(Kind::CheckActions));
        driver.report(sig::ChannelUp{});
        QVERIFY(driver.actions.isEmpty());
        QCOMPARE(driver.state.account, AccountId(u"10001"_s));
    }

    void aKnownAccountSurvivesALogOut()
    {
        Driver driver;
        driver.online().report(sig::Waiting{LoginReason::Kicked, {}});
        QCOMPARE(driver.state.account, AccountId(u"10001"_s));
    }

    void theSameReasonKeepsItsStart()
    {
        Driver driver;
        driver.start().report(sig::Waiting{LoginReason::Fresh, {}});
        const WallTime since = driver.state.session.since;
        driver.wait(seconds(5)).report(sig::Waiting{LoginReason::Fresh, {}});
        QVERIFY(driver.state.session.since == since);
        driver.wait(seconds(5)).report(sig::Waiting{LoginReason::Expired, {}});
        QVERIFY(driver.state.session.since == driver.now.wall);
    }

    void silenceAfterARestartIsExplained()
    {
        Driver driver;
        driver.online().feed(input::RestartAsked{}).wait(seconds(1)).report(sig::LinkLost{refused()});
        QCOMPARE(driver.state.session.why.reason, Reason::GatewayRestarting);
        driver.fire().wait(seconds(120)).report(sig::LinkLost{refused()});
        QCOMPARE(driver.state.session.why.reason, Reason::ConnectionRefused);
    }

    void aRestartDoesNotExcuseARefusedToken()
    {
        Driver driver;
        driver.online().feed(input::RestartAsked{}).report(sig::Refused{tokenWrong()});
        QCOMPARE(driver.phase(), Phase::Rejected);
        QCOMPARE(driver.state.session.why.reason, Reason::TokenWrong);
        QVERIFY(driver.did(Kind::CancelRetry));
        QVERIFY(!driver.did(Kind::ArmRetry));
    }

    void thePhonesDigitsAreNotAnAuthenticators()
    {
        Driver driver;
        driver.start().report(sig::Reached{}).report(sig::TotpNeeded{.fromPhone = true});
        QCOMPARE(driver.state.session.why.reason, Reason::PhoneDigitsNeeded);
        driver.feed(input::TotpSubmitted{})
            .report(sig::Refused{{.kind = ErrorKind::Auth, .reason = Reason::TotpWrong}});
        QCOMPARE(driver.state.session.phase, SessionPhase::NeedsTotp);
        QCOMPARE(driver.state.session.why.reason, Reason::PhoneDigitsWrong);
    }

    void aWrongTotpIsSaid()
    {
        Driver driver;
        driver.start().report(sig::Reached{}).report(sig::TotpNeeded{});
        QCOMPARE(driver.state.session.why.reason, Reason::None);
        driver.feed(input::TotpSubmitted{}).report(sig::TotpNeeded{});
        QCOMPARE(driver.state.session.why.reason, Reason::TotpWrong);
    }

    void afterASecondFactorOnlyAFreshChannelIsOnline()
    {
        Driver driver;
        driver.online().report(sig::TotpNeeded{}).feed(input::TotpSubmitted{}).report(sig::Authenticated{});
        driver.report(sig::LoggedIn{AccountId(u"10001"_s), {}});
        QCOMPARE(driver.state.session.phase, Phase::Authenticating);
        driver.report(sig::ChannelUp{});
        QCOMPARE(driver.state.session.phase, Phase::Online);
    }

    void stopEndsEverything()
    {
        Driver driver;
        driver.online().feed(input::Stop{});
        QVERIFY(driver.did(Kind::Disconnect) && driver.did(Kind::CancelRetry) && driver.did(Kind::ClearLogin));
    }

    void readinessNamesTheBrokenCheck_data()
    {
        QTest::addColumn<int>("stage");
        QTest::addColumn<int>("working");
        QTest::addColumn<int>("broken");
        QTest::addColumn<int>("reason");
        const auto row = [](const char *name, int stage, int working, int broken, ErrorReason reason) {
            QTest::newRow(name) << stage << working << broken << int(reason);
        };
        row("stopped", 0, 0, -1, Reason::None);
        row("refused connection", 1, 0, int(ReadinessCheck::Reachable), Reason::ConnectionRefused);
        row("wrong token", 2, 1, int(ReadinessCheck::Authenticated), Reason::TokenWrong);
        row("rate limit", 3, 1, int(ReadinessCheck::Authenticated), Reason::LoginRateLimit);
        row("totp", 4, 1, int(ReadinessCheck::Authenticated), Reason::TotpNeeded);
        row("kicked", 5, 2, int(ReadinessCheck::LoggedIn), Reason::Kicked);
        row("online", 6, 3, -1, Reason::None);
    }
    void readinessNamesTheBrokenCheck()
    {
        QFETCH(int, stage);
        QFETCH(int, working);
        QFETCH(int, broken);
        QFETCH(int, reason);
        Driver driver;
        const std::function<void()> stages[] = {
            [] {},
            [&] { driver.start().report(sig::LinkLost{refused()}); },
            [&] { driver.start().report(sig::Refused{tokenWrong()}); },
            [&] { driver.start().report(sig::LinkLost{limited()}); },
            [&] { driver.start().report(sig::TotpNeeded{}); },
            [&] {
                driver.online().feed(input::KickSeen{1, {}});
            },
            [&] { driver.online(); },
        };
        stages[stage]();
        Readiness readiness;
        applyMachine(readiness, driver.state, driver.now.wall);
        for (int i = 0; i < working; ++i)
            QCOMPARE(readiness[std::size_t(i)].state, ReadinessState::Working);
        const auto first = std::find_if(readiness.begin(), readiness.end(), [](const ReadinessEvidence &check) {
            return check.state == ReadinessState::Broken;
        });
        QCOMPARE(first == readiness.end() ? -1 : int(first - readiness.begin()), broken);
        if (first != readiness.end())
            QCOMPARE(first->why.reason, ErrorReason(reason));
    }

    void oldProofIsNoProof()
    {
        Driver driver;
        driver.online();
        Readiness readiness;
        applyMachine(readiness, driver.state, driver.now.wall);
        applyActionOutcome(readiness, {}, driver.now.wall);
        applySendOutcome(readiness, DeliveryState::Verified, {}, driver.now.wall);
        QCOMPARE(readiness[std::size_t(ReadinessCheck::SendingProven)].state, ReadinessState::Working);
        driver.report(sig::LinkLost{refused()}).fire();
        applyMachine(readiness, driver.state, driver.now.wall);
        QCOMPARE(readiness[std::size_t(ReadinessCheck::SendingProven)].state, ReadinessState::Unknown);
        QCOMPARE(readiness[std::size_t(ReadinessCheck::ActionsAnswer)].state, ReadinessState::Unknown);
    }

    void sendOutcomesMoveTheTopCheck_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<Error>("why");
        QTest::addColumn<int>("check");
        const auto row = [](const char *name, DeliveryState state, ErrorReason reason, ReadinessState check,
                            ErrorKind kind = ErrorKind::Rejected) {
            QTest::newRow(name) << int(state) << Error{.kind = kind, .reason = reason} << int(check);
        };
        row("verified", DeliveryState::Verified, Reason::None, ReadinessState::Working);
        row("unknown", DeliveryState::Unknown, Reason::NoReply, ReadinessState::Broken);
        row("refused by qq", DeliveryState::Failed, Reason::SendRefused, ReadinessState::Broken);
        row("muted there only", DeliveryState::Failed, Reason::Muted, ReadinessState::Unknown);
        row("not in that group", DeliveryState::Failed, Reason::NotInGroup, ReadinessState::Unknown);
        row("accepted proves nothing", DeliveryState::Accepted, Reason::None, ReadinessState::Unknown);
        row("waiting for the link", DeliveryState::Waiting, Reason::AccountOffline, ReadinessState::Unknown,
            ErrorKind::Offline);
        row("waiting for another try", DeliveryState::Waiting, Reason::RichMediaFailed, ReadinessState::Unknown);
        row("refused as logged out", DeliveryState::Waiting, Reason::NotLoggedIn, ReadinessState::Broken);
        row("refused as offline", DeliveryState::Waiting, Reason::AccountOffline, ReadinessState::Broken);
        row("refused as kicked", DeliveryState::Waiting, Reason::Kicked, ReadinessState::Broken);
        row("picture lost", DeliveryState::Failed, Reason::PictureLost, ReadinessState::Broken);
        row("staged picture gone", DeliveryState::Failed, Reason::StagedFileGone, ReadinessState::Broken);
        row("upload garbled", DeliveryState::Failed, Reason::UploadMismatch, ReadinessState::Broken);
        row("no such call", DeliveryState::Failed, Reason::UnknownAction, ReadinessState::Broken);
        row("too large", DeliveryState::Failed, Reason::MessageTooLarge, ReadinessState::Unknown);
        row("a picture of ours is broken", DeliveryState::Failed, Reason::PictureUnreadable, ReadinessState::Unknown);
    }
    void sendOutcomesMoveTheTopCheck()
    {
        QFETCH(int, state);
        QFETCH(Error, why);
        QFETCH(int, check);
        Readiness readiness;
        applySendOutcome(readiness, DeliveryState(state), why, WallTime(seconds(9)));
        QCOMPARE(readiness[std::size_t(ReadinessCheck::SendingProven)].state, ReadinessState(check));
    }

    void aSendThatIsTakenEndsTheDoubt()
    {
        // all that a gateway can say where nothing proves a send
        Readiness readiness;
        const Error refused{.kind = ErrorKind::Rejected, .reason = Reason::SendRefused};
        applySendOutcome(readiness, DeliveryState::Failed, refused, WallTime(seconds(9)));
        applySendOutcome(readiness, DeliveryState::Accepted, {}, WallTime(seconds(10)));
        QCOMPARE(readiness[std::size_t(ReadinessCheck::SendingProven)].state, ReadinessState::Unknown);
        applySendOutcome(readiness, DeliveryState::Verified, {}, WallTime(seconds(11)));
        applySendOutcome(readiness, DeliveryState::Accepted, {}, WallTime(seconds(12)));
        QCOMPARE(readiness[std::size_t(ReadinessCheck::SendingProven)].state, ReadinessState::Working);
    }

    void actionOutcomesMoveTheirCheck()
    {
        Readiness readiness;
        const auto check = [&readiness] { return readiness[std::size_t(ReadinessCheck::ActionsAnswer)].state; };
        applyActionOutcome(readiness, fail(ErrorKind::Offline, Reason::AccountOffline), WallTime(seconds(1)));
        QCOMPARE(check(), ReadinessState::Unknown);
        applyActionOutcome(readiness, fail(ErrorKind::Rejected, Reason::SendRefused), WallTime(seconds(2)));
        QCOMPARE(check(), ReadinessState::Working);
        applyActionOutcome(readiness, {}, WallTime(seconds(3)));
        QVERIFY(readiness[std::size_t(ReadinessCheck::ActionsAnswer)].since == WallTime(seconds(2)));
        applyActionOutcome(readiness, fail(ErrorKind::Timeout, Reason::NoReply), WallTime(seconds(4)));
        QCOMPARE(check(), ReadinessState::Broken);
    }
};

} // namespace rookery::session

ROOKERY_TEST(tst_sessionmachine, rookery::session::TestSessionMachine)
#include "tst_sessionmachine.moc"
