// SPDX-License-Identifier: GPL-3.0-or-later
#include "soundness.h"

#include "base/reasons/machine.h"

namespace rookery::store {

namespace {

Result<> checkTable(Connection &db, QString name)
{
    name.replace(u'"', QStringLiteral("\"\""));
    QString complaint;
    auto checked =
        forEachRow(db, QStringLiteral("PRAGMA quick_check(\"%1\")").arg(name), {}, [&complaint](const Row &row) {
            if (complaint.isEmpty())
                complaint = row.text(0);
        });
    if (!checked)
        return checked;
    if (complaint != QLatin1StringView("ok"))
        return fail(ErrorKind::Storage, Reason::DatabaseBroken, complaint);
    return {};
}

} // namespace

Result<bool> checkSoundness(Connection &db, const std::atomic<bool> &giveUp)
{
    auto tables = rows(db, QStringLiteral("SELECT name FROM sqlite_master WHERE type = 'table'"), {},
                       [](const Row &row) { return row.text(0); });
    if (!tables)
        return fail(tables.error());
    tables->prepend(QStringLiteral("sqlite_master"));
    for (const QString &table : std::as_const(*tables)) {
        if (giveUp)
            return false;
        if (const auto sound = checkTable(db, table); !sound)
            return fail(sound.error());
    }
    return true;
}

} // namespace rookery::store
