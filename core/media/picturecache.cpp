// SPDX-License-Identifier: GPL-3.0-or-later
#include "picturecache.h"

#include "base/reasons/machine.h"
#include "base/reasons/picture.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QSet>
#include <QStorageInfo>

namespace rookery::media {

namespace {

constexpr QFileDevice::Permissions kFileMode = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
constexpr QFileDevice::Permissions kFolderMode = kFileMode | QFileDevice::ExeOwner;

QString nameOf(const QString &folder, const QByteArray &sha256)
{
    return folder + u'/' + QString::fromLatin1(sha256.toHex());
}

QByteArray hashOf(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

Result<QByteArray> readChecked(const QString &path, const QByteArray &sha256)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorKind::Rejected, Reason::FileMissing, file.errorString());
    QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return fail(ErrorKind::Rejected, Reason::PictureUnreadable, file.errorString());
    if (hashOf(bytes) != sha256)
        return fail(ErrorKind::Rejected, Reason::PictureUnreadable, path);
    return bytes;
}

Error writeError(const QString &folder, qint64 wanted, const QString &detail)
{
    const bool full = QStorageInfo(folder).bytesAvailable() < wanted;
    return {.kind = ErrorKind::Storage, .reason = full ? Reason::DiskFull : Reason::FileDenied, .detail = detail};
}

Result<> write(const QString &folder, const QByteArray &sha256, const QByteArray &bytes)
{
    if (!QDir().mkpath(folder) || !QFile::setPermissions(folder, kFolderMode))
        return fail(ErrorKind::Storage, Reason::FileDenied, folder);
    QSaveFile file(nameOf(folder, sha256));
    if (!file.open(QIODevice::WriteOnly))
        return fail(writeError(folder, bytes.size(), file.errorString()));
    // QSaveFile::commit() misses a disk that becomes full only in its own flush: flush first
    if (!file.setPermissions(kFileMode) || file.write(bytes) != bytes.size() || !file.flush() || !file.commit())
        return fail(writeError(folder, bytes.size(), file.errorString()));
    return {};
}

} // namespace

FutureResult<> PictureCache::put(const QString &path, const QByteArray &sha256)
{
    return m_workers.run([folder = m_folder, path, sha256]() -> Result<> {
        if (readChecked(nameOf(folder, sha256), sha256))
            return {};
        const auto bytes = readChecked(path, sha256);
        if (!bytes)
            return fail(bytes.error());
        return write(folder, sha256, *bytes);
    });
}

FutureResult<QByteArray> PictureCache::read(const QByteArray &sha256)
{
    return m_workers.run([folder = m_folder, sha256]() -> Result<QByteArray> {
        auto bytes = readChecked(nameOf(folder, sha256), sha256);
        if (!bytes) // a damaged copy counts as missing: only this exact picture may be sent
            return fail(ErrorKind::Rejected, Reason::FileMissing, bytes.error().detail);
        return bytes;
    });
}

FutureResult<QStringList> PictureCache::paths(const QList<QByteArray> &sha256s)
{
    return m_workers.run([folder = m_folder, sha256s]() -> Result<QStringList> {
        QStringList paths;
        for (const QByteArray &sha256 : sha256s) {
            const QString path = nameOf(folder, sha256);
            paths.append(QFile::exists(path) ? path : QString());
        }
        return paths;
    });
}

FutureResult<int> PictureCache::keepOnly(const QList<QByteArray> &sha256s)
{
    return m_workers.run([folder = m_folder, sha256s]() -> Result<int> {
        QSet<QString> wanted;
        for (const QByteArray &hash : sha256s)
            wanted.insert(QString::fromLatin1(hash.toHex()));
        int removed = 0;
        const QStringList names = QDir(folder).entryList(QDir::Files);
        for (const QString &name : names) {
            if (!wanted.contains(name) && QFile::remove(folder + u'/' + name))
                ++removed;
        }
        return removed;
    });
}

} // namespace rookery::media
