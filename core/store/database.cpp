// SPDX-License-Identifier: GPL-3.0-or-later
#include "database.h"

#include "migrations.h"
#include "soundness.h"

#include "base/log.h"
#include "base/reasons/input.h"
#include "base/reasons/machine.h"
#include "base/reasons/sending.h"

#include <QFile>
#include <QFileInfo>

#include <future>

namespace rookery::store {

namespace {

constexpr QFileDevice::Permissions kOwnerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

//! Makes the database files private. SQLite gives new log and index files the mode of the database.
Result<> makePrivate(const QString &path)
{
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

//! Returns whether a write-ahead log has content: then it was not written back, because its owner did not end cleanly
//! or a reader is still open.
bool hasLog(const QString &path)
{
    return QFileInfo(path + QStringLiteral("-wal")).size() > 0;
}

//! Returns whether the last owner ended cleanly and the file is still as it was left. Removes the mark before anything
//! is written, so that an unclean end is noticed.
bool takeCleanMark(const QString &path)
{
    QFile mark(cleanMarkOf(path));
    if (!mark.open(QIODevice::ReadOnly))
        return false;
    const bool fits = mark.read(128) == fileState(path);
    mark.close();
    return mark.remove() && fits && !hasLog(path);
}

//! Leaves the mark, best effort: without it the next open only checks the whole file.
void leaveCleanMark(const QString &path)
{
    if (hasLog(path))
        return;
    QFile mark(cleanMarkOf(path));
    if (mark.open(QIODevice::WriteOnly | QIODevice::Truncate, kOwnerOnly))
        mark.write(fileState(path));
}

Result<bool> hasLiveRows(Connection &db)
{
    const auto found = firstRow(db,
                                QStringLiteral("SELECT 1 FROM delivery_counts WHERE number > 0 AND accepted_final = 0"
                                               " AND state IN ('queued', 'waiting', 'sending', 'accepted') LIMIT 1"),
                                {}, [](const Row &) { return true; });
    if (!found)
        return fail(found.error());
    return found->has_value();
}

} // namespace

Database::Database(const QString &path, Access access, const QString &lockFile)
    : m_path(path)
    , m_access(access)
    , m_lockFile(lockFile)
    , m_sends(path)
{}

Result<std::unique_ptr<Database>> Database::open(const QString &path, Access access, const QString &lockFile)
{
    std::unique_ptr<Database> database(new Database(path, access, lockFile));
    const auto opened = std::make_shared<std::promise<Result<>>>();
    auto outcome = opened->get_future();
    database->m_thread = std::thread([self = database.get(), opened] {
        self->work([opened](Result<> result) { opened->set_value(std::move(result)); });
    });
    if (auto result = outcome.get(); !result)
        return fail(result.error());
    if (database->m_sound)
        database->m_soundness.resolve({});
    else
        database->m_checker = std::thread([self = database.get()] { self->check(); });
    return database;
}

Database::~Database()
{
    // the check first: while it reads, the log cannot be written back
    m_ending = true;
    if (m_checker.joinable())
        m_checker.join();
    m_jobs.close();
    if (m_thread.joinable())
        m_thread.join();
}

void Database::work(const std::function<void(Result<>)> &opened)
{
    bool usable = false;
    {
        auto connection = connect();
        usable = connection.has_value();
        if (usable)
            opened({});
        else
            opened(fail(connection.error()));
        while (usable) {
            auto job = m_jobs.take();
            if (!job)
                break;
            (*job)(**connection);
        }
    } // closing the last connection writes its log back and removes it
    if (usable && m_access == Access::Owner && m_guard->checkInPlace()) {
        recordFile();
        if (!m_troubled && m_sound)
            leaveCleanMark(m_path);
    }
    m_guard.reset();
}

Result<std::unique_ptr<Connection>> Database::connect()
{
    if (m_access == Access::ReadOnly) {
        m_sound = true; // checking is the owner's task
        if (!QFileInfo::exists(m_path))
            return fail(ErrorKind::Storage, Reason::NotFound, m_path);
        auto connection = Connection::open(m_path, Connection::Mode::ReadOnly);
        if (!connection)
            return connection;
        if (const auto known = checkVersion(**connection); !known)
            return fail(known.error());
        return connection;
    }
    auto guard = FileGuard::take(SendRecord::pathFor(m_path),
                                 m_lockFile.isEmpty() ? QStringList(m_path) : QStringList{m_path, m_lockFile});
    if (!guard)
        return fail(guard.error());
    m_guard = std::move(*guard);
    m_sound = takeCleanMark(m_path);
    m_recorded = m_sends.read();
    // before SQLite opens it: a log beside a file that is not its own would be applied to that file
    m_touched = m_recorded && m_recorded->file != fileState(m_path);
    if (auto made = makePrivate(m_path); !made)
        return fail(made.error());
    auto connection = Connection::open(m_path, Connection::Mode::ReadWrite);
    if (!connection)
        return connection;
    if (const auto prepared = prepareOwner(**connection); !prepared)
        return fail(prepared.error());
    return connection;
}

Result<> Database::prepareOwner(Connection &db)
{
    for (const QString &pragma :
         {QStringLiteral("PRAGMA journal_mode = WAL"), QStringLiteral("PRAGMA synchronous = FULL"),
          QStringLiteral("PRAGMA foreign_keys = ON")}) {
        if (auto done = forEachRow(db, pragma, {}, [](const Row &) {}); !done)
            return done;
    }
    const auto versionBefore = readVersion(db);
    if (!versionBefore)
        return fail(versionBefore.error());
    if (auto migrated = migrate(db); !migrated)
        return migrated;
    // the temporary data of a RETURNING needs no file; that of a migration may
    if (auto done = forEachRow(db, QStringLiteral("PRAGMA temp_store = MEMORY"), {}, [](const Row &) {}); !done)
        return done;
    return compareSends(db, *versionBefore);
}

Result<> Database::compareSends(Connection &db, int versionBefore)
{
    const auto own = readProvenance(db);
    if (!own)
        return fail(own.error());
    if (m_recorded) {
        const bool nothingSent = versionBefore == 0 && m_recorded->provenance.claims == 0;
        m_older = !nothingSent && isBehind(*own);
    }
    // without its record, or with that of another file, a database cannot prove that it is current
    const bool doubtful = m_recorded ? m_touched || m_sends.isCopy() : versionBefore >= kFirstWithSends;
    if (!m_older && doubtful) {
        const auto live = hasLiveRows(db);
        if (!live)
            return fail(live.error());
        m_older = *live;
    }
    if (m_older)
        m_disbelieved = own->lineage;
    recordSends(*own);
    return {};
}

Result<> Database::mayWrite() const
{
    if (m_broken)
        return fail(*m_broken);
    return m_guard ? m_guard->checkInPlace() : Result<>();
}

Result<> Database::transact(Connection &db, const std::function<Result<>()> &work)
{
    if (auto may = mayWrite(); !may)
        return may;
    std::optional<Provenance> sends; // set if this transaction changes them
    auto committed = inTransaction(db, [this, &db, &work, &sends]() -> Result<> {
        auto done = work();
        if (!std::exchange(m_sendsMoved, false) || !done)
            return done;
        const auto own = readProvenance(db);
        if (!own)
            return fail(own.error());
        sends = *own;
        return done;
    });
    if (committed)
        afterWrite(sends);
    return committed;
}

FutureResult<> Database::probe()
{
    return write([](Connection &db) -> Result<> {
        // a real write: an empty one would not detect the full disk
        const auto done = execute(db,
                                  QStringLiteral("INSERT INTO write_probe VALUES (1, 0)"
                                                 " ON CONFLICT (id) DO UPDATE SET turns = turns + 1"));
        if (!done)
            return fail(done.error());
        return {};
    });
}

bool Database::isBehind(const Provenance &own) const
{
    return own.lineage != m_recorded->provenance.lineage || own.claims < m_recorded->provenance.claims;
}

Result<> Database::beginSend(Connection &db)
{
    const auto own = readProvenance(db);
    if (!own)
        return fail(own.error());
    if (!m_older && m_recorded && isBehind(*own)) {
        m_older = true;
        m_disbelieved = own->lineage;
    }
    if (m_older)
        return fail(ErrorKind::Storage, Reason::Restored);
    m_sendsMoved = true;
    return {};
}

void Database::afterWrite(const std::optional<Provenance> &sends)
{
    if (sends)
        recordSends(*sends);
    else
        recordFile();
}

void Database::recordSends(const Provenance &own)
{
    m_older = m_older && own.lineage == m_disbelieved; // a new lineage: its live rows are Unknown now
    if (!m_older)
        record({own, fileState(m_path)});
}

void Database::recordFile()
{
    // SQLite may have written a full log back into the file
    if (!m_older && m_recorded)
        record({m_recorded->provenance, fileState(m_path)});
}

void Database::record(const SendRecord::Entry &entry)
{
    if (m_recorded == entry && !m_sends.isCopy())
        return;
    m_sends.write(entry);
    m_recorded = entry;
}

void Database::check()
{
    const auto look = [this]() -> Result<bool> {
        const auto connection = Connection::open(m_path, Connection::Mode::ReadOnly);
        if (!connection)
            return fail(connection.error());
        return checkSoundness(**connection, m_ending);
    };
    const Result<bool> checked = look();
    m_sound = checked.value_or(false);
    if (!checked && checked.error().reason == Reason::DatabaseBroken) {
        m_jobs.post([this, error = checked.error()](Connection &) { m_broken = error; });
        m_soundness.resolve(fail(checked.error()));
        return;
    }
    if (!checked) // a busy or failing disk proves nothing; the next open checks again
        rkWarn("the database could not be checked: {}", checked.error().detail);
    m_soundness.resolve({});
}

} // namespace rookery::store
