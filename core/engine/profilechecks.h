// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/settings.h"

namespace rookery::engine {

//! Pure: false where only what is shown, or whether it runs, has changed.
[[nodiscard]] bool needsNewDriver(const GatewayProfile &before, const GatewayProfile &after);

//! Pure: is there anything to reach it by? Who dials in needs no address; Lagrange's folder has it, and iLink's is
//! known.
[[nodiscard]] bool isComplete(const GatewayProfile &profile);

//! Pure: with the address of a service that has but one, where none was given.
[[nodiscard]] GatewayProfile withAddress(GatewayProfile profile);

} // namespace rookery::engine
