// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logrules/ruleset.h"
#include "model/gateway.h"
#include "model/logline.h"

#include "base/result.h"

#include <QList>
#include <QString>

#include <optional>
#include <stop_token>

namespace rookery::logs {

//! Of a larger log file only the end is read.
inline constexpr qint64 kMaxLogBytes = 256LL * 1024 * 1024;

//! Whose log it is, told by its first lines; null: it cannot be read, or nobody's. Blocks briefly; any thread.
[[nodiscard]] std::optional<GatewayKind> kindOfLogFile(const QString &path);

//! The lines of a log file, and how it was read.
struct LogFile {
    QList<LogLine> lines;
    LogReading reading;
};

//! The log file of a gateway of that kind, in UTF-8, UTF-16 or the system encoding of a Chinese Windows, classified and
//! masked: at most `limit` lines from the end, oldest first, `seq` from 1; of what stands more than `longest` bytes
//! before the end, nothing. Its reading says what was left out. Blocks; any thread. Ends with Cancelled within a line
//! when `stop` is requested. Errors: Storage with FileMissing or FileDenied.
[[nodiscard]] Result<LogFile> readLogFile(const QString &path, GatewayKind kind, const logrules::RuleSet &rules,
                                          int limit, const std::stop_token &stop = {}, qint64 longest = kMaxLogBytes);

} // namespace rookery::logs
