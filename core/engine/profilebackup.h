// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/profile.h"

#include "base/clock.h"

namespace rookery::engine {

//! Writes a backup; see Engine::backupProfile. Call on a worker: reads the whole database and waits for the disk.
[[nodiscard]] Result<> backupProfile(const config::Profile &profile, const QString &path, WallTime now);

} // namespace rookery::engine
