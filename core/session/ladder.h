// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sessionmachine.h"

#include "model/broadcast.h"

namespace rookery::session {

//! Sets one rung; `since` moves only when the state of the rung changes.
void setRung(Ladder &ladder, Rung rung, RungState state, WallTime now, const Error &why = {});

//! The lowest three rungs follow from the machine; the upper three fall back to Unknown while the session
//! is not online, because old proof is no proof.
void applyMachine(Ladder &ladder, const MachineState &machine, WallTime now);

//! Of a service that is only watched: what answers, and whether its bot is logged in. The other rungs stay Unknown.
void applyService(Ladder &ladder, const ServiceView &view, WallTime now);

//! Another account is logged in: the upper three fall back to Unknown.
void forgetProofs(Ladder &ladder, WallTime now);

//! An action was answered (also with a refusal: it answers) or not. Nothing is learnt from Offline or Cancelled.
void applyActionOutcome(Ladder &ladder, const Result<> &outcome, WallTime now);

//! Judges sending by one outcome of an account that is online. Verified proves it; Unknown disproves it, and so do a
//! refusal that is not about one target or message alone and a gateway that says, asked to send, that the account is
//! away. Accepted for good, where no proof comes, ends a doubt and proves nothing.
void applySendOutcome(Ladder &ladder, DeliveryState outcome, const Error &why, WallTime now);

} // namespace rookery::session
