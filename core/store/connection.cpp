// SPDX-License-Identifier: GPL-3.0-or-later
#include "connection.h"

#include <QTemporaryFile>

#include <atomic>

namespace rookery::store {

namespace {

//! More than the program has; texts that are made up at run time cannot fill the memory.
constexpr std::size_t kMostStatements = 128;

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

//! A full disk while the log's index grows, a quota and a file-size limit all arrive as an I/O error: tries whether
//! a little more can be written beside the file.
bool isFullAt(const QString &path)
{
    constexpr qsizetype enough = 64 * 1024; // SQLite grows the index by half of that
    QTemporaryFile trial(path + QStringLiteral("-room-XXXXXX"));
    if (!trial.open())
        return trial.error() == QFileDevice::ResourceError;
    return trial.write(QByteArray(enough, '\0')) != enough || !trial.flush();
}

Reason reasonOf(int primary, const QString &path)
{
    switch (primary) {
    case SqliteFull:
        return Reason::DiskFull;
    case SqliteIoErr:
        return isFullAt(path) ? Reason::DiskFull : Reason::DiskFailed;
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

QString uniqueName()
{
    static std::atomic<int> counter = 0;
    return QStringLiteral("rookery-store-%1").arg(++counter);
}

} // namespace

Result<std::unique_ptr<Connection>> Connection::open(const QString &path, Mode mode)
{
    std::unique_ptr<Connection> connection(new Connection(uniqueName()));
    connection->m_db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection->m_name);
    connection->m_db.setDatabaseName(path);
    QString options = QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000");
    if (mode == Mode::ReadOnly)
        options += QStringLiteral(";QSQLITE_OPEN_READONLY");
    connection->m_db.setConnectOptions(options);
    if (!connection->m_db.open())
        return fail(connection->failure(connection->m_db.lastError()));
    return connection;
}

Connection::~Connection()
{
    m_statements.clear(); // they must not outlive the connection
    m_db = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
}

Result<QSqlQuery *> Connection::start(const QString &sql, const QVariantList &values)
{
    auto known = m_statements.find(sql);
    if (known == m_statements.end()) {
        QSqlQuery query(m_db);
        query.setForwardOnly(true);
        if (!query.prepare(sql))
            return fail(failure(query.lastError()));
        if (m_statements.size() >= kMostStatements)
            m_statements.clear();
        known = m_statements.emplace(sql, std::move(query)).first;
    }
    QSqlQuery &query = known->second;
    for (qsizetype i = 0; i < values.size(); ++i)
        query.bindValue(int(i), values.at(i));
    if (query.exec())
        return &query;
    const Error error = failure(query.lastError());
    query.finish(); // it must not keep a transaction open
    return fail(error);
}

Error Connection::failure(const QSqlError &error) const
{
    const int code = error.nativeErrorCode().toInt();
    const int primary = code & 0xff;
    return {.kind = primary == SqliteConstraint ? ErrorKind::Bug : ErrorKind::Storage,
            .reason = reasonOf(primary, m_db.databaseName()),
            .code = code,
            .detail = error.databaseText()};
}

QStringList Connection::statements() const
{
    QStringList list;
    for (const auto &[sql, query] : m_statements)
        list.append(sql);
    list.sort();
    return list;
}

Result<int> execute(Connection &db, const QString &sql, const QVariantList &values)
{
    const auto query = db.start(sql, values);
    if (!query)
        return fail(query.error());
    const int changed = (*query)->numRowsAffected();
    (*query)->finish();
    return changed;
}

Result<> forEachRow(Connection &db, const QString &sql, const QVariantList &values,
                    const std::function<void(const QSqlQuery &)> &onRow)
{
    const auto query = db.start(sql, values);
    if (!query)
        return fail(query.error());
    while ((*query)->next())
        onRow(**query);
    const QSqlError error = (*query)->lastError();
    (*query)->finish();
    if (error.isValid())
        return fail(db.failure(error));
    return {};
}

} // namespace rookery::store
