// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "broadcastrepository.h"

//! Rows of the broadcast tables to values and back; shared by the repository's two halves.
namespace rookery::store::detail {

//! The columns `deliveryFrom` reads, in its order.
[[nodiscard]] const QString &deliveryColumns();

[[nodiscard]] Delivery deliveryFrom(const Row &row);
[[nodiscard]] Candidate candidateFrom(const Row &row);

[[nodiscard]] WallTime timeFrom(const Row &row, int column);

//! Marks the broadcast settled when none of its rows is live, and only then.
[[nodiscard]] Result<> settle(Connection &db, BroadcastId broadcast, WallTime now);

[[nodiscard]] Result<SummaryRow> readSummary(Connection &db, BroadcastId broadcast);
[[nodiscard]] Result<QList<SummaryRow>> readSummaries(Connection &db, int limit);
[[nodiscard]] Result<BroadcastContent> readContent(Connection &db, BroadcastId broadcast);
[[nodiscard]] Result<NextWork> readNextWork(Connection &db, const GatewayId &gateway, const AccountId &account,
                                            WallTime now);
[[nodiscard]] Result<BroadcastId> insertBroadcast(Connection &db, const Plan &plan, WallTime now, int priority);
//! See `BroadcastRepository::pruneOver`; inside a transaction.
[[nodiscard]] Result<Pruned> deleteOver(Connection &db, WallTime before, int mostDeliveries);

//! Four values for kSetError.
[[nodiscard]] Values errorValues(const Error &why);
inline constexpr QLatin1StringView kSetError("error_kind = ?, error_reason = ?, error_code = ?, error_detail = ?, ");

//! Settles what has nothing live left, among the broadcasts that are not settled.
[[nodiscard]] Result<> settleAll(Connection &db, WallTime now);
//! Makes every live row Unknown(Restored), settles what that ends, and gives the database another lineage. Returns how
//! many rows there were.
[[nodiscard]] Result<int> distrustRows(Connection &db, WallTime now);

} // namespace rookery::store::detail
