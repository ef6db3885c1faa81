// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logdocument.h"

#include <QList>

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

    [[nodiscard]] qint64 lineCount() const override { return qint64(m_stamps.size()); }
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
    //! Holds what is asked of all lines in a row, beside each other: the lines themselves are scattered in memory.
    struct Stamp {
        WallTime time;
        LogMark mark;
    };
    //! Holds lines as they came, so that none is copied.
    struct Block {
        qint64 first = 0; //!< counted from the first line that there ever was
        QList<LogLine> lines;
    };

    void dropBeyondLimit(qint64 tolerance);
    void tally(const LogMark &mark, int by);
    [[nodiscard]] const LogLine &lineAt(qint64 line) const;
    [[nodiscard]] const Stamp &stampAt(LineNumber line) const { return m_stamps.at(std::size_t(line.value)); }

    qint64 m_limit;
    std::deque<Stamp> m_stamps; //!< one of each line
    std::deque<Block> m_blocks; //!< the oldest lines of the first one may be gone
    qint64 m_gone = 0; //!< lines that were dropped
    LogCounts m_counts;
};

} // namespace rookery::logs
