// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "incident.h"

#include "base/result.h"

#include <optional>

namespace rookery {

//! How an account, a watched service or the whole console does, best first. It is the one order of severities: rows,
//! counts, filters, status line, tray, top bar, strip and Health compare by it.
enum class Condition { Stopped, Working, Unproven, Connecting, Degraded, NeedsAttention, Failed };
inline constexpr int kConditionCount = 7;

//! What decided a condition.
enum class ConditionCause {
    State, //!< the session or service itself: its own word says it
    Incident,
    Actions, //!< the gateway does not answer actions
    Events, //!< no events arrive
    Sending, //!< the last send was refused or stayed unproven
    Rkey, //!< where the picture keys come from
};

//! The condition of one account with its reason.
struct AccountCondition {
    Condition condition = Condition::Stopped;
    ConditionCause cause = ConditionCause::State;
    std::optional<Incident> incident; //!< with Incident: the gravest open one, with its newest evidence alone
    Error why; //!< with Actions, Events and Sending
    int openIncidents = 0; //!< of this account

    bool operator==(const AccountCondition &) const = default;
};

//! Places an incident's severity in the order of conditions. Even an open incident that only informs is not Working.
[[nodiscard]] constexpr Condition conditionOf(Severity severity)
{
    switch (severity) {
    case Severity::Info:
        return Condition::Unproven;
    case Severity::Degraded:
        return Condition::Degraded;
    case Severity::NeedsHand:
        return Condition::NeedsAttention;
    case Severity::Failed:
        return Condition::Failed;
    }
    return Condition::Unproven;
}

//! Tells whether somebody has to look: what is counted as "needs attention" in tray and status line.
[[nodiscard]] constexpr bool asksForAttention(Condition condition)
{
    return condition >= Condition::Degraded;
}

} // namespace rookery
