// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/severity.h"

#include "base/reasons/gateway.h"
#include "support/testcase.h"

using namespace rookery;
using namespace Qt::Literals::StringLiterals;

namespace {

AccountSnapshot online()
{
    AccountSnapshot account;
    account.profile.id = GatewayId(u"a"_s);
    account.session.phase = SessionPhase::Online;
    return account;
}

Incident incident(IncidentKind kind, Severity severity, int startedAt = 1)
{
    Incident result;
    result.kind = kind;
    result.severity = severity;
    result.gateways = {GatewayId(u"a"_s)};
    result.startedAt = WallTime(seconds(startedAt));
    return result;
}

} // namespace

//! The one judge over accounts.
class TestSeverity final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void theOrderIsFailedAttentionDegradedUnknownWorking()
    {
        QVERIFY(Condition::Failed > Condition::NeedsAttention);
        QVERIFY(Condition::NeedsAttention > Condition::Degraded);
        QVERIFY(Condition::Degraded > Condition::Connecting);
        QVERIFY(Condition::Degraded > Condition::Unproven);
        QVERIFY(Condition::Unproven > Condition::Working);
        // incidents and accounts are compared in the same order
        QVERIFY(conditionOf(Severity::Failed) > conditionOf(Severity::NeedsHand));
        QVERIFY(conditionOf(Severity::NeedsHand) > conditionOf(Severity::Degraded));
        QVERIFY(conditionOf(Severity::Degraded) > conditionOf(Severity::Info));
    }

    void anAccountWithAnOpenIncidentIsNeverWorking_data()
    {
        QTest::addColumn<int>("kind");
        for (int kind = 0; kind < kIncidentKindCount; ++kind)
            QTest::addRow("%d", kind) << kind;
    }
    void anAccountWithAnOpenIncidentIsNeverWorking()
    {
        QFETCH(const int, kind);
        for (const Severity severity : {Severity::Info, Severity::Degraded, Severity::NeedsHand, Severity::Failed}) {
            Incident open = incident(IncidentKind(kind), severity);
            const AccountCondition judged = conditionOf(online(), {open}, nullptr);
            QCOMPARE(judged.condition, conditionOf(severity));
            QCOMPARE(judged.cause, ConditionCause::Incident);
            QCOMPARE(judged.incident->kind, IncidentKind(kind));
            QCOMPARE(judged.openIncidents, 1);
            open.endedAt = WallTime(seconds(5));
            QCOMPARE(conditionOf(online(), {open}, nullptr).condition, Condition::Working);
            open = incident(IncidentKind(kind), severity);
            open.gateways = {GatewayId(u"b"_s)};
            QCOMPARE(conditionOf(online(), {open}, nullptr).condition, Condition::Working);
        }
    }

    void theGravestIncidentDecidesAndOfEqualOnesTheNewest()
    {
        const QList<Incident> open{incident(IncidentKind::RkeyFallback, Severity::Degraded, 3),
                                   incident(IncidentKind::AccountRestricted, Severity::Failed, 1),
                                   incident(IncidentKind::PortsSilent, Severity::Failed, 2),
                                   incident(IncidentKind::LoginNeeded, Severity::NeedsHand, 9)};
        const AccountCondition judged = conditionOf(online(), open, nullptr);
        QCOMPARE(judged.condition, Condition::Failed);
        QCOMPARE(judged.incident->kind, IncidentKind::PortsSilent);
        QCOMPARE(judged.openIncidents, 4);
    }

    void aBrokenCheckOfAnAccountThatIsOnlineIsDegraded()
    {
        for (const auto &[check, cause] : {std::pair(ReadinessCheck::ActionsAnswer, ConditionCause::Actions),
                                           std::pair(ReadinessCheck::EventsFlow, ConditionCause::Events),
                                           std::pair(ReadinessCheck::SendingProven, ConditionCause::Sending)}) {
            AccountSnapshot account = online();
            account.readiness[std::size_t(check)].state = ReadinessState::Broken;
            const AccountCondition judged = conditionOf(account, {}, nullptr);
            QCOMPARE(judged.condition, Condition::Degraded);
            QCOMPARE(judged.cause, cause);
        }
    }

    void keysInTroubleAreDegradedAndUnknownOnesTakeNothing()
    {
        RkeyState keys;
        QCOMPARE(conditionOf(online(), {}, &keys).condition, Condition::Working);
        keys.nativeLatched = true;
        QCOMPARE(conditionOf(online(), {}, &keys).condition, Condition::Degraded);
        QCOMPARE(conditionOf(online(), {}, &keys).cause, ConditionCause::Rkey);
        keys.nativeLatched = false;
        for (const RkeySource source : {RkeySource::StaleFallback, RkeySource::RemoteServer, RkeySource::None}) {
            keys.source = source;
            QCOMPARE(conditionOf(online(), {}, &keys).condition, Condition::Degraded);
        }
        keys.source = RkeySource::Unknown;
        keys.askError = Error{.kind = ErrorKind::Rejected, .reason = Reason::UnknownAction};
        QCOMPARE(conditionOf(online(), {}, &keys).condition, Condition::Working);
        keys.askError = Error{.kind = ErrorKind::Rejected, .code = 1200};
        QCOMPARE(conditionOf(online(), {}, &keys).condition, Condition::Degraded);
        AccountSnapshot away = online();
        away.session.phase = SessionPhase::LoginRequired;
        QCOMPARE(conditionOf(away, {}, &keys).condition, Condition::NeedsAttention);
        QCOMPARE(conditionOf(away, {}, &keys).cause, ConditionCause::State);
    }

    void theWholeIsAsBadAsItsWorstPart()
    {
        QVERIFY(!worstCondition({}, {}));
        AccountSnapshot account = online();
        account.condition.condition = Condition::Working;
        QCOMPARE(worstCondition({account}, {}), Condition::Working);
        Incident own = incident(IncidentKind::StorageFull, Severity::Failed);
        own.gateways.clear(); // of the profile
        QCOMPARE(worstCondition({account}, {own}), Condition::Failed);
        own.endedAt = WallTime(seconds(5));
        QCOMPARE(worstCondition({account}, {own}), Condition::Working);
    }

    void eventsThatStoppedProveNothing()
    {
        AccountSnapshot account = online();
        account.activity.lastEventAt = WallTime(seconds(1000));
        account.readiness[std::size_t(ReadinessCheck::EventsFlow)].state = ReadinessState::Working;
        const auto events = [&account](WallTime now) {
            return readinessAt(account, now)[std::size_t(ReadinessCheck::EventsFlow)].state;
        };
        QCOMPARE(events(WallTime(seconds(1000)) + kEventSilence), ReadinessState::Working);
        QCOMPARE(events(WallTime(seconds(1001)) + kEventSilence), ReadinessState::Unknown);
        account.readiness[std::size_t(ReadinessCheck::EventsFlow)].state = ReadinessState::Broken;
        QCOMPARE(events(WallTime(seconds(9000))), ReadinessState::Broken);
    }
};

ROOKERY_TEST(tst_severity, TestSeverity)
#include "tst_severity.moc"
