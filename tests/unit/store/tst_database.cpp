// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/database.h"

#include "base/reasons/input.h"
#include "base/reasons/machine.h"
#include "store/migrations.h"
#include "store/soundness.h"
#include "support/filesizelimit.h"
#include "support/testcase.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

using namespace rookery;
using namespace rookery::store;

class TestDatabase final : public TestCase
{
    Q_OBJECT

    QString path() const { return m_folder->filePath(QStringLiteral("rookery.db")); }

    static int pragma(Database &database, const QString &name)
    {
        return database
            .run([name](Connection &db) {
                return rows(db, QStringLiteral("PRAGMA ") + name, {},
                            [](const Row &row) { return int(row.integer(0)); });
            })
            .result()
            .value()
            .first();
    }

    static Result<int> exec(Database &database, const QString &sql)
    {
        return database.run([sql](Connection &db) { return execute(db, sql); }).result();
    }

    static Result<> writeProbe(Database &database)
    {
        return database
            .write([](Connection &db) -> Result<> {
                const auto done = execute(db, QStringLiteral("INSERT OR REPLACE INTO write_probe VALUES (1, 7)"));
                return done ? Result<>() : fail(done.error());
            })
            .result();
    }

    static bool isOlder(Database &database)
    {
        return database.run([&database](Connection &) { return Result<bool>(database.isOlder()); }).result().value();
    }

    QString markPath() const { return path() + QStringLiteral("-clean"); }

    //! A database with enough in it that its last page belongs to no table that opening it reads.
    void makeBulk() const
    {
        const auto database = Database::open(path());
        ROOKERY_VERIFY_RESULT(database);
        const QString rows = QStringLiteral("INSERT INTO pictures (sha256, bytes, width, height, format) WITH "
                                            "RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT"
                                            " i + 1 FROM n WHERE i < 2000)"
                                            " SELECT CAST(printf('%032d', i) AS BLOB), 1, 1, 1, printf('%050d', i)"
                                            " FROM n");
        ROOKERY_VERIFY_RESULT(exec(**database, rows));
        QVERIFY((*database)->soundness().result()); // an end before that leaves no mark
    }

    //! What opening the file and then checking all of it has found.
    static ErrorReason troubleOf(const QString &name)
    {
        const auto database = Database::open(name);
        const Result<> sound = database ? (*database)->soundness().result() : fail(database.error());
        return sound ? Reason::None : sound.error().reason;
    }

    //! The last page becomes garbage, and the file keeps its time: as a failing disk would do it.
    static void damageUnnoticed(const QString &name)
    {
        const QDateTime before = QFileInfo(name).lastModified();
        QFile file(name);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(file.size() - 4096));
        QCOMPARE(file.write(QByteArray(4096, '\x5a')), 4096);
        QVERIFY(file.flush());
        QVERIFY(file.setFileTime(before, QFileDevice::FileModificationTime));
    }

    static Result<int> countBulk(Database &database)
    {
        const auto counted = database.run([](Connection &db) {
            return rows(db, QStringLiteral("SELECT COUNT(*) FROM pictures WHERE format <> ''"), {},
                        [](const Row &row) { return int(row.integer(0)); });
        });
        return counted.result().map([](const QList<int> &list) { return list.first(); });
    }

    std::unique_ptr<QTemporaryDir> m_folder;

protected:
    void prepare() override { m_folder = std::make_unique<QTemporaryDir>(); }
    void finish() override { m_folder.reset(); }

private Q_SLOTS:
    void aNewFileIsMigratedAndDurable()
    {
        const auto database = Database::open(path());
        ROOKERY_VERIFY_RESULT(database);
        QCOMPARE(pragma(**database, QStringLiteral("user_version")), schemaVersion());
        QCOMPARE(pragma(**database, QStringLiteral("synchronous")), 2);
        QCOMPARE(pragma(**database, QStringLiteral("foreign_keys")), 1);
        const auto mode = (*database)->run([](Connection &db) {
            return rows(db, QStringLiteral("PRAGMA journal_mode"), {}, [](const Row &row) { return row.text(0); });
        });
        QCOMPARE(mode.result().value().first(), QStringLiteral("wal"));
    }

    void everyFileIsForTheOwnerAlone()
    {
        // an older, too open file is put right too
        QFile loose(path());
        QVERIFY(loose.open(QIODevice::WriteOnly));
        loose.close();
        QVERIFY(loose.setPermissions(QFile::Permissions(0x6644)));
        const auto database = Database::open(path());
        ROOKERY_VERIFY_RESULT(database);
        for (const auto &suffix : {QString(), QStringLiteral("-wal"), QStringLiteral("-shm")}) {
            const QFileInfo info(path() + suffix);
            QVERIFY2(info.exists(), qPrintable(info.filePath()));
            const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
            QVERIFY2(!(info.permissions() & others), qPrintable(info.filePath()));
        }
    }

    void aNewerDatabaseIsLeftAlone()
    {
        {
            const auto database = Database::open(path());
            ROOKERY_VERIFY_RESULT(database);
            ROOKERY_VERIFY_RESULT(exec(**database, QStringLiteral("PRAGMA user_version = 999")));
        }
        for (const Access access : {Access::Owner, Access::ReadOnly}) {
            const auto again = Database::open(path(), access);
            QVERIFY(!again);
            QCOMPARE(again.error().kind, ErrorKind::Storage);
            QCOMPARE(again.error().reason, Reason::DatabaseTooNew);
            QCOMPARE(again.error().code, 999);
        }
    }

    void garbageIsBroken()
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(8192, 'x'));
        file.close();
        const auto database = Database::open(path());
        QVERIFY(!database);
        QCOMPARE(database.error().reason, Reason::DatabaseBroken);
    }

    void aDamagedPageIsBroken()
    {
        {
            const auto database = Database::open(path());
            ROOKERY_VERIFY_RESULT(database);
        }
        const QDateTime left = QFileInfo(path()).lastModified();
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.size() > 3 * 4096);
        QVERIFY(file.seek(4096));
        QCOMPARE(file.write(QByteArray(4096, '\x5a')), 4096);
        QVERIFY(file.flush());
        // within one tick of the file system's clock the write would look like none
        QVERIFY(file.setFileTime(left.addSecs(1), QFileDevice::FileModificationTime));
        file.close();
        QCOMPARE(troubleOf(path()), Reason::DatabaseBroken);
    }

    void afterAnOrderlyEndTheWholeFileIsNotReadAgain()
    {
        makeBulk();
        QVERIFY(QFile::exists(markPath()));
        QVERIFY(!(QFileInfo(markPath()).permissions() & (QFile::ReadGroup | QFile::ReadOther)));
        damageUnnoticed(path());
        {
            const auto database = Database::open(path());
            ROOKERY_VERIFY_RESULT(database);
            QVERIFY((*database)->soundness().isFinished()); // no check: it would have met the damage
            ROOKERY_VERIFY_RESULT((*database)->soundness().result());
            const auto met = countBulk(**database);
            QVERIFY(!met);
            QCOMPARE(met.error().reason, Reason::DatabaseBroken);
        }
        // trouble during the run: the next open looks at everything
        QVERIFY(!QFile::exists(markPath()));
        QCOMPARE(troubleOf(path()), Reason::DatabaseBroken);
    }

    void afterAnUncleanEndTheWholeFileIsChecked()
    {
        makeBulk();
        const auto database = Database::open(path());
        ROOKERY_VERIFY_RESULT(database);
        QVERIFY(!QFile::exists(markPath()));
        ROOKERY_VERIFY_RESULT(exec(**database, QStringLiteral("INSERT INTO write_probe VALUES (1, 7)")));
        // what a killed process leaves behind
        for (const bool damaged : {false, true}) {
            const QTemporaryDir left;
            const QString copy = left.filePath(QStringLiteral("rookery.db"));
            QVERIFY(QFile::copy(path(), copy));
            QVERIFY(QFile::copy(path() + QStringLiteral("-wal"), copy + QStringLiteral("-wal")));
            if (damaged)
                damageUnnoticed(copy);
            QCOMPARE(troubleOf(copy), damaged ? Reason::DatabaseBroken : Reason::None);
            QCOMPARE(QFile::exists(copy + QStringLiteral("-clean")), !damaged);
        }
    }

    void aCheckThatIsGivenUpProvesNothing()
    {
        makeBulk();
        damageUnnoticed(path());
        const auto connection = Connection::open(path(), Connection::Mode::ReadOnly);
        ROOKERY_VERIFY_RESULT(connection);
        const auto givenUp = checkSoundness(**connection, true);
        ROOKERY_VERIFY_RESULT(givenUp);
        QVERIFY(!*givenUp);
        QCOMPARE(checkSoundness(**connection, false).error().reason, Reason::DatabaseBroken);
    }

    void aDamagedDatabaseTakesNoWrites()
    {
        makeBulk();
        damageUnnoticed(path());
        QVERIFY(QFile::remove(markPath()));
        const auto database = Database::open(path()); // does not wait for the check
        ROOKERY_VERIFY_RESULT(database);
        QCOMPARE((*database)->soundness().result().error().reason, Reason::DatabaseBroken);
        QCOMPARE(writeProbe(**database).error().reason, Reason::DatabaseBroken);
    }

    void aMarkBesideATouchedFileOrALogIsNotBelieved()
    {
        makeBulk();
        const QString kept = m_folder->filePath(QStringLiteral("mark"));
        QVERIFY(QFile::copy(markPath(), kept));
        damageUnnoticed(path());
        QFile log(path() + QStringLiteral("-wal"));
        QVERIFY(log.open(QIODevice::WriteOnly));
        log.write("x");
        log.close();
        QCOMPARE(troubleOf(path()), Reason::DatabaseBroken);
        QVERIFY(!QFile::exists(markPath()));

        QVERIFY(QFile::copy(kept, markPath()));
        QFile touched(path());
        QVERIFY(touched.open(QIODevice::ReadWrite));
        QVERIFY(touched.setFileTime(QDateTime::currentDateTime().addSecs(60), QFileDevice::FileModificationTime));
        touched.close();
        QCOMPARE(troubleOf(path()), Reason::DatabaseBroken);
        QVERIFY(!QFile::exists(markPath()));
    }

    void aSecondOwnerIsRefusedWithoutAnyLockFile()
    {
        const auto owner = Database::open(path());
        ROOKERY_VERIFY_RESULT(owner);
        QCOMPARE(Database::open(path()).error().reason, Reason::ProfileInUse);
        ROOKERY_VERIFY_RESULT(Database::open(path(), Access::ReadOnly));
        ROOKERY_VERIFY_RESULT(writeProbe(**owner)); // the refused one has not taken anything away
    }

    void aFileThatIsGoneOrAnotherOneTakesNoWrites_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<bool>("replaced");
        QTest::newRow("database deleted") << QStringLiteral("rookery.db") << false;
        QTest::newRow("database replaced") << QStringLiteral("rookery.db") << true;
        QTest::newRow("lock deleted") << QStringLiteral("rookery.lock") << false;
        QTest::newRow("lock replaced") << QStringLiteral("rookery.lock") << true;
    }
    void aFileThatIsGoneOrAnotherOneTakesNoWrites()
    {
        QFETCH(const QString, file);
        QFETCH(const bool, replaced);
        const auto touch = [](const QString &name) {
            QFile made(name);
            QVERIFY(made.open(QIODevice::WriteOnly));
        };
        const QString lock = m_folder->filePath(QStringLiteral("rookery.lock"));
        touch(lock);
        const auto database = Database::open(path(), Access::Owner, lock);
        ROOKERY_VERIFY_RESULT(database);
        ROOKERY_VERIFY_RESULT(writeProbe(**database));
        const QString name = m_folder->filePath(file);
        const QString aside = m_folder->filePath(QStringLiteral("aside"));
        QVERIFY(QFile::rename(name, aside));
        if (replaced)
            touch(name);
        const auto refused = writeProbe(**database);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Storage);
        QCOMPARE(refused.error().reason, Reason::DatabaseReplaced);
        QCOMPARE(refused.error().detail, name);
        // only the original is believed
        QFile::remove(name);
        QVERIFY(QFile::rename(aside, name));
        ROOKERY_VERIFY_RESULT(writeProbe(**database));
    }

    void aForeignSchemaIsNotOpened_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::newRow("trigger") << QStringLiteral("CREATE TRIGGER evil AFTER UPDATE OF state ON deliveries BEGIN"
                                                   " UPDATE deliveries SET state = 'queued' WHERE id = NEW.id; END");
        QTest::newRow("transition") << QStringLiteral("INSERT INTO delivery_transitions VALUES ('verified', 'queued')");
        QTest::newRow("transition gone") << QStringLiteral(
            "DELETE FROM delivery_transitions WHERE to_state = 'failed'");
        QTest::newRow("guard gone") << QStringLiteral("DROP TRIGGER deliveries_guard");
        QTest::newRow("view") << QStringLiteral("CREATE VIEW evil AS SELECT 1");
        QTest::newRow("table") << QStringLiteral("CREATE TABLE other (x INTEGER) STRICT");
        QTest::newRow("index") << QStringLiteral("CREATE UNIQUE INDEX evil ON deliveries (chat_id)");
        QTest::newRow("version") << QStringLiteral("PRAGMA user_version = 2");
        QTest::newRow("a new one") << QStringLiteral("PRAGMA user_version = 0");
    }
    void aForeignSchemaIsNotOpened()
    {
        QFETCH(const QString, sql);
        {
            const auto database = Database::open(path());
            ROOKERY_VERIFY_RESULT(database);
            ROOKERY_VERIFY_RESULT(exec(**database, sql));
        }
        const auto again = Database::open(path());
        QVERIFY(!again);
        QCOMPARE(again.error().kind, ErrorKind::Storage);
        QCOMPARE(again.error().reason, Reason::DatabaseForeign);
        if (!sql.startsWith(u"PRAGMA")) // of an older version is not for readers anyway
            QCOMPARE(Database::open(path(), Access::ReadOnly).error().reason, Reason::DatabaseForeign);
    }

    void statisticsAreNotForeign()
    {
        {
            const auto database = Database::open(path());
            ROOKERY_VERIFY_RESULT(database);
            ROOKERY_VERIFY_RESULT(exec(**database, QStringLiteral("INSERT INTO write_probe VALUES (1, 7)")));
            ROOKERY_VERIFY_RESULT(exec(**database, QStringLiteral("ANALYZE")));
        }
        ROOKERY_VERIFY_RESULT(Database::open(path()));
    }

    void oldRowsAreCountedByTheMigrationAndNothingIsAlarmed()
    {
        {
            const auto old = Connection::open(path(), Connection::Mode::ReadWrite);
            ROOKERY_VERIFY_RESULT(old);
            ROOKERY_VERIFY_RESULT(applySteps(**old, 0, 2));
            for (const char *sql :
                 {"INSERT INTO broadcasts (id, state, text, at_all, pace_ms, pace_jitter, ramp_up, created_at)"
                  " VALUES (1, 'paused', 'old', 0, 0, 0, 0, 1)",
                  "INSERT INTO deliveries (broadcast_id, position, gateway, account, chat_kind, chat_id, chat_name,"
                  " state, updated_at) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9)"
                  " SELECT 1, i, 'g', 'a' || (i % 2), 'group', i, '', 'queued', 1 FROM n",
                  "UPDATE deliveries SET state = 'failed', finished_at = 77, error_kind = 'bug', error_reason = 'none'"
                  " WHERE position = 1"})
                ROOKERY_VERIFY_RESULT(execute(**old, QString::fromLatin1(sql)));
        }
        const auto database = Database::open(path());
        ROOKERY_VERIFY_RESULT(database);
        const auto counts = (*database)->run([](Connection &db) {
            return rows(db,
                        QStringLiteral("SELECT state || account || number || ':' || latest FROM delivery_counts"
                                       " ORDER BY 1"),
                        {}, [](const Row &row) { return row.text(0); });
        });
        QCOMPARE(counts.result().value(),
                 (QStringList{QStringLiteral("faileda11:77"), QStringLiteral("queueda04:0"),
                              QStringLiteral("queueda14:0")}));
        QVERIFY(!isOlder(**database));
        QVERIFY(QFile::exists(path() + QStringLiteral("-sends")));
    }

    void aStatementIsPreparedOnce()
    {
        const auto database = Database::open(path());
        ROOKERY_VERIFY_RESULT(database);
        const auto prepared = (*database)->run([](Connection &db) -> Result<QStringList> {
            const QString sql = QStringLiteral("SELECT ? + 1 WHERE ? > 0");
            QList<int> sums;
            for (const int number : {1, 0, 5}) {
                const auto done = forEachRow(db, sql, {number, number},
                                             [&sums](const Row &row) { sums.append(int(row.integer(0))); });
                if (!done)
                    return fail(done.error());
            }
            if (sums != QList<int>{2, 6})
                return fail(ErrorKind::Bug, Reason::Internal);
            return db.statements().filter(sql);
        });
        QCOMPARE(prepared.result().value().size(), 1);
    }

    void anInputOutputErrorIsAFullDiskOnlyWithoutRoom()
    {
        const auto connection = Connection::open(path(), Connection::Mode::ReadWrite);
        ROOKERY_VERIFY_RESULT(connection);
        constexpr int kCannotRead = 266; // SQLITE_IOERR_READ
        const QString words = QStringLiteral("disk I/O error");
        QCOMPARE((*connection)->failure(kCannotRead, words).reason, Reason::DiskFailed);
        const FileSizeLimit limit;
        QCOMPARE((*connection)->failure(kCannotRead, words).reason, Reason::DiskFull);
    }

    void aMissingFolderIsNamed()
    {
        const auto database = Database::open(m_folder->filePath(QStringLiteral("none/rookery.db")));
        QVERIFY(!database);
        QCOMPARE(database.error().reason, Reason::FileDenied);
    }

    void aReaderSeesCommitsBesideTheOwnerAndCannotWrite()
    {
        QCOMPARE(Database::open(path(), Access::ReadOnly).error().reason, Reason::NotFound);
        const auto owner = Database::open(path());
        ROOKERY_VERIFY_RESULT(owner);
        const auto reader = Database::open(path(), Access::ReadOnly);
        ROOKERY_VERIFY_RESULT(reader);
        ROOKERY_VERIFY_RESULT(exec(**owner, QStringLiteral("INSERT INTO write_probe VALUES (1, 7)")));
        const auto turns = (*reader)->run([](Connection &db) {
            return rows(db, QStringLiteral("SELECT turns FROM write_probe"), {},
                        [](const Row &row) { return int(row.integer(0)); });
        });
        QCOMPARE(turns.result().value(), QList<int>{7});
        const auto refused = exec(**reader, QStringLiteral("DELETE FROM write_probe"));
        QVERIFY(!refused);
        QCOMPARE(refused.error().reason, Reason::FileDenied);
    }

    void aFailedTransactionLeavesNothing()
    {
        const auto database = Database::open(path());
        ROOKERY_VERIFY_RESULT(database);
        const auto result = (*database)->run([](Connection &db) {
            return inTransaction(db, [&db]() -> Result<int> {
                if (auto done = execute(db, QStringLiteral("INSERT INTO write_probe VALUES (1, 1)")); !done)
                    return done;
                return execute(db, QStringLiteral("INSERT INTO write_probe VALUES (2, 1)"));
            });
        });
        QCOMPARE(result.result().error().kind, ErrorKind::Bug);
        QCOMPARE(exec(**database, QStringLiteral("DELETE FROM write_probe")).value(), 0);
    }

    void aFullDiskIsNamedAndPasses()
    {
        const auto database = Database::open(path());
        ROOKERY_VERIFY_RESULT(database);
        const QString bulk = QStringLiteral("INSERT INTO pictures (sha256, bytes, width, height, format) VALUES "
                                            "(randomblob(32), 1, 1, 1, hex(zeroblob(100000)))");
        ROOKERY_VERIFY_RESULT(exec(**database, QStringLiteral("PRAGMA max_page_count = 1")));
        const auto full = exec(**database, bulk);
        QVERIFY(!full);
        QCOMPARE(full.error().kind, ErrorKind::Storage);
        QCOMPARE(full.error().reason, Reason::DiskFull);
        ROOKERY_VERIFY_RESULT(exec(**database, QStringLiteral("PRAGMA max_page_count = 100000")));
        {
            const FileSizeLimit limit; // the log cannot grow either
            const auto cut = exec(**database, bulk);
            QVERIFY(!cut);
            QCOMPARE(cut.error().reason, Reason::DiskFull);
        }
        ROOKERY_VERIFY_RESULT(exec(**database, bulk));
    }

    void whatWasAskedBeforeTheEndIsDone()
    {
        FutureResult<int> last;
        {
            const auto database = Database::open(path());
            ROOKERY_VERIFY_RESULT(database);
            for (int i = 0; i < 50; ++i) {
                last = (*database)->run([](Connection &db) {
                    return execute(db,
                                   QStringLiteral("INSERT INTO write_probe VALUES (1, 0)"
                                                  " ON CONFLICT (id) DO UPDATE SET turns = turns + 1"));
                });
            }
        }
        QVERIFY(last.isFinished());
        const auto again = Database::open(path());
        const auto turns = (*again)->run([](Connection &db) {
            return rows(db, QStringLiteral("SELECT turns FROM write_probe"), {},
                        [](const Row &row) { return int(row.integer(0)); });
        });
        QCOMPARE(turns.result().value(), QList<int>{49});
    }
};

ROOKERY_TEST(tst_database, TestDatabase)
#include "tst_database.moc"
