// SPDX-License-Identifier: GPL-3.0-or-later
#include "loghits.h"

#include <algorithm>

namespace rookery::ui {

LogHits::LogHits(engine::LogDocument &document, QObject *parent) : QObject(parent), m_document(document)
{
    connect(&document, &engine::LogDocument::grew, this, &LogHits::onGrew);
    connect(&document, &engine::LogDocument::stateChanged, this, &LogHits::searchOn);
    connect(&document, &engine::LogDocument::replaced, this, &LogHits::begin);
    connect(&document, &engine::LogDocument::dropped, this, &LogHits::onDropped);
}

LogHits::~LogHits() = default;

void LogHits::find(const LogFilter &wanted)
{
    if (wanted == m_wanted)
        return;
    m_wanted = wanted;
    begin();
}

//! Forgets what was found and looks again.
void LogHits::begin()
{
    m_search.reset();
    m_lines.clear();
    m_searched = 0;
    m_trouble.reset();
    searchOn();
    Q_EMIT changed();
}

//! Looks through the lines that were not looked at yet. Waits while the log itself is still looking for its lines:
//! those that it does not have yet would be missed.
void LogHits::searchOn()
{
    const bool complete = m_search || m_trouble || m_searched >= m_document.lineCount();
    if (complete || m_wanted.isEmpty() || m_document.state().busy)
        return;
    m_progress = 0;
    m_searchedFrom = m_searched;
    m_search = m_document.search(m_wanted, {m_searched});
    m_searched = m_document.lineCount();
    connect(m_search.get(), &engine::LogSearch::found, this, &LogHits::take);
    connect(m_search.get(), &engine::LogSearch::progressed, this, [this](qint64 done, qint64 all) {
        m_progress = all > 0 ? double(done) / double(all) : 0;
        Q_EMIT changed();
    });
    connect(m_search.get(), &engine::LogSearch::finished, this, [this] { onEnded({}); });
    connect(m_search.get(), &engine::LogSearch::failed, this, [this](const Error &error) { onEnded(error); });
}

void LogHits::onGrew(LineNumber from)
{
    if (from.value < m_searched) { // a line that was the last has changed
        m_searched = m_search ? std::min(m_searchedFrom, from.value) : from.value;
        m_search.reset();
        m_lines.cutFrom({m_searched});
    }
    searchOn();
}

void LogHits::take(const std::vector<LineNumber> &lines)
{
    // Lines that came during the search are looked through by the next one.
    const auto later = std::lower_bound(lines.cbegin(), lines.cend(), LineNumber{m_searched});
    m_lines.append({lines.cbegin(), later});
    Q_EMIT changed();
}

void LogHits::onEnded(const std::optional<Error> &trouble)
{
    m_search.release()->deleteLater(); // it is the sender
    m_trouble = trouble;
    searchOn();
    Q_EMIT changed();
}

void LogHits::onDropped(qint64 lines)
{
    m_searched = std::max<qint64>(0, m_searched - lines);
    m_searchedFrom = std::max<qint64>(0, m_searchedFrom - lines);
    m_lines.drop(lines);
    Q_EMIT changed();
}

std::optional<double> LogHits::progress() const
{
    return m_search ? std::optional(m_progress) : std::nullopt;
}

} // namespace rookery::ui

#include "moc_loghits.cpp"
