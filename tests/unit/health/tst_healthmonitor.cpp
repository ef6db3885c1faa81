// SPDX-License-Identifier: GPL-3.0-or-later
#include "health/healthmonitor.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/machine.h"
#include "base/reasons/transport.h"
#include "support/manualclock.h"
#include "support/testcase.h"

#include <QSignalSpy>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace rookery::health {

namespace {

Error refused()
{
    return {.kind = ErrorKind::Offline, .reason = Reason::ConnectionRefused};
}

AccountSnapshot snapshot(const QString &id, SessionPhase phase, LoginReason login = LoginReason::None,
                         const Error &why = {})
{
    AccountSnapshot result;
    result.profile.id = GatewayId(id);
    result.profile.webUi = QUrl(u"http://host1:6099"_s);
    result.account = AccountId(u"1"_s + id);
    result.session.phase = phase;
    result.session.login = login;
    result.session.why = why;
    return result;
}

LogLine logLine(const QString &rule, const QString &gateway = u"a"_s, LogCategory category = LogCategory::None)
{
    LogLine line;
    line.gateway = GatewayId(gateway);
    line.ruleId = rule;
    line.category = category;
    line.text = u"text of "_s + rule;
    return line;
}

} // namespace

class TestHealthMonitor final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void namesWhatAWatchedServiceSuffersFrom_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("incident"); // -1: none
        QTest::addColumn<int>("severity");
        const auto row = [](const char *name, ServiceState state, int incident, Severity severity) {
            QTest::newRow(name) << int(state) << incident << int(severity);
        };
        row("online", ServiceState::Online, -1, Severity::Info);
        row("not proven", ServiceState::BotUnproven, -1, Severity::Info);
        row("not watched", ServiceState::BotUnwatched, -1, Severity::Info);
        row("no bot", ServiceState::NoBot, -1, Severity::Info);
        row("held up", ServiceState::WaitingForScan, int(IncidentKind::ServiceHeldUp), Severity::Failed);
        row("bot waits", ServiceState::BotWaiting, int(IncidentKind::LoginNeeded), Severity::NeedsHand);
        row("payments off", ServiceState::PaymentsOff, int(IncidentKind::ServiceBotOff), Severity::Degraded);
        row("session lost", ServiceState::SessionLost, int(IncidentKind::ServiceSessionLost), Severity::Degraded);
        row("failing", ServiceState::Failing, int(IncidentKind::ServiceFailing), Severity::Degraded);
        row("front down", ServiceState::FrontDown, int(IncidentKind::ServiceFailing), Severity::Degraded);
    }
    void namesWhatAWatchedServiceSuffersFrom()
    {
        QFETCH(const int, state);
        QFETCH(const int, incident);
        QFETCH(const int, severity);
        ManualClock clock;
        HealthMonitor monitor(clock);
        AccountSnapshot watched = snapshot(u"pay"_s, SessionPhase::Online);
        watched.capabilities.actions = false;
        watched.service.emplace();
        watched.service->state = ServiceState(state);
        watched.service->botText = u"RetCode:1101"_s;
        monitor.observeSnapshot(watched);
        monitor.observeSnapshot(watched);
        if (incident < 0) {
            QVERIFY(monitor.incidents().isEmpty());
            return;
        }
        QCOMPARE(monitor.incidents().size(), 1);
        QCOMPARE(monitor.incidents().constFirst().kind, IncidentKind(incident));
        QCOMPARE(monitor.incidents().constFirst().severity, Severity(severity));
        // recovery closes it, and so does the operator's stop
        watched.service->state = ServiceState::Online;
        monitor.observeSnapshot(watched);
        QVERIFY(!monitor.incidents().constFirst().isOpen());
    }

    void anOperatorsStopEndsWhatIsSaidOfAService()
    {
        ManualClock clock;
        HealthMonitor monitor(clock);
        AccountSnapshot watched = snapshot(u"pay"_s, SessionPhase::Online);
        watched.capabilities.actions = false;
        watched.service.emplace();
        watched.service->state = ServiceState::PaymentsOff;
        monitor.observeSnapshot(watched);
        watched.session.phase = SessionPhase::Stopped;
        watched.service.reset();
        monitor.observeSnapshot(watched);
        QVERIFY(!monitor.incidents().constFirst().isOpen());
    }

    void aBotThatWasTakenOverMakesNobodyElseFail()
    {
        m_monitor->observeSnapshot(snapshot(u"fresh"_s, SessionPhase::LoginRequired, LoginReason::Fresh));
        m_monitor->observeSnapshot(snapshot(u"bot"_s, SessionPhase::LoginRequired, LoginReason::Fresh));
        QCOMPARE(open().size(), 1);
        m_monitor->observeSnapshot(snapshot(u"bot"_s, SessionPhase::LoginRequired, LoginReason::TakenOver));
        QCOMPARE(m_monitor->openAt(GatewayId(u"bot"_s)).size(), 1);
        QCOMPARE(m_monitor->openAt(GatewayId(u"bot"_s)).constFirst().severity, Severity::Failed);
        QCOMPARE(m_monitor->openAt(GatewayId(u"fresh"_s)).size(), 1);
        QCOMPARE(m_monitor->openAt(GatewayId(u"fresh"_s)).constFirst().severity, Severity::NeedsHand);
        // another code is shown: it waits like anybody else
        m_monitor->observeSnapshot(snapshot(u"bot"_s, SessionPhase::LoginRequired, LoginReason::Fresh));
        QCOMPARE(open().size(), 1);
        QCOMPARE(open().constFirst().gateways.size(), 2);
    }

    void namesWhatASessionSuffersFrom_data()
    {
        QTest::addColumn<int>("phase");
        QTest::addColumn<int>("login");
        QTest::addColumn<int>("reason");
        QTest::addColumn<int>("incident"); // -1: none
        QTest::addColumn<int>("severity");
        const auto row = [](const char *name, SessionPhase phase, LoginReason login, ErrorReason reason, int incident,
                            Severity severity) {
            QTest::newRow(name) << int(phase) << int(login) << int(reason) << incident << int(severity);
        };
        using P = SessionPhase;
        using L = LoginReason;
        row("online", P::Online, L::None, Reason::None, -1, Severity::Info);
        row("stopped", P::Stopped, L::None, Reason::None, -1, Severity::Info);
        row("connecting", P::Connecting, L::None, Reason::None, -1, Severity::Info);
        row("fresh", P::LoginRequired, L::Fresh, Reason::None, int(IncidentKind::LoginNeeded), Severity::NeedsHand);
        row("expired", P::LoginRequired, L::Expired, Reason::None, int(IncidentKind::LoginNeeded), Severity::NeedsHand);
        row("captcha", P::LoginRequired, L::Captcha, Reason::None, int(IncidentKind::LoginCheckNeeded),
            Severity::NeedsHand);
        row("new device", P::LoginRequired, L::NewDevice, Reason::None, int(IncidentKind::LoginCheckNeeded),
            Severity::NeedsHand);
        row("totp", P::NeedsTotp, L::None, Reason::None, int(IncidentKind::TotpNeeded), Severity::NeedsHand);
        row("taken over", P::LoginRequired, L::TakenOver, Reason::None, int(IncidentKind::LoginNeeded),
            Severity::Failed);
        row("kicked", P::LoginRequired, L::Kicked, Reason::None, int(IncidentKind::AccountKicked), Severity::Failed);
        row("offline", P::LoginRequired, L::OfflineByQq, Reason::None, int(IncidentKind::AccountOfflineByQq),
            Severity::Failed);
        row("token", P::Rejected, L::None, Reason::TokenWrong, int(IncidentKind::TokenRefused), Severity::Failed);
        row("wrong server", P::Rejected, L::None, Reason::WrongServer, int(IncidentKind::GatewayUnreachable),
            Severity::Failed);
        row("garbage", P::Rejected, L::None, Reason::Garbage, int(IncidentKind::ProtocolGarbage), Severity::Failed);
        row("ports silent", P::Backoff, L::None, Reason::PortsSilent, int(IncidentKind::PortsSilent), Severity::Failed);
        row("first backoff", P::Backoff, L::None, Reason::ConnectionRefused, -1, Severity::Info);
    }
    void namesWhatASessionSuffersFrom()
    {
        QFETCH(int, phase);
        QFETCH(int, login);
        QFETCH(int, reason);
        QFETCH(int, incident);
        QFETCH(int, severity);
        const ErrorReason why = ErrorReason(reason);
        const ErrorKind kind = why == Reason::TokenWrong ? ErrorKind::Auth : ErrorKind::Protocol;
        const AccountSnapshot told =
            snapshot(u"a"_s, SessionPhase(phase), LoginReason(login), {.kind = kind, .reason = why});
        m_monitor->observeSnapshot(told);
        m_monitor->observeSnapshot(told);
        QCOMPARE(open().size(), incident < 0 ? 0 : 1);
        if (incident >= 0) {
            QCOMPARE(open().constFirst().kind, IncidentKind(incident));
            QCOMPARE(open().constFirst().severity, Severity(severity));
            QCOMPARE(open().constFirst().count, 1);
            m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::Online));
            m_clock.advance(HealthMonitor::kQuiet);
            QCOMPARE(open().size(), 0);
            QCOMPARE(m_monitor->incidents().size(), 1);
            QVERIFY(!m_monitor->incidents().first().isOpen());
        }
    }

    void silentPortsStayOneIncidentUntilAPortAnswers()
    {
        const Error silent{.kind = ErrorKind::Timeout, .reason = Reason::PortsSilent};
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::Backoff, {}, silent));
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::Connecting));
        m_clock.advance(HealthMonitor::kUnreachableAfter * 2);
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::Backoff, {}, silent));
        m_clock.advance(HealthMonitor::kUnreachableAfter * 2);
        QCOMPARE(open().size(), 1);
        QCOMPARE(open().constFirst().kind, IncidentKind::PortsSilent);
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::Online));
        QCOMPARE(open().size(), 0);
    }

    void aRestrictedAccountIsNamedWithTheAddressThatHelps()
    {
        LogLine line = logLine(u"risk.unlock"_s);
        line.text = u"Unknown Event0x2DC message type: 20: 99 bytes\nunlock_url: https://accounts.qq.com/x"_s;
        m_monitor->observeLogLine(line);
        m_monitor->observeLogLine(logLine(u"risk.restricted"_s));
        QCOMPARE(open().size(), 1);
        QCOMPARE(open().constFirst().kind, IncidentKind::AccountRestricted);
        QVERIFY(open().constFirst().evidence.constFirst().text.contains(u"https://accounts.qq.com/x"_s));
        m_clock.advance(HealthMonitor::kQuiet);
        QCOMPARE(open().size(), 0);
    }

    void gatewaysWithoutAnAddressAreNotOneCause()
    {
        for (const QString &id : {u"a"_s, u"b"_s}) {
            AccountSnapshot told = snapshot(id, SessionPhase::Backoff, {}, refused());
            told.profile.webUi.clear();
            m_monitor->observeSnapshot(told);
        }
        m_clock.advance(HealthMonitor::kUnreachableAfter);
        QCOMPARE(open().size(), 2);
    }

    void aShortReconnectAlarmsNobody()
    {
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::Backoff, {}, refused()));
        m_clock.advance(seconds(2));
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::Connecting));
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::Online));
        m_clock.advance(seconds(60));
        QCOMPARE(m_monitor->incidents().size(), 0);
    }

    void anOutageAlarmsAfterTenSecondsThroughAllAttempts()
    {
        for (int i = 0; i < 4; ++i) {
            m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::Backoff, {}, refused()));
            m_clock.advance(seconds(2));
            m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::Connecting));
        }
        QCOMPARE(open().size(), 0);
        m_clock.advance(seconds(2));
        QCOMPARE(open().size(), 1);
        QCOMPARE(open().constFirst().kind, IncidentKind::GatewayUnreachable);
        QCOMPARE(open().constFirst().cause, u"host1"_s);
        QVERIFY(open().constFirst().evidence.constFirst().what == refused());
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::Online));
        QCOMPARE(open().size(), 0);
    }

    void oneHostIsOneIncident()
    {
        for (const QString &id : {u"a"_s, u"b"_s, u"c"_s})
            m_monitor->observeSnapshot(snapshot(id, SessionPhase::Backoff, {}, refused()));
        m_clock.advance(HealthMonitor::kUnreachableAfter);
        QCOMPARE(open().size(), 1);
        QCOMPARE(open().constFirst().gateways.size(), 3);
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::Online));
        QCOMPARE(open().size(), 1);
        QCOMPARE(open().constFirst().gateways.size(), 2);
        m_monitor->observeSnapshot(snapshot(u"b"_s, SessionPhase::Online));
        m_monitor->observeSnapshot(snapshot(u"c"_s, SessionPhase::Stopped));
        QCOMPARE(open().size(), 0);
        QCOMPARE(m_monitor->incidents().first().gateways.size(), 3);
    }

    void aRateLimitIsNoOutage()
    {
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::Backoff, {},
                                            {.kind = ErrorKind::RateLimited, .reason = Reason::LoginRateLimit}));
        m_clock.advance(seconds(60));
        QCOMPARE(open().size(), 0);
    }

    void aRestartIsNamedAndEndsWithTheReturn()
    {
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::Backoff, {},
                                            {.kind = ErrorKind::Offline, .reason = Reason::GatewayRestarting}));
        QCOMPARE(open().constFirst().kind, IncidentKind::GatewayRestarted);
        m_clock.advance(seconds(4));
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::LoginRequired, LoginReason::Fresh));
        QCOMPARE(open().size(), 1);
        QCOMPARE(open().constFirst().kind, IncidentKind::LoginNeeded);
    }

    void whileReconnectingNobodyKnowsTheLogin()
    {
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::LoginRequired, LoginReason::Kicked));
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::Backoff, {}, refused()));
        QCOMPARE(open().constFirst().kind, IncidentKind::AccountKicked);
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::LoginRequired, LoginReason::Fresh));
        QCOMPARE(open().size(), 1);
        QCOMPARE(open().constFirst().kind, IncidentKind::LoginNeeded);
    }

    void kicksWithinAMinuteAreOneIncident()
    {
        for (const QString &gateway : {u"a"_s, u"b"_s, u"c"_s}) {
            m_monitor->observeSnapshot(snapshot(gateway, SessionPhase::LoginRequired, LoginReason::Kicked));
            m_clock.advance(seconds(20));
        }
        QCOMPARE(open().size(), 1);
        QCOMPARE(open().constFirst().gateways.size(), 3);
        m_clock.advance(seconds(20));
        m_monitor->observeSnapshot(snapshot(u"d"_s, SessionPhase::LoginRequired, LoginReason::Kicked));
        QCOMPARE(open().size(), 2);
        // the first one is back; the others stay what they are, each sighting counted once
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::Online));
        m_monitor->observeSnapshot(snapshot(u"b"_s, SessionPhase::LoginRequired, LoginReason::Kicked));
        QCOMPARE(m_monitor->openAt(GatewayId(u"b"_s)).size(), 1);
        QCOMPARE(m_monitor->openAt(GatewayId(u"b"_s)).constFirst().gateways.size(), 2);
        // and a kick of it hours later is another incident
        m_clock.advance(std::chrono::hours(8));
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::LoginRequired, LoginReason::Kicked));
        QCOMPARE(open().size(), 3);
        QCOMPARE(m_monitor->openAt(GatewayId(u"a"_s)).constFirst().gateways, QList{GatewayId(u"a"_s)});
        for (const QString &gateway : {u"a"_s, u"b"_s, u"c"_s, u"d"_s})
            m_monitor->observeSnapshot(snapshot(gateway, SessionPhase::Online));
        QCOMPARE(open().size(), 0);
    }

    void theFallbackOpensWithItsServerAndClosesWithRecovery()
    {
        RkeyState state;
        state.gateway = GatewayId(u"a"_s);
        state.source = RkeySource::StaleFallback;
        state.providers = {
            RkeyProvider{.name = u"native"_s, .failures = 8, .lastStatus = {}},
            RkeyProvider{.name = u"http://ss.xingzhige.com/music_card/rkey"_s, .failures = 1, .lastStatus = u"504"_s}};
        m_monitor->observeRkey(state);
        state.gateway = GatewayId(u"b"_s);
        m_monitor->observeRkey(state);
        QCOMPARE(open().size(), 2);
        const Incident fallback = only(IncidentKind::RkeyFallback);
        QCOMPARE(fallback.evidence.first().text, u"native, ss.xingzhige.com 504"_s);
        QCOMPARE(fallback.cause, u"ss.xingzhige.com"_s);
        QCOMPARE(fallback.gateways.size(), 2);
        const Incident server = only(IncidentKind::RkeyServerFailing);
        QCOMPARE(server.evidence.first().text, u"504"_s);
        m_monitor->observeLogLine(logLine(u"rkey.all-disabled"_s, u"a"_s, LogCategory::Fallback));
        m_clock.advance(HealthMonitor::kTellEvery);
        QCOMPARE(only(IncidentKind::RkeyFallback).evidence.last().text, u"text of rkey.all-disabled"_s);
        for (const QString &id : {u"a"_s, u"b"_s}) {
            state.gateway = GatewayId(id);
            state.source = RkeySource::Native;
            m_monitor->observeRkey(state); // only asked: the links may be as bad as before
            QVERIFY(only(IncidentKind::RkeyFallback).isOpen());
            state.proven = true;
            m_monitor->observeRkey(state);
            state.proven = false;
        }
        QCOMPARE(open().size(), 0);
        m_clock.advance(HealthMonitor::kServerQuiet);
        QCOMPARE(m_clock.armedTimers(), 0);
    }

    void aFreshPictureAfterTheStartEndsTroubleWithServersOfBefore()
    {
        RkeyState state;
        state.gateway = GatewayId(u"a"_s);
        state.source = RkeySource::StaleFallback;
        state.proven = true;
        state.providers = {
            RkeyProvider{.name = u"http://ss.xingzhige.com/music_card/rkey"_s, .failures = 4, .lastStatus = u"504"_s}};
        m_monitor->observeRkey(state);
        HealthMonitor next(m_clock);
        next.restore(open(), {GatewayId(u"a"_s)});
        RkeyState asked;
        asked.gateway = GatewayId(u"a"_s);
        asked.askedAt = WallTime(seconds(9));
        next.observeRkey(asked);
        QVERIFY(next.incidents().at(0).isOpen() && next.incidents().at(1).isOpen());
        asked.proven = true; // a fresh link; whether from QQ or a server is not known
        next.observeRkey(asked);
        QVERIFY(!next.incidents().at(0).isOpen() && !next.incidents().at(1).isOpen());
    }

    void aFailingServerFadesWhereNothingProvesMore()
    {
        RkeyState state;
        state.gateway = GatewayId(u"a"_s);
        state.providers = {
            RkeyProvider{.name = u"http://ss.xingzhige.com/music_card/rkey"_s, .failures = 1, .lastStatus = u"504"_s}};
        m_monitor->observeRkey(state);
        QCOMPARE(open().size(), 1);
        m_clock.advance(HealthMonitor::kServerQuiet);
        QCOMPARE(open().size(), 0);
        QCOMPARE(m_clock.armedTimers(), 0);
    }

    void anUnknownSourceDoesNotCloseTheFallback()
    {
        RkeyState state;
        state.gateway = GatewayId(u"a"_s);
        state.source = RkeySource::StaleFallback;
        m_monitor->observeRkey(state);
        state.source = RkeySource::Unknown;
        m_monitor->observeRkey(state);
        QCOMPARE(open().size(), 1);
        QCOMPARE(only(IncidentKind::RkeyFallback).evidence.first().text, u"spec=0"_s);
    }

    void aServerThatWorksIsNoFallbackButDegraded()
    {
        RkeyState state;
        state.gateway = GatewayId(u"a"_s);
        state.source = RkeySource::RemoteServer;
        state.proven = true;
        state.nativeLatched = true;
        m_monitor->observeRkey(state);
        QCOMPARE(open().size(), 1);
        QCOMPARE(only(IncidentKind::RkeyNativeDown).severity, Severity::Degraded);
        state.source = RkeySource::StaleFallback; // the server went as well: one incident, the graver
        m_monitor->observeRkey(state);
        QCOMPARE(open().size(), 1);
        QCOMPARE(open().constFirst().kind, IncidentKind::RkeyFallback);
        state.source = RkeySource::RemoteServer;
        m_monitor->observeRkey(state);
        QCOMPARE(open().size(), 1);
        QCOMPARE(open().constFirst().kind, IncidentKind::RkeyNativeDown);
        state.nativeLatched = false;
        state.source = RkeySource::Native;
        m_monitor->observeRkey(state);
        QCOMPARE(open().size(), 0);
    }

    void aLatchBeforeItsPictureIsNoIncidentOfItsOwn()
    {
        RkeyState state;
        state.gateway = GatewayId(u"a"_s);
        state.nativeLatched = true; // the line that comes just before the picture
        m_monitor->observeRkey(state);
        QCOMPARE(open().size(), 0);
        state.source = RkeySource::StaleFallback;
        state.proven = true;
        m_monitor->observeRkey(state);
        QCOMPARE(m_monitor->incidents().size(), 1);
        // after a start the same lines come while the incident of before is still open
        HealthMonitor next(m_clock);
        next.restore(open(), {GatewayId(u"a"_s)});
        state.source = RkeySource::Unknown;
        state.proven = false;
        state.askError = Error{.kind = ErrorKind::Timeout};
        next.observeRkey(state);
        QCOMPARE(next.incidents().size(), 1);
        QCOMPARE(next.incidents().constFirst().kind, IncidentKind::RkeyFallback);
    }

    void aRefusedQuestionIsEvidence()
    {
        RkeyState state;
        state.gateway = GatewayId(u"a"_s);
        state.askedAt = WallTime(seconds(5));
        state.askError = Error{.kind = ErrorKind::Rejected, .code = 1200, .detail = u"no key"_s};
        m_monitor->observeRkey(state);
        QCOMPARE(only(IncidentKind::RkeyNativeDown).evidence.first().what.code, 1200);
        state.askError.reset();
        state.source = RkeySource::Native;
        m_monitor->observeRkey(state);
        QCOMPARE(open().size(), 0);
    }

    void whatWasOpenAtTheQuitGoesOn()
    {
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::LoginRequired, LoginReason::Kicked));
        RkeyState keys;
        keys.gateway = GatewayId(u"b"_s);
        keys.source = RkeySource::StaleFallback;
        m_monitor->observeRkey(keys);
        m_monitor->observeKeyring(KeyringState::None);
        const QList<Incident> atQuit = open();
        QCOMPARE(atQuit.size(), 3);
        m_clock.advance(std::chrono::hours(2));

        HealthMonitor next(m_clock);
        QSignalSpy told(&next, &HealthMonitor::incidentChanged);
        next.restore(atQuit, {GatewayId(u"a"_s), GatewayId(u"b"_s)});
        QCOMPARE(next.incidents(), atQuit); // no end, no copy, the same start
        QCOMPARE(told.size(), 0);
        // the same seen again is the same incident
        next.observeSnapshot(snapshot(u"a"_s, SessionPhase::Connecting));
        next.observeSnapshot(snapshot(u"a"_s, SessionPhase::LoginRequired, LoginReason::Kicked));
        next.observeRkey(keys);
        next.observeKeyring(KeyringState::None);
        QCOMPARE(told.size(), 0);
        QCOMPARE(next.incidents().size(), 3);
        // and evidence ends it
        next.observeSnapshot(snapshot(u"a"_s, SessionPhase::Online));
        keys.source = RkeySource::Native;
        keys.proven = true;
        next.observeRkey(keys);
        next.observeKeyring(KeyringState::Works);
        QCOMPARE(told.size(), 3);
        for (const Incident &incident : next.incidents())
            QVERIFY(incident.endedAt == m_clock.wallNow());
    }

    void whatFadesHasItsTimeAgainAfterAStart()
    {
        m_monitor->observeLogLine(logLine(u"process.crashed"_s));
        const QList<Incident> atQuit = open();
        m_clock.advance(HealthMonitor::kQuiet - seconds(1));
        HealthMonitor next(m_clock);
        next.restore(atQuit, {GatewayId(u"a"_s)});
        m_clock.advance(HealthMonitor::kQuiet - seconds(1)); // nobody watched before the start
        QVERIFY(next.incidents().constFirst().isOpen());
        m_clock.advance(seconds(1));
        QVERIFY(!next.incidents().constFirst().isOpen());
    }

    void aProofAfterTheStartClosesSendTroubleOfBefore()
    {
        m_monitor->observeLogLine(logLine(u"send.timeout"_s));
        HealthMonitor next(m_clock);
        next.restore(open(), {GatewayId(u"a"_s)});
        Delivery arrived;
        arrived.gateway = GatewayId(u"a"_s);
        arrived.target.kind = ChatKind::Group;
        arrived.state = DeliveryState::Verified;
        arrived.verifiedBy = VerifiedBy::Echo;
        next.observeDelivery(arrived);
        QVERIFY(!next.incidents().constFirst().isOpen());
    }

    void aGatewayThatIsNoLongerThereEndsItsIncidents()
    {
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::LoginRequired, LoginReason::Fresh));
        HealthMonitor next(m_clock);
        QSignalSpy told(&next, &HealthMonitor::incidentChanged);
        next.restore(open(), {});
        QCOMPARE(told.size(), 1);
        QVERIFY(!next.incidents().constFirst().isOpen());
    }

    void aForgottenBroadcastAsksNobody()
    {
        BroadcastSummary summary;
        summary.id = BroadcastId(4);
        summary.counts.unknown = 2;
        m_monitor->observeBroadcast(summary);
        m_monitor->observeBroadcastGone(summary.id);
        QCOMPARE(open().size(), 0);
    }

    void passingTroubleFadesAndIsCounted_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("quiet");
        const int send = int(HealthMonitor::kSendQuiet.count());
        QTest::newRow("rich media") << u"send.rich-media"_s << int(IncidentKind::RichMediaFailing) << send;
        QTest::newRow("timeouts") << u"send.timeout"_s << int(IncidentKind::SendTimeouts) << send;
        QTest::newRow("crash") << u"process.crashed"_s << int(IncidentKind::GatewayRestarted)
                               << int(HealthMonitor::kQuiet.count());
    }
    void passingTroubleFadesAndIsCounted()
    {
        QFETCH(QString, rule);
        QFETCH(int, kind);
        QFETCH(int, quiet);
        m_monitor->observeLogLine(logLine(rule));
        QCOMPARE(m_told->size(), 1);
        for (int i = 0; i < 50; ++i)
            m_monitor->observeLogLine(logLine(rule));
        QCOMPARE(m_told->size(), 1);
        m_clock.advance(HealthMonitor::kTellEvery);
        QCOMPARE(m_told->size(), 2);
        const Incident incident = only(IncidentKind(kind));
        QCOMPARE(incident.count, 51);
        QCOMPARE(incident.evidence.size(), 20);
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::Online));
        m_clock.advance(seconds(quiet) - seconds(2));
        QCOMPARE(open().size(), 1);
        m_clock.advance(seconds(2));
        QCOMPARE(open().size(), 0);
        QCOMPARE(m_told->size(), 3);
    }

    void replayedLinesAreHistory()
    {
        LogLine line = logLine(u"send.rich-media"_s);
        line.replayed = true;
        m_monitor->observeLogLine(line);
        QCOMPARE(open().size(), 0);
    }

    void someGarbageIsTolerated()
    {
        AccountSnapshot told = snapshot(u"a"_s, SessionPhase::Online);
        told.activity.undecodable = 2;
        m_monitor->observeSnapshot(told);
        QCOMPARE(open().size(), 0);
        m_clock.advance(HealthMonitor::kQuiet + seconds(1));
        told.activity.undecodable = 3;
        m_monitor->observeSnapshot(told);
        QCOMPARE(open().size(), 0);
        told.activity.undecodable = 5;
        m_monitor->observeSnapshot(told);
        QCOMPARE(only(IncidentKind::ProtocolGarbage).count, 1);
    }

    void certificatesCodesAndDoublesAreStatesOfTheirOwn()
    {
        AccountSnapshot told =
            snapshot(u"a"_s, SessionPhase::Backoff, {}, {.kind = ErrorKind::Tls, .reason = Reason::TlsUntrusted});
        told.refusedCertificate = CertificateInfo{.sha256 = "x", .subject = u"CN=x"_s, .issuer = {}};
        m_monitor->observeSnapshot(told);
        m_clock.advance(seconds(60));
        QCOMPARE(open().size(), 1);
        QCOMPARE(only(IncidentKind::CertificateRefused).evidence.first().text, u"CN=x"_s);
        told = snapshot(u"a"_s, SessionPhase::LoginRequired, LoginReason::Fresh);
        told.login.qr = QrCode{.text = {}, .expiresAt = {}, .refreshUnchanged = true};
        told.sameAccountElsewhere = true;
        m_monitor->observeSnapshot(told);
        QCOMPARE(open().size(), 3);
        QCOMPARE(only(IncidentKind::QrRefreshStuck).severity, Severity::NeedsHand);
        QCOMPARE(only(IncidentKind::SameAccountTwice).cause, u"1a"_s);
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::Online));
        QCOMPARE(open().size(), 0);
    }

    void aMissingAuthTokenIsNoWaitForAScan()
    {
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::LoginRequired, LoginReason::SignToken));
        QCOMPARE(open().size(), 1);
        QCOMPARE(only(IncidentKind::SignTokenNeeded).severity, Severity::NeedsHand);
        QCOMPARE(only(IncidentKind::SignTokenNeeded).evidence.first().what.reason, Reason::SignTokenNeeded);
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::LoginRequired, LoginReason::Fresh));
        QCOMPARE(open().size(), 1);
        QCOMPARE(only(IncidentKind::LoginNeeded).gateways.size(), 1);
    }

    void anotherGenerationOrKindIsTold()
    {
        AccountSnapshot told = snapshot(u"a"_s, SessionPhase::Online);
        told.version = {.app = u"LLOneBot"_s, .version = u"7.8.3"_s, .qqVersion = {}};
        m_monitor->observeSnapshot(told);
        told.version.version = u"7.9.0"_s; // the same generation
        m_monitor->observeSnapshot(told);
        told.version = {}; // reconnecting
        m_monitor->observeSnapshot(told);
        QCOMPARE(open().size(), 0);
        told.version = {.app = u"LLOneBot"_s, .version = u"8.1.7"_s, .qqVersion = {}};
        m_monitor->observeSnapshot(told);
        QCOMPARE(only(IncidentKind::GatewayChanged).severity, Severity::Info);
        QCOMPARE(only(IncidentKind::GatewayChanged).evidence.first().text, u"LLOneBot 7 → LLOneBot 8.1.7"_s);
        m_clock.advance(std::chrono::hours(1));
        QCOMPARE(open().size(), 0);
        told.version = {
            .app = u"NapCat.Onebot"_s, .version = u"4.8.0"_s, .qqVersion = {}, .seems = GatewayKind::NapCat};
        m_monitor->observeSnapshot(told);
        m_clock.advance(std::chrono::hours(1));
        QCOMPARE(only(IncidentKind::GatewayChanged).severity, Severity::Degraded); // as long as it is so
        told.version = {.app = u"LLOneBot"_s, .version = u"8.1.7"_s, .qqVersion = {}};
        m_monitor->observeSnapshot(told);
        m_clock.advance(std::chrono::hours(1));
        QCOMPARE(open().size(), 0);
    }

    void unconfirmedSendsOfEveryKindsLogAreTold()
    {
        int expected = 0;
        for (const QString &rule :
             {u"send.timeout"_s, u"timeout.ntqq-send"_s, u"timeout.direct-send"_s, u"timeout.self-echo"_s}) {
            LogLine line;
            line.gateway = GatewayId(u"g%1"_s.arg(++expected));
            line.ruleId = rule;
            m_monitor->observeLogLine(line);
            QCOMPARE(open().size(), expected);
        }
        LogLine other;
        other.gateway = GatewayId(u"g1"_s);
        other.ruleId = u"timeout.direct"_s; // not a send
        m_monitor->observeLogLine(other);
        QCOMPARE(open().size(), expected);
    }

    void broadcastsStorageAndKeyring()
    {
        BroadcastSummary summary;
        summary.id = BroadcastId(4);
        summary.counts.unknown = 2;
        m_monitor->observeBroadcast(summary);
        m_monitor->observeBroadcast(summary);
        m_monitor->observeStorageTrouble({.kind = ErrorKind::Storage, .reason = Reason::DiskFull});
        m_monitor->observeKeyring(KeyringState::Probing);
        QCOMPARE(open().size(), 2);
        m_monitor->observeKeyring(KeyringState::Locked);
        QCOMPARE(open().size(), 3);
        QCOMPARE(only(IncidentKind::BroadcastUnknown).count, 1);
        summary.counts.unknown = 0;
        m_monitor->observeBroadcast(summary);
        m_monitor->observeStorageRecovered();
        m_monitor->observeKeyring(KeyringState::Works);
        QCOMPARE(open().size(), 0);
    }

    void aPortFullOfStrangersIsAnIncidentWhileItLasts()
    {
        ListenerState listener;
        listener.listening = true;
        m_monitor->observeListener(listener);
        QCOMPARE(open().size(), 0);
        listener.full = true;
        IncomingConnection guess;
        guess.address = u"10.0.0.8"_s;
        IncomingConnection crowd;
        crowd.trouble = RejectReason::TooMany;
        crowd.address = u"10.0.0.9"_s;
        listener.incoming = {guess, crowd};
        m_monitor->observeListener(listener);
        m_monitor->observeListener(listener); // it tells of every change
        QCOMPARE(only(IncidentKind::PortFull).count, 1);
        QCOMPARE(only(IncidentKind::PortFull).evidence.first().what.reason, Reason::PortFull);
        QCOMPARE(only(IncidentKind::PortFull).evidence.first().text, u"10.0.0.9"_s);
        listener.full = false;
        m_monitor->observeListener(listener);
        QCOMPARE(open().size(), 0);
    }

    void hearsayIsNoReasonForAnIncident()
    {
        LogLine line;
        line.gateway = GatewayId(u"a"_s);
        line.ruleId = u"risk.restricted"_s;
        line.text = u"a chat's second line"_s;
        line.hearsay = true;
        m_monitor->observeLogLine(line);
        QCOMPARE(open().size(), 0);
        line.hearsay = false;
        m_monitor->observeLogLine(line);
        QCOMPARE(open().size(), 1);
    }

    void storageTroubleNamesWhatIsWrongNow()
    {
        for (const ErrorReason reason : {Reason::DiskFull, Reason::DatabaseReplaced, Reason::DatabaseReplaced})
            m_monitor->observeStorageTrouble({.kind = ErrorKind::Storage, .reason = reason});
        const Incident incident = only(IncidentKind::StorageFull);
        QCOMPARE(incident.evidence.size(), 2);
        QCOMPARE(incident.evidence.constLast().what.reason, Reason::DatabaseReplaced);
        QCOMPARE(m_told->size(), 2);
    }

    void aRemovedGatewayTakesItsIncidentsAlong()
    {
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::LoginRequired, LoginReason::Fresh));
        m_monitor->observeSnapshot(snapshot(u"b"_s, SessionPhase::LoginRequired, LoginReason::Fresh));
        QCOMPARE(open().size(), 1);
        m_monitor->forget(GatewayId(u"a"_s));
        QCOMPARE(open().constFirst().gateways, QList<GatewayId>{GatewayId(u"b"_s)});
        m_monitor->forget(GatewayId(u"b"_s));
        QCOMPARE(open().size(), 0);
        QCOMPARE(m_clock.armedTimers(), 0);
    }

    void idsGoOnAfterARestart()
    {
        Incident old;
        old.id = IncidentId(41);
        old.startedAt = WallTime(seconds(1));
        old.endedAt = WallTime(seconds(2));
        m_monitor->restore({old}, {});
        m_monitor->observeStorageTrouble({.kind = ErrorKind::Storage, .reason = Reason::DiskFull});
        QCOMPARE(open().constFirst().id, IncidentId(42));
        QCOMPARE(m_monitor->incidents().size(), 2);
        QVERIFY(m_monitor->incidents().first().isOpen());
    }

    void aQuietMonitorHasNoTimer()
    {
        m_monitor->observeSnapshot(snapshot(u"a"_s, SessionPhase::Online));
        m_monitor->observeSnapshot(snapshot(u"b"_s, SessionPhase::LoginRequired, LoginReason::Fresh));
        QCOMPARE(m_clock.armedTimers(), 0);
    }

protected:
    void prepare() override
    {
        m_monitor = std::make_unique<HealthMonitor>(m_clock);
        m_told = std::make_unique<QSignalSpy>(m_monitor.get(), &HealthMonitor::incidentChanged);
    }
    void finish() override
    {
        m_told.reset();
        m_monitor.reset();
    }

private:
    QList<Incident> open() const
    {
        QList<Incident> list = m_monitor->incidents();
        list.removeIf([](const Incident &incident) { return !incident.isOpen(); });
        return list;
    }
    Incident only(IncidentKind kind) const
    {
        QList<Incident> list = open();
        list.removeIf([kind](const Incident &incident) { return incident.kind != kind; });
        return list.size() == 1 ? list.first() : Incident{};
    }

    ManualClock m_clock;
    std::unique_ptr<HealthMonitor> m_monitor;
    std::unique_ptr<QSignalSpy> m_told;
};

} // namespace rookery::health

ROOKERY_TEST(tst_healthmonitor, rookery::health::TestHealthMonitor)
#include "tst_healthmonitor.moc"
