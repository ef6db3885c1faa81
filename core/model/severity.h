// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "condition.h"
#include "rkey.h"
#include "session.h"

#include <QList>

namespace rookery {

//! Judges one account by its state, its open incidents, its readiness and its picture keys; the worst of them decides.
//! This is the only place that judges: every surface shows the result (`AccountSnapshot::condition`). `incidents` may
//! contain closed ones and those of other gateways, which are ignored; `rkey` may be null.
[[nodiscard]] AccountCondition conditionOf(const AccountSnapshot &account, const QList<Incident> &incidents,
                                           const RkeyState *rkey);

//! Judges the source of the picture keys. Unproven: nothing has shown it yet.
[[nodiscard]] Condition conditionOf(const RkeyState &state);

//! Judges the session or service alone.
[[nodiscard]] Condition conditionOfState(const AccountSnapshot &account);

//! Returns the worst of all accounts and all open incidents; empty while there is no gateway and no open incident.
[[nodiscard]] std::optional<Condition> worstCondition(const QList<AccountSnapshot> &accounts,
                                                      const QList<Incident> &incidents);

//! Limits how long the last event proves that events flow.
inline constexpr seconds kEventSilence{600};

//! Returns the readiness of an account as known at `now`: after a long silence, whether events flow is unknown.
[[nodiscard]] Readiness readinessAt(const AccountSnapshot &account, WallTime now);

} // namespace rookery
