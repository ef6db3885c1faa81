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

namespace rookery::logs {

//! Describes how far a log is known.
struct LogState {
    GatewayKind kind = kDefaultKind; //!< whose log it is; of live lines each has its own gateway
    LogReading reading = {}; //!< what was assumed
    qint64 bytesRead = 0;
    qint64 bytesAll = 0; //!< 0: unknown
    bool busy = false; //!< lines are still being found
    std::optional<Error> trouble = {}; //!< why no more lines can be read: the file is gone, damaged or not readable

    bool operator==(const LogState &) const = default;
};

//! Finds lines, in order, without blocking. Stops when it is destroyed. Lives on the window's thread.
class LogSearch : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogSearch)

Q_SIGNALS:
    void found(const std::vector<rookery::LineNumber> &lines); //!< ascending, and after those before
    void progressed(qint64 done, qint64 all); //!< lines
    void finished(); //!< follows the last `found`
    //! Is emitted instead of finished(). BadInput: the regular expression is faulty, `detail` says where.
    void failed(const rookery::Error &error);

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
    void grew(rookery::LineNumber from); //!< lines from that one on are new, or not what they were
    void dropped(qint64 lines); //!< the oldest so many lines are gone; every number is that much smaller
    void replaced(); //!< nothing is as it was
    void linesRead(); //!< line() has an answer where it had none
    void stateChanged();

protected:
    LogDocument() = default;
};

//! Opens a log file on a worker thread: one of any size, packed or not. Without `kind` the file's first lines decide.
//! `userRules`: the content of a user's rule file; empty: none.
//! The document is empty at first and grows; its state says how far it is and what went wrong. It follows the file: a
//! file that grows, shrinks, is replaced or removed is told.
[[nodiscard]] std::unique_ptr<LogDocument> openLogFile(const QString &path, std::optional<GatewayKind> kind = {},
                                                       const QByteArray &userRules = {});

} // namespace rookery::logs
