// SPDX-License-Identifier: GPL-3.0-or-later
#include "livelog.h"

#include "logmatcher.h"

#include <QMetaObject>

#include <algorithm>

namespace rookery::logs {

void LiveLog::setLimit(qint64 lines)
{
    m_limit = lines;
    dropBeyondLimit(0);
}

void LiveLog::append(const QList<LogLine> &lines)
{
    const auto from = lines.cbegin() + std::max<qsizetype>(lines.size() - m_limit, 0); // the rest would not be kept
    if (from == lines.cend())
        return;
    const LineNumber first{lineCount()};
    for (auto line = from; line != lines.cend(); ++line) {
        m_lines.push_back(*line);
        tally(*line, 1);
    }
    Q_EMIT grew(first);
    dropBeyondLimit(m_limit / 10); // in larger steps: who shows them does not move at every line
}

void LiveLog::dropBeyondLimit(qint64 tolerance)
{
    if (lineCount() <= m_limit + tolerance)
        return;
    const qint64 gone = lineCount() - m_limit;
    for (qint64 i = 0; i < gone; ++i) {
        tally(m_lines.front(), -1);
        m_lines.pop_front();
    }
    Q_EMIT dropped(gone);
}

void LiveLog::tally(const LogLine &line, int by)
{
    m_counts.levels[std::size_t(line.level)] += by;
    m_counts.categories[std::size_t(line.category)] += by;
}

LogMark LiveLog::mark(LineNumber line) const
{
    const LogLine &there = m_lines.at(std::size_t(line.value));
    return {.level = there.level, .category = there.category};
}

std::optional<LogLine> LiveLog::line(LineNumber line)
{
    return m_lines.at(std::size_t(line.value));
}

FutureResult<QList<LogLine>> LiveLog::lines(const std::vector<LineNumber> &wanted)
{
    QList<LogLine> lines;
    for (const LineNumber line : wanted)
        lines.append(m_lines.at(std::size_t(line.value)));
    return readyResult<QList<LogLine>>(std::move(lines));
}

WallTime LiveLog::timeNear(LineNumber line) const
{
    return m_lines.at(std::size_t(line.value)).time;
}

LogTimeline LiveLog::timeline(int spans) const
{
    if (m_lines.empty() || spans < 1)
        return {};
    const auto earlier = [](const LogLine &a, const LogLine &b) { return a.time < b.time; };
    const auto [first, last] = std::minmax_element(m_lines.begin(), m_lines.end(), earlier);
    LogTimeline timeline{.from = first->time, .span = (last->time - first->time) / spans + milliseconds(1)};
    timeline.spans.resize(std::size_t(spans));
    for (const LogLine &line : m_lines) {
        LogCounts &counts = timeline.spans[std::size_t((line.time - timeline.from) / timeline.span)];
        ++counts.levels[std::size_t(line.level)];
        ++counts.categories[std::size_t(line.category)];
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
            if (m_matcher->accepts(m_log.m_lines.at(std::size_t(m_next))))
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
