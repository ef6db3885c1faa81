// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "condition.h"
#include "rkey.h"
#include "session.h"

#include <QList>

namespace rookery {

//! Judges one account from its state, its open incidents, its readiness and its picture keys: the worst of them
//! decides. The only judge in the program: every surface shows its result (`AccountSnapshot::condition`). `incidents`
//! may hold closed ones and those of other gateways, which do not count; `rkey` may be null.
[[nodiscard]] AccountCondition conditionOf(const AccountSnapshot &account, const QList<Incident> &incidents,
                                           const RkeyState *rkey);

//! Judges where picture keys come from. Unproven: nothing has shown it yet.
[[nodiscard]] Condition conditionOf(const RkeyState &state);

//! Judges the session or service alone.
[[nodiscard]] Condition conditionOfState(const AccountSnapshot &account);

//! The worst of all accounts and of all open incidents; empty while there is no gateway and no open incident.
[[nodiscard]] std::optional<Condition> worstCondition(const QList<AccountSnapshot> &accounts,
                                                      const QList<Incident> &incidents);

//! Tells whether anything can show that a message arrived: WeChat shows a bot neither its own messages nor a history.
[[nodiscard]] constexpr bool canProveSends(GatewayKind kind)
{
    return kind != GatewayKind::ILink;
}

//! Events that stopped coming prove nothing any more after this long.
inline constexpr seconds kEventSilence{600};

//! The readiness of an account as it is known at `now`: that events flow is not known after a long silence.
[[nodiscard]] Ladder readinessAt(const AccountSnapshot &account, WallTime now);

} // namespace rookery
