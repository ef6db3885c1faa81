// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>

struct sqlite3;
struct sqlite3_stmt;

namespace rookery::store {

//! Holds a value to bind to a placeholder of a statement: NULL, a number, text or bytes. Converts implicitly from each
//! of them; an empty text is text, not NULL.
class Value final
{
public:
    Value() = default; //!< NULL
    template <std::integral T>
    Value(T number) : m_value(static_cast<qint64>(number)) // NOLINT(google-explicit-constructor)
    {}
    Value(double number) : m_value(number) {} // NOLINT(google-explicit-constructor)
    Value(const QString &text) : m_value(text.toUtf8()) {} // NOLINT(google-explicit-constructor)
    Value(QLatin1StringView text) // NOLINT(google-explicit-constructor)
        : m_value(QByteArray(text.data(), text.size()))
    {}

    //! Stores bytes as a BLOB, unlike text.
    [[nodiscard]] static Value fromBytes(const QByteArray &bytes);

private:
    friend class Connection;
    struct Bytes {
        QByteArray data;
    };

    [[nodiscard]] int bind(sqlite3_stmt *statement, int place) const;

    std::variant<std::monostate, qint64, double, QByteArray, Bytes> m_value; //!< a QByteArray is text in UTF-8
};

using Values = QList<Value>;

//! Gives access to the current row of a statement. Valid only until the callback that received it returns.
class Row final
{
public:
    [[nodiscard]] bool isNull(int column) const;
    [[nodiscard]] qint64 integer(int column) const; //!< 0 for NULL
    [[nodiscard]] double real(int column) const; //!< 0 for NULL
    [[nodiscard]] QString text(int column) const; //!< a null text for NULL
    [[nodiscard]] QByteArray bytes(int column) const; //!< empty for NULL

private:
    friend class Connection;
    explicit Row(sqlite3_stmt *statement) : m_statement(statement) {}

    sqlite3_stmt *m_statement;
};

//! Owns one connection to a SQLite file and its prepared statements: each is compiled once and then reused. Belongs to
//! the thread that created it.
class Connection final
{
public:
    enum class Mode { ReadWrite, ReadOnly };
    using OnRow = std::function<void(const Row &)>;

    //! Opens the file, or a private database for ":memory:". Storage errors.
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const QString &path, Mode mode);
    ~Connection();
    Q_DISABLE_COPY_MOVE(Connection)

    //! Executes one statement with its values bound by position, calls `onRow` for each row and finishes the statement,
    //! so that a commit right after it is complete (an unfinished RETURNING keeps the transaction open). Returns how
    //! many rows the last data-changing statement changed. `onRow` must not execute SQL.
    [[nodiscard]] Result<int> run(const QString &sql, const Values &values, const OnRow &onRow);
    //! Converts a SQLite result code to an Error; checks the disk if the code only says "I/O".
    [[nodiscard]] Error failure(int code, const QString &text) const;

    //! Returns the statements that are currently prepared.
    [[nodiscard]] QStringList statements() const;

private:
    struct Closer {
        void operator()(sqlite3 *db) const;
    };
    struct Finalizer {
        void operator()(sqlite3_stmt *statement) const;
    };
    using Statement = std::unique_ptr<sqlite3_stmt, Finalizer>;

    explicit Connection(QString path) : m_path(std::move(path)) {}

    [[nodiscard]] Error lastFailure() const;
    [[nodiscard]] Result<sqlite3_stmt *> prepared(const QString &sql);

    const QString m_path;
    std::unique_ptr<sqlite3, Closer> m_db;
    std::unordered_map<QString, Statement> m_statements; //!< finalized before the connection closes
};

//! Executes one statement that returns no rows, with values bound by position; returns the number of rows it changed.
[[nodiscard]] Result<int> execute(Connection &db, const QString &sql, const Values &values = {});

//! Calls `onRow` for each row; see `Connection::run`.
[[nodiscard]] Result<> forEachRow(Connection &db, const QString &sql, const Values &values,
                                  const Connection::OnRow &onRow);

//! Reads all rows with `read(const Row &) -> T`.
template <class F>
[[nodiscard]] auto rows(Connection &db, const QString &sql, const Values &values, F read)
    -> Result<QList<std::invoke_result_t<F &, const Row &>>>
{
    QList<std::invoke_result_t<F &, const Row &>> list;
    const auto done = forEachRow(db, sql, values, [&list, &read](const Row &row) { list.append(read(row)); });
    if (!done)
        return fail(done.error());
    return list;
}

//! Reads the first row with `read(const Row &) -> T`; nullopt if there is none.
template <class F>
[[nodiscard]] auto firstRow(Connection &db, const QString &sql, const Values &values, F read)
    -> Result<std::optional<std::invoke_result_t<F &, const Row &>>>
{
    std::optional<std::invoke_result_t<F &, const Row &>> first;
    const auto done = forEachRow(db, sql, values, [&first, &read](const Row &row) {
        if (!first)
            first = read(row);
    });
    if (!done)
        return fail(done.error());
    return first;
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
    // SQLite may have rolled back by itself (disk full); a second ROLLBACK only fails harmlessly
    static_cast<void>(execute(db, QStringLiteral("ROLLBACK")));
    return result;
}

} // namespace rookery::store
