// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcast/planner.h"

#include "base/reasons/input.h"
#include "base/reasons/login.h"
#include "base/reasons/picture.h"
#include "base/reasons/sending.h"
#include "broadcast/sendpacer.h"
#include "support/costgrowth.h"
#include "support/testcase.h"

using namespace rookery;
using namespace rookery::broadcast;
using namespace Qt::Literals::StringLiterals;

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

class TestPlanner final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void targetsAreCountedPerAccountAndTimed()
    {
        Draft draft;
        draft.text = QStringLiteral("x");
        draft.pace = {seconds(3), 0.4, false};
        draft.targets = {group(one(), QStringLiteral("1")), group(two(), QStringLiteral("4")),
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
        QList<ErrorReason> reasons;
        for (const PlanSkip &skip : result.skipped)
            reasons.append(skip.why.reason);
        QCOMPARE(reasons,
                 (QList<ErrorReason>{Reason::Duplicate, Reason::TargetUnknown, Reason::NotFound, Reason::AccountOffline,
                                     Reason::BadInput}));
        QCOMPARE(result.draft.targets.size(), 2);
    }

    void anExcludedAccountSendsNothingAndLeavesItsGroupsToOthers()
    {
        Draft draft;
        draft.text = u"x"_s;
        draft.targets = {group(one(), u"1"_s), group(one(), u"2"_s), group(two(), u"1"_s)};
        const PlanRoute excluded{one(), account(), {}, false, {}, true};
        const Plan result = plan(draft, {excluded, {two(), AccountId(u"10002"_s), {}}}, {}, kNow);
        QCOMPARE(result.draft.targets, (QList<DraftTarget>{group(two(), u"1"_s)}));
        QCOMPARE(result.accounts.size(), 1);
        QCOMPARE(result.accounts.first().gateway, two());
        QCOMPARE(result.skipped.size(), 2);
        for (const PlanSkip &skip : result.skipped) {
            QCOMPARE(skip.why.reason, Reason::Excluded);
            QCOMPARE(skip.target.via, one());
        }
        QVERIFY(result.overlaps.isEmpty()); // it reaches nobody
        QVERIFY(result.sendable());
    }

    void anExcludedAccountIsSaidToBeExcludedThoughItNeverLoggedIn()
    {
        Draft draft;
        draft.text = u"x"_s;
        draft.targets = {group(one(), u"1"_s)};
        const Plan result = plan(draft, {{one(), {}, {}, false, {}, true}}, {}, kNow);
        QCOMPARE(result.skipped.first().why.reason, Reason::Excluded);
        QVERIFY(!result.sendable());
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

    void anIdHasOneSpelling_data()
    {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("canonical");
        QTest::newRow("plain") << u"30010"_s << u"30010"_s;
        QTest::newRow("leading zero") << u"030010"_s << u"30010"_s;
        QTest::newRow("leading zeros") << u"0030010"_s << u"30010"_s;
        QTest::newRow("space around") << u" 30010\t"_s << u"30010"_s;
        QTest::newRow("full width") << u"\uFF13\uFF10\uFF10\uFF11\uFF10"_s << u"30010"_s;
        QTest::newRow("full-width zero first") << u"\uFF1030010"_s << u"30010"_s;
        QTest::newRow("plus sign") << u"+30010"_s << u"30010"_s;
        QTest::newRow("negative") << u"-0042"_s << u"-42"_s;
        QTest::newRow("beyond 64 bits") << u"0123456789012345678901234567890"_s << u"123456789012345678901234567890"_s;
        QTest::newRow("no number") << u"00ab@im.wechat"_s << u"00ab@im.wechat"_s;
        QTest::newRow("number and more") << u"007x"_s << u"007x"_s;
        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("spaces") << u"  "_s << QString();
        QTest::newRow("zero") << u"0"_s << QString();
        QTest::newRow("zeros") << u"0000"_s << QString();
        QTest::newRow("negative zero") << u"-0"_s << QString();
        QTest::newRow("sign alone") << u"+"_s << u"+"_s;
    }
    void anIdHasOneSpelling()
    {
        QFETCH(const QString, given);
        QFETCH(const QString, canonical);
        QCOMPARE(canonicalChatId(given), canonical);
        QCOMPARE(canonicalChatId(canonical), canonical);
    }

    void spellingsOfOneTargetAreOneDelivery()
    {
        Draft draft;
        draft.text = u"x"_s;
        draft.targets = {group(one(), u"30010"_s), group(one(), u"030010"_s), group(one(), u" 30010 "_s),
                         group(one(), u"\uFF1330010"_s), group(one(), u"00"_s)};
        const Plan result = plan(draft, {{one(), account(), {}}}, {}, kNow);
        QCOMPARE(result.draft.targets, (QList<DraftTarget>{group(one(), u"30010"_s), group(one(), u"330010"_s)}));
        QList<ErrorReason> reasons;
        for (const PlanSkip &skip : result.skipped)
            reasons.append(skip.why.reason);
        QCOMPARE(reasons, (QList<ErrorReason>{Reason::Duplicate, Reason::Duplicate, Reason::BadInput}));
        QCOMPARE(result.skipped.first().keptBy, one());
        QVERIFY(result.overlaps.isEmpty()); // one account, so nobody gets it twice
    }

    void aGroupThatTwoAccountsReachIsKeptOnce()
    {
        Draft draft;
        draft.text = u"x"_s;
        const DraftTarget person{one(), {ChatKind::Friend, u"1"_s}, QString()};
        const DraftTarget samePerson{two(), {ChatKind::Friend, u"1"_s}, QString()};
        draft.targets = {group(one(), u"1"_s),
                         group(two(), u"01"_s),
                         group(one(), u"2"_s),
                         group(two(), u"2"_s),
                         group(two(), u"3"_s),
                         person,
                         samePerson};
        const QList<PlanRoute> routes{{one(), account(), {}}, {two(), AccountId(u"10002"_s), {}}};
        const Plan merged = plan(draft, routes, {}, kNow);
        QCOMPARE(
            merged.draft.targets,
            (QList<DraftTarget>{group(one(), u"1"_s), group(one(), u"2"_s), group(two(), u"3"_s), person, samePerson}));
        QCOMPARE(merged.skipped.size(), 2);
        QCOMPARE(merged.skipped.first().why.reason, Reason::ReachedByAnother);
        QCOMPARE(merged.skipped.first().keptBy, one());
        QCOMPARE(merged.overlaps, (QList<PlanOverlap>{{{one(), two()}, one(), 2}}));

        draft.mergeAccounts = false; // still told
        const Plan each = plan(draft, routes, {}, kNow);
        QCOMPARE(each.draft.targets.size(), 7);
        QVERIFY(each.skipped.isEmpty());
        QCOMPARE(each.overlaps, (QList<PlanOverlap>{{{one(), two()}, {}, 2}}));
    }

    void theAccountThatIsOnlineKeepsTheGroup()
    {
        Draft draft;
        draft.text = u"x"_s;
        draft.targets = {group(one(), u"1"_s), group(two(), u"1"_s), group(one(), u"2"_s)};
        const Error kicked{.kind = ErrorKind::Rejected, .reason = Reason::Kicked};
        const Plan result =
            plan(draft, {{one(), account(), {}, false, kicked}, {two(), AccountId(u"10002"_s), {}}}, {}, kNow);
        QCOMPARE(result.draft.targets, (QList<DraftTarget>{group(two(), u"1"_s), group(one(), u"2"_s)}));
        QCOMPARE(result.skipped.first().keptBy, two());
        QCOMPARE(result.overlaps, (QList<PlanOverlap>{{{one(), two()}, two(), 1}}));
        QCOMPARE(result.accounts.at(0).away, Error{}); // two
        QCOMPARE(result.accounts.at(1).away, kicked); // its messages wait, and the plan says why
    }

    void anUnknownGroupOfOneAccountIsNoOverlap()
    {
        Draft draft;
        draft.text = u"x"_s;
        draft.targets = {group(one(), u"1"_s), group(two(), u"1"_s)};
        const Plan result =
            plan(draft, {{one(), account(), QSet<Target>{}}, {two(), AccountId(u"10002"_s), {}}}, {}, kNow);
        QCOMPARE(result.draft.targets, (QList<DraftTarget>{group(two(), u"1"_s)}));
        QCOMPARE(result.skipped.first().why.reason, Reason::TargetUnknown);
        QVERIFY(result.overlaps.isEmpty());
    }

    void planningGrowsWithTheNumberOfTargetsAlone()
    {
        Plan result;
        const auto planned = [&result](qsizetype targets) {
            Draft draft;
            draft.text = u"x"_s;
            for (qsizetype i = 0; i < targets; ++i)
                draft.targets.append(group(i % 2 == 0 ? one() : two(), QString::number(10'000 + i / 2)));
            result = plan(draft, {{one(), account(), {}}, {two(), AccountId(u"10002"_s), {}}}, {}, kNow);
        };
        constexpr double kLimit = 64; // sixteen times as many; by their square it would be 256
        const double growth = costGrowth(planned, 6'250, 100'000, kLimit);
        QCOMPARE(result.draft.targets.size(), 50'000);
        QCOMPARE(result.overlaps.first().groups, 50'000);
        QVERIFY2(growth < kLimit, qPrintable(QString::number(growth)));
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
        SendPacer keeper([&jitter] { return jitter; });
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
        QCOMPARE(SendPacer::plannedDuration(0, pace), milliseconds(0));
        QCOMPARE(SendPacer::plannedDuration(1, pace), milliseconds(0));
        QCOMPARE(SendPacer::plannedDuration(2, pace), seconds(30));
        QCOMPARE(SendPacer::plannedDuration(7, pace), milliseconds(102'500 + 10'000));
        QCOMPARE(SendPacer::plannedDuration(7, Pace{seconds(10), 0.4, false}), seconds(60));
    }
};

ROOKERY_TEST(tst_planner, TestPlanner)
#include "tst_planner.moc"
