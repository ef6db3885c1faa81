// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QString>

namespace rookery::store {

//! Copies a database as of one moment, including what is only in its write-ahead log, into `to`, which must not exist
//! or must be empty. The copy cannot know what the original sends later, so it becomes a separate database: its live
//! deliveries are Unknown(Restored) and its broadcasts settled. Blocks, on a connection of its own, so that no claim
//! has to wait. Storage errors.
[[nodiscard]] Result<> copyForBackup(const QString &from, const QString &to, WallTime now);

} // namespace rookery::store
