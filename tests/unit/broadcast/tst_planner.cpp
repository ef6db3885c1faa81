// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcast/planner.h"

#include "broadcast/pacekeeper.h"
#include "support/testcase.h"

using namespace rookery;
using namespace rookery::broadcast;

namespace {

constexpr WallTime kNow{seconds(1'795'000'000)};
GatewayId one()
{
    return GatewayId(QStringLiteral("nap-1"));
}

GatewayId two()
{
    return GatewayId(QStringLiteral("nap-2"));
}

AccountId account()
{
    return AccountId(QStringLiteral("10001"));
}

DraftTarget group(const GatewayId &via, const QString &id)
{
    return {via, {ChatKind::Group, id}, QString()};
}

} // namespace

class TstPlanner final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void targetsAreCountedPerAccountAndTimed()
    {
        Draft draft;
        draft.text = QStringLiteral("x");
        draft.pace = {seconds(3), 0.4, false};
        draft.targets = {group(one(), QStringLiteral("1")), group(two(), QStringLiteral("1")),
                         group(one(), QStringLiteral("2")), group(one(), QStringLiteral("3"))};
        const Plan result =
            plan(draft, {{one(), account(), {}}, {two(), AccountId(QStringLiteral("10002")), {}}}, {}, kNow);
        QVERIFY(result.sendable());
        QCOMPARE(result.draft.targets, draft.targets);
        QCOMPARE(result.accounts.size(), 2);
        QCOMPARE(result.accounts.at(0), (PlanAccount{one(), account(), 3, seconds(6)}));
        QCOMPARE(result.accounts.at(1).duration, milliseconds(0));
        QCOMPARE(result.earliestEnd, kNow + seconds(6));
        QVERIFY(result.skipped.isEmpty());
    }

    void whoHasToWriteFirstIsSaidSo()
    {
        Draft draft;
        draft.text = QStringLiteral("x");
        draft.targets = {{one(), {ChatKind::Friend, QStringLiteral("1")}, QString()},
                         {one(), {ChatKind::Friend, QStringLiteral("2")}, QString()},
                         group(one(), QStringLiteral("3"))};
        const QSet<Target> known = {{ChatKind::Friend, QStringLiteral("1")}};
        const Plan result = plan(draft, {{one(), account(), known, true}}, {}, kNow);
        QCOMPARE(result.draft.targets.size(), 1);
        QCOMPARE(result.skipped.size(), 2);
        QCOMPARE(result.skipped.at(0).why.reason, Reason::MustWriteFirst);
        QCOMPARE(result.skipped.at(1).why.reason, Reason::TargetUnknown); // writing would not help a group
    }

    void whatCannotBeSentIsSkippedWithItsReason()
    {
        Draft draft;
        draft.text = QStringLiteral("x");
        draft.targets = {group(one(), QStringLiteral("1")),
                         group(one(), QStringLiteral("1")),
                         group(one(), QStringLiteral("9")),
                         group(GatewayId(QStringLiteral("gone")), QStringLiteral("1")),
                         group(two(), QStringLiteral("1")),
                         group(one(), QString()),
                         {one(), {ChatKind::Friend, QStringLiteral("1")}, QString()}};
        const QSet<Target> known = {{ChatKind::Group, QStringLiteral("1")}, {ChatKind::Friend, QStringLiteral("1")}};
        const Plan result = plan(draft, {{one(), account(), known}, {two(), {}, {}}}, {}, kNow);
        QList<Reason> reasons;
        for (const PlanSkip &skip : result.skipped)
            reasons.append(skip.why.reason);
        QCOMPARE(reasons,
                 (QList<Reason>{Reason::Duplicate, Reason::TargetUnknown, Reason::NotFound, Reason::AccountOffline,
                                Reason::BadInput}));
        QCOMPARE(result.draft.targets.size(), 2);
    }

    void oneAccountBehindTwoGatewaysGetsAChatOnce()
    {
        Draft draft;
        draft.text = QStringLiteral("x");
        draft.targets = {group(one(), QStringLiteral("1")), group(two(), QStringLiteral("1"))};
        const Plan result = plan(draft, {{one(), account(), {}}, {two(), account(), {}}}, {}, kNow);
        QCOMPARE(result.draft.targets.size(), 1);
        QCOMPARE(result.skipped.first().why.reason, Reason::Duplicate);
    }

    void aBlockingFindingKeepsItFromBeingSent()
    {
        Draft draft;
        draft.text = QStringLiteral("x");
        draft.targets = {group(one(), QStringLiteral("1"))};
        media::PreflightReport report;
        report.findings = {
            {QStringLiteral("a.png"), Error{.kind = ErrorKind::Rejected, .reason = Reason::PictureEmpty}, true}};
        QVERIFY(!plan(draft, {{one(), account(), {}}}, report, kNow).sendable());
        report.findings.first().blocking = false;
        QVERIFY(plan(draft, {{one(), account(), {}}}, report, kNow).sendable());
    }

    void thePaceSpreadsAndRampsUp()
    {
        double jitter = 0.5;
        PaceKeeper keeper([&jitter] { return jitter; });
        const Pace pace{seconds(10), 0.4, true};
        SteadyTime now{seconds(100)};
        QCOMPARE(keeper.wait(now, pace), milliseconds(0));
        keeper.sent(now);
        QCOMPARE(keeper.wait(now, pace), seconds(30));
        QCOMPARE(keeper.wait(now + seconds(29), pace), seconds(1));
        QCOMPARE(keeper.wait(now + seconds(31), pace), milliseconds(0));
        for (int i = 0; i < 5; ++i)
            keeper.sent(now);
        QCOMPARE(keeper.wait(now, pace), seconds(10));
        jitter = 0.0;
        keeper.sent(now);
        QCOMPARE(keeper.wait(now, pace), seconds(6));
        jitter = 1.0;
        keeper.sent(now);
        QCOMPARE(keeper.wait(now, pace), seconds(14));
        QCOMPARE(keeper.wait(now, Pace{milliseconds(0), 0.4, true}), milliseconds(0));
        keeper.restartRamp();
        keeper.sent(now);
        QCOMPARE(keeper.wait(now, pace), seconds(42));
    }

    void theDurationCountsTheRamp()
    {
        const Pace pace{seconds(10), 0.4, true};
        QCOMPARE(PaceKeeper::plannedDuration(0, pace), milliseconds(0));
        QCOMPARE(PaceKeeper::plannedDuration(1, pace), milliseconds(0));
        QCOMPARE(PaceKeeper::plannedDuration(2, pace), seconds(30));
        QCOMPARE(PaceKeeper::plannedDuration(7, pace), milliseconds(102'500 + 10'000));
        QCOMPARE(PaceKeeper::plannedDuration(7, Pace{seconds(10), 0.4, false}), seconds(60));
    }
};

QTEST_GUILESS_MAIN(TstPlanner)
#include "tst_planner.moc"
