// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/async.h"
#include "base/mailbox.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QString>
#include <QVariantList>

#include <functional>
#include <memory>
#include <thread>
#include <type_traits>
#include <utility>

namespace rookery::store {

enum class Access {
    Owner, //!< creates and migrates; one process at a time (the profile's lock sees to it)
    ReadOnly, //!< beside a running owner: sees what is committed, changes nothing
};

//! The profile's database and the one thread that speaks SQL. SQLite in WAL mode with
//! `synchronous=FULL`: what a future reports as done survives a crash and a power cut.
//! Files are 0600. Errors are of kind Storage: DiskFull, DatabaseBroken, DatabaseTooNew,
//! FileDenied, ProfileInUse (locked by somebody else for longer than the busy timeout), NotFound
//! (read-only and not there yet); a violated constraint is Bug/Internal.
//!
//! The whole file is checked for damage at open, unless the last owner ended in order and nobody touched the file
//! since: that end leaves `<path>-clean` beside it, with the size and time the file then had. Damage that arises
//! under a file nobody wrote to is met, and told as DatabaseBroken, by the first statement that reads it.
class Database final
{
public:
    //! Opens, checks and migrates on the store thread; blocks until that is done, so call it at start only.
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const QString &path, Access access = Access::Owner);
    //! Does what was asked so far, then ends the thread; blocks.
    ~Database();
    Q_DISABLE_COPY_MOVE(Database)

    //! Runs `work(QSqlDatabase &) -> Result<T>` on the store thread, in order of asking. Any thread may ask.
    //! Queries must not outlive the call. Use `inTransaction` for more than one statement.
    template <class F>
    [[nodiscard]] auto run(F work) -> QFuture<std::invoke_result_t<F &, QSqlDatabase &>>
    {
        using T = typename std::invoke_result_t<F &, QSqlDatabase &>::value_type;
        const Answer<T> answer;
        auto future = answer.future();
        m_jobs.post([this, answer, job = std::move(work)](QSqlDatabase &db) mutable {
            auto result = job(db);
            if (!result && result.error().kind == ErrorKind::Storage)
                m_troubled = true;
            answer.give(std::move(result));
        });
        return future;
    }

    [[nodiscard]] Access access() const { return m_access; }

private:
    using Job = std::function<void(QSqlDatabase &)>;

    Database(QString path, Access access) : m_path(std::move(path)), m_access(access) {}
    void work(const std::function<void(Result<>)> &opened);

    QString m_path;
    Access m_access;
    Mailbox<Job> m_jobs;
    bool m_troubled = false; //!< store thread: a statement failed, so the next open looks at the whole file
    std::thread m_thread;
};

// What repositories are written with; store thread only.

//! The database's failure in our words.
[[nodiscard]] Error sqlError(const QSqlError &error);

//! One statement that returns no rows, values bound by position; the number of rows it changed.
[[nodiscard]] Result<int> execute(QSqlDatabase &db, const QString &sql, const QVariantList &values = {});

//! Calls `onRow` for each row; the statement is finished before this returns, so that a commit
//! right after it is complete (an unfinished RETURNING keeps the transaction open).
[[nodiscard]] Result<> forEachRow(QSqlDatabase &db, const QString &sql, const QVariantList &values,
                                  const std::function<void(const QSqlQuery &)> &onRow);

//! All rows, read by `read(const QSqlQuery &) -> Row`.
template <class F>
[[nodiscard]] auto rows(QSqlDatabase &db, const QString &sql, const QVariantList &values, F read)
    -> Result<QList<std::invoke_result_t<F &, const QSqlQuery &>>>
{
    QList<std::invoke_result_t<F &, const QSqlQuery &>> list;
    const auto done = forEachRow(db, sql, values, [&list, &read](const QSqlQuery &query) { list.append(read(query)); });
    if (!done)
        return fail(done.error());
    return list;
}

//! `work() -> Result<T>` between BEGIN IMMEDIATE and COMMIT; any failure rolls back.
template <class F>
[[nodiscard]] auto inTransaction(QSqlDatabase &db, F work) -> std::invoke_result_t<F &>
{
    if (const auto begun = execute(db, QStringLiteral("BEGIN IMMEDIATE")); !begun)
        return fail(begun.error());
    auto result = work();
    if (result) {
        if (const auto committed = execute(db, QStringLiteral("COMMIT")); committed)
            return result;
        else
            result = fail(committed.error());
    }
    // SQLite may have rolled back by itself (disk full); a second ROLLBACK then only says so
    static_cast<void>(execute(db, QStringLiteral("ROLLBACK")));
    return result;
}

} // namespace rookery::store
