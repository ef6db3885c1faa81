// SPDX-License-Identifier: GPL-3.0-or-later
#include "storefixture.h"

#include "base/reasons/sending.h"
#include "base/reasons/transport.h"

using namespace rookery;
using namespace rookery::store;

class TestRecovery final : public StoreFixture
{
    Q_OBJECT

private Q_SLOTS:
    void deadlinesMoveWithTheWallClock()
    {
        const BroadcastId broadcast = enqueue(4);
        const auto list = m_deliveries->deliveries(broadcast).result().value();
        const auto due = kNow + seconds(60);
        QVERIFY(m_deliveries->toWaiting(list.at(0).id, why(), due, WaitCost::Nothing, kNow).result().value());
        QVERIFY(m_deliveries->claim(list.at(1).id, kNow).result().value());
        QVERIFY(m_deliveries->toAccepted(list.at(1).id, {}, kNow + seconds(90), {}, kNow).result().value());
        QVERIFY(m_deliveries->claim(list.at(2).id, kNow).result().value());
        QVERIFY(m_deliveries->toAcceptedFinally(list.at(2).id, {}, kNow).result().value());
        const auto back = std::chrono::hours(3);
        ROOKERY_VERIFY_RESULT(shiftDeadlines(*m_database, -back).result());
        const auto after = m_deliveries->deliveries(broadcast).result().value();
        QCOMPARE(after.at(0).due, due - back);
        QCOMPARE(after.at(1).verifyBy, kNow + seconds(90) - back);
        QCOMPARE(after.at(3).due, WallTime{}); // at once stays at once
        QVERIFY(m_deliveries->claim(list.at(0).id, kNow - back + seconds(60)).result().value());
    }

    void aCrashLeavesUnknownAndPaused()
    {
        const BroadcastId broadcast = enqueue(3);
        const auto list = m_deliveries->deliveries(broadcast).result().value();
        QVERIFY(m_deliveries->claim(list.at(0).id, kNow).result().value());
        QVERIFY(m_deliveries->claim(list.at(1).id, kNow).result().value());
        QVERIFY(m_deliveries->toAccepted(list.at(1).id, MessageId(QStringLiteral("m1")), kNow + seconds(90), {}, kNow)
                    .result()
                    .value());
        reopen();
        const Recovery recovery =
            recoverQueue(*m_database, kNow + seconds(5), {.echo = seconds(600), .refusal = seconds(5)})
                .result()
                .value();
        QCOMPARE(recovery.crashed, 1);
        QCOMPARE(recovery.interrupted, QList<BroadcastId>{broadcast});
        QCOMPARE(recovery.open.size(), 2);
        const auto after = m_deliveries->deliveries(broadcast).result().value();
        QCOMPARE(after.at(0).state, DeliveryState::Unknown);
        QCOMPARE(after.at(0).why.reason, Reason::CrashWhileSending);
        QCOMPARE(after.at(1).state, DeliveryState::Accepted);
        QCOMPARE(after.at(1).verifyBy, kNow + seconds(90));
        QCOMPARE(after.at(2).state, DeliveryState::Queued);
        QCOMPARE(summary(broadcast).state, BroadcastState::Paused);
        QVERIFY(summary(broadcast).interrupted);
        ROOKERY_VERIFY_RESULT(m_broadcasts->resume(broadcast).result());
        QVERIFY(!summary(broadcast).interrupted);
    }

    void aRefusalThatAnEchoCouldStillContradictIsNotRepeatedAfterACrash()
    {
        const BroadcastId broadcast = enqueue(4);
        const auto ids = m_deliveries->deliveries(broadcast).result().value();
        const auto refuse = [this, &ids](int index, WallTime at, const Error &error) {
            const DeliveryId id = ids.at(index).id;
            must(m_deliveries->claim(id, at).result()->has_value());
            must(m_deliveries->toWaiting(id, error, at + seconds(60), WaitCost::Retry, at).result()->has_value());
        };
        refuse(0, kNow, why()); // the run lived on for longer than an echo takes
        refuse(1, kNow + seconds(8), why());
        refuse(2, kNow + seconds(9), {.kind = ErrorKind::Offline, .reason = Reason::ConnectionLost}); // nothing left
        must(m_deliveries->claim(ids.at(3).id, kNow + seconds(10)).result()->has_value());
        reopen();
        const auto recovered =
            recoverQueue(*m_database, kNow + seconds(100), {.echo = seconds(600), .refusal = seconds(5)}).result();
        ROOKERY_VERIFY_RESULT(recovered);
        const auto after = m_deliveries->deliveries(broadcast).result().value();
        QCOMPARE(after.at(0).state, DeliveryState::Waiting);
        QCOMPARE(after.at(1).state, DeliveryState::Unknown);
        QCOMPARE(after.at(1).why, why()); // the gateway's words stay
        QCOMPARE(after.at(2).state, DeliveryState::Waiting);
        QCOMPARE(after.at(3).state, DeliveryState::Unknown);
    }

    void aCrashOnTheLastOneSettles()
    {
        const BroadcastId broadcast = enqueue(1);
        QVERIFY(m_deliveries->claim(first(broadcast).id, kNow).result().value());
        reopen();
        QVERIFY(recoverQueue(*m_database, kNow, {.echo = seconds(600), .refusal = seconds(5)}).result());
        QCOMPARE(summary(broadcast).state, BroadcastState::Settled);
        QVERIFY(!summary(broadcast).interrupted);
        QCOMPARE(summary(broadcast).counts.unknown, 1);
    }

    void aClockThatWasSetBackDoesNotStretchAWait()
    {
        const DeliveryId near = bring(DeliveryState::Waiting);
        const DeliveryId far = bring(DeliveryState::Waiting);
        ROOKERY_VERIFY_RESULT(raw(QStringLiteral("UPDATE deliveries SET error_kind = 'offline', due = %1 WHERE id = %2")
                                      .arg(toMSecs(kNow + std::chrono::hours(9000)))
                                      .arg(far.value())));
        ROOKERY_VERIFY_RESULT(recoverQueue(*m_database, kNow + seconds(60), kWaits).result());
        const auto dueOf = [this](DeliveryId id) {
            const QList<SummaryRow> summaries = m_broadcasts->summaries().result().value();
            for (const SummaryRow &row : summaries) {
                const Delivery delivery = first(row.summary.id);
                if (delivery.id == id)
                    return delivery.due;
            }
            return WallTime{};
        };
        QCOMPARE(dueOf(near), kNow);
        QCOMPARE(dueOf(far), kNow + seconds(60) + std::chrono::minutes(10));
    }
};

ROOKERY_TEST(tst_recovery, TestRecovery)
#include "tst_recovery.moc"
