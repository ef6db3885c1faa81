// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logrules/ruleset.h"
#include "model/logsummary.h"

#include "base/result.h"

#include <QString>

#include <functional>
#include <stop_token>

namespace rookery::logs {

//! Is called from time to time with the bytes read and the bytes there are.
using ScanProgress = std::function<void(qint64 done, qint64 all)>;

//! Reads the log file of a gateway of that kind from its first byte to its last, whatever its size, in memory that does
//! not grow with it. Blocks; any thread. Ends with Cancelled soon after `stop` is requested. Errors: Storage with
//! FileMissing or FileDenied.
[[nodiscard]] Result<LogSummary> summarizeLog(const QString &path, GatewayKind kind, const logrules::RuleSet &rules,
                                              const std::stop_token &stop = {}, const ScanProgress &progress = {});

} // namespace rookery::logs
