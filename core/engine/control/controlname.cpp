// SPDX-License-Identifier: GPL-3.0-or-later
#include "controlname.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

namespace rookery::engine {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Limits the path of a socket: systems allow 104 bytes or more, with the final zero.
constexpr qsizetype kMaxPath = 100;

QString hashed(const QString &folder)
{
    const QFileInfo info(folder);
    const QString path = info.exists() ? info.canonicalFilePath() : info.absoluteFilePath();
    const QByteArray hash = QCryptographicHash::hash(path.toUtf8(), QCryptographicHash::Sha256);
    return u"rookery-"_s + QString::fromLatin1(hash.toHex().left(16));
}

} // namespace

QString controlName(const QString &profileFolder)
{
#ifdef Q_OS_UNIX
    const QString path = QDir(QDir(profileFolder).absolutePath()).filePath(u"rookery.sock"_s);
    if (QFile::encodeName(path).size() <= kMaxPath)
        return path;
    const QString runtime = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    return QDir(runtime.isEmpty() ? QDir::tempPath() : runtime).filePath(hashed(profileFolder) + u".sock"_s);
#else
    return hashed(profileFolder);
#endif
}

} // namespace rookery::engine
