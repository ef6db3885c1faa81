// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "broadcastrepository.h"

//! Rows of the broadcast tables to values and back; shared by the repository's two halves.
namespace rookery::store::detail {

//! The columns `deliveryFrom` reads, in its order; the table may carry an alias that ends with a dot.
[[nodiscard]] QString deliveryColumns(const QString &alias = {});

[[nodiscard]] Delivery deliveryFrom(const QSqlQuery &query);
[[nodiscard]] Candidate candidateFrom(const QSqlQuery &query);

//! A null QString would be written as NULL.
[[nodiscard]] QString orEmpty(const QString &text);
[[nodiscard]] WallTime timeFrom(const QVariant &value);

//! Marks the broadcast settled when none of its rows is live, and only then.
[[nodiscard]] Result<> settle(QSqlDatabase &db, BroadcastId broadcast, WallTime now);

[[nodiscard]] Result<SummaryRow> readSummary(QSqlDatabase &db, BroadcastId broadcast);
[[nodiscard]] Result<QList<SummaryRow>> readSummaries(QSqlDatabase &db, int limit);
[[nodiscard]] Result<BroadcastContent> readContent(QSqlDatabase &db, BroadcastId broadcast);
[[nodiscard]] Result<NextWork> readNextWork(QSqlDatabase &db, const GatewayId &gateway, const AccountId &account,
                                            WallTime now);
[[nodiscard]] Result<BroadcastId> insertBroadcast(QSqlDatabase &db, const Plan &plan, WallTime now, int priority);
//! See `BroadcastRepository::pruneOver`; inside a transaction.
[[nodiscard]] Result<QList<BroadcastId>> deleteOver(QSqlDatabase &db, WallTime before, int aboutDeliveries);

} // namespace rookery::store::detail
