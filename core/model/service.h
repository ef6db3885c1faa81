// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QString>

namespace rookery {

//! What is to be said of a service that is only watched, and of the bot inside it.
enum class ServiceState {
    Unknown, //!< not looked at yet
    Online, //!< answers, and the bot's heartbeat is fresh
    BotUnproven, //!< answers; the bot logged in, but nothing shows that its session still lives
    BotUnwatched, //!< answers; nothing is known of a bot
    NoBot, //!< answers, and started without a bot
    BotWaiting, //!< answers; the bot alone waits for a scan
    PaymentsOff, //!< answers; the bot's login failed or its code expired, and it does not try again
    SessionLost, //!< answers; the bot was logged in, and its session is over
    Failing, //!< the interface answers that it failed
    FrontDown, //!< the page that people see does not answer
    WaitingForScan, //!< the bot's login holds up the start: the interface is closed until somebody scans
    BackendDown, //!< the interface is closed, and not because of a scan
    TimedOut, //!< the interface gives no answer at all
};

//! A watched service with the evidence for its state.
struct ServiceView {
    ServiceState state = ServiceState::Unknown;
    WallTime since{}; //!< of the state
    bool hasFront = false; //!< there is a page to ask
    Error front; //!< of the page; Reason::None: it answers, or there is none to ask
    Error api; //!< of the interface; Reason::None: it answers
    WallTime codeSince{}; //!< the service's own line said that a login code follows; default: it has not
    WallTime lastHeartbeatAt{}; //!< of the bot; default: none was seen
    bool heartbeatsSeen = false; //!< what the bot writes to standard error is followed
    QString botText; //!< the bot's own last word (remote text, masked)
    Error log; //!< why nothing of the log is seen; Reason::None: it is, or none is followed
    bool operator==(const ServiceView &) const = default;
};

//! Up, but something that people rely on is not.
[[nodiscard]] constexpr bool isDegraded(ServiceState state)
{
    return state == ServiceState::PaymentsOff || state == ServiceState::SessionLost || state == ServiceState::Failing
        || state == ServiceState::FrontDown;
}

} // namespace rookery
