// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile.h"

#include "filewriter.h"
#include "settingsjson.h"

#include "base/log.h"
#include "base/reasons/input.h"
#include "base/reasons/machine.h"
#include "base/reasons/picture.h"

#include <QFile>
#include <QJsonDocument>
#include <QStandardPaths>

using namespace Qt::Literals::StringLiterals;

namespace rookery::config {

namespace {

constexpr QLatin1StringView kSettings{"settings.json"};
constexpr QLatin1StringView kLastGood{"settings.last-good.json"};

//! Reads a JSON object. A missing file gives an empty object; a file without an object gives SettingsBroken.
Result<QJsonObject> readObject(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return QJsonObject();
    if (!file.open(QIODevice::ReadOnly))
        return fail(fileError(file));
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &error);
    if (!document.isObject())
        return fail(ErrorKind::Storage, Reason::SettingsBroken, path);
    return document.object();
}

Result<Settings> readSettings(const QString &path, QJsonObject &json)
{
    const Result<QJsonObject> read = readObject(path);
    if (!read)
        return fail(read.error());
    json = *read;
    return settingsFromJson(json);
}

Result<> writeObject(const QString &path, const QJsonObject &object)
{
    return writePrivately(path, QJsonDocument(object).toJson(QJsonDocument::Indented));
}

} // namespace

class Profile::Impl
{
public:
    explicit Impl(const QString &folder) : dir(folder), lock(dir.filePath(u"rookery.lock"_s))
    {
        lock.setStaleLockTime(0); // a lock is stale only if its process has ended, however long it has been held
    }

    [[nodiscard]] Result<> takeLock(const QString &programName);
    [[nodiscard]] Result<> load();
    void keepCopy() const;
    [[nodiscard]] QString path(const QString &name) const { return dir.filePath(name); }
    //! Stores the program's name in a separate file, because QLockFile does not store one of our choice.
    [[nodiscard]] QString ownerPath() const { return path(u"rookery.owner"_s); }

    QDir dir;
    QLockFile lock;
    bool owner = false;
    Settings settings;
    QJsonObject settingsJson;
    QJsonObject window;

private:
    [[nodiscard]] QString holder() const;
};

QString Profile::Impl::holder() const
{
    qint64 pid = 0;
    QString host;
    QString program;
    if (!lock.getLockInfo(&pid, &host, &program))
        return {};
    QFile file(ownerPath());
    if (file.open(QIODevice::ReadOnly)) {
        const QList<QByteArray> words = file.readAll().trimmed().split('\n');
        if (words.size() == 2 && words.at(1).toLongLong() == pid)
            program = QString::fromUtf8(words.at(0));
    }
    return u"%1, pid %2"_s.arg(program).arg(pid);
}

Result<> Profile::Impl::takeLock(const QString &programName)
{
    if (!lock.tryLock(0)) {
        switch (lock.error()) {
        case QLockFile::LockFailedError:
            return fail(ErrorKind::Storage, Reason::ProfileInUse, holder());
        case QLockFile::PermissionError:
            return fail(ErrorKind::Storage, Reason::FileDenied, dir.path());
        default:
            return fail(ErrorKind::Storage, Reason::DiskFull, dir.path());
        }
    }
    owner = true;
    // QLockFile leaves the mode to the umask; the folder is private already, and the file becomes private too
    QFile::setPermissions(lock.fileName(), QFile::ReadOwner | QFile::WriteOwner);
    qint64 pid = 0;
    QString host;
    QString program;
    lock.getLockInfo(&pid, &host, &program);
    return writePrivately(ownerPath(), programName.toUtf8() + '\n' + QByteArray::number(pid) + '\n');
}

//! Copies settings that were read successfully. A failed copy does not prevent the start.
void Profile::Impl::keepCopy() const
{
    if (!settingsJson.isEmpty() && !writeObject(path(kLastGood), withoutSeals(settingsJson)))
        rkWarn("no copy of the settings could be written to {}", path(kLastGood));
}

Result<> Profile::Impl::load()
{
    const Result<Settings> read = readSettings(path(kSettings), settingsJson);
    if (!read)
        return fail(read.error()); // better not to start than to lose gateways silently
    settings = *read;
    if (owner)
        keepCopy();
    window = readObject(path(u"window.json"_s)).value_or(QJsonObject()); // a broken one does not prevent the start
    return {};
}

Result<QByteArray> settingsForCopy(const QString &path)
{
    const Result<QJsonObject> read = readObject(path);
    if (!read)
        return fail(read.error());
    return QJsonDocument(withoutSeals(*read)).toJson(QJsonDocument::Indented);
}

Result<QString> restoreSettings(const QString &folder, const QString &programName)
{
    Profile::Impl impl(QDir(folder).absolutePath());
    QJsonObject json;
    if (!impl.dir.exists(kLastGood))
        return fail(ErrorKind::Storage, Reason::FileMissing, impl.path(kLastGood));
    if (const Result<Settings> good = readSettings(impl.path(kLastGood), json); !good)
        return fail(good.error());
    if (const Result<> locked = impl.takeLock(programName); !locked)
        return fail(locked.error());
    QFile::remove(impl.ownerPath()); // written by takeLock, but this lock is held only during this call
    QString aside = impl.path(u"settings.refused.json"_s);
    for (int n = 2; QFile::exists(aside); ++n)
        aside = impl.path(u"settings.refused-%1.json"_s.arg(n));
    if (QFile settings(impl.path(kSettings)); settings.exists() && !settings.rename(aside))
        return fail(fileError(settings));
    if (const Result<> written = writeObject(impl.path(kSettings), json); !written)
        return fail(written.error());
    return aside;
}

QString Profile::defaultFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/rookery"_s;
}

Result<std::unique_ptr<Profile>> Profile::open(const QString &folder, bool own, const QString &programName)
{
    if (folder.isEmpty())
        return fail(ErrorKind::Rejected, Reason::BadInput);
    if (const Result<> made = makePrivateFolder(folder); !made)
        return fail(made.error());
    std::unique_ptr<Profile> profile(new Profile);
    profile->m_impl = std::make_unique<Impl>(QDir(folder).absolutePath());
    Impl &impl = *profile->m_impl;
    if (own) {
        if (const Result<> locked = impl.takeLock(programName); !locked)
            return fail(locked.error());
        for (const QString &inner : {profile->logFolder(), profile->cacheFolder()}) {
            if (const Result<> made = makePrivateFolder(inner); !made)
                return fail(made.error());
        }
    }
    if (const Result<> loaded = impl.load(); !loaded)
        return fail(loaded.error());
    return profile;
}

Profile::Profile() = default;

Profile::~Profile()
{
    if (m_impl && m_impl->owner)
        QFile::remove(m_impl->ownerPath());
}

QString Profile::folder() const
{
    return m_impl->dir.path();
}

QString Profile::databasePath() const
{
    return m_impl->path(u"rookery.db"_s);
}

QString Profile::lockPath() const
{
    return m_impl->lock.fileName();
}

QString Profile::logRulesPath() const
{
    return m_impl->path(u"log-rules.json"_s);
}

QString Profile::logFolder() const
{
    return m_impl->path(u"logs"_s);
}

QString Profile::cacheFolder() const
{
    return m_impl->path(u"cache"_s);
}

bool Profile::isOwner() const
{
    return m_impl->owner;
}

const Settings &Profile::settings() const
{
    return m_impl->settings;
}

Result<> Profile::save(const Settings &settings)
{
    if (!m_impl->owner)
        return fail(ErrorKind::Storage, Reason::ProfileInUse);
    const QJsonObject json = settingsToJson(settings, m_impl->settingsJson);
    if (Result<> written = writeObject(m_impl->path(kSettings), json); !written)
        return written;
    m_impl->settingsJson = json;
    m_impl->settings = settings;
    m_impl->keepCopy();
    return {};
}

QJsonObject Profile::windowState() const
{
    return m_impl->window;
}

Result<> Profile::saveWindowState(const QJsonObject &state)
{
    if (!m_impl->owner)
        return fail(ErrorKind::Storage, Reason::ProfileInUse);
    if (Result<> written = writeObject(m_impl->path(u"window.json"_s), state); !written)
        return written;
    m_impl->window = state;
    return {};
}

} // namespace rookery::config
