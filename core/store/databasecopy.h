// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QString>

namespace rookery::store {

//! Copies a database as of one moment, also what is only in its write-ahead log, into `to`, which is absent or empty.
//! What the original sends from now on the copy cannot know: it is a database of its own, its live deliveries are
//! Unknown(Restored) and its broadcasts settled. Blocks, on a connection of its own, so that nobody's claim waits.
//! Storage errors.
[[nodiscard]] Result<> copyForBackup(const QString &from, const QString &to, WallTime now);

} // namespace rookery::store
