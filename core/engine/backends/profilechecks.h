// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/settings.h"

namespace rookery::engine {

//! Returns false if only display data, or whether it runs, has changed. Pure.
[[nodiscard]] bool needsNewDriver(const GatewayProfile &before, const GatewayProfile &after);

//! Returns whether connections to the gateway may leave this machine, so that they need the proxy. Pure.
[[nodiscard]] bool leavesThisMachine(const GatewayProfile &profile);

//! Returns whether the profile says how to reach the gateway. A gateway that dials in needs no address; Lagrange's is
//! in its folder, and iLink's is known. Pure.
[[nodiscard]] bool isComplete(const GatewayProfile &profile);

//! Fills in a missing address for a kind that has only one. Pure.
[[nodiscard]] GatewayProfile withAddress(GatewayProfile profile);

} // namespace rookery::engine
