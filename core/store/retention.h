// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database.h"

#include "model/broadcast.h"

#include <QByteArray>
#include <QList>

namespace rookery::store {

//! Reports what one round of pruning did.
struct Pruned {
    QList<BroadcastId> gone; //!< deleted with all their deliveries
    bool more = false; //!< something was deleted, so another round may find more
};

inline constexpr int kPruneBatch = 1000;

//! Deletes broadcasts that ended before `before`, the earliest first, at most kPruneBatch deliveries per call, so that
//! a large broadcast takes several rounds. Pictures that no other broadcast uses are deleted too. Keeps a broadcast
//! that is unsettled, or has a delivery that has not ended (Unknown waits for the operator) or ended later. Each call
//! is one `Database::write`.
[[nodiscard]] FutureResult<Pruned> pruneOver(Database &database, WallTime before);

//! Returns the hashes of the pictures that are needed: those of all broadcasts with open deliveries, and, to send them
//! once more, those of broadcasts that were queued at `since` or later, the latest first, as long as all together stay
//! within `mostBytes`.
[[nodiscard]] FutureResult<QList<QByteArray>> picturesInUse(Database &database, WallTime since, qint64 mostBytes);

} // namespace rookery::store
