// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "faults.h"
#include "onebot/account.h"

namespace rookery::sim::onebot {

//! The faults of sockets, replies and sends that every OneBot gateway of this family can show. A dialect adds its own.
[[nodiscard]] QList<FaultInfo> commonFaults();

//! Does what those of them want that concern the account, not a socket or a send. True: that is all there is to do.
[[nodiscard]] bool obeyCommonFault(const QString &name, bool on, World &world, Account &account, Scheduler &scheduler);

} // namespace rookery::sim::onebot
