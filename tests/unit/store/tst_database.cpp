// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/database.h"

#include "store/migrations.h"
#include "support/filesizelimit.h"
#include "support/testcase.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

using namespace rookery;
using namespace rookery::store;

class TstDatabase final : public TestCase
{
    Q_OBJECT

    QString path() const { return m_folder->filePath(QStringLiteral("rookery.db")); }

    static int pragma(Database &database, const QString &name)
    {
        return database
            .run([name](QSqlDatabase &db) {
                return rows(db, QStringLiteral("PRAGMA ") + name, {},
                            [](const QSqlQuery &query) { return query.value(0).toInt(); });
            })
            .result()
            .value()
            .first();
    }

    static Result<int> exec(Database &database, const QString &sql)
    {
        return database.run([sql](QSqlDatabase &db) { return execute(db, sql); }).result();
    }

    QString markPath() const { return path() + QStringLiteral("-clean"); }

    //! A database with enough in it that its last page belongs to no table that opening it reads.
    void makeBulk() const
    {
        const auto database = Database::open(path());
        ROOKERY_VERIFY_RESULT(database);
        ROOKERY_VERIFY_RESULT(exec(**database, QStringLiteral("CREATE TABLE bulk (data TEXT) STRICT")));
        const QString rows = QStringLiteral("INSERT INTO bulk WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1"
                                            " FROM n WHERE i < 2000) SELECT printf('%050d', i) FROM n");
        ROOKERY_VERIFY_RESULT(exec(**database, rows));
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
        const auto counted = database.run([](QSqlDatabase &db) {
            return rows(db, QStringLiteral("SELECT COUNT(*) FROM bulk WHERE data <> ''"), {},
                        [](const QSqlQuery &query) { return query.value(0).toInt(); });
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
        const auto mode = (*database)->run([](QSqlDatabase &db) {
            return rows(db, QStringLiteral("PRAGMA journal_mode"), {},
                        [](const QSqlQuery &query) { return query.value(0).toString(); });
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
        const auto database = Database::open(path());
        QVERIFY(!database);
        QCOMPARE(database.error().reason, Reason::DatabaseBroken);
    }

    void afterAnOrderlyEndTheWholeFileIsNotReadAgain()
    {
        makeBulk();
        QVERIFY(QFile::exists(markPath()));
        QVERIFY(!(QFileInfo(markPath()).permissions() & (QFile::ReadGroup | QFile::ReadOther)));
        damageUnnoticed(path());
        {
            const auto database = Database::open(path()); // no check: it would have met the damage
            ROOKERY_VERIFY_RESULT(database);
            const auto met = countBulk(**database);
            QVERIFY(!met);
            QCOMPARE(met.error().reason, Reason::DatabaseBroken);
        }
        // trouble during the run: the next open looks at everything
        QVERIFY(!QFile::exists(markPath()));
        QCOMPARE(Database::open(path()).error().reason, Reason::DatabaseBroken);
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
            const auto again = Database::open(copy);
            if (damaged)
                QCOMPARE(again.error().reason, Reason::DatabaseBroken);
            else
                QCOMPARE(countBulk(**again).value(), 2000);
        }
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
        QCOMPARE(Database::open(path()).error().reason, Reason::DatabaseBroken);
        QVERIFY(!QFile::exists(markPath()));

        QVERIFY(QFile::copy(kept, markPath()));
        QFile touched(path());
        QVERIFY(touched.open(QIODevice::ReadWrite));
        QVERIFY(touched.setFileTime(QDateTime::currentDateTime().addSecs(60), QFileDevice::FileModificationTime));
        touched.close();
        QCOMPARE(Database::open(path()).error().reason, Reason::DatabaseBroken);
        QVERIFY(!QFile::exists(markPath()));
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
        const auto turns = (*reader)->run([](QSqlDatabase &db) {
            return rows(db, QStringLiteral("SELECT turns FROM write_probe"), {},
                        [](const QSqlQuery &query) { return query.value(0).toInt(); });
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
        const auto result = (*database)->run([](QSqlDatabase &db) {
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
        ROOKERY_VERIFY_RESULT(exec(**database, QStringLiteral("CREATE TABLE bulk (data BLOB) STRICT")));
        ROOKERY_VERIFY_RESULT(exec(**database, QStringLiteral("PRAGMA max_page_count = 1")));
        const auto full = exec(**database, QStringLiteral("INSERT INTO bulk VALUES (zeroblob(100000))"));
        QVERIFY(!full);
        QCOMPARE(full.error().kind, ErrorKind::Storage);
        QCOMPARE(full.error().reason, Reason::DiskFull);
        ROOKERY_VERIFY_RESULT(exec(**database, QStringLiteral("PRAGMA max_page_count = 100000")));
        {
            const FileSizeLimit limit; // the log cannot grow either
            const auto cut = exec(**database, QStringLiteral("INSERT INTO bulk VALUES (zeroblob(100000))"));
            QVERIFY(!cut);
            QCOMPARE(cut.error().reason, Reason::DiskFull);
        }
        ROOKERY_VERIFY_RESULT(exec(**database, QStringLiteral("INSERT INTO bulk VALUES (zeroblob(100000))")));
    }

    void whatWasAskedBeforeTheEndIsDone()
    {
        FutureResult<int> last;
        {
            const auto database = Database::open(path());
            ROOKERY_VERIFY_RESULT(database);
            for (int i = 0; i < 50; ++i) {
                last = (*database)->run([](QSqlDatabase &db) {
                    return execute(db,
                                   QStringLiteral("INSERT INTO write_probe VALUES (1, 0)"
                                                  " ON CONFLICT (id) DO UPDATE SET turns = turns + 1"));
                });
            }
        }
        QVERIFY(last.isFinished());
        const auto again = Database::open(path());
        const auto turns = (*again)->run([](QSqlDatabase &db) {
            return rows(db, QStringLiteral("SELECT turns FROM write_probe"), {},
                        [](const QSqlQuery &query) { return query.value(0).toInt(); });
        });
        QCOMPARE(turns.result().value(), QList<int>{49});
    }
};

QTEST_GUILESS_MAIN(TstDatabase)
#include "tst_database.moc"
