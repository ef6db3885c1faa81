// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/kind.h"
#include "model/logfilter.h"
#include "model/logline.h"

#include "base/async.h"

#include <QList>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace rookery::engine {

//! Describes how far a log is known.
struct LogState {
    GatewayKind kind = kDefaultKind; //!< whose log it is; of live lines each has its own gateway
    LogReading reading; //!< what was assumed
    qint64 bytesRead = 0;
    qint64 bytesAll = 0; //!< 0: unknown
    bool busy = false; //!< lines are still being found
    std::optional<Error> trouble; //!< why no more lines can be read: the file is gone, damaged or not readable

    bool operator==(const LogState &) const = default;
};

//! Finds lines on another thread, in order. Stops when it is destroyed. Lives on the window's thread.
class LogSearch : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogSearch)

Q_SIGNALS:
    void found(const std::vector<rookery::LineNumber> &lines); //!< ascending, and after those before
    void progressed(qint64 done, qint64 all); //!< lines
    //! Follows the last `found`. BadInput: the regular expression is faulty, `detail` says where.
    void finished(const rookery::Result<> &result);

protected:
    LogSearch() = default;
};

//! Holds a log of any size whose lines are read when they are wanted, classified and masked. A view keeps none of them.
//! Lives on the window's thread and never blocks it.
class LogDocument : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogDocument)

public:
    [[nodiscard]] virtual qint64 lineCount() const = 0;
    //! Returns what is known of a line at once.
    [[nodiscard]] virtual LogMark mark(LineNumber line) const = 0;
    //! Returns a line; nullopt: it is being read, and linesRead() follows.
    [[nodiscard]] virtual std::optional<LogLine> line(LineNumber line) = 0;
    //! Reads lines for copying and export, at most as many as kMostAtOnce. Storage errors.
    [[nodiscard]] virtual FutureResult<QList<LogLine>> lines(const std::vector<LineNumber> &wanted) = 0;
    //! Returns about when a line was written: exact to a few dozen lines. Default: unknown.
    [[nodiscard]] virtual WallTime timeNear(LineNumber line) const = 0;
    [[nodiscard]] virtual LogCounts counts() const = 0;
    //! Counts the lines in at most so many equal spans of time.
    [[nodiscard]] virtual LogTimeline timeline(int spans) const = 0;
    [[nodiscard]] virtual LogState state() const = 0;
    //! Starts to look for the lines that match, from that line on to the last there is now.
    [[nodiscard]] virtual std::unique_ptr<LogSearch> search(const LogFilter &filter, LineNumber from) = 0;

    static constexpr qsizetype kMostAtOnce = 100'000;

Q_SIGNALS:
    void grew(rookery::LineNumber from); //!< there are lines from that one on which were not there before
    void dropped(qint64 lines); //!< the oldest so many lines are gone; every number is that much smaller
    void replaced(); //!< nothing is as it was
    void linesRead(); //!< line() has an answer where it had none
    void stateChanged();

protected:
    LogDocument() = default;
};

//! Opens a log file on a worker thread: one of any size, packed or not. Without `kind` the file's first lines decide.
//! The document is empty at first and grows; its state says how far it is and what went wrong. It follows the file: a
//! file that grows, shrinks, is replaced or removed is told.
[[nodiscard]] std::unique_ptr<LogDocument> openLogFile(const QString &path, std::optional<GatewayKind> kind = {});

//! Shows the lines of another log that match a filter. Line numbers are its own. Must not outlive the other.
class FilteredLog final : public LogDocument
{
    Q_OBJECT

public:
    explicit FilteredLog(LogDocument &source);
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
    void searchFrom(LineNumber source);
    void take(const std::vector<LineNumber> &lines);
    void onDropped(qint64 lines);

    LogDocument &m_source;
    LogFilter m_filter;
    bool m_all = true; //!< the filter lets every line through: m_lines is not used
    std::vector<LineNumber> m_lines;
    std::unique_ptr<LogSearch> m_search;
    std::optional<LineNumber> m_searchAgainFrom; //!< lines that came while it searched
    qint64 m_droppedMeanwhile = 0; //!< while it searched
    std::optional<Error> m_trouble;
};

//! Keeps the newest live lines of all gateways.
class LiveLog final : public LogDocument
{
    Q_OBJECT

public:
    explicit LiveLog(qint64 limit) : m_limit(limit) {}

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
    void dropBeyondLimit();

    qint64 m_limit;
    std::deque<LogLine> m_lines;
    LogCounts m_counts;
};

} // namespace rookery::engine
