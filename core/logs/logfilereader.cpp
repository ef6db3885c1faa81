// SPDX-License-Identifier: GPL-3.0-or-later
#include "logfilereader.h"

#include "logsource.h"

#include "base/reasons/machine.h"
#include "base/reasons/picture.h"
#include "logrules/logformats.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logs {

namespace {

//! Keeps the last entries of a stream, up to a limit.
class Tail final
{
public:
    explicit Tail(int limit) : m_limit(std::max(limit, 0)) {}

    void add(std::optional<logrules::RawLogEntry> entry)
    {
        if (!entry)
            return;
        m_entries.push_back(std::move(*entry));
        if (m_entries.size() > std::size_t(m_limit)) {
            m_entries.pop_front();
            ++m_leftOut;
        }
    }
    [[nodiscard]] qint64 leftOut() const { return m_leftOut; }
    [[nodiscard]] const std::deque<logrules::RawLogEntry> &entries() const { return m_entries; }

private:
    int m_limit;
    qint64 m_leftOut = 0;
    std::deque<logrules::RawLogEntry> m_entries;
};

//! Seeks to the start of the part that is read, and returns whether the file has content before it.
Result<bool> goToEnd(TextLines &lines, const QIODevice &file, qint64 longest)
{
    const qint64 from = file.isSequential() ? 0 : std::max<qint64>(file.size() - longest, 0);
    if (!lines.rewind(from))
        return fail(ErrorKind::Storage, Reason::FileDenied, file.errorString());
    if (from > 0)
        (void)lines.next(kLongestLine); // the rest of a line that began earlier
    return from > 0;
}

LogLine classified(const logrules::RawLogEntry &entry, const logrules::RuleSet &rules, qint64 seq)
{
    LogLine line = rules.makeLine(entry.level, entry.text, entry.ownFrom);
    line.seq = seq;
    line.time = entry.time;
    line.timeIsOurs = !entry.hasOwnTime;
    return line;
}

} // namespace

std::optional<GatewayKind> kindOfLogFile(const QString &path)
{
    const auto file = openLog(path);
    if (!file)
        return std::nullopt;
    TextLines lines(**file);
    return logrules::detectLogKind(tellingLines(lines), writtenAt(path));
}

Result<> streamLogFile(const QString &path, GatewayKind kind, const logrules::RuleSet &rules, const LineSink &sink,
                       const std::stop_token &stop)
{
    constexpr qsizetype kAtOnce = 1000;
    const auto source = LogSource::open(path, kind);
    if (!source)
        return fail(source.error());
    TextLines &text = (*source)->text();
    logrules::LogParser &parser = (*source)->parser();
    QList<LogLine> lines;
    qint64 seq = 0;
    const auto take = [&](const std::optional<logrules::RawLogEntry> &entry) {
        if (entry)
            lines.append(classified(*entry, rules, ++seq));
        return lines.size() < kAtOnce || sink(std::exchange(lines, {}));
    };
    while (!text.atEnd()) {
        const std::optional<QString> line = text.next(kLongestLine);
        if (!line)
            break; // removed while reading
        if (stop.stop_requested() || !take(parser.feed(*line)))
            return fail(ErrorKind::Cancelled, Reason::None);
    }
    if (const Result<> whole = checkWhole((*source)->device()); !whole)
        return whole;
    if (!take(parser.finish()) || (!lines.isEmpty() && !sink(std::move(lines))))
        return fail(ErrorKind::Cancelled, Reason::None);
    return {};
}

Result<LogFile> readLogFile(const QString &path, GatewayKind kind, const logrules::RuleSet &rules, int limit,
                            const std::stop_token &stop, qint64 longest)
{
    const auto source = LogSource::open(path, kind);
    if (!source)
        return fail(source.error());
    TextLines &text = (*source)->text();
    logrules::LogParser &parser = (*source)->parser();
    const Result<bool> cut = goToEnd(text, (*source)->device(), longest);
    if (!cut)
        return fail(cut.error());
    Tail tail(limit);
    while (!text.atEnd()) {
        if (stop.stop_requested())
            return fail(ErrorKind::Cancelled, Reason::None);
        const std::optional<QString> line = text.next(kLongestLine);
        if (!line)
            break; // removed while reading
        tail.add(parser.feed(*line));
    }
    if (const Result<> whole = checkWhole((*source)->device()); !whole)
        return fail(whole.error());
    tail.add(parser.finish());
    LogFile read;
    read.lines.reserve(qsizetype(tail.entries().size()));
    read.reading.encoding = text.encoding();
    read.reading.wrappings = (*source)->wrappings();
    read.reading.misread = (*source)->misread();
    read.reading.timeless = !tail.entries().empty();
    read.reading.leftOut = tail.leftOut();
    read.reading.startUnread = *cut;
    if ((*cut || tail.leftOut() > 0) && !tail.entries().empty())
        read.reading.from = tail.entries().front().time;
    for (const logrules::RawLogEntry &entry : tail.entries()) {
        if (stop.stop_requested())
            return fail(ErrorKind::Cancelled, Reason::None);
        read.reading.yearGuessed = read.reading.yearGuessed || entry.yearGuessed;
        read.reading.timeless = read.reading.timeless && !entry.hasOwnTime;
        read.lines.append(classified(entry, rules, read.lines.size() + 1));
    }
    return read;
}

} // namespace rookery::logs
