// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QString>
#include <QStringList>

#include <memory>

namespace rookery::store {

//! Protects the owner's database with an operating system lock on a separate file beside it, which no second owner gets
//! while this lives, and remembers the identity (device and inode) of every file that must stay in its place. We never
//! lock the database itself, because some systems do not separate such locks from those of SQLite. Take the guard
//! before SQLite opens the database: closing any descriptor of a file drops the locks that SQLite holds on it. On
//! platforms with neither (Windows keeps open files from being replaced), it locks nothing and reports everything in
//! place.
class FileGuard final
{
public:
    //! Locks one file and watches it and the others; creates each (0600) that is missing. Storage errors: ProfileInUse,
    //! FileDenied.
    [[nodiscard]] static Result<std::unique_ptr<FileGuard>> take(const QString &locked, const QStringList &watched);
    ~FileGuard();
    Q_DISABLE_COPY_MOVE(FileGuard)

    //! Checks the watched files. Storage/DatabaseReplaced with the path of a file that is missing or was replaced.
    [[nodiscard]] Result<> checkInPlace() const;

private:
    FileGuard();
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace rookery::store
