// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logdocument.h"

#include "model/kind.h"
#include "model/logline.h"
#include "model/logsummary.h"

#include "base/async.h"

#include <QObject>

#include <functional>
#include <optional>
#include <stop_token>

namespace rookery::engine {

//! Shows the live log lines of all gateways. Lives on the window's thread.
class LogService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogService)

public:
    [[nodiscard]] virtual LogDocument &live() = 0; //!< the newest lines; Settings::liveLogLines of them
    //! Explains the rules for that kind's log, those of the user's file first; two kinds may use the same rule id for
    //! different things.
    [[nodiscard]] static QList<RuleExplanation> rules(GatewayKind kind, const QString &language,
                                                      const QByteArray &userRules = {});

Q_SIGNALS:
    //! Reports new lines, in order per gateway, at most ten times a second.
    void linesAdded(const QList<rookery::LogLine> &lines);

protected:
    LogService() = default;
};

//! Reads a user's rule file, for those functions that take `userRules`: its content, empty for no such rules.
//! Protocol/BadInput names the faulty rule; Storage errors.
[[nodiscard]] Result<QByteArray> readUserRules(const QString &path);

//! Holds the content of a gateway's log file, and the kind that wrote it.
struct ScannedLog {
    GatewayKind kind = kDefaultKind;
    QList<LogLine> lines;
    LogReading reading;
};

//! Reads a gateway's log file on a worker thread: classified and masked, at most `limit` lines from the end. Without
//! `kind` the file's first lines decide; an unrecognised file is read as one of the default kind. Needs no profile.
//! Resolves as Cancelled soon after `stop` is requested: request it when the lines are no longer needed, because the
//! program does not exit while the worker reads. Storage errors.
[[nodiscard]] FutureResult<ScannedLog> scanLogFile(const QString &path, std::optional<GatewayKind> kind,
                                                   const std::stop_token &stop = {}, int limit = 200'000,
                                                   const QByteArray &userRules = {});

//! Counts what is in a log file of any size, on a worker thread; otherwise like scanLogFile. `progress` is called on
//! that thread with the bytes read and the bytes there are.
[[nodiscard]] FutureResult<LogSummary> summarizeLogFile(const QString &path, std::optional<GatewayKind> kind,
                                                        const std::stop_token &stop = {},
                                                        std::function<void(qint64, qint64)> progress = {},
                                                        const QByteArray &userRules = {});

//! Reads every line of a log file on a worker thread, and gives them to `sink` on the thread of `context`, at most a
//! thousand at a time; the worker waits while a few thousand are on their way. Resolves after the last of them, or as
//! Cancelled soon after `stop` is requested or `context` is destroyed. Storage errors.
[[nodiscard]] FutureResult<> streamLogFile(const QString &path, GatewayKind kind, QObject *context,
                                           std::function<void(const QList<LogLine> &)> sink,
                                           const std::stop_token &stop, const QByteArray &userRules = {});

} // namespace rookery::engine
