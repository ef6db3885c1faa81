// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "broadcastrepository.h"

//! Converts rows of the broadcast tables to values and back; shared by the repository's two halves.
namespace rookery::store::detail {

//! Returns the columns that `deliveryFrom` reads, in its order.
[[nodiscard]] const QString &deliveryColumns();

[[nodiscard]] Delivery deliveryFrom(const Row &row);
[[nodiscard]] Candidate candidateFrom(const Row &row);

[[nodiscard]] WallTime timeFrom(const Row &row, int column);

//! Marks the broadcast settled if none of its rows is live.
[[nodiscard]] Result<> settle(Connection &db, BroadcastId broadcast, WallTime now);

[[nodiscard]] Result<SummaryRow> readSummary(Connection &db, BroadcastId broadcast);
[[nodiscard]] Result<QList<SummaryRow>> readSummaries(Connection &db, int limit);
[[nodiscard]] Result<BroadcastContent> readContent(Connection &db, BroadcastId broadcast);
[[nodiscard]] Result<NextWork> readNextWork(Connection &db, const GatewayId &gateway, const AccountId &account,
                                            WallTime now);
[[nodiscard]] Result<BroadcastId> insertBroadcast(Connection &db, const Plan &plan, WallTime now);
//! Deletes a batch of broadcasts that are over, see `BroadcastRepository::pruneOver`; call inside a transaction.
[[nodiscard]] Result<Pruned> deleteOver(Connection &db, WallTime before, int mostDeliveries);

//! Returns the four values for kSetError.
[[nodiscard]] Values errorValues(const Error &why);
inline constexpr QLatin1StringView kSetError("error_kind = ?, error_reason = ?, error_code = ?, error_detail = ?, ");

//! Settles every unsettled broadcast without live rows.
[[nodiscard]] Result<> settleAll(Connection &db, WallTime now);
//! Makes every live row Unknown(Restored), settles the broadcasts that this ends, and gives the database a new lineage.
//! Returns the number of rows.
[[nodiscard]] Result<int> distrustRows(Connection &db, WallTime now);

} // namespace rookery::store::detail
