// SPDX-License-Identifier: GPL-3.0-or-later
#include "filteredlog.h"

#include <algorithm>

namespace rookery::logs {

FilteredLog::FilteredLog(LogDocument *source) : m_source(source)
{
    connect(source, &LogDocument::grew, this, &FilteredLog::onGrew);
    connect(source, &LogDocument::dropped, this, &FilteredLog::onDropped);
    connect(source, &LogDocument::replaced, this, &FilteredLog::begin);
    connect(source, &LogDocument::linesRead, this, &FilteredLog::linesRead);
    connect(source, &LogDocument::stateChanged, this, &FilteredLog::stateChanged);
}

FilteredLog::~FilteredLog() = default;

void FilteredLog::setFilter(const LogFilter &filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    m_showsAll = filter.isEmpty();
    begin();
}

//! Forgets what was found and looks again.
void FilteredLog::begin()
{
    m_search.reset();
    m_lines.clear();
    m_searched = 0;
    m_trouble.reset();
    Q_EMIT replaced();
    if (!m_showsAll)
        searchOn();
    Q_EMIT stateChanged();
}

//! Looks through the lines of the other log that were not looked at yet.
void FilteredLog::searchOn()
{
    if (m_search || m_trouble || m_searched >= m_source->lineCount())
        return;
    m_searchedFrom = m_searched;
    m_search = m_source->search(m_filter, {m_searched});
    m_searched = m_source->lineCount();
    connect(m_search.get(), &LogSearch::found, this, &FilteredLog::take);
    connect(m_search.get(), &LogSearch::progressed, this, &FilteredLog::stateChanged);
    connect(m_search.get(), &LogSearch::finished, this, &FilteredLog::onFinished);
    connect(m_search.get(), &LogSearch::failed, this, &FilteredLog::onFailed);
}

void FilteredLog::take(const std::vector<LineNumber> &found)
{
    if (found.empty())
        return;
    const LineNumber first{lineCount()};
    for (const LineNumber line : found)
        m_lines.push_back(quint32(line.value));
    Q_EMIT grew(first);
}

void FilteredLog::onFinished()
{
    m_search.release()->deleteLater(); // it is the sender
    searchOn();
    Q_EMIT stateChanged();
}

void FilteredLog::onFailed(const Error &error)
{
    m_search.release()->deleteLater(); // it is the sender
    m_trouble = error;
    Q_EMIT stateChanged();
}

void FilteredLog::onGrew(LineNumber from)
{
    if (m_showsAll) {
        Q_EMIT grew(from);
        return;
    }
    if (from.value < m_searched) { // a line that was the last has changed
        m_searched = m_search ? std::min(m_searchedFrom, from.value) : from.value;
        m_search.reset();
        const auto kept = std::lower_bound(m_lines.begin(), m_lines.end(), quint32(m_searched));
        m_lines.erase(kept, m_lines.end());
        Q_EMIT grew({lineCount()});
    }
    searchOn();
}

void FilteredLog::onDropped(qint64 lines)
{
    if (m_showsAll) {
        Q_EMIT dropped(lines);
        return;
    }
    m_searched = std::max<qint64>(m_searched - lines, 0);
    m_searchedFrom = std::max<qint64>(m_searchedFrom - lines, 0);
    const auto kept = std::lower_bound(m_lines.begin(), m_lines.end(), quint32(lines));
    const qint64 gone = kept - m_lines.begin();
    m_lines.erase(m_lines.begin(), kept);
    for (quint32 &line : m_lines)
        line -= quint32(lines);
    if (gone > 0)
        Q_EMIT dropped(gone);
}

LineNumber FilteredLog::sourceLine(LineNumber line) const
{
    return m_showsAll ? line : LineNumber{m_lines.at(std::size_t(line.value))};
}

LineNumber FilteredLog::firstFrom(LineNumber source) const
{
    if (m_showsAll)
        return {std::min(source.value, lineCount())};
    return {std::lower_bound(m_lines.begin(), m_lines.end(), quint32(source.value)) - m_lines.begin()};
}

qint64 FilteredLog::lineCount() const
{
    return m_showsAll ? m_source->lineCount() : qint64(m_lines.size());
}

LogMark FilteredLog::mark(LineNumber line) const
{
    return m_source->mark(sourceLine(line));
}

std::optional<LogLine> FilteredLog::line(LineNumber line)
{
    return m_source->line(sourceLine(line));
}

FutureResult<QList<LogLine>> FilteredLog::lines(const std::vector<LineNumber> &wanted)
{
    std::vector<LineNumber> there;
    there.reserve(wanted.size());
    for (const LineNumber line : wanted)
        there.push_back(sourceLine(line));
    return m_source->lines(there);
}

WallTime FilteredLog::timeNear(LineNumber line) const
{
    return m_source->timeNear(sourceLine(line));
}

LogCounts FilteredLog::counts() const
{
    return m_source->counts();
}

LogTimeline FilteredLog::timeline(int spans) const
{
    return m_source->timeline(spans);
}

LogState FilteredLog::state() const
{
    LogState state = m_source->state();
    state.busy = state.busy || m_search;
    if (m_trouble)
        state.trouble = m_trouble;
    return state;
}

//! Keeps the lines of a search in the other log that this log shows.
class FilteredLog::Search final : public LogSearch
{
public:
    Search(FilteredLog &log, std::unique_ptr<LogSearch> search) : m_log(log), m_search(std::move(search))
    {
        connect(m_search.get(), &LogSearch::found, this, &Search::take);
        connect(m_search.get(), &LogSearch::progressed, this, &LogSearch::progressed);
        connect(m_search.get(), &LogSearch::finished, this, &LogSearch::finished);
        connect(m_search.get(), &LogSearch::failed, this, &LogSearch::failed);
    }

private:
    void take(const std::vector<LineNumber> &lines)
    {
        std::vector<LineNumber> own;
        for (const LineNumber line : lines) {
            const LineNumber here = m_log.firstFrom(line);
            if (here.value < m_log.lineCount() && m_log.sourceLine(here) == line)
                own.push_back(here);
        }
        if (!own.empty())
            Q_EMIT found(own);
    }

    FilteredLog &m_log;
    std::unique_ptr<LogSearch> m_search;
};

std::unique_ptr<LogSearch> FilteredLog::search(const LogFilter &filter, LineNumber from)
{
    const LineNumber there{from.value < lineCount() ? sourceLine(from).value : m_source->lineCount()};
    return std::make_unique<Search>(*this, m_source->search(filter, there));
}

} // namespace rookery::logs

#include "moc_filteredlog.cpp"
