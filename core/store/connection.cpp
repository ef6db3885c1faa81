// SPDX-License-Identifier: GPL-3.0-or-later
#include "connection.h"

#include "base/reasons/machine.h"

#include <QTemporaryFile>

#include <sqlite3.h>

namespace rookery::store {

namespace {

//! Limits the prepared statements. The program has fewer; SQL composed at run time cannot fill the memory.
constexpr std::size_t kMostStatements = 128;

//! Sets how long a statement waits for the lock of another process.
constexpr int kBusyTimeoutMs = 5000;

//! Tests whether a little more can be written beside the file: a full disk while the log's index grows, a quota and a
//! file-size limit all arrive as an I/O error.
bool isFullAt(const QString &path)
{
    constexpr qsizetype kEnough = 64 * 1024; // SQLite grows the index by half of that
    QTemporaryFile trial(path + QStringLiteral("-room-XXXXXX"));
    if (!trial.open())
        return trial.error() == QFileDevice::ResourceError;
    return trial.write(QByteArray(kEnough, '\0')) != kEnough || !trial.flush();
}

ErrorReason reasonOf(int primary, const QString &path)
{
    switch (primary) {
    case SQLITE_FULL:
        return Reason::DiskFull;
    case SQLITE_IOERR:
        return isFullAt(path) ? Reason::DiskFull : Reason::DiskFailed;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return Reason::DatabaseBroken;
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH:
        return Reason::FileDenied;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return Reason::ProfileInUse;
    default:
        return Reason::Internal;
    }
}

QString textOf(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

} // namespace

Value Value::fromBytes(const QByteArray &bytes)
{
    Value value;
    value.m_value = Bytes{bytes};
    return value;
}

int Value::bind(sqlite3_stmt *statement, int place) const
{
    // The values outlive the execution, so SQLite does not have to copy them.
    if (const auto *number = std::get_if<qint64>(&m_value))
        return sqlite3_bind_int64(statement, place, *number);
    if (const auto *number = std::get_if<double>(&m_value))
        return sqlite3_bind_double(statement, place, *number);
    if (const auto *text = std::get_if<QByteArray>(&m_value))
        return sqlite3_bind_text64(statement, place, text->constData(), sqlite3_uint64(text->size()), SQLITE_STATIC,
                                   SQLITE_UTF8);
    if (const auto *bytes = std::get_if<Bytes>(&m_value))
        return sqlite3_bind_blob64(statement, place, bytes->data.constData(), sqlite3_uint64(bytes->data.size()),
                                   SQLITE_STATIC);
    return sqlite3_bind_null(statement, place);
}

bool Row::isNull(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

qint64 Row::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

double Row::real(int column) const
{
    return sqlite3_column_double(m_statement, column);
}

QString Row::text(int column) const
{
    const auto *utf8 = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
    return QString::fromUtf8(utf8, sqlite3_column_bytes(m_statement, column));
}

QByteArray Row::bytes(int column) const
{
    const auto *data = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    return {data, sqlite3_column_bytes(m_statement, column)};
}

void Connection::Closer::operator()(sqlite3 *db) const
{
    sqlite3_close(db);
}

void Connection::Finalizer::operator()(sqlite3_stmt *statement) const
{
    sqlite3_finalize(statement);
}

Result<std::unique_ptr<Connection>> Connection::open(const QString &path, Mode mode)
{
    std::unique_ptr<Connection> connection(new Connection(path));
    const int access = mode == Mode::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    sqlite3 *opened = nullptr;
    const int code = sqlite3_open_v2(path.toUtf8().constData(), &opened,
                                     access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    connection->m_db.reset(opened); // even a failed open returns a handle that must be closed
    if (!opened)
        return fail(connection->failure(SQLITE_NOMEM, textOf(sqlite3_errstr(SQLITE_NOMEM))));
    if (code != SQLITE_OK)
        return fail(connection->lastFailure());
    sqlite3_busy_timeout(opened, kBusyTimeoutMs);
    return connection;
}

Connection::~Connection() = default;

Result<sqlite3_stmt *> Connection::prepared(const QString &sql)
{
    if (const auto known = m_statements.find(sql); known != m_statements.end())
        return known->second.get();
    const QByteArray utf8 = sql.toUtf8();
    sqlite3_stmt *made = nullptr;
    if (sqlite3_prepare_v3(m_db.get(), utf8.constData(), int(utf8.size()), SQLITE_PREPARE_PERSISTENT, &made, nullptr)
        != SQLITE_OK)
        return fail(lastFailure());
    if (m_statements.size() >= kMostStatements)
        m_statements.clear();
    return m_statements.emplace(sql, Statement(made)).first->second.get();
}

Result<int> Connection::run(const QString &sql, const Values &values, const OnRow &onRow)
{
    const auto statement = prepared(sql);
    if (!statement)
        return fail(statement.error());
    int code = SQLITE_OK;
    for (qsizetype i = 0; i < values.size() && code == SQLITE_OK; ++i)
        code = values.at(i).bind(*statement, int(i) + 1);
    if (code == SQLITE_OK) {
        const Row row(*statement);
        while ((code = sqlite3_step(*statement)) == SQLITE_ROW) {
            if (onRow)
                onRow(row);
        }
    }
    const auto result = code == SQLITE_DONE ? Result<int>(sqlite3_changes(m_db.get())) : fail(lastFailure());
    // the statement must not keep a transaction open or point at destroyed values
    sqlite3_reset(*statement);
    sqlite3_clear_bindings(*statement);
    return result;
}

Error Connection::lastFailure() const
{
    return failure(sqlite3_extended_errcode(m_db.get()), textOf(sqlite3_errmsg(m_db.get())));
}

Error Connection::failure(int code, const QString &text) const
{
    const int primary = code & 0xff; // https://www.sqlite.org/rescode.html
    return {.kind = primary == SQLITE_CONSTRAINT ? ErrorKind::Bug : ErrorKind::Storage,
            .reason = reasonOf(primary, m_path),
            .code = code,
            .detail = text};
}

QStringList Connection::statements() const
{
    QStringList list;
    for (const auto &[sql, statement] : m_statements)
        list.append(sql);
    list.sort();
    return list;
}

Result<int> execute(Connection &db, const QString &sql, const Values &values)
{
    return db.run(sql, values, {});
}

Result<> forEachRow(Connection &db, const QString &sql, const Values &values, const Connection::OnRow &onRow)
{
    if (const auto done = db.run(sql, values, onRow); !done)
        return fail(done.error());
    return {};
}

} // namespace rookery::store
