// SPDX-License-Identifier: GPL-3.0-or-later
#include "filewriter.h"

#include "base/reasons/machine.h"
#include "base/reasons/picture.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>
#include <QStorageInfo>

using namespace Qt::Literals::StringLiterals;

namespace rookery::config {

namespace {

constexpr qint64 kAlmostNothing = 4096;

bool isFull(const QString &path)
{
    const QStorageInfo storage(QFileInfo(path).absolutePath());
    return storage.isValid() && storage.bytesAvailable() < kAlmostNothing;
}

} // namespace

Error fileError(const QFileDevice &file)
{
    ErrorReason reason = Reason::FileDenied;
    if (file.error() == QFileDevice::ResourceError || isFull(file.fileName()))
        reason = Reason::DiskFull;
    else if (file.error() == QFileDevice::OpenError && !QFileInfo::exists(QFileInfo(file.fileName()).absolutePath()))
        reason = Reason::FileMissing;
    return {.kind = ErrorKind::Storage, .reason = reason, .detail = file.errorString()};
}

Result<> writePrivately(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return fail(fileError(file));
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    // QSaveFile::commit() misses a disk that becomes full only in its own flush: flush first
    if (file.write(content) != content.size() || !file.flush() || !file.commit())
        return fail(fileError(file));
    return {};
}

Result<> makePrivateFolder(const QString &path)
{
    const QFileInfo info(path);
    constexpr auto kOwnerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner;
    if (info.isDir()) {
        // An empty folder, or one of ours, becomes private; a folder with other content keeps its mode.
        const QDir folder(path);
        if (folder.isEmpty() || folder.exists(u"rookery.lock"_s))
            QFile::setPermissions(path, kOwnerOnly);
        return {};
    }
    if (QDir().mkpath(info.absolutePath()) && QDir().mkdir(info.absoluteFilePath(), kOwnerOnly))
        return {};
    return fail(ErrorKind::Storage, isFull(path) ? Reason::DiskFull : Reason::FileDenied, path);
}

} // namespace rookery::config
