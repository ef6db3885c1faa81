// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workers.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace rookery::media {

//! Copies of the pictures of queued broadcasts, named by their SHA-256, so that a draft's file may change
//! or vanish after the enqueue. Folder 0700, files 0600. Works on the pool; asked from any thread.
class PictureCache final
{
public:
    PictureCache(QString folder, Workers &workers) : m_folder(std::move(folder)), m_workers(workers) {}
    Q_DISABLE_COPY_MOVE(PictureCache)

    //! Copies the file, which must still have that hash: Rejected/FileMissing or PictureUnreadable when it
    //! changed since the pre-flight; Storage/DiskFull or FileDenied when the copy cannot be written.
    [[nodiscard]] FutureResult<> put(const QString &path, const QByteArray &sha256);
    //! The bytes, checked against the hash. Rejected/FileMissing when there is no sound copy.
    [[nodiscard]] FutureResult<QByteArray> read(const QByteArray &sha256);
    //! Removes all copies but these; the number of removed ones.
    [[nodiscard]] FutureResult<int> keepOnly(const QList<QByteArray> &sha256s);

private:
    QString m_folder;
    Workers &m_workers;
};

} // namespace rookery::media
