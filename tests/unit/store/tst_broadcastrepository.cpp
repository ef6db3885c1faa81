// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/broadcastrepository.h"

#include "store/names.h"
#include "support/testcase.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>

using namespace rookery;
using namespace rookery::store;

namespace {

constexpr WallTime kNow{seconds(1'795'000'000)};
Error why()
{
    return {.kind = ErrorKind::Timeout, .reason = Reason::NoReply, .code = 7, .detail = QStringLiteral("late")};
}

Plan planFor(int groups, bool picture = false)
{
    Plan plan;
    plan.draft.text = QStringLiteral("Hello\nall");
    const GatewayId gateway(QStringLiteral("nap-1"));
    for (int i = 0; i < groups; ++i)
        plan.draft.targets.append(
            {gateway, {ChatKind::Group, QString::number(30001 + i)}, QStringLiteral("G%1").arg(i)});
    plan.accounts = {{gateway, AccountId(QStringLiteral("10001")), groups, milliseconds(0)}};
    if (picture)
        plan.pictures = {
            {QStringLiteral("/a/b.png"), QByteArray(32, 'h'), QByteArray(16, 'm'), 12, 3, 4, QStringLiteral("png")}};
    return plan;
}

} // namespace

class TstBroadcastRepository final : public TestCase
{
    Q_OBJECT

    QString path() const { return m_folder->filePath(QStringLiteral("rookery.db")); }

    BroadcastId enqueue(int groups, int priority = 0)
    {
        return m_repository->enqueue(planFor(groups), kNow, priority).result().value();
    }
    Delivery first(BroadcastId id) { return m_repository->deliveries(id).result().value().first(); }
    BroadcastSummary summary(BroadcastId id) { return m_repository->summary(id).result().value().summary; }
    Result<int> raw(const QString &sql)
    {
        return m_database->run([sql](Connection &db) { return execute(db, sql); }).result();
    }

    static void must(bool ok)
    {
        if (!ok)
            qFatal("the preparation of a test failed");
    }

    //! Brings a fresh delivery to `state` through the named transitions.
    DeliveryId bring(DeliveryState state)
    {
        const DeliveryId id = first(enqueue(1)).id;
        if (state == DeliveryState::Queued)
            return id;
        if (state == DeliveryState::Cancelled) {
            const auto broadcast = BroadcastId(m_repository->summaries(1).result().value().first().summary.id);
            must(m_repository->cancel(broadcast, kNow).result().has_value());
            return id;
        }
        const auto claimed = m_repository->claim(id, kNow).result();
        must(claimed && *claimed);
        switch (state) {
        case DeliveryState::Waiting:
            must(m_repository->toWaiting(id, why(), kNow, WaitCost::Nothing, kNow).result()->has_value());
            break;
        case DeliveryState::Accepted:
            must(m_repository->toAccepted(id, MessageId(QStringLiteral("m")), kNow + seconds(90), {}, kNow)
                     .result()
                     ->has_value());
            break;
        case DeliveryState::Unknown:
            must(m_repository->toUnknown(id, why(), {}, kNow).result()->has_value());
            break;
        case DeliveryState::Verified:
            must(m_repository->toVerified(id, VerifiedBy::Echo, {}, {}, kNow).result()->has_value());
            break;
        case DeliveryState::Failed:
            must(m_repository->toFailed(id, why(), kNow).result()->has_value());
            break;
        default:
            break;
        }
        return id;
    }

    Result<bool> apply(const QString &name, DeliveryId id)
    {
        const MessageId message(QStringLiteral("m2"));
        const auto one = [](const FutureResult<Transition> &future) {
            return future.result().map([](const Transition &moved) { return moved.has_value(); });
        };
        const auto many = [](const FutureResult<QList<Delivery>> &future) {
            return future.result().map([](const QList<Delivery> &moved) { return !moved.isEmpty(); });
        };
        if (name == u"claim")
            return one(m_repository->claim(id, kNow));
        if (name == u"accepted")
            return one(m_repository->toAccepted(id, message, kNow, {}, kNow));
        if (name == u"final")
            return one(m_repository->toAcceptedFinally(id, message, kNow));
        if (name == u"verified")
            return one(m_repository->toVerified(id, VerifiedBy::Echo, message, QStringLiteral("x=y\n"), kNow));
        if (name == u"unknown")
            return one(m_repository->toUnknown(id, why(), {}, kNow));
        if (name == u"failed")
            return one(m_repository->toFailed(id, why(), kNow));
        if (name == u"waiting")
            return one(m_repository->toWaiting(id, why(), kNow, WaitCost::Retry, kNow));
        if (name == u"confirm")
            return many(m_repository->confirmArrived({id}, kNow));
        return many(m_repository->requeue({id}, QStringLiteral("operator"), kNow));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<BroadcastRepository> m_repository;

protected:
    void prepare() override
    {
        m_folder = std::make_unique<QTemporaryDir>();
        reopen();
    }
    void finish() override
    {
        m_repository.reset();
        m_database.reset();
        m_folder.reset();
    }
    void close()
    {
        m_repository.reset();
        m_database.reset();
    }
    //! Another file takes the place of the database while the program does not run; its log is gone.
    void replaceBy(const QString &other)
    {
        close();
        for (const QString &suffix : {QString(), QStringLiteral("-wal"), QStringLiteral("-shm")})
            QFile::remove(path() + suffix);
        QVERIFY(QFile::copy(other, path()));
        reopen();
    }
    void reopen()
    {
        close();
        auto opened = Database::open(path());
        QVERIFY(opened);
        m_database = std::move(*opened);
        m_repository = std::make_unique<BroadcastRepository>(*m_database);
    }

private Q_SLOTS:
    void whatWasEnqueuedIsReadBack()
    {
        Plan plan = planFor(3, true);
        plan.draft.atAll = true;
        plan.draft.pace = {milliseconds(1500), 0.25, false};
        const auto id = m_repository->enqueue(plan, kNow, 2).result();
        ROOKERY_VERIFY_RESULT(id);
        reopen();
        const BroadcastContent content = m_repository->content(*id).result().value();
        QCOMPARE(content.text, plan.draft.text);
        QVERIFY(content.atAll);
        QCOMPARE(content.pace, plan.draft.pace);
        QCOMPARE(content.priority, 2);
        QCOMPARE(content.pictures,
                 (QList<StoredPicture>{{QByteArray(32, 'h'), QByteArray(16, 'm'), 12, QStringLiteral("b.png")}}));
        const auto deliveries = m_repository->deliveries(*id).result().value();
        QCOMPARE(deliveries.size(), 3);
        QCOMPARE(deliveries.at(1).target, (Target{ChatKind::Group, QStringLiteral("30002")}));
        QCOMPARE(deliveries.at(1).targetName, QStringLiteral("G1"));
        QCOMPARE(deliveries.at(1).account, AccountId(QStringLiteral("10001")));
        const BroadcastSummary row = summary(*id);
        QCOMPARE(row.excerpt, QStringLiteral("Hello"));
        QCOMPARE(row.pictures, 1);
        QCOMPARE(row.counts.queued, 3);
        QCOMPARE(row.state, BroadcastState::Running);
        QCOMPARE(m_repository->picturesInUse().result().value(), QList<QByteArray>{QByteArray(32, 'h')});
    }

    void anImpossiblePlanLeavesNothingBehind()
    {
        Plan plan = planFor(2);
        plan.draft.targets.append(plan.draft.targets.first());
        QCOMPARE(m_repository->enqueue(plan, kNow).result().error().kind, ErrorKind::Bug);
        plan = planFor(2);
        plan.accounts.clear();
        QCOMPARE(m_repository->enqueue(plan, kNow).result().error().kind, ErrorKind::Bug);
        QVERIFY(m_repository->summaries().result().value().isEmpty());
    }

    void aClaimIsCommittedWhenItsFutureFinishes()
    {
        const DeliveryId id = first(enqueue(1)).id;
        const auto claimed = m_repository->claim(id, kNow).result();
        ROOKERY_VERIFY_RESULT(claimed);
        QCOMPARE((*claimed)->state, DeliveryState::Sending);
        QCOMPARE((*claimed)->attempts, 1);
        QCOMPARE((*claimed)->claimedAt, kNow);
        const auto second = Database::open(path(), Access::ReadOnly);
        BroadcastRepository reader(**second);
        QCOMPARE(reader.deliveries((*claimed)->broadcast).result().value().first().state, DeliveryState::Sending);
    }

    void aDeliveryIsClaimedOnce()
    {
        const DeliveryId id = first(enqueue(1)).id;
        const auto a = m_repository->claim(id, kNow);
        const auto b = m_repository->claim(id, kNow);
        QVERIFY(a.result().value());
        QVERIFY(!b.result().value());
    }

    void nothingIsClaimedOfAPausedCancelledOrNotYetDueOne()
    {
        const BroadcastId broadcast = enqueue(2);
        const DeliveryId id = first(broadcast).id;
        ROOKERY_VERIFY_RESULT(m_repository->pause(broadcast).result());
        QVERIFY(!m_repository->claim(id, kNow).result().value());
        ROOKERY_VERIFY_RESULT(m_repository->resume(broadcast).result());
        QVERIFY(m_repository->toWaiting(id, why(), kNow + seconds(5), WaitCost::Nothing, kNow).result().value());
        QVERIFY(!m_repository->claim(id, kNow + seconds(4)).result().value());
        QVERIFY(m_repository->claim(id, kNow + seconds(5)).result().value());
        QCOMPARE(m_repository->cancel(broadcast, kNow).result().value().size(), 1);
        const auto rest = m_repository->deliveries(broadcast).result().value();
        QCOMPARE(rest.at(1).state, DeliveryState::Cancelled);
        QVERIFY(!m_repository->claim(rest.at(1).id, kNow).result().value());
        // the one on its way comes back and finds its broadcast cancelled
        const auto back = m_repository->toWaiting(id, why(), kNow, WaitCost::Nothing, kNow).result().value();
        QCOMPARE(back->state, DeliveryState::Cancelled);
        QCOMPARE(summary(broadcast).state, BroadcastState::Cancelled);
        QCOMPARE(summary(broadcast).settledAt, kNow);
    }

    void onlyListedTransitionsHappen_data()
    {
        QTest::addColumn<DeliveryState>("from");
        QTest::addColumn<QString>("allowed");
        QTest::newRow("queued") << DeliveryState::Queued << QStringLiteral("claim failed waiting");
        QTest::newRow("waiting") << DeliveryState::Waiting << QStringLiteral("claim verified unknown failed waiting");
        QTest::newRow("sending") << DeliveryState::Sending
                                 << QStringLiteral("accepted final verified unknown failed waiting");
        QTest::newRow("accepted") << DeliveryState::Accepted << QStringLiteral("verified unknown");
        QTest::newRow("unknown") << DeliveryState::Unknown << QStringLiteral("verified confirm requeue");
        QTest::newRow("verified") << DeliveryState::Verified << QString();
        QTest::newRow("failed") << DeliveryState::Failed << QStringLiteral("verified requeue");
        QTest::newRow("cancelled") << DeliveryState::Cancelled << QString();
    }
    void onlyListedTransitionsHappen()
    {
        QFETCH(const DeliveryState, from);
        QFETCH(const QString, allowed);
        const QStringList expected = allowed.split(u' ', Qt::SkipEmptyParts);
        const auto names = {"claim",  "accepted", "final",   "verified", "unknown",
                            "failed", "waiting",  "confirm", "requeue"};
        for (const char *raw : names) {
            const QString name = QString::fromLatin1(raw);
            const DeliveryId id = bring(from);
            const auto result = apply(name, id);
            QVERIFY2(result.has_value(), raw);
            QVERIFY2(*result == expected.contains(name), raw);
        }
    }
    void aLateProofLiftsAFailedOneWhateverBecameOfItsBroadcast()
    {
        const BroadcastId broadcast = enqueue(3);
        const auto list = m_repository->deliveries(broadcast).result().value();
        for (int i = 0; i < 2; ++i) {
            QVERIFY(m_repository->claim(list.at(i).id, kNow).result().value());
            QVERIFY(m_repository->toFailed(list.at(i).id, why(), kNow).result().value());
        }
        QVERIFY(m_repository->toVerified(list.at(0).id, VerifiedBy::Echo, {}, {}, kNow).result().value());
        QCOMPARE(m_repository->cancel(broadcast, kNow).result().value().size(), 1);
        const auto proven =
            m_repository
                ->toVerified(list.at(1).id, VerifiedBy::Echo, MessageId(QStringLiteral("m")), {}, kNow + seconds(9))
                .result()
                .value();
        QCOMPARE(proven->state, DeliveryState::Verified);
        QCOMPARE(proven->why, Error());
        QCOMPARE(proven->finishedAt, kNow + seconds(9));
        QCOMPARE(proven->messageId, MessageId(QStringLiteral("m")));
        QCOMPARE(summary(broadcast).state, BroadcastState::Cancelled);
        QCOMPARE(summary(broadcast).counts.verified, 2);
    }

    void aProofStopsAWaitingOneAndSettles()
    {
        const BroadcastId broadcast = enqueue(1);
        const DeliveryId id = first(broadcast).id;
        QVERIFY(m_repository->claim(id, kNow).result().value());
        QVERIFY(m_repository->toWaiting(id, why(), kNow + seconds(5), WaitCost::Retry, kNow).result().value());
        QVERIFY(m_repository->toVerified(id, VerifiedBy::Echo, {}, {}, kNow).result().value());
        QVERIFY(!m_repository->claim(id, kNow + seconds(5)).result().value());
        QCOMPARE(summary(broadcast).state, BroadcastState::Settled);
    }

    void whatNeverLeftCannotBeProven()
    {
        const BroadcastId broadcast = enqueue(2);
        const auto list = m_repository->deliveries(broadcast).result().value();
        QVERIFY(m_repository->toWaiting(list.at(0).id, why(), kNow, WaitCost::Nothing, kNow).result().value());
        QVERIFY(m_repository->toFailed(list.at(1).id, why(), kNow).result().value());
        for (const Delivery &delivery : list)
            QVERIFY(!m_repository->toVerified(delivery.id, VerifiedBy::Echo, {}, {}, kNow).result().value());
    }

    void evidenceIsAddedInAnyState()
    {
        for (const DeliveryState state :
             {DeliveryState::Queued, DeliveryState::Waiting, DeliveryState::Sending, DeliveryState::Accepted,
              DeliveryState::Unknown, DeliveryState::Verified, DeliveryState::Failed, DeliveryState::Cancelled}) {
            const DeliveryId id = bring(state);
            QVERIFY(m_repository->addEvidence(id, QStringLiteral("said=no\n"), kNow).result().value());
            const auto row = m_repository->addEvidence(id, QStringLiteral("more=1\n"), kNow).result().value();
            QCOMPARE(row->state, state);
            QVERIFY(row->evidence.endsWith(QStringLiteral("said=no\nmore=1\n")));
        }
        QVERIFY(!m_repository->addEvidence(DeliveryId(999), QStringLiteral("x=y\n"), kNow).result().value());
    }

    void whatIsLeftAtOneGatewayFailsTogether()
    {
        Plan plan = planFor(4);
        const GatewayId other(QStringLiteral("nap-2"));
        plan.draft.targets[3].via = other;
        plan.accounts.append({other, AccountId(QStringLiteral("10002")), 1, milliseconds(0)});
        const BroadcastId broadcast = m_repository->enqueue(plan, kNow).result().value();
        const BroadcastId untouched = enqueue(1);
        const auto list = m_repository->deliveries(broadcast).result().value();
        QVERIFY(m_repository->claim(list.at(0).id, kNow).result().value());
        QVERIFY(m_repository->toWaiting(list.at(1).id, why(), kNow, WaitCost::Nothing, kNow).result().value());
        const GatewayId gateway(QStringLiteral("nap-1"));
        const auto failed = m_repository->failQueued(broadcast, gateway, why(), kNow).result().value();
        QCOMPARE(failed.size(), 2); // not the one in flight, not the other gateway's
        for (const Delivery &delivery : failed) {
            QCOMPARE(delivery.state, DeliveryState::Failed);
            QCOMPARE(delivery.why, why());
            QCOMPARE(delivery.finishedAt, kNow);
        }
        QCOMPARE(summary(broadcast).state, BroadcastState::Running);
        QCOMPARE(summary(untouched).counts.queued, 1);
        QCOMPARE(m_repository->failQueued(broadcast, other, why(), kNow).result().value().size(), 1);
        QVERIFY(m_repository->toFailed(list.at(0).id, why(), kNow).result().value());
        QCOMPARE(summary(broadcast).state, BroadcastState::Settled);
        QVERIFY(m_repository->failQueued(broadcast, gateway, why(), kNow).result().value().isEmpty());
    }

    void failingTheRestSettles()
    {
        const BroadcastId broadcast = enqueue(2);
        QCOMPARE(m_repository->failQueued(broadcast, GatewayId(QStringLiteral("nap-1")), why(), kNow)
                     .result()
                     .value()
                     .size(),
                 2);
        QCOMPARE(summary(broadcast).state, BroadcastState::Settled);
    }

    void deadlinesMoveWithTheWallClock()
    {
        const BroadcastId broadcast = enqueue(4);
        const auto list = m_repository->deliveries(broadcast).result().value();
        const auto due = kNow + seconds(60);
        QVERIFY(m_repository->toWaiting(list.at(0).id, why(), due, WaitCost::Nothing, kNow).result().value());
        QVERIFY(m_repository->claim(list.at(1).id, kNow).result().value());
        QVERIFY(m_repository->toAccepted(list.at(1).id, {}, kNow + seconds(90), {}, kNow).result().value());
        QVERIFY(m_repository->claim(list.at(2).id, kNow).result().value());
        QVERIFY(m_repository->toAcceptedFinally(list.at(2).id, {}, kNow).result().value());
        const auto back = std::chrono::hours(3);
        ROOKERY_VERIFY_RESULT(m_repository->shiftDue(-back).result());
        const auto after = m_repository->deliveries(broadcast).result().value();
        QCOMPARE(after.at(0).due, due - back);
        QCOMPARE(after.at(1).verifyBy, kNow + seconds(90) - back);
        QCOMPARE(after.at(3).due, WallTime{}); // at once stays at once
        QVERIFY(m_repository->claim(list.at(0).id, kNow - back + seconds(60)).result().value());
    }

    void theSchemaItselfRefusesIllegalStates_data()
    {
        QTest::addColumn<QString>("sql");
        const auto update = [](const char *set) -> QString {
            return QStringLiteral("UPDATE deliveries SET ") + QString::fromLatin1(set);
        };
        QTest::newRow("unknown word") << update("state = 'lost'");
        QTest::newRow("skipped claim") << update("state = 'verified', verified_by = 'echo', finished_at = 1");
        QTest::newRow("sending without claim") << update("state = 'sending'");
        QTest::newRow("final without time") << update("state = 'failed', error_kind = 'bug', error_reason = 'none'");
        QTest::newRow("time without final") << update("finished_at = 1");
        QTest::newRow("failed without why") << update("state = 'failed', finished_at = 1");
        QTest::newRow("attempts below zero") << update("attempts = -1");
        QTest::newRow("attempts without end") << update("attempts = 1001");
        QTest::newRow("text for a number") << update("due = 'soon'");
        QTest::newRow("no such broadcast") << update("broadcast_id = 99");
        QTest::newRow("priority") << QStringLiteral("UPDATE broadcasts SET priority = 11");
        QTest::newRow("settled without time") << QStringLiteral("UPDATE broadcasts SET state = 'settled'");
        QTest::newRow("running and settled") << QStringLiteral("UPDATE broadcasts SET settled_at = 1");
        QTest::newRow("born sent") << QStringLiteral(
            "INSERT INTO deliveries (broadcast_id, position, gateway, account, chat_kind, chat_id,"
            " chat_name, state, updated_at, claimed_at, attempts)"
            " SELECT id, 9, 'g', 'a', 'group', '9', '', 'sending', 1, 1, 1 FROM broadcasts");
        QTest::newRow("twice to one chat")
            << QStringLiteral("INSERT INTO deliveries (broadcast_id, position, gateway, account, chat_kind, chat_id,"
                              " chat_name, state, updated_at) SELECT broadcast_id, 9, 'g', account, chat_kind, chat_id,"
                              " '', 'queued', 1 FROM deliveries");
    }
    void theSchemaItselfRefusesIllegalStates()
    {
        QFETCH(const QString, sql);
        enqueue(1);
        const auto result = raw(sql);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Bug);
    }

    void waitingCostsNoAttemptUnlessItIsARetry()
    {
        const BroadcastId broadcast = enqueue(1);
        const DeliveryId id = first(broadcast).id;
        QVERIFY(m_repository->claim(id, kNow).result().value());
        QCOMPARE(m_repository->toWaiting(id, why(), kNow, WaitCost::Nothing, kNow).result().value()->attempts, 0);
        QVERIFY(m_repository->claim(id, kNow).result().value());
        const auto retried = m_repository->toWaiting(id, why(), kNow, WaitCost::Retry, kNow).result().value();
        QCOMPARE(retried->attempts, 1);
        QCOMPARE(retried->why, why());
        QVERIFY(m_repository->claim(id, kNow).result().value());
        QVERIFY(m_repository->toWaiting(id, why(), kNow, WaitCost::Restage, kNow).result().value());
        const auto work =
            m_repository->nextWork(GatewayId(QStringLiteral("nap-1")), AccountId(QStringLiteral("10001")), kNow);
        const Candidate candidate = work.result().value().candidates.first();
        QCOMPARE(candidate.retries, 1);
        QVERIFY(candidate.restaged);
        QCOMPARE(candidate.delivery.attempts, 1);
    }

    void nextWorkOffersOnePerBroadcastByPriority()
    {
        const BroadcastId a = enqueue(2);
        const BroadcastId b = enqueue(2, 5);
        const BroadcastId paused = enqueue(1);
        ROOKERY_VERIFY_RESULT(m_repository->pause(paused).result());
        const DeliveryId late = first(a).id;
        QVERIFY(m_repository->toWaiting(late, why(), kNow + seconds(9), WaitCost::Nothing, kNow).result().value());
        const GatewayId gateway(QStringLiteral("nap-1"));
        const auto work = m_repository->nextWork(gateway, AccountId(QStringLiteral("10001")), kNow).result().value();
        QCOMPARE(work.candidates.size(), 2);
        QCOMPARE(work.candidates.at(0).delivery.broadcast, b);
        QCOMPARE(work.candidates.at(0).delivery.target.id, QStringLiteral("30001"));
        QCOMPARE(work.candidates.at(1).delivery.target.id, QStringLiteral("30002"));
        QCOMPARE(work.nextDue, std::optional(kNow + seconds(9)));
        const auto other = m_repository->nextWork(gateway, AccountId(QStringLiteral("10002")), kNow).result().value();
        QVERIFY(other.candidates.isEmpty());
    }

    void aBroadcastSettlesWithItsLastLiveRow()
    {
        const BroadcastId broadcast = enqueue(2);
        const auto list = m_repository->deliveries(broadcast).result().value();
        QVERIFY(m_repository->claim(list.at(0).id, kNow).result().value());
        QVERIFY(m_repository->toUnknown(list.at(0).id, why(), {}, kNow).result().value());
        QCOMPARE(summary(broadcast).state, BroadcastState::Running);
        QVERIFY(m_repository->claim(list.at(1).id, kNow).result().value());
        QVERIFY(m_repository->toAcceptedFinally(list.at(1).id, {}, kNow).result().value());
        QCOMPARE(summary(broadcast).state, BroadcastState::Settled);
        QCOMPARE(summary(broadcast).counts.acceptedFinal, 1);
        // the operator's word opens it again
        const auto again =
            m_repository->requeue({list.at(0).id}, QStringLiteral("operator"), kNow + seconds(1)).result();
        QCOMPARE(again->first().state, DeliveryState::Queued);
        QVERIFY(again->first().evidence.contains(u"again-by=operator"));
        QCOMPARE(summary(broadcast).state, BroadcastState::Running);
        QCOMPARE(summary(broadcast).settledAt, WallTime{});
    }

    void aFinallyAcceptedDeliveryStaysSo()
    {
        const DeliveryId id = first(enqueue(1)).id;
        QVERIFY(m_repository->claim(id, kNow).result().value());
        QVERIFY(m_repository->toAcceptedFinally(id, {}, kNow).result().value());
        QVERIFY(!m_repository->toVerified(id, VerifiedBy::Echo, {}, {}, kNow).result().value());
        QVERIFY(!m_repository->toUnknown(id, why(), {}, kNow).result().value());
        QVERIFY(!raw(QStringLiteral("UPDATE deliveries SET state = 'unknown', accepted_final = 0, finished_at = NULL,"
                                    " error_kind = 'bug', error_reason = 'none'")));
    }

    void aCrashLeavesUnknownAndPaused()
    {
        const BroadcastId broadcast = enqueue(3);
        const auto list = m_repository->deliveries(broadcast).result().value();
        QVERIFY(m_repository->claim(list.at(0).id, kNow).result().value());
        QVERIFY(m_repository->claim(list.at(1).id, kNow).result().value());
        QVERIFY(m_repository->toAccepted(list.at(1).id, MessageId(QStringLiteral("m1")), kNow + seconds(90), {}, kNow)
                    .result()
                    .value());
        reopen();
        const Recovery recovery = m_repository->recover(kNow + seconds(5), seconds(600)).result().value();
        QCOMPARE(recovery.crashed, 1);
        QCOMPARE(recovery.interrupted, QList<BroadcastId>{broadcast});
        QCOMPARE(recovery.open.size(), 2);
        const auto after = m_repository->deliveries(broadcast).result().value();
        QCOMPARE(after.at(0).state, DeliveryState::Unknown);
        QCOMPARE(after.at(0).why.reason, Reason::CrashWhileSending);
        QCOMPARE(after.at(1).state, DeliveryState::Accepted);
        QCOMPARE(after.at(1).verifyBy, kNow + seconds(90));
        QCOMPARE(after.at(2).state, DeliveryState::Queued);
        QCOMPARE(summary(broadcast).state, BroadcastState::Paused);
        QVERIFY(summary(broadcast).interrupted);
        ROOKERY_VERIFY_RESULT(m_repository->resume(broadcast).result());
        QVERIFY(!summary(broadcast).interrupted);
    }

    void aCrashOnTheLastOneSettles()
    {
        const BroadcastId broadcast = enqueue(1);
        QVERIFY(m_repository->claim(first(broadcast).id, kNow).result().value());
        reopen();
        QVERIFY(m_repository->recover(kNow, seconds(600)).result());
        QCOMPARE(summary(broadcast).state, BroadcastState::Settled);
        QVERIFY(!summary(broadcast).interrupted);
        QCOMPARE(summary(broadcast).counts.unknown, 1);
    }

    void onlyWhatIsOverIsPruned()
    {
        QSet<BroadcastId> over;
        QSet<BroadcastId> kept;
        for (const DeliveryState state :
             {DeliveryState::Verified, DeliveryState::Failed, DeliveryState::Cancelled, DeliveryState::Queued,
              DeliveryState::Waiting, DeliveryState::Sending, DeliveryState::Accepted, DeliveryState::Unknown}) {
            bring(state);
            const BroadcastId id = m_repository->summaries(1).result().value().first().summary.id;
            const bool ended =
                state == DeliveryState::Verified || state == DeliveryState::Failed || state == DeliveryState::Cancelled;
            (ended ? over : kept).insert(id);
        }
        QVERIFY(!m_repository->pruneOver(kNow).result().value().more); // not before its time
        const auto gone = m_repository->pruneOver(kNow + seconds(1)).result();
        ROOKERY_VERIFY_RESULT(gone);
        QCOMPARE(QSet<BroadcastId>(gone->gone.cbegin(), gone->gone.cend()), over);
        QVERIFY(!m_repository->pruneOver(kNow + seconds(1)).result().value().more);
        const auto left = m_repository->summaries().result().value();
        QCOMPARE(left.size(), kept.size());
        for (const SummaryRow &row : left) {
            QVERIFY(kept.contains(row.summary.id));
            QCOMPARE(row.summary.counts.total, 1);
        }
        QCOMPARE(m_repository->summary(*over.cbegin()).result().error().reason, Reason::NotFound);
        QVERIFY(m_repository->deliveries(*over.cbegin()).result().value().isEmpty());
    }

    void theOperatorsWordMakesItYoungAgain()
    {
        const auto day = [](int number) { return kNow + std::chrono::hours(24 * number); };
        const DeliveryId id = bring(DeliveryState::Unknown);
        QCOMPARE(m_repository->confirmArrived({id}, day(50)).result().value().size(), 1);
        QVERIFY(!m_repository->pruneOver(day(40)).result().value().more);
        QCOMPARE(m_repository->pruneOver(day(51)).result().value().gone.size(), 1);
    }

    void pruningIsDoneInSmallBatches()
    {
        QList<BroadcastId> ids;
        for (const int size : {2 * BroadcastRepository::kPruneBatch + 100, 400, 500, 200}) {
            ids.append(enqueue(size));
            QVERIFY(m_repository->cancel(ids.last(), kNow + seconds(ids.size())).result());
        }
        const auto left = [this] {
            int number = 0;
            for (const SummaryRow &row : m_repository->summaries().result().value())
                number += row.summary.counts.total;
            return number;
        };
        const WallTime later = kNow + seconds(60);
        QList<BroadcastId> gone;
        for (const int after : {2200, 1200, 200, 0}) { // no transaction is longer, however large a broadcast is
            const auto round = m_repository->pruneOver(later).result().value();
            QVERIFY(round.more);
            gone += round.gone;
            QCOMPARE(left(), after);
        }
        QCOMPARE(gone, ids);
        QVERIFY(!m_repository->pruneOver(later).result().value().more);
        QCOMPARE(raw(QStringLiteral("DELETE FROM deliveries")).value(), 0);
        QCOMPARE(raw(QStringLiteral("DELETE FROM delivery_counts")).value(), 0);
    }

    void aPictureGoesWithItsLastBroadcast()
    {
        const auto broadcast = [this](WallTime ended) {
            const BroadcastId id = m_repository->enqueue(planFor(1, true), kNow).result().value();
            must(m_repository->cancel(id, ended).result().has_value());
        };
        const auto pictures = [this] {
            return m_database
                ->run([](Connection &db) {
                    return rows(db, QStringLiteral("SELECT 1 FROM pictures"), {},
                                [](const QSqlQuery &) { return true; });
                })
                .result()
                .value()
                .size();
        };
        broadcast(kNow);
        broadcast(kNow + seconds(10));
        QCOMPARE(m_repository->pruneOver(kNow + seconds(1)).result().value().gone.size(), 1);
        QCOMPARE(pictures(), 1);
        QCOMPARE(m_repository->pruneOver(kNow + seconds(11)).result().value().gone.size(), 1);
        QCOMPARE(pictures(), 0);
    }

    void theKeptCountsAreThoseOfTheRows()
    {
        for (const DeliveryState state :
             {DeliveryState::Verified, DeliveryState::Failed, DeliveryState::Cancelled, DeliveryState::Queued,
              DeliveryState::Waiting, DeliveryState::Sending, DeliveryState::Accepted, DeliveryState::Unknown})
            bring(state);
        const BroadcastId broadcast = enqueue(5);
        const auto list = m_repository->deliveries(broadcast).result().value();
        QVERIFY(m_repository->claim(list.at(0).id, kNow).result().value());
        QVERIFY(m_repository->toAcceptedFinally(list.at(0).id, {}, kNow).result().value());
        ROOKERY_VERIFY_RESULT(raw(QStringLiteral("DELETE FROM deliveries WHERE id = %1").arg(list.at(1).id.value())));
        const auto difference = m_database->run([](Connection &db) {
            const QString kept = QStringLiteral("SELECT broadcast_id, state, accepted_final, gateway, account, number"
                                                " FROM delivery_counts WHERE number > 0");
            const QString counted = QStringLiteral("SELECT broadcast_id, state, accepted_final, gateway, account,"
                                                   " COUNT(*) FROM deliveries GROUP BY 1, 2, 3, 4, 5");
            return rows(db,
                        QStringLiteral("SELECT * FROM (%1 EXCEPT %2) UNION ALL SELECT * FROM (%2 EXCEPT %1)")
                            .arg(kept, counted),
                        {}, [](const QSqlQuery &) { return true; });
        });
        QVERIFY(difference.result().value().isEmpty());
        QCOMPARE(m_repository->content(broadcast).result().value().targets, 4);
        const SummaryRow row = m_repository->summary(broadcast).result().value();
        QCOMPARE(row.summary.counts.total, 4);
        QCOMPARE(row.queues.first().queued, 3);
    }

    void noStatementReadsAllDeliveries()
    {
        const BroadcastId broadcast = enqueue(3);
        const auto list = m_repository->deliveries(broadcast).result().value();
        const GatewayId gateway(QStringLiteral("nap-1"));
        const AccountId account(QStringLiteral("10001"));
        const DeliveryId id = list.at(0).id;
        QVERIFY(m_repository->nextWork(gateway, account, kNow).result());
        QVERIFY(m_repository->content(broadcast).result());
        QVERIFY(m_repository->claim(id, kNow).result().value());
        QVERIFY(m_repository->toWaiting(id, why(), kNow, WaitCost::Nothing, kNow).result().value());
        QVERIFY(m_repository->claim(id, kNow).result().value());
        QVERIFY(m_repository->toAccepted(id, {}, kNow, {}, kNow).result().value());
        QVERIFY(m_repository->addEvidence(id, {}, kNow).result().value());
        QVERIFY(m_repository->toVerified(id, VerifiedBy::Echo, {}, {}, kNow).result().value());
        QVERIFY(m_repository->shiftDue(seconds(1)).result());
        QVERIFY(m_repository->summaries().result());
        QVERIFY(m_repository->recover(kNow, seconds(600)).result());
        QVERIFY(m_repository->failQueued(broadcast, gateway, why(), kNow).result());
        QVERIFY(m_repository->confirmArrived({list.at(1).id}, kNow).result());
        QVERIFY(m_repository->requeue({list.at(1).id}, QStringLiteral("operator"), kNow).result());
        QVERIFY(m_repository->cancel(broadcast, kNow).result());
        QVERIFY(m_repository->picturesInUse().result());
        QVERIFY(m_repository->pruneOver(kNow + seconds(1)).result().value().more);
        const auto plans = m_database->run([](Connection &db) -> Result<QStringList> {
            QStringList lines;
            for (const QString &sql : db.statements()) {
                if (!sql.contains(u"deliveries") || sql.startsWith(u"CREATE") || sql.startsWith(u"DROP")
                    || sql.contains(u"INSERT INTO delivery_counts")) // the migration reads all, once
                    continue;
                const auto done = forEachRow(
                    db, QStringLiteral("EXPLAIN QUERY PLAN ") + sql, QVariantList(sql.count(u'?')),
                    [&lines, &sql](const QSqlQuery &query) { lines.append(query.value(3).toString() + u" | " + sql); });
                if (!done)
                    return fail(done.error());
            }
            return lines;
        });
        ROOKERY_VERIFY_RESULT(plans.result());
        const QStringList lines = plans.result().value();
        QVERIFY(lines.size() > 20);
        // an index over the few rows in one live state may be read from end to end, the table and the others may not
        const QRegularExpression scan(QStringLiteral(
            "^SCAN (deliveries|d|q|w)\\b(?! USING (COVERING )?INDEX deliveries_(queued|waiting|in_flight|unknown))"));
        for (const QString &line : lines)
            QVERIFY2(!scan.match(line).hasMatch(), qPrintable(line));
        const auto uses = [&lines](const QString &index) { return !lines.filter(index).isEmpty(); };
        for (const char *index : {"deliveries_queued (gateway=? AND account=? AND broadcast_id=?",
                                  "deliveries_waiting (gateway=? AND account=? AND broadcast_id=? AND due<?"})
            QVERIFY2(uses(QString::fromLatin1(index)), index);
        QVERIFY2(lines.filter(QStringLiteral("TEMP B-TREE FOR ORDER BY | SELECT q")).isEmpty(), "the head of an index");
    }

    void aDatabasePutBackFromACopySendsNothing()
    {
        const BroadcastId broadcast = enqueue(4);
        const auto list = m_repository->deliveries(broadcast).result().value();
        QVERIFY(m_repository->claim(list.at(0).id, kNow).result().value());
        QVERIFY(m_repository->toAccepted(list.at(0).id, {}, kNow + seconds(90), {}, kNow).result().value());
        const QString copy = m_folder->filePath(QStringLiteral("copy.db"));
        ROOKERY_VERIFY_RESULT(raw(QStringLiteral("VACUUM INTO '%1'").arg(copy)));
        QVERIFY(m_repository->claim(list.at(1).id, kNow).result().value()); // what the copy cannot know
        QVERIFY(m_repository->toVerified(list.at(1).id, VerifiedBy::Echo, {}, {}, kNow).result().value());
        replaceBy(copy);

        QCOMPARE(m_repository->claim(list.at(1).id, kNow).result().error().reason, Reason::Restored);
        const Recovery recovery = m_repository->recover(kNow, seconds(600)).result().value();
        QCOMPARE(recovery.restored, std::optional(4));
        QCOMPARE(recovery.crashed, 0);
        for (const Delivery &delivery : m_repository->deliveries(broadcast).result().value()) {
            QCOMPARE(delivery.state, DeliveryState::Unknown);
            QCOMPARE(delivery.why.reason, Reason::Restored);
            QVERIFY(delivery.evidence.contains(u"found-older-at="));
        }
        QCOMPARE(summary(broadcast).state, BroadcastState::Settled);
        QCOMPARE(m_repository->resume(broadcast).result().error().reason, Reason::BadInput);
        // the operator's word is what counts from here on, also at the next start
        QCOMPARE(m_repository->requeue({list.at(3).id}, QStringLiteral("operator"), kNow).result()->size(), 1);
        reopen();
        const Recovery next = m_repository->recover(kNow, seconds(600)).result().value();
        QCOMPARE(next.restored, std::nullopt);
        QCOMPARE(summary(broadcast).counts.queued, 1);
    }

    void aLostLogIsNoticed()
    {
        const BroadcastId broadcast = enqueue(2);
        reopen(); // written back: the file has the broadcast
        const auto list = m_repository->deliveries(broadcast).result().value();
        QVERIFY(m_repository->claim(list.at(0).id, kNow).result().value());
        // what a killed process leaves behind, without its log
        const QString copy = m_folder->filePath(QStringLiteral("copy.db"));
        QVERIFY(QFile::copy(path(), copy));
        replaceBy(copy);
        QCOMPARE(m_repository->recover(kNow, seconds(600)).result()->restored, std::optional(2));
    }

    void aDatabaseOfAnotherLineOrWithoutItsRecordIsNotBelieved()
    {
        const BroadcastId broadcast = enqueue(2);
        close();
        QVERIFY(QFile::remove(path() + QStringLiteral("-sends")));
        reopen();
        QCOMPARE(m_repository->recover(kNow, seconds(600)).result()->restored, std::optional(2));
        QCOMPARE(m_repository->requeue({first(broadcast).id}, QStringLiteral("operator"), kNow).result()->size(), 1);
        const QTemporaryDir elsewhere;
        {
            const auto other = Database::open(elsewhere.filePath(QStringLiteral("rookery.db")));
            BroadcastRepository repository(**other);
            QVERIFY(repository.enqueue(planFor(3), kNow).result());
        }
        replaceBy(elsewhere.filePath(QStringLiteral("rookery.db")));
        QCOMPARE(m_repository->recover(kNow, seconds(600)).result()->restored, std::optional(3));
    }

    void aKilledProcessAndAFreshProfileRaiseNoAlarm()
    {
        QCOMPARE(m_repository->recover(kNow, seconds(600)).result()->restored, std::nullopt);
        const BroadcastId broadcast = enqueue(2);
        QVERIFY(m_repository->claim(first(broadcast).id, kNow).result().value());
        // the file, its log and its record as a kill leaves them
        const QTemporaryDir killed;
        const QString copy = killed.filePath(QStringLiteral("rookery.db"));
        for (const QString &suffix : {QString(), QStringLiteral("-wal"), QStringLiteral("-sends")})
            QVERIFY(QFile::copy(path() + suffix, copy + suffix));
        const auto database = Database::open(copy);
        ROOKERY_VERIFY_RESULT(database);
        const Recovery recovery = BroadcastRepository(**database).recover(kNow, seconds(600)).result().value();
        QCOMPARE(recovery.restored, std::nullopt);
        QCOMPARE(recovery.crashed, 1);
    }

    void aDeletedDatabaseIsNamedWhenSomethingHadBeenSent()
    {
        QVERIFY(m_repository->claim(first(enqueue(1)).id, kNow).result().value());
        close();
        QVERIFY(QFile::remove(path()));
        reopen();
        QCOMPARE(m_repository->recover(kNow, seconds(600)).result()->restored, std::optional(0));
        reopen();
        QCOMPARE(m_repository->recover(kNow, seconds(600)).result()->restored, std::nullopt);
    }

    void commandsOnTheWrongBroadcastAreRefused()
    {
        const BroadcastId none(77);
        QCOMPARE(m_repository->pause(none).result().error().reason, Reason::NotFound);
        QCOMPARE(m_repository->summary(none).result().error().reason, Reason::NotFound);
        const BroadcastId broadcast = enqueue(1);
        QVERIFY(m_repository->cancel(broadcast, kNow).result());
        QCOMPARE(m_repository->resume(broadcast).result().error().reason, Reason::BadInput);
    }

    void everyReasonComesBackAsItself()
    {
        for (int value = 0; value <= int(Reason::Internal); ++value)
            QCOMPARE(reason(QString(nameOf(Reason(value)))), Reason(value));
        QCOMPARE(reason(QStringLiteral("from-the-future")), Reason::Internal);
    }
};

QTEST_GUILESS_MAIN(TstBroadcastRepository)
#include "tst_broadcastrepository.moc"
