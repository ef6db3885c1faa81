// SPDX-License-Identifier: GPL-3.0-or-later
#include "logfilereader.h"

#include "logrules/logformats.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <deque>
#include <utility>

namespace rookery::logs {

namespace {

constexpr qint64 kLongestLine = 256 * 1024;
// how much of a file must be looked at to tell whose it is; a dump may stand at its start
constexpr qsizetype kTellingLines = 500;
constexpr qint64 kTellingLength = 4096;

//! The last entries of a stream, within a limit.
class Tail final
{
public:
    explicit Tail(int limit) : m_limit(std::max(limit, 0)) {}

    void add(std::optional<logrules::RawLogEntry> entry)
    {
        if (!entry)
            return;
        m_entries.push_back(std::move(*entry));
        if (m_entries.size() > std::size_t(m_limit))
            m_entries.pop_front();
    }
    [[nodiscard]] const std::deque<logrules::RawLogEntry> &entries() const { return m_entries; }

private:
    int m_limit;
    std::deque<logrules::RawLogEntry> m_entries;
};

WallTime writtenAt(const QFile &file)
{
    return fromMSecs(QFileInfo(file).lastModified().toMSecsSinceEpoch());
}

Result<> openEnd(QFile &file)
{
    if (!QFileInfo(file).isFile())
        return fail(ErrorKind::Storage, Reason::FileMissing, file.fileName());
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorKind::Storage, Reason::FileDenied, file.errorString());
    if (file.size() <= kMaxLogBytes)
        return {};
    if (!file.seek(file.size() - kMaxLogBytes))
        return fail(ErrorKind::Storage, Reason::FileDenied, file.errorString());
    file.readLine(); // the rest of a line that began before
    return {};
}

LogLine classified(const logrules::RawLogEntry &entry, const logrules::RuleSet &rules, qint64 seq)
{
    LogLine line = rules.makeLine(entry.level, entry.text);
    line.seq = seq;
    line.time = entry.time;
    line.timeIsOurs = !entry.hasOwnTime;
    return line;
}

} // namespace

std::optional<GatewayKind> kindOfLogFile(const QString &path)
{
    QFile file(path);
    if (!QFileInfo(file).isFile() || !file.open(QIODevice::ReadOnly))
        return std::nullopt;
    QStringList lines;
    while (lines.size() < kTellingLines && !file.atEnd()) {
        const QByteArray bytes = file.readLine(kTellingLength);
        if (bytes.isEmpty())
            break; // gone while we read
        lines.append(QString::fromUtf8(bytes.trimmed()));
    }
    return logrules::detectLogKind(lines, writtenAt(file));
}

Result<QList<LogLine>> readLogFile(const QString &path, GatewayKind kind, const logrules::RuleSet &rules, int limit,
                                   const std::stop_token &stop)
{
    QFile file(path);
    if (const Result<> opened = openEnd(file); !opened)
        return fail(opened.error());
    const auto parser = logrules::makeLogParser(kind, writtenAt(file));
    Tail tail(limit);
    while (!file.atEnd()) {
        if (stop.stop_requested())
            return fail(ErrorKind::Cancelled, Reason::None);
        QByteArray bytes = file.readLine(kLongestLine);
        if (bytes.isEmpty())
            break; // gone while we read
        if (bytes.endsWith('\n'))
            bytes.chop(1);
        tail.add(parser->feed(QString::fromUtf8(bytes)));
    }
    tail.add(parser->finish());
    QList<LogLine> lines;
    lines.reserve(qsizetype(tail.entries().size()));
    for (const logrules::RawLogEntry &entry : tail.entries()) {
        if (stop.stop_requested())
            return fail(ErrorKind::Cancelled, Reason::None);
        lines.append(classified(entry, rules, lines.size() + 1));
    }
    return lines;
}

} // namespace rookery::logs
