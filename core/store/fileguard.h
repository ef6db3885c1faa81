// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QString>

#include <memory>

namespace rookery::store {

//! Holds the database's file for its owner: an operating system lock on the file itself, which no second owner gets
//! while this lives, and the identity (device and inode) of every file that must stay in its place. Take it before
//! SQLite opens the file and let it go after SQLite has closed it: closing any descriptor of a file drops the locks
//! that SQLite holds on it. Where the platform knows neither (Windows keeps open files from being replaced), it holds
//! nothing and finds everything in place.
class FileGuard final
{
public:
    //! Makes the file (0600) when there is none. `lockFile`, which may be empty, is watched too. Storage errors:
    //! ProfileInUse, FileDenied.
    [[nodiscard]] static Result<std::unique_ptr<FileGuard>> take(const QString &path, const QString &lockFile);
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
