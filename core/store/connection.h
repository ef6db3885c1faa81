// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QString>
#include <QStringList>
#include <QVariantList>

#include <functional>
#include <memory>
#include <type_traits>
#include <unordered_map>
#include <utility>

namespace rookery::store {

//! Owns one connection to a SQLite file and the statements prepared on it: each is compiled once and then used again.
//! Belongs to the thread that made it.
class Connection final
{
public:
    enum class Mode { ReadWrite, ReadOnly };

    //! Opens the file, or a database of its own for ":memory:". Storage errors.
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const QString &path, Mode mode);
    ~Connection();
    Q_DISABLE_COPY_MOVE(Connection)

    //! Executes a statement with its values bound by position. The query is at its first row and belongs to the
    //! connection: the caller reads it and calls `finish` before another statement is executed.
    [[nodiscard]] Result<QSqlQuery *> start(const QString &sql, const QVariantList &values);
    //! Translates a failure of this connection into our words; looks at the disk when SQLite only says "I/O".
    [[nodiscard]] Error failure(const QSqlError &error) const;

    //! Lists the statements that are prepared now.
    [[nodiscard]] QStringList statements() const;

private:
    explicit Connection(QString name) : m_name(std::move(name)) {}

    QString m_name;
    QSqlDatabase m_db;
    std::unordered_map<QString, QSqlQuery> m_statements;
};

//! Executes one statement that returns no rows, values bound by position; returns the number of rows it changed.
[[nodiscard]] Result<int> execute(Connection &db, const QString &sql, const QVariantList &values = {});

//! Calls `onRow` for each row; the statement is finished before this returns, so that a commit
//! right after it is complete (an unfinished RETURNING keeps the transaction open). `onRow` executes no SQL.
[[nodiscard]] Result<> forEachRow(Connection &db, const QString &sql, const QVariantList &values,
                                  const std::function<void(const QSqlQuery &)> &onRow);

//! Reads all rows by `read(const QSqlQuery &) -> Row`.
template <class F>
[[nodiscard]] auto rows(Connection &db, const QString &sql, const QVariantList &values, F read)
    -> Result<QList<std::invoke_result_t<F &, const QSqlQuery &>>>
{
    QList<std::invoke_result_t<F &, const QSqlQuery &>> list;
    const auto done = forEachRow(db, sql, values, [&list, &read](const QSqlQuery &query) { list.append(read(query)); });
    if (!done)
        return fail(done.error());
    return list;
}

//! Runs `work() -> Result<T>` between BEGIN IMMEDIATE and COMMIT; any failure rolls back.
template <class F>
[[nodiscard]] auto inTransaction(Connection &db, F work) -> std::invoke_result_t<F &>
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
