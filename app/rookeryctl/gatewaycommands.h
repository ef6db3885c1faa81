// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "output.h"

#include "model/detection.h"
#include "model/gateway.h"

//! Declares what the commands of `gateway` print alike.
namespace rookery::ctl {

[[nodiscard]] QJsonObject toJson(const GatewayProfile &profile);
//! Prints what was found at an address, as a line of type `detected`.
void print(const Output &out, const Detection &found);

} // namespace rookery::ctl
