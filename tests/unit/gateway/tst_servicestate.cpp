// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/monitored/servicestate.h"

#include "support/testcase.h"

namespace rookery::gateway {

namespace {

using Kind = ServiceAnswer::Kind;

const SteadyTime kNow{seconds(1000)};

//! A service whose log and heartbeats are followed, and whose bot has a fresh heartbeat; tests change one thing.
ServiceEvidence healthy()
{
    return {.hasFront = true,
            .front = {.kind = Kind::Works, .why = {}},
            .api = {.kind = Kind::Works, .why = {}},
            .logFollowed = true,
            .startSeen = true,
            .bot = BotWord::LoggedIn,
            .heartbeatsSeen = true,
            .watchedSince = kNow - seconds(500),
            .lastHeartbeat = kNow - seconds(25)};
}

ServiceEvidence with(Kind front, Kind api, BotWord bot)
{
    ServiceEvidence evidence = healthy();
    evidence.front.kind = front;
    evidence.api.kind = api;
    evidence.bot = bot;
    return evidence;
}

} // namespace

class TestServiceState final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void tableOfStates_data()
    {
        QTest::addColumn<int>("front");
        QTest::addColumn<int>("api");
        QTest::addColumn<int>("bot");
        QTest::addColumn<int>("state");
        const auto row = [](const char *name, Kind front, Kind api, BotWord bot, ServiceState state) {
            QTest::newRow(name) << int(front) << int(api) << int(bot) << int(state);
        };
        row("all well", Kind::Works, Kind::Works, BotWord::LoggedIn, ServiceState::Online);
        row("login failed", Kind::Works, Kind::Works, BotWord::LoginFailed, ServiceState::PaymentsOff);
        row("session over", Kind::Works, Kind::Works, BotWord::SessionLost, ServiceState::SessionLost);
        row("code last, closed", Kind::Works, Kind::Closed, BotWord::CodeFollows, ServiceState::WaitingForScan);
        row("scanned, closed", Kind::Works, Kind::Closed, BotWord::Scanned, ServiceState::WaitingForScan);
        row("code last, silent", Kind::Works, Kind::TimedOut, BotWord::CodeFollows, ServiceState::WaitingForScan);
        row("code last, open", Kind::Works, Kind::Works, BotWord::CodeFollows, ServiceState::BotWaiting);
        row("starting, closed", Kind::Works, Kind::Closed, BotWord::Starting, ServiceState::BackendDown);
        row("starting, open", Kind::Works, Kind::Works, BotWord::Starting, ServiceState::BotUnproven);
        row("logged in, closed", Kind::Works, Kind::Closed, BotWord::LoggedIn, ServiceState::BackendDown);
        row("failed, closed", Kind::Works, Kind::Closed, BotWord::LoginFailed, ServiceState::BackendDown);
        row("no bot, closed", Kind::Works, Kind::Closed, BotWord::None, ServiceState::BackendDown);
        row("no bot, silent", Kind::Works, Kind::TimedOut, BotWord::None, ServiceState::TimedOut);
        row("no bot, open", Kind::Works, Kind::Works, BotWord::None, ServiceState::NoBot);
        row("failing", Kind::Works, Kind::Fails, BotWord::LoggedIn, ServiceState::Failing);
        row("front closed", Kind::Closed, Kind::Works, BotWord::LoggedIn, ServiceState::FrontDown);
        row("front fails", Kind::Fails, Kind::Works, BotWord::LoggedIn, ServiceState::FrontDown);
        row("front silent", Kind::TimedOut, Kind::Works, BotWord::LoggedIn, ServiceState::FrontDown);
        row("host closed", Kind::Closed, Kind::Closed, BotWord::CodeFollows, ServiceState::FrontDown);
        row("host silent", Kind::TimedOut, Kind::TimedOut, BotWord::None, ServiceState::TimedOut);
        row("front not asked yet", Kind::NotAsked, Kind::Works, BotWord::LoggedIn, ServiceState::Unknown);
        row("interface not asked yet", Kind::Works, Kind::NotAsked, BotWord::LoggedIn, ServiceState::Unknown);
    }
    void tableOfStates()
    {
        QFETCH(const int, front);
        QFETCH(const int, api);
        QFETCH(const int, bot);
        QFETCH(const int, state);
        QCOMPARE(deriveServiceState(with(Kind(front), Kind(api), BotWord(bot)), kNow), ServiceState(state));
    }

    void aFrontThatIsNotNamedIsNotMissed()
    {
        ServiceEvidence evidence = healthy();
        evidence.hasFront = false;
        evidence.front = {};
        QCOMPARE(deriveServiceState(evidence, kNow), ServiceState::Online);
    }

    void aHeartbeatGrowsOld()
    {
        ServiceEvidence evidence = healthy();
        evidence.lastHeartbeat = kNow;
        QCOMPARE(deriveServiceState(evidence, kNow + kHeartbeatLife - milliseconds(1)), ServiceState::Online);
        QCOMPARE(deriveServiceState(evidence, kNow + kHeartbeatLife), ServiceState::SessionLost);
    }

    void heartbeatsThatNeverCameAreMissedOnlyAfterAWhile()
    {
        ServiceEvidence evidence = healthy();
        evidence.lastHeartbeat.reset();
        evidence.watchedSince = kNow;
        QCOMPARE(deriveServiceState(evidence, kNow + seconds(89)), ServiceState::BotUnproven);
        QCOMPARE(deriveServiceState(evidence, kNow + seconds(90)), ServiceState::SessionLost);
    }

    void anOldHeartbeatIsNoProofWhileNobodyWatched()
    {
        ServiceEvidence evidence = healthy();
        evidence.lastHeartbeat = kNow - seconds(300);
        evidence.watchedSince = kNow - seconds(10);
        QCOMPARE(deriveServiceState(evidence, kNow), ServiceState::BotUnproven);
    }

    void withoutStandardErrorTheSessionIsUnproven()
    {
        ServiceEvidence evidence = healthy();
        evidence.heartbeatsSeen = false;
        QCOMPARE(deriveServiceState(evidence, kNow + seconds(10'000)), ServiceState::BotUnproven);
    }

    void withoutALogNothingIsKnownOfTheBot()
    {
        ServiceEvidence evidence = healthy();
        evidence.logFollowed = false;
        QCOMPARE(deriveServiceState(evidence, kNow + seconds(10'000)), ServiceState::BotUnproven);
        evidence.bot = BotWord::None;
        QCOMPARE(deriveServiceState(evidence, kNow), ServiceState::BotUnwatched);
    }

    void withoutTheStartOfTheLogABotMayHaveSpokenBefore()
    {
        ServiceEvidence evidence = with(Kind::Works, Kind::Works, BotWord::None);
        evidence.startSeen = false;
        QCOMPARE(deriveServiceState(evidence, kNow), ServiceState::BotUnwatched);
    }
};

} // namespace rookery::gateway

ROOKERY_TEST(tst_servicestate, rookery::gateway::TestServiceState)
#include "tst_servicestate.moc"
