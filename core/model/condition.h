// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "incident.h"

#include "base/result.h"

#include <chrono>
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

//! Orders incidents for everything that names one of several: the gravest, then the newest, and of one second the one
//! that says more about the account (what its pictures suffer from, before the server that is to blame).
[[nodiscard]] inline bool isGraver(const Incident &a, const Incident &b)
{
    if (a.severity != b.severity)
        return a.severity > b.severity;
    const auto second = [](const Incident &incident) {
        return std::chrono::floor<seconds>(incident.startedAt.time_since_epoch());
    };
    return second(a) != second(b) ? second(a) > second(b) : a.kind < b.kind;
}

//! Tells whether somebody has to look: what is counted as "needs attention" in tray and status line.
[[nodiscard]] constexpr bool asksForAttention(Condition condition)
{
    return condition >= Condition::Degraded;
}

} // namespace rookery
