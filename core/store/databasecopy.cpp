// SPDX-License-Identifier: GPL-3.0-or-later
#include "databasecopy.h"

#include "connection.h"
#include "migrations.h"
#include "recovery.h"

#include "base/reasons/input.h"

#include <QFileInfo>

namespace rookery::store {

Result<> copyForBackup(const QString &from, const QString &to, WallTime now)
{
    if (!QFileInfo::exists(from))
        return fail(ErrorKind::Storage, Reason::NotFound, from);
    {
        const auto original = Connection::open(from, Connection::Mode::ReadOnly);
        if (!original)
            return fail(original.error());
        if (auto known = checkVersion(**original); !known)
            return known;
        if (const auto copied = execute(**original, QStringLiteral("VACUUM INTO ?"), {to}); !copied)
            return fail(copied.error());
    }
    const auto copy = Connection::open(to, Connection::Mode::ReadWrite);
    if (!copy)
        return fail(copy.error());
    const auto marked = inTransaction(**copy, [&copy, now] { return distrustRows(**copy, now); });
    if (!marked)
        return fail(marked.error());
    return {};
}

} // namespace rookery::store
