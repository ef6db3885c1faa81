// SPDX-License-Identifier: GPL-3.0-or-later
#include "storefixture.h"

using namespace rookery;
using namespace rookery::store;

//! A database that is older than the last send from it, or another one, is found out and not believed.
class TestRestoredDatabase final : public StoreFixture
{
    Q_OBJECT

private Q_SLOTS:
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
        const Recovery recovery = m_repository->recover(kNow, {.echo = seconds(600), .refusal = seconds(5)}).result().value();
        QCOMPARE(recovery.restored, std::optional(4));
        QCOMPARE(recovery.crashed, 0);
        const auto after = m_repository->deliveries(broadcast).result().value();
        for (const Delivery &delivery : after) {
            QCOMPARE(delivery.state, DeliveryState::Unknown);
            QCOMPARE(delivery.why.reason, Reason::Restored);
            QVERIFY(delivery.evidence.contains(u"found-older-at="));
        }
        QCOMPARE(summary(broadcast).state, BroadcastState::Settled);
        QCOMPARE(m_repository->resume(broadcast).result().error().reason, Reason::BadInput);
        // the operator's word is what counts from here on, also at the next start
        QCOMPARE(m_repository->requeue({list.at(3).id}, QStringLiteral("operator"), kNow).result()->size(), 1);
        reopen();
        const Recovery next = m_repository->recover(kNow, {.echo = seconds(600), .refusal = seconds(5)}).result().value();
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
        QCOMPARE(m_repository->recover(kNow, {.echo = seconds(600), .refusal = seconds(5)}).result()->restored, std::optional(2));
    }

    void aDatabaseOfAnotherLineOrWithoutItsRecordIsNotBelieved()
    {
        const BroadcastId broadcast = enqueue(2);
        close();
        QVERIFY(QFile::remove(path() + QStringLiteral("-sends")));
        reopen();
        QCOMPARE(m_repository->recover(kNow, {.echo = seconds(600), .refusal = seconds(5)}).result()->restored, std::optional(2));
        QCOMPARE(m_repository->requeue({first(broadcast).id}, QStringLiteral("operator"), kNow).result()->size(), 1);
        const QTemporaryDir elsewhere;
        {
            const auto other = Database::open(elsewhere.filePath(QStringLiteral("rookery.db")));
            BroadcastRepository repository(**other);
            QVERIFY(repository.enqueue(planFor(3), kNow).result());
        }
        replaceBy(elsewhere.filePath(QStringLiteral("rookery.db")));
        QCOMPARE(m_repository->recover(kNow, {.echo = seconds(600), .refusal = seconds(5)}).result()->restored, std::optional(3));
    }

    void aKilledProcessAndAFreshProfileRaiseNoAlarm()
    {
        QCOMPARE(m_repository->recover(kNow, {.echo = seconds(600), .refusal = seconds(5)}).result()->restored, std::nullopt);
        const BroadcastId broadcast = enqueue(2);
        QVERIFY(m_repository->claim(first(broadcast).id, kNow).result().value());
        // the file, its log and its record as a kill leaves them
        const QTemporaryDir killed;
        const QString copy = killed.filePath(QStringLiteral("rookery.db"));
        for (const QString &suffix : {QString(), QStringLiteral("-wal"), QStringLiteral("-sends")})
            QVERIFY(QFile::copy(path() + suffix, copy + suffix));
        const auto database = Database::open(copy);
        ROOKERY_VERIFY_RESULT(database);
        const Recovery recovery = BroadcastRepository(**database).recover(kNow, {.echo = seconds(600), .refusal = seconds(5)}).result().value();
        QCOMPARE(recovery.restored, std::nullopt);
        QCOMPARE(recovery.crashed, 1);
    }

    void aDeletedDatabaseIsNamedWhenSomethingHadBeenSent()
    {
        QVERIFY(m_repository->claim(first(enqueue(1)).id, kNow).result().value());
        close();
        QVERIFY(QFile::remove(path()));
        reopen();
        QCOMPARE(m_repository->recover(kNow, {.echo = seconds(600), .refusal = seconds(5)}).result()->restored, std::optional(0));
        reopen();
        QCOMPARE(m_repository->recover(kNow, {.echo = seconds(600), .refusal = seconds(5)}).result()->restored, std::nullopt);
    }
};

QTEST_GUILESS_MAIN(TestRestoredDatabase)
#include "tst_restoreddatabase.moc"
