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
    Owner, //!< creates and migrates; one process at a time (holds a lock on its record file besides the profile's lock)
    ReadOnly, //!< beside a running owner: sees what is committed, changes nothing
};

//! Owns the profile's database and the one thread that executes SQL. SQLite in WAL mode with `synchronous=FULL`: what a
//! future reports as done survives a crash and a power cut. Files are 0600. Errors are of kind Storage: DiskFull,
//! DiskFailed, DatabaseBroken, DatabaseTooNew, DatabaseForeign (a schema that is not ours), DatabaseReplaced (the file
//! was removed from its place while in use), FileDenied, ProfileInUse (another process owns it, or it was locked for
//! longer than the busy timeout), NotFound (read-only, and the file does not exist yet); a violated constraint is
//! Bug/Internal.
//!
//! The whole file is checked for damage in parallel, on a connection and thread of its own, unless the last owner ended
//! cleanly and the file is unchanged since: a clean end leaves `<path>-clean` beside it, with the size and time that
//! the file then had. Damage that arises later in an unwritten file is reported as DatabaseBroken by the first
//! statement that reads it. A damaged file is not written any more.
class Database final
{
public:
    //! Opens and migrates on the store thread; blocks until that is done, so call it only at start. `lockFile` is the
    //! lock that makes the caller the owner: once it is removed or replaced, nothing is written any more.
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const QString &path, Access access = Access::Owner,
                                                                const QString &lockFile = {});
    //! Finishes the jobs queued so far, then ends the thread; blocks. A running check is aborted after its current
    //! table, and then no mark is left.
    ~Database();
    Q_DISABLE_COPY_MOVE(Database)

    //! Runs `work(Connection &) -> Result<T>` on the store thread, in order of the calls. May be called from any
    //! thread. Queries must not outlive the call.
    template <class F>
    [[nodiscard]] auto run(F work) -> FutureResult<typename std::invoke_result_t<F &, Connection &>::value_type>
    {
        using T = typename std::invoke_result_t<F &, Connection &>::value_type;
        const Promise<T> answer;
        auto future = answer.future();
        m_jobs.post([this, answer, job = std::move(work)](Connection &db) mutable {
            auto result = job(db);
            if (!result && result.error().kind == ErrorKind::Storage)
                m_troubled = true;
            answer.resolve(std::move(result));
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
            std::optional<R> done;
            const auto committed = transact(db, [&done, &job, &db]() -> Result<> {
                if (done.emplace(job(db)))
                    return {};
                return fail(done->error());
            });
            if (!committed)
                return fail(committed.error());
            return std::move(*done);
        });
    }

    //! Succeeds if the database can be written again.
    [[nodiscard]] FutureResult<> probe();

    //! Finishes when the check of the whole file has: at once after a clean end, else when every page has been read.
    //! DatabaseBroken if it is damaged.
    [[nodiscard]] FutureResult<> soundness() const { return m_soundness.future(); }

    //! Returns true while the database is older than the last send from it, or not the same database: nothing may be
    //! sent from it until its live rows are Unknown. Store thread.
    [[nodiscard]] bool isOlder() const { return m_older; }

    //! Allows the current transaction to claim deliveries; once committed, that is recorded outside of the database.
    //! Storage/Restored if the database is older than that record, until `recover` was called; this also covers a file
    //! that was restored while the program runs. Store thread.
    [[nodiscard]] Result<> beginSend(Connection &db);
    //! Notes that the current transaction gives the database a new lineage, so that it is trusted from then on. Store
    //! thread.
    void observeNewLineage() { m_sendsMoved = true; }

    [[nodiscard]] Access access() const { return m_access; }

private:
    using Job = std::function<void(Connection &)>;

    Database(const QString &path, Access access, const QString &lockFile);
    void work(const std::function<void(Result<>)> &opened);
    [[nodiscard]] Result<std::unique_ptr<Connection>> connect();
    [[nodiscard]] Result<> prepareOwner(Connection &db);
    [[nodiscard]] Result<> compareSends(Connection &db, int versionBefore);
    [[nodiscard]] Result<> mayWrite() const;
    //! Runs `work` between BEGIN and COMMIT, and records what was sent or written.
    [[nodiscard]] Result<> transact(Connection &db, const std::function<Result<>()> &work);
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
    std::optional<SendRecord::Entry> m_recorded; //!< content of the record
    QString m_disbelieved; //!< the lineage that is too old, as long as it is used
    bool m_older = false;
    bool m_touched = false; //!< the file is not as it was last recorded
    bool m_sendsMoved = false;
    bool m_troubled = false; //!< a statement failed, so the next open checks the whole file
    std::optional<Error> m_broken;

    const Promise<void> m_soundness;
    std::atomic<bool> m_sound = false; //!< the whole file is known to be undamaged
    std::atomic<bool> m_ending = false;
    std::thread m_checker;
    std::thread m_thread;
};

} // namespace rookery::store
