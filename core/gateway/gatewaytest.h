// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway.h"

#include "base/redacted.h"
#include "io/network.h"
#include "model/gateway.h"
#include "model/settings.h"

namespace rookery::gateway {

class ReverseListener;

//! Tests a profile step by step and names the first problem; changes nothing at the gateway and keeps no secret. The
//! future always yields the report; its only own error is Cancelled, when `context` is destroyed first. A gateway that
//! waits for a login is not a failure (its steps are Skipped), nor is one that asks for a second factor (Skipped from
//! Version on, with Reason::TotpNeeded). `listener` is for gateways that dial in or post, and outlives the test.
[[nodiscard]] FutureResult<GatewayTestReport> testGateway(const GatewayProfile &profile, const Redacted<QString> &token,
                                                          Clock &clock, io::NetworkSettings network, QObject *context,
                                                          const Deadlines &deadlines = {},
                                                          ReverseListener *listener = nullptr);

} // namespace rookery::gateway
