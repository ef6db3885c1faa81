// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcast/broadcastservice.h"

#include "servicefixture.h"

#include "base/reasons/input.h"
#include "base/reasons/machine.h"
#include "base/reasons/sending.h"

using namespace rookery;
using namespace rookery::broadcast;

//! State on disk that is gone, old or damaged is named, and nothing is sent from it.
class TestOldState final : public ServiceFixture
{
    Q_OBJECT

    [[nodiscard]] QString aside() const { return folder->filePath(QStringLiteral("aside.db")); }
    void copyTo(const QString &path) const
    {
        const auto copied = database->run(
            [path](store::Connection &db) { return store::execute(db, QStringLiteral("VACUUM INTO ?"), {path}); });
        ROOKERY_VERIFY_RESULT(copied.result());
    }
    void makeService()
    {
        auto opened = store::Database::open(databasePath());
        ROOKERY_VERIFY_RESULT(opened);
        database = std::move(*opened);
        service = std::make_unique<BroadcastService>(ServiceSetup{
            .clock = *clock, .database = *database, .pictureFolder = folder->filePath(QStringLiteral("pictures"))});
    }

private Q_SLOTS:
    void aDatabaseThatIsTakenAwayStopsTheBroadcast()
    {
        QSignalSpy trouble(service.get(), &BroadcastService::storageTrouble);
        QSignalSpy recovered(service.get(), &BroadcastService::storageRecovered);
        const BroadcastId id = enqueue(3);
        QTRY_COMPARE(gateway->calls.size(), 1);
        settleStore();
        QVERIFY(QFile::rename(databasePath(), aside()));
        gateway->calls.first().answer.resolve(ScriptedGateway::sent(1));
        QTRY_COMPARE(trouble.size(), 1);
        QCOMPARE(trouble.first().first().value<Error>().reason, Reason::DatabaseReplaced);
        clock->advance(seconds(60));
        settleStore();
        QCOMPARE(gateway->calls.size(), 1);
        QCOMPARE(recovered.size(), 0);
        // the original comes back: what had happened is recorded, and it goes on
        QVERIFY(QFile::rename(aside(), databasePath()));
        answerWithIds();
        clock->advance(seconds(60));
        QTRY_COMPARE(recovered.size(), 1);
        QTRY_COMPARE(gateway->calls.size(), 3);
        QTRY_COMPARE(countsOf(id).queued, 0);
    }

    void aDatabasePutBackIsToldAndSendsNothing()
    {
        answerWithIds();
        service->setSendingStopped(true);
        const BroadcastId id = enqueue(3);
        copyTo(aside());
        service->setSendingStopped(false);
        QTRY_COMPARE(countsOf(id).accepted, 3);
        failpoint();
        QVERIFY(QFile::remove(databasePath()));
        QVERIFY(QFile::rename(aside(), databasePath()));

        makeService();
        QSignalSpy restored(service.get(), &BroadcastService::restored);
        service->setRoute(kGateway, gateway.get(), kAccount, kProving, true);
        ROOKERY_VERIFY_RESULT(result(service->start()));
        QCOMPARE(restored.size(), 1);
        QCOMPARE(restored.first().first().toInt(), 3);
        QCOMPARE(countsOf(id).unknown, 3);
        QCOMPARE(deliveryOf(id).why.reason, Reason::Restored);
        QCOMPARE(result(service->resume(id)).error().reason, Reason::BadInput);
        settleStore();
        QCOMPARE(gateway->calls.size(), 3); // those of before
        ROOKERY_VERIFY_RESULT(result(service->sendAgain({deliveryOf(id).id})));
        QTRY_COMPARE(gateway->calls.size(), 4);
    }

    void aDamagedDatabaseIsNamedAfterTheStartAndSendsNothing()
    {
        service->setSendingStopped(true);
        answerWithIds();
        const BroadcastId id = enqueue(1);
        const auto filled = database->run([](store::Connection &db) {
            return store::execute(db,
                                  QStringLiteral("INSERT INTO pictures (sha256, bytes, width, height, format) WITH "
                                                 "RECURSIVE n(i) AS (SELECT 1 UNION ALL"
                                                 " SELECT i + 1 FROM n WHERE i < 2000) SELECT"
                                                 " CAST(printf('%032d', i) AS BLOB), 1, 1, 1, printf('%050d', i)"
                                                 " FROM n"));
        });
        ROOKERY_VERIFY_RESULT(filled.result());
        failpoint();
        QFile file(databasePath());
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(file.size() - 4096));
        QCOMPARE(file.write(QByteArray(4096, '\x5a')), 4096);
        file.close();
        QVERIFY(QFile::remove(databasePath() + QStringLiteral("-clean")));

        makeService();
        QSignalSpy trouble(service.get(), &BroadcastService::storageTrouble);
        static_cast<void>(result(service->start()));
        service->setRoute(kGateway, gateway.get(), kAccount, kProving, true);
        QTRY_COMPARE(trouble.size(), 1);
        QCOMPARE(trouble.first().first().value<Error>().reason, Reason::DatabaseBroken);
        QCOMPARE(result(service->resume(id)).error().reason, Reason::DatabaseBroken);
        QCOMPARE(result(service->enqueue(result(service->plan(draftFor(1))).value())).error().reason,
                 Reason::DatabaseBroken);
        clock->advance(seconds(60));
        settleStore();
        QCOMPARE(gateway->calls.size(), 0);
    }

    void theContentOfABroadcastIsReadOnce()
    {
        service->setSendingStopped(true);
        const BroadcastId id = enqueue(1);
        store::BroadcastRepository repository(*database);
        ContentCache contents(repository);
        QString text;
        const auto use = [&text](const Result<store::BroadcastContent> &content) {
            text = content ? content->text : QStringLiteral("none");
        };
        contents.with(this, id, use);
        QTRY_COMPARE(text, QStringLiteral("Hello all"));
        const auto gone = database->run(
            [](store::Connection &db) { return store::execute(db, QStringLiteral("DELETE FROM broadcasts")); });
        QCOMPARE(gone.result().value(), 1);
        text.clear();
        contents.with(this, id, use);
        QCOMPARE(text, QStringLiteral("Hello all")); // at once
        contents.with(this, BroadcastId(99), use);
        QTRY_COMPARE(text, QStringLiteral("none"));
        contents.with(this, BroadcastId(99), use); // a failure is not kept
        QCOMPARE(text, QStringLiteral("none"));
    }
};

ROOKERY_TEST(tst_oldstate, TestOldState)
#include "tst_oldstate.moc"
