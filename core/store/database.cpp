// SPDX-License-Identifier: GPL-3.0-or-later
#include "database.h"

#include "migrations.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

#include <atomic>
#include <future>

namespace rookery::store {

namespace {

// Primary result codes of https://www.sqlite.org/rescode.html; the extended ones carry them in the low byte.
enum SqliteCode : int {
    SqlitePerm = 3,
    SqliteBusy = 5,
    SqliteLocked = 6,
    SqliteReadOnly = 8,
    SqliteIoErr = 10,
    SqliteCorrupt = 11,
    SqliteFull = 13,
    SqliteCantOpen = 14,
    SqliteConstraint = 19,
    SqliteAuth = 23,
    SqliteNotADb = 26,
};

Reason reasonOf(int primary)
{
    switch (primary) {
    case SqliteFull:
    case SqliteIoErr: // a full disk while the log's index grows arrives as an I/O error
        return Reason::DiskFull;
    case SqliteCorrupt:
    case SqliteNotADb:
        return Reason::DatabaseBroken;
    case SqlitePerm:
    case SqliteReadOnly:
    case SqliteCantOpen:
    case SqliteAuth:
        return Reason::FileDenied;
    case SqliteBusy:
    case SqliteLocked:
        return Reason::ProfileInUse;
    default:
        return Reason::Internal;
    }
}

constexpr QFileDevice::Permissions kOwnerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

//! SQLite gives its log and index files the mode of the database, so that file comes first and private.
Result<> makePrivate(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite | QIODevice::Append, kOwnerOnly))
        return fail(ErrorKind::Storage, Reason::FileDenied, file.errorString());
    file.close();
    for (const auto &suffix : {QString(), QStringLiteral("-wal"), QStringLiteral("-shm")}) {
        const QString name = path + suffix;
        if (QFile::exists(name) && !QFile::setPermissions(name, kOwnerOnly))
            return fail(ErrorKind::Storage, Reason::FileDenied, name);
    }
    return {};
}

QString cleanMarkOf(const QString &path)
{
    return path + QStringLiteral("-clean");
}

//! What changes when anybody writes to the file, whoever it is.
QByteArray stateOf(const QString &path)
{
    const QFileInfo info(path);
    return QByteArray::number(info.size()) + ' ' + QByteArray::number(info.lastModified().toMSecsSinceEpoch());
}

//! A log with anything in it was not written back: its owner did not end in order, or a reader is still there.
bool hasLog(const QString &path)
{
    return QFileInfo(path + QStringLiteral("-wal")).size() > 0;
}

//! True when the last owner ended in order and the file is still the one it left. The mark is used up: it goes
//! before anything is written, so that an end that leaves none is known.
bool takeCleanMark(const QString &path)
{
    QFile mark(cleanMarkOf(path));
    if (!mark.open(QIODevice::ReadOnly))
        return false;
    const bool fits = mark.read(64) == stateOf(path);
    mark.close();
    return mark.remove() && fits && !hasLog(path);
}

//! Best effort: without it the next open only takes longer.
void leaveCleanMark(const QString &path)
{
    if (hasLog(path))
        return;
    QFile mark(cleanMarkOf(path));
    if (mark.open(QIODevice::WriteOnly | QIODevice::Truncate, kOwnerOnly))
        mark.write(stateOf(path));
}

Result<> checkWhole(QSqlDatabase &db)
{
    bool sound = false;
    QString complaint;
    auto checked = forEachRow(db, QStringLiteral("PRAGMA quick_check(1)"), {}, [&](const QSqlQuery &query) {
        complaint = query.value(0).toString();
        sound = complaint == QLatin1StringView("ok");
    });
    if (!checked)
        return checked;
    if (!sound)
        return fail(ErrorKind::Storage, Reason::DatabaseBroken, complaint);
    return {};
}

Result<> prepareOwner(QSqlDatabase &db, bool trusted)
{
    for (const QString &pragma :
         {QStringLiteral("PRAGMA journal_mode = WAL"), QStringLiteral("PRAGMA synchronous = FULL"),
          QStringLiteral("PRAGMA foreign_keys = ON")}) {
        if (auto done = forEachRow(db, pragma, {}, [](const QSqlQuery &) {}); !done)
            return done;
    }
    if (!trusted) {
        if (auto checked = checkWhole(db); !checked)
            return checked;
    }
    return migrate(db);
}

Result<> openConnection(QSqlDatabase &db, const QString &path, Access access)
{
    const bool owner = access == Access::Owner;
    const bool trusted = owner && takeCleanMark(path);
    if (owner) {
        if (auto made = makePrivate(path); !made)
            return made;
    } else if (!QFileInfo::exists(path)) {
        return fail(ErrorKind::Storage, Reason::NotFound, path);
    }
    db.setDatabaseName(path);
    QString options = QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000");
    if (!owner)
        options += QStringLiteral(";QSQLITE_OPEN_READONLY");
    db.setConnectOptions(options);
    if (!db.open())
        return fail(sqlError(db.lastError()));
    return owner ? prepareOwner(db, trusted) : checkVersion(db);
}

QString uniqueConnectionName()
{
    static std::atomic<int> counter = 0;
    return QStringLiteral("rookery-store-%1").arg(++counter);
}

} // namespace

Error sqlError(const QSqlError &error)
{
    const int code = error.nativeErrorCode().toInt();
    const Reason reason = reasonOf(code & 0xff);
    const bool bug = (code & 0xff) == SqliteConstraint;
    return {.kind = bug ? ErrorKind::Bug : ErrorKind::Storage,
            .reason = reason,
            .code = code,
            .detail = error.databaseText()};
}

Result<int> execute(QSqlDatabase &db, const QString &sql, const QVariantList &values)
{
    QSqlQuery query(db);
    if (!query.prepare(sql))
        return fail(sqlError(query.lastError()));
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        return fail(sqlError(query.lastError()));
    const int changed = query.numRowsAffected();
    query.finish();
    return changed;
}

Result<> forEachRow(QSqlDatabase &db, const QString &sql, const QVariantList &values,
                    const std::function<void(const QSqlQuery &)> &onRow)
{
    QSqlQuery query(db);
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return fail(sqlError(query.lastError()));
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        return fail(sqlError(query.lastError()));
    while (query.next())
        onRow(query);
    const QSqlError error = query.lastError();
    query.finish();
    if (error.isValid())
        return fail(sqlError(error));
    return {};
}

Result<std::unique_ptr<Database>> Database::open(const QString &path, Access access)
{
    std::unique_ptr<Database> database(new Database(path, access));
    const auto opened = std::make_shared<std::promise<Result<>>>();
    auto outcome = opened->get_future();
    database->m_thread = std::thread([self = database.get(), opened] {
        self->work([opened](Result<> result) { opened->set_value(std::move(result)); });
    });
    if (auto result = outcome.get(); !result)
        return fail(result.error());
    return database;
}

Database::~Database()
{
    m_jobs.close();
    if (m_thread.joinable())
        m_thread.join();
}

void Database::work(const std::function<void(Result<>)> &opened)
{
    const QString name = uniqueConnectionName();
    bool usable = false;
    {
        QSqlDatabase db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        auto result = openConnection(db, m_path, m_access);
        usable = result.has_value();
        opened(std::move(result));
        while (usable) {
            auto job = m_jobs.take();
            if (!job)
                break;
            (*job)(db);
        }
    }
    QSqlDatabase::removeDatabase(name); // the last connection writes its log back and removes it
    if (usable && !m_troubled && m_access == Access::Owner)
        leaveCleanMark(m_path);
}

} // namespace rookery::store
