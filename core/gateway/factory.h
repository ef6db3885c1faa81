// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/gateway.h"
#include "surroundings.h"

#include <memory>

namespace rookery::gateway {

//! The driver for a profile. The certificate pinned in the profile counts, whatever `around.network` says.
//! Call on the thread it will live on.
[[nodiscard]] std::unique_ptr<Gateway> makeGateway(const GatewayProfile &profile, Surroundings around);

} // namespace rookery::gateway
