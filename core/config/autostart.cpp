// SPDX-License-Identifier: GPL-3.0-or-later
#include "autostart.h"

#include "filewriter.h"
#include "profile.h"

#include "base/reasons/input.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>
#include <utility>

namespace rookery::config {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Is used where the program has no way to be started with the session.
class NoAutostart final : public Autostart
{
public:
    [[nodiscard]] AutostartState state() const override { return {}; }
    [[nodiscard]] Result<> set(bool) override
    {
        return fail(ErrorKind::Rejected, Reason::BadInput, QStringLiteral("autostart"));
    }
};

QString quoted(const QString &argument)
{
    QString result = u"\""_s;
    for (const QChar c : argument) {
        if (c == u'"' || c == u'`' || c == u'$' || c == u'\\')
            result += u'\\';
        else if (c == u'%')
            result += u'%'; // a single one begins a field code
        result += c;
    }
    return result + u'"';
}

#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)

//! Writes a desktop entry into the user's autostart folder (XDG Autostart Specification).
class XdgAutostart final : public Autostart
{
public:
    XdgAutostart(QStringList command, QString name) : m_command(std::move(command)), m_name(std::move(name)) {}

    [[nodiscard]] AutostartState state() const override { return {.available = true, .on = isOn()}; }
    [[nodiscard]] Result<> set(bool on) override
    {
        if (on)
            return write();
        QFile file(path());
        if (file.exists() && !file.remove())
            return fail(fileError(file));
        return {};
    }

private:
    [[nodiscard]] static QString folder()
    {
        return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/autostart"_s;
    }
    [[nodiscard]] QString path() const { return QDir(folder()).filePath(m_name); }

    //! Returns whether there is an entry, and the desktop's own settings have not switched it off.
    [[nodiscard]] bool isOn() const
    {
        QFile file(path());
        if (!file.open(QIODevice::ReadOnly))
            return false;
        const QList<QByteArray> lines = file.read(kMaxEntry).split('\n');
        return std::none_of(lines.cbegin(), lines.cend(), [](const QByteArray &line) {
            const QByteArray bare = line.simplified().replace(" ", "");
            return bare == "Hidden=true" || bare == "X-GNOME-Autostart-enabled=false";
        });
    }

    [[nodiscard]] Result<> write() const
    {
        const QString exec = execLine(m_command);
        if (exec.isEmpty())
            return fail(ErrorKind::Rejected, Reason::BadInput, m_command.join(u' '));
        if (!QFileInfo(folder()).isDir() && !QDir().mkpath(folder()))
            return fail(fileError(QFile(path())));
        // A tray that starts after the program would not be found, so the panel comes first where the desktop can do
        // that.
        const QString entry = u"[Desktop Entry]\n"
                              "Type=Application\n"
                              "Name=Rookery\n"
                              "Icon=rookery\n"
                              "Terminal=false\n"
                              "X-GNOME-Autostart-enabled=true\n"
                              "X-GNOME-Autostart-Delay=5\n"
                              "X-KDE-autostart-after=panel\n"
                              "Exec="_s
            + exec + u'\n';
        return writePrivately(path(), entry.toUtf8());
    }

    static constexpr qint64 kMaxEntry = 64 * 1024;

    const QStringList m_command;
    const QString m_name; //!< of the file
};

QString entryName(const QString &profileFolder)
{
    if (QDir(profileFolder) == QDir(Profile::defaultFolder()))
        return u"rookery.desktop"_s;
    const QByteArray path = QDir(profileFolder).absolutePath().toUtf8();
    const QByteArray hash = QCryptographicHash::hash(path, QCryptographicHash::Sha256).toHex().left(12);
    return u"rookery-"_s + QString::fromLatin1(hash) + u".desktop"_s;
}

#endif

} // namespace

QString execLine(const QStringList &command)
{
    QStringList words;
    for (const QString &argument : command) {
        if (std::any_of(argument.cbegin(), argument.cend(), [](QChar c) { return c < u' ' || c == u'\x7f'; }))
            return {};
        words.append(quoted(argument));
    }
    // the values of a desktop entry are escaped a second time
    return words.join(u' ').replace(u"\\"_s, u"\\\\"_s);
}

std::unique_ptr<Autostart> makeAutostart(const QStringList &command, const QString &profileFolder)
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
    if (!command.isEmpty())
        return std::make_unique<XdgAutostart>(command, entryName(profileFolder));
#else
    Q_UNUSED(command)
    Q_UNUSED(profileFolder)
#endif
    return std::make_unique<NoAutostart>();
}

} // namespace rookery::config
