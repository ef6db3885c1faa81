// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

class QSqlDatabase;

namespace rookery::store {

//! The schema version this program writes (`PRAGMA user_version`).
[[nodiscard]] int schemaVersion();

//! Brings the database up to `schemaVersion()`, one committed step at a time. A newer database is
//! Storage/DatabaseTooNew and stays untouched.
[[nodiscard]] Result<> migrate(QSqlDatabase &db);

//! For readers: Storage/DatabaseTooNew or Storage/NotFound (older, and not ours to change).
[[nodiscard]] Result<> checkVersion(QSqlDatabase &db);

} // namespace rookery::store
