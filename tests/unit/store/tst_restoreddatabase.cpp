// SPDX-License-Identifier: GPL-3.0-or-later
#include "storefixture.h"

#include "base/reasons/input.h"
#include "base/reasons/sending.h"

using namespace rookery;
using namespace rookery::store;

//! A database that is older than the last send from it, or another one, is found out and not believed.
class TestRestoredDatabase final : public StoreFixture
{
    Q_OBJECT

    Result<int> checkpoint() { return raw(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)")); }

private Q_SLOTS:
    void aDatabasePutBackFromACopySendsNothing()
    {
        const BroadcastId broadcast = enqueue(4);
        const auto list = m_deliveries->deliveries(broadcast).result().value();
        QVERIFY(m_deliveries->claim(list.at(0).id, kNow).result().value());
        QVERIFY(m_deliveries->toAccepted(list.at(0).id, {}, kNow + seconds(90), {}, kNow).result().value());
        const QString copy = m_folder->filePath(QStringLiteral("copy.db"));
        ROOKERY_VERIFY_RESULT(raw(QStringLiteral("VACUUM INTO '%1'").arg(copy)));
        QVERIFY(m_deliveries->claim(list.at(1).id, kNow).result().value()); // what the copy cannot know
        QVERIFY(m_deliveries->toVerified(list.at(1).id, VerifiedBy::Echo, {}, {}, kNow).result().value());
        replaceBy(copy);

        QCOMPARE(m_deliveries->claim(list.at(1).id, kNow).result().error().reason, Reason::Restored);
        const Recovery recovery = recoverQueue(*m_database, kNow, kWaits).result().value();
        QCOMPARE(recovery.restored, std::optional(4));
        QCOMPARE(recovery.crashed, 0);
        const auto after = m_deliveries->deliveries(broadcast).result().value();
        for (const Delivery &delivery : after) {
            QCOMPARE(delivery.state, DeliveryState::Unknown);
            QCOMPARE(delivery.why.reason, Reason::Restored);
            QVERIFY(delivery.evidence.contains(u"found-older-at="));
        }
        QCOMPARE(summary(broadcast).state, BroadcastState::Settled);
        QCOMPARE(m_broadcasts->resume(broadcast).result().error().reason, Reason::BadInput);
        // the operator's word is what counts from here on, also at the next start
        QCOMPARE(m_deliveries->requeue({list.at(3).id}, QStringLiteral("operator"), kNow).result()->size(), 1);
        reopen();
        const Recovery next = recoverQueue(*m_database, kNow, kWaits).result().value();
        QCOMPARE(next.restored, std::nullopt);
        QCOMPARE(summary(broadcast).counts.queued, 1);
    }

    void aLostLogIsNoticed()
    {
        const BroadcastId broadcast = enqueue(2);
        reopen(); // written back: the file has the broadcast
        const auto list = m_deliveries->deliveries(broadcast).result().value();
        QVERIFY(m_deliveries->claim(list.at(0).id, kNow).result().value());
        // what a killed process leaves behind, without its log
        const QString copy = m_folder->filePath(QStringLiteral("copy.db"));
        QVERIFY(QFile::copy(path(), copy));
        replaceBy(copy);
        QCOMPARE(restored(), std::optional(2));
    }

    void aDatabaseOfAnotherLineOrWithoutItsRecordIsNotBelieved()
    {
        const BroadcastId broadcast = enqueue(2);
        close();
        QVERIFY(QFile::remove(path() + QStringLiteral("-sends")));
        reopen();
        QCOMPARE(restored(), std::optional(2));
        QCOMPARE(m_deliveries->requeue({first(broadcast).id}, QStringLiteral("operator"), kNow).result()->size(), 1);
        const QTemporaryDir elsewhere;
        {
            const auto other = Database::open(elsewhere.filePath(QStringLiteral("rookery.db")));
            BroadcastRepository repository(**other);
            QVERIFY(repository.enqueue(planFor(3), kNow).result());
        }
        replaceBy(elsewhere.filePath(QStringLiteral("rookery.db")));
        QCOMPARE(restored(), std::optional(3));
    }

    void aKilledProcessAndAFreshProfileRaiseNoAlarm()
    {
        QCOMPARE(restored(), std::nullopt);
        const BroadcastId broadcast = enqueue(2);
        ROOKERY_VERIFY_RESULT(checkpoint()); // the file changes beside a claim that is recorded
        QVERIFY(m_deliveries->claim(first(broadcast).id, kNow).result().value());
        kill();
        reopen();
        const Recovery recovery = recoverQueue(*m_database, kNow, kWaits).result().value();
        QCOMPARE(recovery.restored, std::nullopt);
        QCOMPARE(recovery.crashed, 1);
    }

    void anOlderFileUnderTheLogOfAKilledRunIsNotBelieved()
    {
        const BroadcastId broadcast = enqueue(3);
        reopen();
        const QByteArray backup = bytesOf(path());
        const auto list = m_deliveries->deliveries(broadcast).result().value();
        QVERIFY(m_deliveries->claim(list.at(0).id, kNow).result().value());
        reopen();
        QVERIFY(m_deliveries->claim(list.at(1).id, kNow).result().value());
        kill();
        overwrite(path(), backup);
        reopen();
        QCOMPARE(m_deliveries->claim(list.at(2).id, kNow).result().error().reason, Reason::Restored);
        QVERIFY(restored().has_value());
        QCOMPARE(summary(broadcast).counts.queued, 0);
    }

    void aFilePutBackUnderTheRunningProgramClaimsNothing()
    {
        const BroadcastId broadcast = enqueue(3);
        reopen();
        const QByteArray backup = bytesOf(path());
        const auto list = m_deliveries->deliveries(broadcast).result().value();
        QVERIFY(m_deliveries->claim(list.at(0).id, kNow).result().value());
        ROOKERY_VERIFY_RESULT(checkpoint());
        overwrite(path(), backup);
        ROOKERY_VERIFY_RESULT(raw(QStringLiteral("PRAGMA shrink_memory"))); // what was read is read anew
        QCOMPARE(m_deliveries->claim(list.at(0).id, kNow).result().error().reason, Reason::Restored);
        QCOMPARE(m_deliveries->claim(list.at(1).id, kNow).result().error().reason, Reason::Restored);
        reopen(); // the smaller number was not recorded
        QCOMPARE(restored(), std::optional(3));
        reopen();
        QCOMPARE(restored(), std::nullopt);
    }

    void aCopiedProfileIsNotBelievedOnce_data()
    {
        QTest::addColumn<bool>("inPlace");
        QTest::newRow("to another folder") << false;
        QTest::newRow("over itself") << true;
    }
    void aCopiedProfileIsNotBelievedOnce()
    {
        QFETCH(const bool, inPlace);
        const BroadcastId broadcast = enqueue(2);
        close();
        const QByteArray database = bytesOf(path());
        const QByteArray record = bytesOf(path() + QStringLiteral("-sends"));
        const QDateTime time = QFileInfo(path()).lastModified();
        reopen();
        QVERIFY(m_deliveries->claim(first(broadcast).id, kNow).result().value());
        close();
        if (!inPlace)
            m_folder = std::make_unique<QTemporaryDir>();
        overwrite(path(), database, inPlace ? time.addSecs(1) : time);
        overwrite(path() + QStringLiteral("-sends"), record);
        reopen();
        QCOMPARE(m_deliveries->claim(first(broadcast).id, kNow).result().error().reason, Reason::Restored);
        QCOMPARE(restored(), std::optional(2));
        reopen();
        QCOMPARE(restored(), std::nullopt);
    }

    void aCopiedProfileWithNothingLiveIsSilent()
    {
        bring(DeliveryState::Verified);
        close();
        const QByteArray database = bytesOf(path());
        const QByteArray record = bytesOf(path() + QStringLiteral("-sends"));
        m_folder = std::make_unique<QTemporaryDir>();
        overwrite(path(), database);
        overwrite(path() + QStringLiteral("-sends"), record);
        reopen();
        QCOMPARE(restored(), std::nullopt);
        QVERIFY(m_deliveries->claim(first(enqueue(1)).id, kNow).result().value());
        reopen(); // the record belongs here now
        QCOMPARE(restored(), std::nullopt);
    }

    void aDeletedDatabaseIsNamedWhenSomethingHadBeenSent()
    {
        QVERIFY(m_deliveries->claim(first(enqueue(1)).id, kNow).result().value());
        close();
        QVERIFY(QFile::remove(path()));
        reopen();
        QCOMPARE(restored(), std::optional(0));
        reopen();
        QCOMPARE(restored(), std::nullopt);
    }
};

ROOKERY_TEST(tst_restoreddatabase, TestRestoredDatabase)
#include "tst_restoreddatabase.moc"
