// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "broadcastrepository.h"

//! Builds summaries from the rows of broadcasts and the counts of their deliveries.
namespace rookery::store::detail {

[[nodiscard]] Result<SummaryRow> readSummary(Connection &db, BroadcastId broadcast); //!< Rejected/NotFound
[[nodiscard]] Result<QList<SummaryRow>> readSummaries(Connection &db, int limit); //!< newest first

} // namespace rookery::store::detail
