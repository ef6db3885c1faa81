// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/service.h"

#include <optional>

namespace rookery::gateway {

//! Describes the answer of one address of a watched service.
struct ServiceAnswer {
    enum class Kind {
        NotAsked,
        Works,
        Fails, //!< it answers with a failure
        Closed, //!< refused, reset, an empty reply, or reported so by the web server in front
        TimedOut,
    };
    Kind kind = Kind::NotAsked;
    Error why; //!< with Fails, Closed and TimedOut
    bool operator==(const ServiceAnswer &) const = default;
};

//! Names the bot's last statement about its login.
enum class BotWord { None, Starting, CodeFollows, Scanned, LoggedIn, LoginFailed, SessionLost };

//! Holds everything that a state is derived from, with the times of what expires.
struct ServiceEvidence {
    bool hasFront = false;
    ServiceAnswer front;
    ServiceAnswer api;
    bool logFollowed = false;
    bool startSeen = false; //!< the part of the log that was read goes back to the process's start
    BotWord bot = BotWord::None;
    bool heartbeatsSeen = false; //!< lines that go to standard error only have arrived, and still can
    SteadyTime watchedSince{}; //!< from then on heartbeats would have been seen
    std::optional<SteadyTime> lastHeartbeat;
};

//! A heartbeat counts this long; a bot's long poll answers about every 25 s.
inline constexpr seconds kHeartbeatLife{90};

//! Derives the state by the table of docs/protocol/geekai.md, "What a state is derived from". Pure.
[[nodiscard]] ServiceState deriveServiceState(const ServiceEvidence &evidence, SteadyTime now);

} // namespace rookery::gateway
