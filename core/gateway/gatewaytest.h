// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway.h"

#include "base/redacted.h"
#include "io/network.h"
#include "model/gateway.h"
#include "model/settings.h"

namespace rookery::gateway {

class ReverseListener;

//! Tries a profile step by step and names the first thing that is wrong; changes nothing at the gateway
//! and keeps no secret. The report always comes; the future's own error is only Cancelled, when `context`
//! ends first. A gateway that waits for a login is no failure (steps Skipped), nor is one that asks for a
//! second factor (Skipped from Version on, with Reason::TotpNeeded). `listener`, where the gateway is one that
//! dials in or posts, outlives the test.
[[nodiscard]] FutureResult<GatewayTestReport> testGateway(const GatewayProfile &profile, const Redacted<QString> &token,
                                                          Clock &clock, io::NetworkSettings network, QObject *context,
                                                          const Deadlines &deadlines = {},
                                                          ReverseListener *listener = nullptr);

} // namespace rookery::gateway
