// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

namespace rookery::store {

class Connection;

//! Returns the schema version that this program writes (`PRAGMA user_version`).
[[nodiscard]] int schemaVersion();

//! Names the first version with a record of sends (see SendRecord).
inline constexpr int kFirstWithSends = 3;

[[nodiscard]] Result<int> readVersion(Connection &db);

//! Applies the steps from one version to another, each in its own transaction.
[[nodiscard]] Result<> applySteps(Connection &db, int from, int to);

//! Brings the database up to `schemaVersion()`. Fails with Storage/DatabaseTooNew for a newer database, and with
//! Storage/DatabaseForeign if the schema is not what the steps so far create; both stay untouched.
[[nodiscard]] Result<> migrate(Connection &db);

//! Checks the version for readers: Storage/DatabaseTooNew, Storage/DatabaseForeign or Storage/NotFound (older, and a
//! reader may not migrate it).
[[nodiscard]] Result<> checkVersion(Connection &db);

} // namespace rookery::store
