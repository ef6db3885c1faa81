// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

namespace rookery::store {

class Connection;

//! The schema version this program writes (`PRAGMA user_version`).
[[nodiscard]] int schemaVersion();

//! The first version with a record of sends (see SendRecord).
inline constexpr int kFirstWithSends = 3;

[[nodiscard]] Result<int> readVersion(Connection &db);

//! Applies the steps that lead from one version to the other, each committed for itself.
[[nodiscard]] Result<> applySteps(Connection &db, int from, int to);

//! Brings the database up to `schemaVersion()`. A newer database is
//! Storage/DatabaseTooNew, one whose schema is not what the steps so far make is Storage/DatabaseForeign: both stay
//! untouched.
[[nodiscard]] Result<> migrate(Connection &db);

//! For readers: Storage/DatabaseTooNew, Storage/DatabaseForeign or Storage/NotFound (older, and not ours to change).
[[nodiscard]] Result<> checkVersion(Connection &db);

} // namespace rookery::store
