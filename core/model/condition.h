// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "incident.h"

#include "base/result.h"

#include <chrono>
#include <optional>

namespace rookery {

//! Ranks the health of an account, a watched service or the whole console, best first. This is the only order of
//! severities: rows, counts, filters, status line, tray, top bar, strip and Health compare by it.
enum class Condition { Stopped, Working, Unproven, Connecting, Degraded, NeedsAttention, Failed };
inline constexpr int kConditionCount = 7;

//! Names what decided a condition.
enum class ConditionCause {
    State, //!< the state of the session or service itself
    Incident,
    Actions, //!< the gateway does not answer actions
    Events, //!< no events arrive
    Sending, //!< the last send was refused or remained unproven
    Rkey, //!< the source of the picture keys
};

//! Holds the condition of one account with its reason.
struct AccountCondition {
    Condition condition = Condition::Stopped;
    ConditionCause cause = ConditionCause::State;
    std::optional<Incident> incident; //!< with Incident: the gravest open incident, with only its newest evidence
    Error why; //!< with Actions, Events and Sending
    int openIncidents = 0; //!< of this account

    bool operator==(const AccountCondition &) const = default;
};

//! Maps an incident's severity to a condition. Even an open Info incident makes the account worse than Working.
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

//! Orders incidents wherever one of several is shown: the gravest first, then the newest; within one second, the kind
//! that says more about the account (the symptom of its pictures before the failing server).
[[nodiscard]] inline bool isGraver(const Incident &a, const Incident &b)
{
    if (a.severity != b.severity)
        return a.severity > b.severity;
    const auto second = [](const Incident &incident) {
        return std::chrono::floor<seconds>(incident.startedAt.time_since_epoch());
    };
    return second(a) != second(b) ? second(a) > second(b) : a.kind < b.kind;
}

//! Returns whether the operator has to look: such accounts count as "needs attention" in tray and status line.
[[nodiscard]] constexpr bool asksForAttention(Condition condition)
{
    return condition >= Condition::Degraded;
}

} // namespace rookery
