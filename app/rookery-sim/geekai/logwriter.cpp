// SPDX-License-Identifier: GPL-3.0-or-later
#include "geekai/logwriter.h"

#include <QDateTime>
#include <QDir>

#include <qrcodegen/qrcodegen.hpp>

using namespace Qt::StringLiterals;

namespace rookery::sim::geekai {

namespace {

QDateTime inChina(WallTime time)
{
    constexpr int kEightHours = 8 * 3600;
    return QDateTime::fromMSecsSinceEpoch(toMSecs(time), Qt::OffsetFromUTC, kEightHours);
}

QString fileIn(const QString &folder, const QString &name)
{
    return folder.isEmpty() ? QString() : QDir(folder).filePath(name);
}

} // namespace

LogWriter::LogWriter(Clock &clock, const QString &folder)
    : m_clock(clock)
    , m_log(fileIn(folder, u"app.log"_s))
    , m_stderr(fileIn(folder, u"stderr.log"_s))
{
    // opened at once: standard error exists from the start
    if (!folder.isEmpty())
        m_stderr.open(QIODevice::WriteOnly | QIODevice::Append);
}

void LogWriter::fields(QStringView level, const QString &caller, const QString &text)
{
    const QString time = inChina(m_clock.wallNow()).toString(u"yyyy-MM-ddTHH:mm:ss.zzz"_s) + u"+0800"_s;
    append(m_log, u"%1\t%2\t%3\t%4"_s.arg(time, level.toString(), caller, text));
}

void LogWriter::library(const QString &text)
{
    append(m_stderr, inChina(m_clock.wallNow()).toString(u"yyyy/MM/dd HH:mm:ss "_s) + text);
}

void LogWriter::append(QFile &file, const QString &line)
{
    if (file.fileName().isEmpty())
        return;
    if (!file.isOpen() && !file.open(QIODevice::WriteOnly | QIODevice::Append))
        return;
    file.write(line.toUtf8() + '\n');
    file.flush();
}

void LogWriter::rotate()
{
    const QString name = m_log.fileName();
    if (name.isEmpty())
        return;
    m_log.close();
    const QString stamp = inChina(m_clock.wallNow()).toString(u"yyyy-MM-ddTHH-mm-ss.zzz"_s);
    QFile::rename(name, fileIn(QFileInfo(name).path(), u"app-%1.log"_s.arg(stamp)));
    m_log.setFileName(name);
}

QString drawCode(const QString &text)
{
    constexpr int kQuiet = 4;
    const auto code = qrcodegen::QrCode::encodeText(text.toUtf8().constData(), qrcodegen::QrCode::Ecc::MEDIUM);
    QString drawing;
    for (int y = -kQuiet; y < code.getSize() + kQuiet; ++y) {
        for (int x = -kQuiet; x < code.getSize() + kQuiet; ++x)
            drawing += code.getModule(x, y) ? u"██"_s : u"  "_s;
        drawing += u'\n';
    }
    return drawing;
}

} // namespace rookery::sim::geekai
