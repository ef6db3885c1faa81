// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connection.h"

#include "model/broadcast.h"

//! Converts rows of the broadcast tables to values and back; shared by what reads and writes these tables.
namespace rookery::store::detail {

//! Returns the columns that `deliveryFrom` reads, in its order, then `retries` and `restaged`.
[[nodiscard]] const QString &deliveryColumns();
//! Returns the same columns; `alias` is empty or a table alias that ends with a dot.
[[nodiscard]] QString columnsOf(const QString &alias);

[[nodiscard]] Delivery deliveryFrom(const Row &row);

[[nodiscard]] DeliveryState stateFrom(const QString &name);
[[nodiscard]] WallTime timeFrom(const Row &row, int column);

//! Inserts a broadcast with its pictures and deliveries; call it inside a transaction.
[[nodiscard]] Result<BroadcastId> insertBroadcast(Connection &db, const Plan &plan, WallTime now);

//! Marks the broadcast settled if none of its rows is live.
[[nodiscard]] Result<> settle(Connection &db, BroadcastId broadcast, WallTime now);

//! Returns the four values for kSetError.
[[nodiscard]] Values errorValues(const Error &why);
inline constexpr QLatin1StringView kSetError("error_kind = ?, error_reason = ?, error_code = ?, error_detail = ?, ");

} // namespace rookery::store::detail
