// SPDX-License-Identifier: GPL-3.0-or-later
#include "storefixture.h"

#include "base/reasons/input.h"

#include <QRegularExpression>
#include <QSet>

using namespace rookery;
using namespace rookery::store;

//! What is over costs nothing: counts are kept, statements read indexes, and old rows go in small steps.
class TestStoreCosts final : public StoreFixture
{
    Q_OBJECT

private Q_SLOTS:
    void theKeptCountsAreThoseOfTheRows()
    {
        for (const DeliveryState state :
             {DeliveryState::Verified, DeliveryState::Failed, DeliveryState::Cancelled, DeliveryState::Queued,
              DeliveryState::Waiting, DeliveryState::Sending, DeliveryState::Accepted, DeliveryState::Unknown})
            bring(state);
        const BroadcastId broadcast = enqueue(5);
        const auto list = m_deliveries->deliveries(broadcast).result().value();
        QVERIFY(m_deliveries->claim(list.at(0).id, kNow).result().value());
        QVERIFY(m_deliveries->toAcceptedFinally(list.at(0).id, {}, kNow).result().value());
        ROOKERY_VERIFY_RESULT(raw(QStringLiteral("DELETE FROM deliveries WHERE id = %1").arg(list.at(1).id.value())));
        const auto difference = m_database->run([](Connection &db) {
            const QString kept = QStringLiteral("SELECT broadcast_id, state, accepted_final, gateway, account, number"
                                                " FROM delivery_counts WHERE number > 0");
            const QString counted = QStringLiteral("SELECT broadcast_id, state, accepted_final, gateway, account,"
                                                   " COUNT(*) FROM deliveries GROUP BY 1, 2, 3, 4, 5");
            return rows(db,
                        QStringLiteral("SELECT * FROM (%1 EXCEPT %2) UNION ALL SELECT * FROM (%2 EXCEPT %1)")
                            .arg(kept, counted),
                        {}, [](const Row &) { return true; });
        });
        QVERIFY(difference.result().value().isEmpty());
        QCOMPARE(m_broadcasts->content(broadcast).result().value().targets, 4);
        const SummaryRow row = m_broadcasts->summary(broadcast).result().value();
        QCOMPARE(row.summary.counts.total, 4);
        QCOMPARE(row.queues.first().queued, 3);
    }

    void noStatementReadsAllDeliveries()
    {
        const BroadcastId broadcast = enqueue(3);
        const auto list = m_deliveries->deliveries(broadcast).result().value();
        const GatewayId gateway(QStringLiteral("nap-1"));
        const AccountId account(QStringLiteral("10001"));
        const DeliveryId id = list.at(0).id;
        QVERIFY(m_deliveries->nextWork(gateway, account, kNow).result());
        QVERIFY(m_broadcasts->content(broadcast).result());
        QVERIFY(m_deliveries->claim(id, kNow).result().value());
        QVERIFY(m_deliveries->toWaiting(id, why(), kNow, WaitCost::Nothing, kNow).result().value());
        QVERIFY(m_deliveries->claim(id, kNow).result().value());
        QVERIFY(m_deliveries->toAccepted(id, {}, kNow, {}, kNow).result().value());
        QVERIFY(m_deliveries->addEvidence(id, {}, kNow).result().value());
        QVERIFY(m_deliveries->toVerified(id, VerifiedBy::Echo, {}, {}, kNow).result().value());
        QVERIFY(shiftDeadlines(*m_database, seconds(1)).result());
        QVERIFY(m_broadcasts->summaries().result());
        QVERIFY(recoverQueue(*m_database, kNow, {.echo = seconds(600), .refusal = seconds(5)}).result());
        QVERIFY(m_deliveries->failQueued(broadcast, gateway, why(), kNow).result());
        QVERIFY(m_deliveries->confirmArrived({list.at(1).id}, kNow).result());
        QVERIFY(m_deliveries->requeue({list.at(1).id}, QStringLiteral("operator"), kNow).result());
        QVERIFY(m_broadcasts->cancel(broadcast, kNow).result());
        QVERIFY(picturesInUse(*m_database, kNow, 1024).result());
        QVERIFY(pruneOver(*m_database, kNow + seconds(1)).result().value().more);
        const auto plans = m_database->run([](Connection &db) -> Result<QStringList> {
            QStringList lines;
            const QStringList statements = db.statements();
            for (const QString &sql : statements) {
                if (!sql.contains(u"deliveries") || sql.startsWith(u"CREATE") || sql.startsWith(u"DROP")
                    || sql.contains(u"INSERT INTO delivery_counts")) // the migration reads all, once
                    continue;
                const auto done =
                    forEachRow(db, QStringLiteral("EXPLAIN QUERY PLAN ") + sql, Values(sql.count(u'?')),
                               [&lines, &sql](const Row &row) { lines.append(row.text(3) + u" | " + sql); });
                if (!done)
                    return fail(done.error());
            }
            return lines;
        });
        ROOKERY_VERIFY_RESULT(plans.result());
        const QStringList lines = plans.result().value();
        QVERIFY(lines.size() > 20);
        // an index over the few rows in one live state may be read from end to end, the table and the others may not
        static const QRegularExpression scan(QStringLiteral(
            "^SCAN (deliveries|d|q|w)\\b(?! USING (COVERING )?INDEX deliveries_(queued|waiting|in_flight|unknown))"));
        for (const QString &line : lines)
            QVERIFY2(!scan.match(line).hasMatch(), qPrintable(line));
        const auto uses = [&lines](const QString &index) { return !lines.filter(index).isEmpty(); };
        for (const char *index : {"deliveries_queued (gateway=? AND account=? AND broadcast_id=?",
                                  "deliveries_waiting (gateway=? AND account=? AND broadcast_id=? AND due<?"})
            QVERIFY2(uses(QString::fromLatin1(index)), index);
        QVERIFY2(lines.filter(QStringLiteral("TEMP B-TREE FOR ORDER BY | SELECT q")).isEmpty(), "the head of an index");
    }

    void onlyWhatIsOverIsPruned()
    {
        QSet<BroadcastId> over;
        QSet<BroadcastId> kept;
        for (const DeliveryState state :
             {DeliveryState::Verified, DeliveryState::Failed, DeliveryState::Cancelled, DeliveryState::Queued,
              DeliveryState::Waiting, DeliveryState::Sending, DeliveryState::Accepted, DeliveryState::Unknown}) {
            bring(state);
            const BroadcastId id = m_broadcasts->summaries(1).result().value().first().summary.id;
            const bool ended =
                state == DeliveryState::Verified || state == DeliveryState::Failed || state == DeliveryState::Cancelled;
            (ended ? over : kept).insert(id);
        }
        QVERIFY(!pruneOver(*m_database, kNow).result().value().more); // not before its time
        const auto gone = pruneOver(*m_database, kNow + seconds(1)).result();
        ROOKERY_VERIFY_RESULT(gone);
        QCOMPARE(QSet<BroadcastId>(gone->gone.cbegin(), gone->gone.cend()), over);
        QVERIFY(!pruneOver(*m_database, kNow + seconds(1)).result().value().more);
        const auto left = m_broadcasts->summaries().result().value();
        QCOMPARE(left.size(), kept.size());
        for (const SummaryRow &row : left) {
            QVERIFY(kept.contains(row.summary.id));
            QCOMPARE(row.summary.counts.total, 1);
        }
        QCOMPARE(m_broadcasts->summary(*over.cbegin()).result().error().reason, Reason::NotFound);
        QVERIFY(m_deliveries->deliveries(*over.cbegin()).result().value().isEmpty());
    }

    void theOperatorsWordMakesItYoungAgain()
    {
        const auto day = [](int number) { return kNow + std::chrono::hours(24 * number); };
        const DeliveryId id = bring(DeliveryState::Unknown);
        QCOMPARE(m_deliveries->confirmArrived({id}, day(50)).result().value().size(), 1);
        QVERIFY(!pruneOver(*m_database, day(40)).result().value().more);
        QCOMPARE(pruneOver(*m_database, day(51)).result().value().gone.size(), 1);
    }

    void pruningIsDoneInSmallBatches()
    {
        QList<BroadcastId> ids;
        for (const int size : {2 * kPruneBatch + 100, 400, 500, 200}) {
            ids.append(enqueue(size));
            QVERIFY(m_broadcasts->cancel(ids.last(), kNow + seconds(ids.size())).result());
        }
        const auto left = [this] {
            int number = 0;
            const auto summaries = m_broadcasts->summaries().result().value();
            for (const SummaryRow &row : summaries)
                number += row.summary.counts.total;
            return number;
        };
        const WallTime later = kNow + seconds(60);
        QList<BroadcastId> gone;
        for (const int after : {2200, 1200, 200, 0}) { // no transaction is longer, however large a broadcast is
            const auto round = pruneOver(*m_database, later).result().value();
            QVERIFY(round.more);
            gone += round.gone;
            QCOMPARE(left(), after);
        }
        QCOMPARE(gone, ids);
        QVERIFY(!pruneOver(*m_database, later).result().value().more);
        QCOMPARE(raw(QStringLiteral("DELETE FROM deliveries")).value(), 0);
        QCOMPARE(raw(QStringLiteral("DELETE FROM delivery_counts")).value(), 0);
    }

    void aPictureGoesWithItsLastBroadcast()
    {
        const auto broadcast = [this](WallTime ended) {
            const BroadcastId id = m_broadcasts->enqueue(planFor(1, true), kNow).result().value();
            must(m_broadcasts->cancel(id, ended).result().has_value());
        };
        const auto pictures = [this] {
            return m_database
                ->run([](Connection &db) {
                    return rows(db, QStringLiteral("SELECT 1 FROM pictures"), {}, [](const Row &) { return true; });
                })
                .result()
                .value()
                .size();
        };
        broadcast(kNow);
        broadcast(kNow + seconds(10));
        QCOMPARE(pruneOver(*m_database, kNow + seconds(1)).result().value().gone.size(), 1);
        QCOMPARE(pictures(), 1);
        QCOMPARE(pruneOver(*m_database, kNow + seconds(11)).result().value().gone.size(), 1);
        QCOMPARE(pictures(), 0);
    }
};

ROOKERY_TEST(tst_storecosts, TestStoreCosts)
#include "tst_storecosts.moc"
