// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "faults.h"

namespace rookery::sim::onebot {

//! The faults of sockets, replies and sends that every OneBot gateway of this family can show. A dialect adds its own.
[[nodiscard]] QList<FaultInfo> commonFaults();

} // namespace rookery::sim::onebot
