// SPDX-License-Identifier: GPL-3.0-or-later
#include "livelog.h"

#include "logmatcher.h"

#include <QMetaObject>

#include <algorithm>
#include <iterator>

namespace rookery::logs {

namespace {

constexpr qsizetype kGathered = 1000; // lines that come one by one are gathered up to here

} // namespace

void LiveLog::setLimit(qint64 lines)
{
    m_limit = lines;
    dropBeyondLimit(0);
}

void LiveLog::append(const QList<LogLine> &lines)
{
    const QList<LogLine> fresh = lines.size() > m_limit ? lines.last(m_limit) : lines; // the rest would not be kept
    if (fresh.isEmpty())
        return;
    const LineNumber first{lineCount()};
    for (const LogLine &line : fresh) {
        m_stamps.push_back({.time = line.time, .mark = {.level = line.level, .category = line.category}});
        tally(m_stamps.back().mark, 1);
    }
    if (m_blocks.empty() || m_blocks.back().lines.size() + fresh.size() > kGathered)
        m_blocks.push_back({.first = m_gone + first.value, .lines = fresh});
    else
        m_blocks.back().lines += fresh;
    Q_EMIT grew(first);
    dropBeyondLimit(m_limit / 10); // in larger steps: who shows them does not move at every line
}

void LiveLog::dropBeyondLimit(qint64 tolerance)
{
    if (lineCount() <= m_limit + tolerance)
        return;
    const qint64 gone = lineCount() - m_limit;
    for (qint64 i = 0; i < gone; ++i) {
        tally(m_stamps.front().mark, -1);
        m_stamps.pop_front();
    }
    m_gone += gone;
    while (!m_blocks.empty() && m_blocks.front().first + m_blocks.front().lines.size() <= m_gone)
        m_blocks.pop_front();
    Q_EMIT dropped(gone);
}

void LiveLog::tally(const LogMark &mark, int by)
{
    m_counts.levels[std::size_t(mark.level)] += by;
    m_counts.categories[std::size_t(mark.category)] += by;
}

const LogLine &LiveLog::lineAt(qint64 line) const
{
    const qint64 number = m_gone + line;
    const auto isBefore = [](qint64 wanted, const Block &block) { return wanted < block.first; };
    const Block &block = *std::prev(std::upper_bound(m_blocks.begin(), m_blocks.end(), number, isBefore));
    return block.lines.at(number - block.first);
}

LogMark LiveLog::mark(LineNumber line) const
{
    return stampAt(line).mark;
}

std::optional<LogLine> LiveLog::line(LineNumber line)
{
    return lineAt(line.value);
}

FutureResult<QList<LogLine>> LiveLog::lines(const std::vector<LineNumber> &wanted)
{
    QList<LogLine> lines;
    for (const LineNumber line : wanted)
        lines.append(lineAt(line.value));
    return readyResult<QList<LogLine>>(std::move(lines));
}

WallTime LiveLog::timeNear(LineNumber line) const
{
    return stampAt(line).time;
}

LogTimeline LiveLog::timeline(int spans) const
{
    if (m_stamps.empty() || spans < 1)
        return {};
    const auto earlier = [](const Stamp &a, const Stamp &b) { return a.time < b.time; };
    const auto [first, last] = std::minmax_element(m_stamps.begin(), m_stamps.end(), earlier);
    LogTimeline timeline{.from = first->time, .span = (last->time - first->time) / spans + milliseconds(1)};
    timeline.spans.resize(std::size_t(spans));
    for (const Stamp &line : m_stamps) {
        LogCounts &counts = timeline.spans[std::size_t((line.time - timeline.from) / timeline.span)];
        ++counts.levels[std::size_t(line.mark.level)];
        ++counts.categories[std::size_t(line.mark.category)];
    }
    return timeline;
}

//! Looks through a few thousand lines in each turn of the event loop.
class LiveLog::Search final : public LogSearch
{
public:
    Search(const LiveLog &log, const LogFilter &filter, LineNumber from)
        : m_log(log)
        , m_matcher(LogMatcher::compile(filter))
        , m_next(from.value)
        , m_end(log.lineCount())
    {
        connect(&log, &LogDocument::dropped, this, [this](qint64 lines) {
            m_next = std::max<qint64>(m_next - lines, 0);
            m_end = std::max<qint64>(m_end - lines, 0);
        });
        later();
    }

private:
    void later()
    {
        QMetaObject::invokeMethod(
            this, [this] { look(); }, Qt::QueuedConnection);
    }
    void look()
    {
        constexpr qint64 kAtOnce = 4000;
        if (!m_matcher) {
            Q_EMIT failed(m_matcher.error());
            return;
        }
        std::vector<LineNumber> lines;
        for (const qint64 end = std::min(m_end, m_next + kAtOnce); m_next < end; ++m_next) {
            if (m_matcher->accepts(m_log.lineAt(m_next)))
                lines.push_back({m_next});
        }
        const bool more = m_next < m_end;
        if (more)
            later();
        if (!lines.empty())
            Q_EMIT found(lines);
        if (!more)
            Q_EMIT finished();
    }

    const LiveLog &m_log;
    Result<LogMatcher> m_matcher;
    qint64 m_next;
    qint64 m_end;
};

std::unique_ptr<LogSearch> LiveLog::search(const LogFilter &filter, LineNumber from)
{
    return std::make_unique<Search>(*this, filter, from);
}

} // namespace rookery::logs

#include "moc_livelog.cpp"
