// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database.h"

#include "model/broadcast.h"

#include <QList>

#include <optional>

namespace rookery::store {

//! Sets how long to wait for an echo.
struct Waits {
    milliseconds echo{0}; //!< after a send: how long an echo is looked for in the next run
    milliseconds refusal{0}; //!< after a refusal: before the message may be sent again
};

//! Describes what the last run left behind, after recovery.
struct Recovery {
    QList<Delivery> open; //!< Accepted deliveries that still wait for proof, and recent Unknown ones
    int crashed = 0; //!< found Sending, now Unknown
    QList<BroadcastId> interrupted; //!< now paused
    //! Set if the database is older than the last send from it, or another one: the number of its live rows, which are
    //! now Unknown(Restored).
    std::optional<int> restored;
};

//! Repairs the state at start, once: Sending -> Unknown(CrashWhileSending), running broadcasts -> paused and
//! interrupted; deliveries refused so shortly before the end that an echo could still contradict -> Unknown. In a
//! database that is not trusted (see Database::isOlder) every live row -> Unknown(Restored). What the future reports is
//! committed.
[[nodiscard]] FutureResult<Recovery> recoverQueue(Database &database, WallTime now, const Waits &waits);

//! Moves every stored deadline of live deliveries (due times, awaited proofs) by `by`, because the wall clock was set.
[[nodiscard]] FutureResult<> shiftDeadlines(Database &database, milliseconds by);

//! Makes every live row Unknown(Restored), settles the broadcasts that this ends, and gives the database a new lineage.
//! Returns the number of rows. Call it inside a transaction.
[[nodiscard]] Result<int> distrustRows(Connection &db, WallTime now);

} // namespace rookery::store
