// SPDX-License-Identifier: GPL-3.0-or-later
#include "profilebackup.h"

#include "tarwriter.h"

#include "base/reasons/input.h"
#include "config/filewriter.h"
#include "store/databasecopy.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QTemporaryFile>

using namespace Qt::Literals::StringLiterals;

namespace rookery::engine {

namespace {

QByteArray manifest(const QStringList &files, WallTime now)
{
    const qint64 time = toMSecs(now);
    const QJsonObject json{
        {u"type"_s, u"rookery-profile-backup"_s},
        {u"format"_s, 1},
        {u"createdAt"_s, QDateTime::fromMSecsSinceEpoch(time, Qt::UTC).toString(Qt::ISODate)},
        {u"secretsIncluded"_s, false},
        {u"files"_s, QJsonArray::fromStringList(files)},
    };
    return QJsonDocument(json).toJson(QJsonDocument::Indented);
}

Result<> writeArchive(QFileDevice &out, const config::Profile &profile, const QString &databaseCopy, WallTime now)
{
    const QDir folder(profile.folder());
    QStringList files{QFileInfo(profile.databasePath()).fileName()};
    // Lock, logs and cache are of no use elsewhere; no file of the profile contains secrets.
    for (const QString &name : {u"settings.json"_s, u"window.json"_s, u"log-rules.json"_s}) {
        if (folder.exists(name)) // absent before the first save
            files.append(name);
    }
    TarWriter tar(out, now);
    if (Result<> done = tar.add("backup.json", manifest(files, now)); !done)
        return done;
    for (const QString &name : std::as_const(files)) {
        if (name == u"settings.json"_s) { // a copy must not carry the permission to run its commands
            const Result<QByteArray> settings = config::settingsForCopy(folder.filePath(name));
            if (!settings)
                return fail(settings.error());
            if (Result<> done = tar.add(name.toUtf8(), *settings); !done)
                return done;
            continue;
        }
        const bool isDatabase = name == files.constFirst();
        if (Result<> done = tar.addFile(name.toUtf8(), isDatabase ? databaseCopy : folder.filePath(name)); !done)
            return done;
    }
    return tar.finish();
}

} // namespace

Result<> backupProfile(const config::Profile &profile, const QString &path, WallTime now)
{
    const QFileInfo target(path);
    // A backup beside the originals would be lost with them, and could replace one of them.
    if (path.isEmpty() || target.isDir()
        || QFileInfo(target.absolutePath()).canonicalFilePath() == QFileInfo(profile.folder()).canonicalFilePath())
        return fail(ErrorKind::Rejected, Reason::BadInput, path);
    QSaveFile out(path);
    if (!out.open(QIODevice::WriteOnly))
        return fail(config::fileError(out));
    out.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner); // it contains messages and people's numbers
    QTemporaryFile copy(QDir(profile.cacheFolder()).filePath(u"backup-XXXXXX.db"_s)); // private and empty
    if (!copy.open())
        return fail(config::fileError(copy));
    if (Result<> copied = store::copyForBackup(profile.databasePath(), copy.fileName(), now); !copied)
        return copied;
    if (Result<> written = writeArchive(out, profile, copy.fileName(), now); !written)
        return written;
    // commit() does not report a full disk that only its own flush meets, so flush first.
    if (!out.flush() || !out.commit())
        return fail(config::fileError(out));
    return {};
}

} // namespace rookery::engine
