// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connection.h"

#include <atomic>

namespace rookery::store {

//! Checks every page in use, table by table with its indexes. True: no damage; false: `giveUp` became true between two
//! tables; DatabaseBroken if a table is damaged. Blocks as long as the disk needs.
[[nodiscard]] Result<bool> checkSoundness(Connection &db, const std::atomic<bool> &giveUp);

} // namespace rookery::store
