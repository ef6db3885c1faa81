// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logrules/ruleset.h"
#include "model/gateway.h"
#include "model/logline.h"

#include "base/result.h"

#include <QList>
#include <QString>

#include <functional>
#include <optional>
#include <stop_token>

namespace rookery::logs {

//! Limits how much of a log file is read; of a larger file only the end.
inline constexpr qint64 kMaxLogBytes = 256LL * 1024 * 1024;

//! Detects which kind wrote the file, by its first lines; nullopt: it cannot be read, or no kind matches. Blocks
//! briefly; any thread.
[[nodiscard]] std::optional<GatewayKind> kindOfLogFile(const QString &path);

//! Holds the lines of a log file, and how it was read.
struct LogFile {
    QList<LogLine> lines;
    LogReading reading;
};

//! Reads the log file of a gateway of that kind, in UTF-8, UTF-16 or the system encoding of a Chinese Windows,
//! classified and masked: at most `limit` lines from the end, oldest first, `seq` from 1. Reads only the last `longest`
//! bytes. `reading` says what was left out. Blocks; any thread. Ends with Cancelled within one line after `stop` is
//! requested. Errors: Storage with FileMissing or FileDenied.
[[nodiscard]] Result<LogFile> readLogFile(const QString &path, GatewayKind kind, const logrules::RuleSet &rules,
                                          int limit, const std::stop_token &stop = {}, qint64 longest = kMaxLogBytes);

//! Takes the next lines of a scan, in order; returns whether the scan goes on.
using LineSink = std::function<bool(QList<LogLine>)>;

//! Reads a log file from its first byte to its last and gives every line to `sink`, up to a thousand at a time, as
//! readLogFile would. Blocks; any thread. Ends with Cancelled when the sink returns false, and within one line after
//! `stop` is requested. Errors as readLogFile.
[[nodiscard]] Result<> streamLogFile(const QString &path, GatewayKind kind, const logrules::RuleSet &rules,
                                     const LineSink &sink, const std::stop_token &stop = {});

} // namespace rookery::logs
