// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workers.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace rookery::media {

//! Keeps copies of the pictures of queued broadcasts, named by their SHA-256, so that a draft's file may change or
//! disappear after the enqueue. Folder 0700, files 0600. Works on the pool; may be called from any thread.
class PictureCache final
{
public:
    PictureCache(QString folder, Workers &workers) : m_folder(std::move(folder)), m_workers(workers) {}
    Q_DISABLE_COPY_MOVE(PictureCache)

    //! Copies the file, which must still have that hash: Rejected/FileMissing or PictureUnreadable if it changed since
    //! the pre-flight check; Storage/DiskFull or FileDenied if the copy cannot be written.
    [[nodiscard]] FutureResult<> put(const QString &path, const QByteArray &sha256);
    //! Returns the bytes, verified against the hash. Rejected/FileMissing if there is no intact copy.
    [[nodiscard]] FutureResult<QByteArray> read(const QByteArray &sha256);
    //! Returns the file of each copy, in this order; an empty path where there is none. Other files may be read while
    //! this one is removed, so a reader checks what it reads.
    [[nodiscard]] FutureResult<QStringList> paths(const QList<QByteArray> &sha256s);
    //! Removes all copies except these; returns the number of removed ones.
    [[nodiscard]] FutureResult<int> keepOnly(const QList<QByteArray> &sha256s);

private:
    QString m_folder;
    Workers &m_workers;
};

} // namespace rookery::media
