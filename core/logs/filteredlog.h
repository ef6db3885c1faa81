// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logdocument.h"

#include <deque>
#include <vector>

namespace rookery::logs {

//! Shows the lines of another log that match a filter. Line numbers are its own. Must not outlive the other.
class FilteredLog final : public LogDocument
{
    Q_OBJECT

public:
    explicit FilteredLog(LogDocument *source);
    ~FilteredLog() override;

    //! Looks for the lines anew; those found come with grew().
    void setFilter(const LogFilter &filter);
    [[nodiscard]] const LogFilter &filter() const { return m_filter; }
    //! Returns the line's number in the other log.
    [[nodiscard]] LineNumber sourceLine(LineNumber line) const;
    //! Returns the first line that is not before that line of the other log; lineCount() if there is none.
    [[nodiscard]] LineNumber firstFrom(LineNumber source) const;

    [[nodiscard]] qint64 lineCount() const override;
    [[nodiscard]] LogMark mark(LineNumber line) const override;
    [[nodiscard]] std::optional<LogLine> line(LineNumber line) override;
    [[nodiscard]] FutureResult<QList<LogLine>> lines(const std::vector<LineNumber> &wanted) override;
    [[nodiscard]] WallTime timeNear(LineNumber line) const override;
    [[nodiscard]] LogCounts counts() const override; //!< of the other log: what could be chosen
    [[nodiscard]] LogTimeline timeline(int spans) const override; //!< of the other log
    [[nodiscard]] LogState state() const override; //!< `busy` while it searches; `trouble` if the filter is faulty
    [[nodiscard]] std::unique_ptr<LogSearch> search(const LogFilter &filter, LineNumber from) override;

private:
    class Search;

    void begin();
    void searchOn();
    void take(const std::vector<LineNumber> &found);
    void onFinished();
    void onFailed(const Error &error);
    void onGrew(LineNumber from);
    void onDropped(qint64 lines);

    LogDocument *m_source;
    LogFilter m_filter;
    bool m_showsAll = true; //!< the filter is empty
    std::deque<quint32> m_lines; //!< numbers in the other log: half of what LineNumber takes, and never copied to grow
    std::unique_ptr<LogSearch> m_search;
    qint64 m_searched = 0; //!< lines of the other log that were searched, or are being
    qint64 m_searchedFrom = 0; //!< where the search that runs began
    std::optional<Error> m_trouble; //!< of the filter
};

} // namespace rookery::logs
