// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "deliveryrepository.h"

namespace rookery::store::detail {

//! Finds what an account could send next. Costs the same however long its queues are.
[[nodiscard]] Result<NextWork> readNextWork(Connection &db, const GatewayId &gateway, const AccountId &account,
                                            WallTime now);

} // namespace rookery::store::detail
