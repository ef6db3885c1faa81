// SPDX-License-Identifier: GPL-3.0-or-later
#include "storefixture.h"

#include "base/reason.h"
#include "model/names.h"

using namespace rookery;
using namespace rookery::store;

class TestDeliveryRepository final : public StoreFixture
{
    Q_OBJECT

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
            return m_deliveries->claim(id, kNow).result().map([](const auto &claimed) { return claimed.has_value(); });
        if (name == u"accepted")
            return one(m_deliveries->toAccepted(id, message, kNow, {}, kNow));
        if (name == u"final")
            return one(m_deliveries->toAcceptedFinally(id, message, kNow));
        if (name == u"verified")
            return one(m_deliveries->toVerified(id, VerifiedBy::Echo, message, QStringLiteral("x=y\n"), kNow));
        if (name == u"unknown")
            return one(m_deliveries->toUnknown(id, why(), {}, kNow));
        if (name == u"failed")
            return one(m_deliveries->toFailed(id, why(), kNow));
        if (name == u"waiting")
            return one(m_deliveries->toWaiting(id, why(), kNow, WaitCost::Retry, kNow));
        if (name == u"confirm")
            return many(m_deliveries->confirmArrived({id}, kNow));
        return many(m_deliveries->requeue({id}, QStringLiteral("operator"), kNow));
    }

private Q_SLOTS:
    void aClaimIsCommittedWhenItsFutureFinishes()
    {
        const DeliveryId id = first(enqueue(1)).id;
        const auto claimed = m_deliveries->claim(id, kNow).result();
        ROOKERY_VERIFY_RESULT(claimed);
        const Delivery &delivery = (*claimed)->delivery;
        QCOMPARE(delivery.state, DeliveryState::Sending);
        QCOMPARE(delivery.attempts, 1);
        QCOMPARE(delivery.claimedAt, kNow);
        const auto second = Database::open(path(), Access::ReadOnly);
        DeliveryRepository reader(**second);
        QCOMPARE(reader.deliveries(delivery.broadcast).result().value().first().state, DeliveryState::Sending);
    }

    void aClaimTellsWhatComesNext()
    {
        const auto list = m_deliveries->deliveries(enqueue(2)).result().value();
        const auto claimed = m_deliveries->claim(list.at(0).id, kNow).result().value();
        QCOMPARE(claimed->next.candidates.size(), 1);
        QCOMPARE(claimed->next.candidates.first().delivery, list.at(1));
        QVERIFY(m_deliveries->claim(list.at(1).id, kNow).result().value()->next.candidates.isEmpty());
    }

    void aDeliveryIsClaimedOnce()
    {
        const DeliveryId id = first(enqueue(1)).id;
        const auto a = m_deliveries->claim(id, kNow);
        const auto b = m_deliveries->claim(id, kNow);
        QVERIFY(a.result().value());
        QVERIFY(!b.result().value());
    }

    void nothingIsClaimedOfAPausedCancelledOrNotYetDueOne()
    {
        const BroadcastId broadcast = enqueue(2);
        const DeliveryId id = first(broadcast).id;
        ROOKERY_VERIFY_RESULT(m_broadcasts->pause(broadcast).result());
        QVERIFY(!m_deliveries->claim(id, kNow).result().value());
        ROOKERY_VERIFY_RESULT(m_broadcasts->resume(broadcast).result());
        QVERIFY(m_deliveries->toWaiting(id, why(), kNow + seconds(5), WaitCost::Nothing, kNow).result().value());
        QVERIFY(!m_deliveries->claim(id, kNow + seconds(4)).result().value());
        QVERIFY(m_deliveries->claim(id, kNow + seconds(5)).result().value());
        QCOMPARE(m_broadcasts->cancel(broadcast, kNow).result().value().size(), 1);
        const auto rest = m_deliveries->deliveries(broadcast).result().value();
        QCOMPARE(rest.at(1).state, DeliveryState::Cancelled);
        QVERIFY(!m_deliveries->claim(rest.at(1).id, kNow).result().value());
        // the one on its way comes back and finds its broadcast cancelled
        const auto back = m_deliveries->toWaiting(id, why(), kNow, WaitCost::Nothing, kNow).result().value();
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
        const auto list = m_deliveries->deliveries(broadcast).result().value();
        for (int i = 0; i < 2; ++i) {
            QVERIFY(m_deliveries->claim(list.at(i).id, kNow).result().value());
            QVERIFY(m_deliveries->toFailed(list.at(i).id, why(), kNow).result().value());
        }
        QVERIFY(m_deliveries->toVerified(list.at(0).id, VerifiedBy::Echo, {}, {}, kNow).result().value());
        QCOMPARE(m_broadcasts->cancel(broadcast, kNow).result().value().size(), 1);
        const auto proven =
            m_deliveries
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
        QVERIFY(m_deliveries->claim(id, kNow).result().value());
        QVERIFY(m_deliveries->toWaiting(id, why(), kNow + seconds(5), WaitCost::Retry, kNow).result().value());
        QVERIFY(m_deliveries->toVerified(id, VerifiedBy::Echo, {}, {}, kNow).result().value());
        QVERIFY(!m_deliveries->claim(id, kNow + seconds(5)).result().value());
        QCOMPARE(summary(broadcast).state, BroadcastState::Settled);
    }

    void whatNeverLeftCannotBeProven()
    {
        const BroadcastId broadcast = enqueue(2);
        const auto list = m_deliveries->deliveries(broadcast).result().value();
        QVERIFY(m_deliveries->toWaiting(list.at(0).id, why(), kNow, WaitCost::Nothing, kNow).result().value());
        QVERIFY(m_deliveries->toFailed(list.at(1).id, why(), kNow).result().value());
        for (const Delivery &delivery : list)
            QVERIFY(!m_deliveries->toVerified(delivery.id, VerifiedBy::Echo, {}, {}, kNow).result().value());
    }

    void evidenceIsAddedInAnyState()
    {
        for (const DeliveryState state :
             {DeliveryState::Queued, DeliveryState::Waiting, DeliveryState::Sending, DeliveryState::Accepted,
              DeliveryState::Unknown, DeliveryState::Verified, DeliveryState::Failed, DeliveryState::Cancelled}) {
            const DeliveryId id = bring(state);
            QVERIFY(m_deliveries->addEvidence(id, QStringLiteral("said=no\n"), kNow).result().value());
            const auto row = m_deliveries->addEvidence(id, QStringLiteral("more=1\n"), kNow).result().value();
            QCOMPARE(row->state, state);
            QVERIFY(row->evidence.endsWith(QStringLiteral("said=no\nmore=1\n")));
        }
        QVERIFY(!m_deliveries->addEvidence(DeliveryId(999), QStringLiteral("x=y\n"), kNow).result().value());
    }

    void whatIsLeftAtOneGatewayFailsTogether()
    {
        Plan plan = planFor(4);
        const GatewayId other(QStringLiteral("nap-2"));
        plan.draft.targets[3].via = other;
        plan.accounts.append({other, AccountId(QStringLiteral("10002")), 1, milliseconds(0)});
        const BroadcastId broadcast = m_broadcasts->enqueue(plan, kNow).result().value();
        const BroadcastId untouched = enqueue(1);
        const auto list = m_deliveries->deliveries(broadcast).result().value();
        QVERIFY(m_deliveries->claim(list.at(0).id, kNow).result().value());
        QVERIFY(m_deliveries->toWaiting(list.at(1).id, why(), kNow, WaitCost::Nothing, kNow).result().value());
        const GatewayId gateway(QStringLiteral("nap-1"));
        const auto failed = m_deliveries->failQueued(broadcast, gateway, why(), kNow).result().value();
        QCOMPARE(failed.size(), 2); // not the one in flight, not the other gateway's
        for (const Delivery &delivery : failed) {
            QCOMPARE(delivery.state, DeliveryState::Failed);
            QCOMPARE(delivery.why, why());
            QCOMPARE(delivery.finishedAt, kNow);
        }
        QCOMPARE(summary(broadcast).state, BroadcastState::Running);
        QCOMPARE(summary(untouched).counts.queued, 1);
        QCOMPARE(m_deliveries->failQueued(broadcast, other, why(), kNow).result().value().size(), 1);
        QVERIFY(m_deliveries->toFailed(list.at(0).id, why(), kNow).result().value());
        QCOMPARE(summary(broadcast).state, BroadcastState::Settled);
        QVERIFY(m_deliveries->failQueued(broadcast, gateway, why(), kNow).result().value().isEmpty());
    }

    void failingTheRestSettles()
    {
        const BroadcastId broadcast = enqueue(2);
        QCOMPARE(m_deliveries->failQueued(broadcast, GatewayId(QStringLiteral("nap-1")), why(), kNow)
                     .result()
                     .value()
                     .size(),
                 2);
        QCOMPARE(summary(broadcast).state, BroadcastState::Settled);
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
        QVERIFY(m_deliveries->claim(id, kNow).result().value());
        QCOMPARE(m_deliveries->toWaiting(id, why(), kNow, WaitCost::Nothing, kNow).result().value()->attempts, 0);
        QVERIFY(m_deliveries->claim(id, kNow).result().value());
        const auto retried = m_deliveries->toWaiting(id, why(), kNow, WaitCost::Retry, kNow).result().value();
        QCOMPARE(retried->attempts, 1);
        QCOMPARE(retried->why, why());
        QVERIFY(m_deliveries->claim(id, kNow).result().value());
        QVERIFY(m_deliveries->toWaiting(id, why(), kNow, WaitCost::Restage, kNow).result().value());
        const auto work =
            m_deliveries->nextWork(GatewayId(QStringLiteral("nap-1")), AccountId(QStringLiteral("10001")), kNow);
        const Candidate candidate = work.result().value().candidates.first();
        QCOMPARE(candidate.retries, 1);
        QVERIFY(candidate.restaged);
        QCOMPARE(candidate.delivery.attempts, 1);
    }

    void nextWorkOffersOnePerBroadcastOldestFirst()
    {
        const BroadcastId a = enqueue(2);
        const BroadcastId b = enqueue(2);
        const BroadcastId paused = enqueue(1);
        ROOKERY_VERIFY_RESULT(m_broadcasts->pause(paused).result());
        const DeliveryId late = first(a).id;
        QVERIFY(m_deliveries->toWaiting(late, why(), kNow + seconds(9), WaitCost::Nothing, kNow).result().value());
        const GatewayId gateway(QStringLiteral("nap-1"));
        const auto work = m_deliveries->nextWork(gateway, AccountId(QStringLiteral("10001")), kNow).result().value();
        QCOMPARE(work.candidates.size(), 2);
        QCOMPARE(work.candidates.at(0).delivery.broadcast, a);
        QCOMPARE(work.candidates.at(0).delivery.target.id, QStringLiteral("30002"));
        QCOMPARE(work.candidates.at(1).delivery.broadcast, b);
        QCOMPARE(work.candidates.at(1).delivery.target.id, QStringLiteral("30001"));
        ROOKERY_VERIFY_RESULT(m_broadcasts->pause(b).result());
        QVERIFY(m_deliveries->claim(work.candidates.at(0).delivery.id, kNow).result().value());
        const auto later = m_deliveries->nextWork(gateway, AccountId(QStringLiteral("10001")), kNow).result().value();
        QVERIFY(later.candidates.isEmpty());
        QCOMPARE(later.nextDue, std::optional(kNow + seconds(9)));
        const auto other = m_deliveries->nextWork(gateway, AccountId(QStringLiteral("10002")), kNow).result().value();
        QVERIFY(other.candidates.isEmpty());
    }

    void aBroadcastSettlesWithItsLastLiveRow()
    {
        const BroadcastId broadcast = enqueue(2);
        const auto list = m_deliveries->deliveries(broadcast).result().value();
        QVERIFY(m_deliveries->claim(list.at(0).id, kNow).result().value());
        QVERIFY(m_deliveries->toUnknown(list.at(0).id, why(), {}, kNow).result().value());
        QCOMPARE(summary(broadcast).state, BroadcastState::Running);
        QVERIFY(m_deliveries->claim(list.at(1).id, kNow).result().value());
        QVERIFY(m_deliveries->toAcceptedFinally(list.at(1).id, {}, kNow).result().value());
        QCOMPARE(summary(broadcast).state, BroadcastState::Settled);
        QCOMPARE(summary(broadcast).counts.acceptedFinal, 1);
        // the operator's word opens it again
        const auto again =
            m_deliveries->requeue({list.at(0).id}, QStringLiteral("operator"), kNow + seconds(1)).result();
        QCOMPARE(again->first().state, DeliveryState::Queued);
        QVERIFY(again->first().evidence.contains(u"again-by=operator"));
        QCOMPARE(summary(broadcast).state, BroadcastState::Running);
        QCOMPARE(summary(broadcast).settledAt, WallTime{});
    }

    void aFinallyAcceptedDeliveryStaysSo()
    {
        const DeliveryId id = first(enqueue(1)).id;
        QVERIFY(m_deliveries->claim(id, kNow).result().value());
        QVERIFY(m_deliveries->toAcceptedFinally(id, {}, kNow).result().value());
        QVERIFY(!m_deliveries->toVerified(id, VerifiedBy::Echo, {}, {}, kNow).result().value());
        QVERIFY(!m_deliveries->toUnknown(id, why(), {}, kNow).result().value());
        QVERIFY(!raw(QStringLiteral("UPDATE deliveries SET state = 'unknown', accepted_final = 0, finished_at = NULL,"
                                    " error_kind = 'bug', error_reason = 'none'")));
    }

    void aCancelledOneThatWasSentCanStillBeProven()
    {
        const DeliveryId sent = bring(DeliveryState::Waiting);
        const BroadcastId broadcast = m_broadcasts->summaries(1).result().value().first().summary.id;
        QCOMPARE(m_broadcasts->cancel(broadcast, kNow).result().value().size(), 1);
        const auto proven = m_deliveries->toVerified(sent, VerifiedBy::Echo, {}, {}, kNow).result().value();
        QVERIFY(proven.has_value());
        QCOMPARE(proven->state, DeliveryState::Verified);
        const DeliveryId unsent = bring(DeliveryState::Cancelled);
        QVERIFY(!m_deliveries->toVerified(unsent, VerifiedBy::Echo, {}, {}, kNow).result().value().has_value());
    }

    void everyReasonComesBackAsItself()
    {
        bring(DeliveryState::Failed);
        const auto readBack = [this](const QString &name) {
            must(raw(QStringLiteral("UPDATE deliveries SET error_reason = '%1'").arg(name)).has_value());
            return first(BroadcastId(1)).why.reason;
        };
        for (const auto &[cause, name] : kReasonNames)
            QCOMPARE(readBack(nameOf(cause)), cause);
        QCOMPARE(readBack(QStringLiteral("from-the-future")), Reason::Internal);
    }
};

ROOKERY_TEST(tst_deliveryrepository, TestDeliveryRepository)
#include "tst_deliveryrepository.moc"
