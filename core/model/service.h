// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QString>

namespace rookery {

//! Describes the state of a watched service and of the bot inside it.
enum class ServiceState {
    Unknown, //!< not checked yet
    Online, //!< answers, and the bot's heartbeat is fresh
    BotUnproven, //!< answers; the bot logged in, but nothing shows that its session is still alive
    BotUnwatched, //!< answers; the state of its bot is unknown
    NoBot, //!< answers, and started without a bot
    BotWaiting, //!< answers; only the bot waits for a scan
    PaymentsOff, //!< answers; the bot's login failed or its code expired, and it does not retry
    SessionLost, //!< answers; the bot was logged in, and its session has ended
    Failing, //!< the interface answers with a failure
    FrontDown, //!< the page that users see does not answer
    WaitingForScan, //!< the bot's login blocks the start: the interface stays closed until the code is scanned
    BackendDown, //!< the interface is closed, and not because of a scan
    TimedOut, //!< the interface gives no answer at all
};

//! Describes a watched service with the evidence for its state.
struct ServiceView {
    ServiceState state = ServiceState::Unknown;
    WallTime since{}; //!< of the state
    bool hasFront = false; //!< there is a front page to check
    Error front; //!< of the page; Reason::None: it answers, or there is none
    Error api; //!< of the interface; Reason::None: it answers
    WallTime codeSince{}; //!< when the service's log announced a login code; default: it has not
    WallTime lastHeartbeatAt{}; //!< of the bot; default: none was seen
    bool heartbeatsSeen = false; //!< the bot's standard error is being followed
    QString botText; //!< the bot's own last message (remote text, masked)
    Error log; //!< why nothing of the log is seen; Reason::None: it is seen, or no log is followed
    bool operator==(const ServiceView &) const = default;
};

//! Returns whether the service is up, but something that its users rely on is not.
[[nodiscard]] constexpr bool isDegraded(ServiceState state)
{
    return state == ServiceState::PaymentsOff || state == ServiceState::SessionLost || state == ServiceState::Failing
        || state == ServiceState::FrontDown;
}

} // namespace rookery
