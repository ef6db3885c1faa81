// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/service.h"

#include <optional>

namespace rookery::gateway {

//! How one address of a watched service answered.
struct ServiceAnswer {
    enum class Kind {
        NotAsked,
        Works,
        Fails, //!< it answers, with a failure
        Closed, //!< refused, reset, an empty reply, or the web server in front says so
        TimedOut,
    };
    Kind kind = Kind::NotAsked;
    Error why; //!< with Fails, Closed and TimedOut
    bool operator==(const ServiceAnswer &) const = default;
};

//! The last thing that the bot said of its login.
enum class BotWord { None, Starting, CodeFollows, Scanned, LoggedIn, LoginFailed, SessionLost };

//! Everything that a state is derived from, with the ages of what grows old.
struct ServiceEvidence {
    bool hasFront = false;
    ServiceAnswer front;
    ServiceAnswer api;
    bool logFollowed = false;
    bool startSeen = false; //!< what was read of the log goes back to the process's start
    BotWord bot = BotWord::None;
    bool heartbeatsSeen = false; //!< lines that go to standard error alone came in, and would still come in
    SteadyTime watchedSince{}; //!< heartbeats could have been seen from then on
    std::optional<SteadyTime> lastHeartbeat;
};

//! A bot's long poll answers about every 25 s.
inline constexpr seconds kHeartbeatLife{90};

//! The table of docs/protocol/geekai.md, "What a state is derived from". Pure.
[[nodiscard]] ServiceState deriveServiceState(const ServiceEvidence &evidence, SteadyTime now);

} // namespace rookery::gateway
