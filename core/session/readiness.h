// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sessionmachine.h"

#include "model/broadcast.h"

namespace rookery::session {

//! Sets one rung; `since` moves only when the state of the rung changes.
void setCheck(Readiness &readiness, ReadinessCheck check, ReadinessState state, WallTime now, const Error &why = {});

//! Derives the ladder from the machine: the lowest three rungs follow its state; the upper three fall back to Unknown
//! while the session is not online, because old proof no longer counts.
void applyMachine(Readiness &readiness, const MachineState &machine, WallTime now);

//! Derives the ladder of a service that is only watched: what answers, and whether its bot is logged in. The other
//! rungs stay Unknown.
void applyService(Readiness &readiness, const ServiceView &view, WallTime now);

//! Resets the upper three rungs to Unknown, because another account is logged in.
void forgetProofs(Readiness &readiness, WallTime now);

//! Notes whether an action was answered; a refusal is an answer. Offline and Cancelled change nothing.
void applyActionOutcome(Readiness &readiness, const Result<> &outcome, WallTime now);

//! Judges sending by one outcome of an account that is online. Verified proves it. Unknown disproves it, and so do a
//! refusal that concerns more than one target or message, and a gateway that answers a send with "account offline". A
//! final Accepted, for which no proof comes, ends a doubt and proves nothing.
void applySendOutcome(Readiness &readiness, DeliveryState outcome, const Error &why, WallTime now);

} // namespace rookery::session
