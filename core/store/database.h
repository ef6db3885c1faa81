// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connection.h"
#include "fileguard.h"
#include "sendrecord.h"

#include "base/async.h"
#include "base/mailbox.h"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

namespace rookery::store {

enum class Access {
    Owner, //!< creates and migrates; one process at a time (its record is locked, beside the profile's lock)
    ReadOnly, //!< beside a running owner: sees what is committed, changes nothing
};

//! The profile's database and the one thread that speaks SQL. SQLite in WAL mode with
//! `synchronous=FULL`: what a future reports as done survives a crash and a power cut.
//! Files are 0600. Errors are of kind Storage: DiskFull, DiskFailed, DatabaseBroken, DatabaseTooNew, DatabaseForeign
//! (a schema that is not ours), DatabaseReplaced (the file is gone from its place while it is used),
//! FileDenied, ProfileInUse (owned by somebody else, or locked for longer than the busy timeout), NotFound
//! (read-only and not there yet); a violated constraint is Bug/Internal.
//!
//! The whole file is checked for damage beside the work, on a connection and thread of its own, unless the last owner
//! ended in order and nobody touched the file since: that end leaves `<path>-clean` beside it, with the size and time
//! the file then had. Damage that arises under a file nobody wrote to is met, and told as DatabaseBroken, by the first
//! statement that reads it. A file found damaged takes no writes any more.
class Database final
{
public:
    //! Opens and migrates on the store thread; blocks until that is done, so call it at start only. `lockFile` is the
    //! lock that makes the caller the owner: once it is gone or another's, nothing is written any more.
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const QString &path, Access access = Access::Owner,
                                                                const QString &lockFile = {});
    //! Does what was asked so far, then ends the thread; blocks. A check that has not ended is given up after the table
    //! it is at, and no mark is left.
    ~Database();
    Q_DISABLE_COPY_MOVE(Database)

    //! Runs `work(Connection &) -> Result<T>` on the store thread, in order of asking. Any thread may ask.
    //! Queries must not outlive the call.
    template <class F>
    [[nodiscard]] auto run(F work) -> FutureResult<typename std::invoke_result_t<F &, Connection &>::value_type>
    {
        using T = typename std::invoke_result_t<F &, Connection &>::value_type;
        const Answer<T> answer;
        auto future = answer.future();
        m_jobs.post([this, answer, job = std::move(work)](Connection &db) mutable {
            auto result = job(db);
            if (!result && result.error().kind == ErrorKind::Storage)
                m_troubled = true;
            answer.give(std::move(result));
        });
        return future;
    }

    //! Runs `work` as one transaction, if the file is still the one that was opened and not known to be damaged. What
    //! its future reports is committed.
    template <class F>
    [[nodiscard]] auto write(F work) -> FutureResult<typename std::invoke_result_t<F &, Connection &>::value_type>
    {
        using R = std::invoke_result_t<F &, Connection &>;
        return run([this, job = std::move(work)](Connection &db) mutable -> R {
            if (const auto may = mayWrite(); !may)
                return fail(may.error());
            std::optional<Provenance> sends; // as this transaction leaves it, when it moves them
            R result = inTransaction(db, [this, &job, &db, &sends]() -> R {
                R done = job(db);
                if (!std::exchange(m_sendsMoved, false) || !done)
                    return done;
                const auto own = readProvenance(db);
                if (!own)
                    return fail(own.error());
                sends = *own;
                return done;
            });
            if (result)
                afterWrite(sends);
            return result;
        });
    }

    //! Ends when the check of the whole file has: at once after an orderly end, else when every page has been read.
    //! DatabaseBroken when it is damaged.
    [[nodiscard]] FutureResult<> soundness() const { return m_soundness.future(); }

    //! True while the database is older than the last send from it, or another one than it was: nobody may send from
    //! it before its live rows are unknown. Store thread.
    [[nodiscard]] bool isOlder() const { return m_older; }

    //! Allows the transaction under way to claim something: once committed, that is recorded outside of the database.
    //! Storage/Restored before `recover` when the database is older than that record, also when it was put back under
    //! the running program. Store thread.
    [[nodiscard]] Result<> beginSend(Connection &db);
    //! Says that the transaction under way gives the database another lineage, so that it is believed from then on.
    //! Store thread.
    void noteNewLineage() { m_sendsMoved = true; }

    [[nodiscard]] Access access() const { return m_access; }

private:
    using Job = std::function<void(Connection &)>;

    Database(const QString &path, Access access, const QString &lockFile);
    void work(const std::function<void(Result<>)> &opened);
    [[nodiscard]] Result<std::unique_ptr<Connection>> connect();
    [[nodiscard]] Result<> prepareOwner(Connection &db);
    [[nodiscard]] Result<> compareSends(Connection &db, int versionBefore);
    [[nodiscard]] Result<> mayWrite() const;
    void afterWrite(const std::optional<Provenance> &sends);
    [[nodiscard]] bool isBehind(const Provenance &own) const;
    void recordSends(const Provenance &own);
    void recordFile();
    void record(const SendRecord::Entry &entry);
    void check();

    const QString m_path;
    const Access m_access;
    const QString m_lockFile;
    Mailbox<Job> m_jobs;
    // store thread
    std::unique_ptr<FileGuard> m_guard; //!< outlives every connection
    SendRecord m_sends;
    std::optional<SendRecord::Entry> m_recorded; //!< what the record says
    QString m_disbelieved; //!< the lineage that is older, while it is
    bool m_older = false;
    bool m_touched = false; //!< the file is not as it was last recorded
    bool m_sendsMoved = false;
    bool m_troubled = false; //!< a statement failed, so the next open looks at the whole file
    std::optional<Error> m_broken;

    const Answer<void> m_soundness;
    std::atomic<bool> m_sound = false; //!< the whole file is known to be sound
    std::atomic<bool> m_ending = false;
    std::thread m_checker;
    std::thread m_thread;
};

} // namespace rookery::store
