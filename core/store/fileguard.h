// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QString>
#include <QStringList>

#include <memory>

namespace rookery::store {

//! Holds the database for its owner: an operating system lock on a file of ours beside it, which no second owner gets
//! while this lives, and the identity (device and inode) of every file that must stay in its place. The database
//! itself is never locked by us: some systems mix such locks up with those of SQLite. Take it before SQLite opens the
//! database: closing any descriptor of a file drops the locks that SQLite holds on it. Where the platform knows
//! neither (Windows keeps open files from being replaced), it holds nothing and finds everything in place.
class FileGuard final
{
public:
    //! Locks one file and watches it and the others; makes each (0600) that is not there. Storage errors: ProfileInUse,
    //! FileDenied.
    [[nodiscard]] static Result<std::unique_ptr<FileGuard>> take(const QString &locked, const QStringList &watched);
    ~FileGuard();
    Q_DISABLE_COPY_MOVE(FileGuard)

    //! Storage/DatabaseReplaced with the path of the file that is gone or another one.
    [[nodiscard]] Result<> checkInPlace() const;

private:
    FileGuard();
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace rookery::store
