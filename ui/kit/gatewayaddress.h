// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/gateway.h"

#include <QString>

namespace rookery::ui {

//! Returns where a gateway is, in terms an operator knows: its address, its folder, or that it dials in.
[[nodiscard]] QString addressOf(const GatewayProfile &profile);

} // namespace rookery::ui
