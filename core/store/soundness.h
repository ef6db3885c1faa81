// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connection.h"

#include <atomic>

namespace rookery::store {

//! Reads every page in use, table by table with its indexes, and compares them. True when all are sound, false when
//! `giveUp` became true between two tables; DatabaseBroken when one is damaged. Blocks for as long as the disk needs.
[[nodiscard]] Result<bool> checkSoundness(Connection &db, const std::atomic<bool> &giveUp);

} // namespace rookery::store
