// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "drivercontext.h"
#include "model/gateway.h"

#include <memory>

namespace rookery::gateway {

//! Creates the driver for a profile. The certificate pinned in the profile replaces the one in `around.network`. Call
//! it on the thread on which the driver will live.
[[nodiscard]] std::unique_ptr<Gateway> makeGateway(const GatewayProfile &profile, DriverContext around);

} // namespace rookery::gateway
