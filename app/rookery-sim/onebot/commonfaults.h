// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "faults.h"
#include "onebot/account.h"

namespace rookery::sim::onebot {

//! Returns the faults of sockets, replies and sends that every OneBot gateway of this family can show. A dialect adds
//! its own.
[[nodiscard]] QList<FaultInfo> commonFaults();

//! Applies those common faults that concern the account, not a socket or a send. True: nothing else is left to do.
[[nodiscard]] bool obeyCommonFault(const QString &name, bool on, State &state, Account &account, Scheduler &scheduler);

} // namespace rookery::sim::onebot
