// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logdocument.h"

#include <deque>

namespace rookery::logs {

//! Keeps the newest live lines of all gateways.
class LiveLog final : public LogDocument
{
    Q_OBJECT

public:
    //! Keeps so many lines at most.
    explicit LiveLog(qint64 lines) : m_limit(lines) {}

    void setLimit(qint64 lines);
    void append(const QList<LogLine> &lines);

    [[nodiscard]] qint64 lineCount() const override { return qint64(m_lines.size()); }
    [[nodiscard]] LogMark mark(LineNumber line) const override;
    [[nodiscard]] std::optional<LogLine> line(LineNumber line) override;
    [[nodiscard]] FutureResult<QList<LogLine>> lines(const std::vector<LineNumber> &wanted) override;
    [[nodiscard]] WallTime timeNear(LineNumber line) const override;
    [[nodiscard]] LogCounts counts() const override { return m_counts; }
    [[nodiscard]] LogTimeline timeline(int spans) const override;
    [[nodiscard]] LogState state() const override { return {}; }
    [[nodiscard]] std::unique_ptr<LogSearch> search(const LogFilter &filter, LineNumber from) override;

private:
    class Search;

    void dropBeyondLimit(qint64 tolerance);
    void tally(const LogLine &line, int by);

    qint64 m_limit;
    std::deque<LogLine> m_lines;
    LogCounts m_counts;
};

} // namespace rookery::logs
