// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/badframes.h"
#include "gateway/gateway.h"
#include "model/gateway.h"
#include "model/session.h"

#include <variant>
#include <vector>

namespace rookery::gateway {

//! Lists what can happen to the link to a Milky gateway. Connect and Disconnect count at any time, everything else only
//! while an attempt goes on.
namespace milkyinput {
struct Connect {};
struct Disconnect {};
struct Probed {}; //!< its address answers
struct Authorised {
    GatewayVersion version;
};
struct CallsFailed { //!< the probe, the token or the polls of the login
    Error why;
};
struct LoggedIn {
    AccountId account;
    QString nickname;
};
struct Waiting {
    LoginReason reason = LoginReason::None;
    QString text;
};
struct EventsUp {};
struct EventsDown {
    Error why;
    int closeCode = 0;
    bool byPeer = false;
};
} // namespace milkyinput

using MilkyInput = std::variant<milkyinput::Connect, milkyinput::Disconnect, milkyinput::Probed, milkyinput::Authorised,
                                milkyinput::CallsFailed, milkyinput::LoggedIn, milkyinput::Waiting,
                                milkyinput::EventsUp, milkyinput::EventsDown>;

//! Lists what the driver does next, in this order.
namespace milkyeffect {
struct DropAll {}; //!< ends the attempt: nothing of it reports any more
struct Probe {};
struct Authorise {};
struct WatchLogin {};
struct OpenEvents {};
struct ShowCallsUp {};
struct ShowCallsDown {
    Error why;
};
struct ShowEventsUp {};
struct ShowEventsDown {
    Error why;
    int closeCode = 0;
    bool byPeer = false;
};
struct Report {
    DriverEvent event;
};
} // namespace milkyeffect

using MilkyEffect =
    std::variant<milkyeffect::DropAll, milkyeffect::Probe, milkyeffect::Authorise, milkyeffect::WatchLogin,
                 milkyeffect::OpenEvents, milkyeffect::ShowCallsUp, milkyeffect::ShowCallsDown,
                 milkyeffect::ShowEventsUp, milkyeffect::ShowEventsDown, milkyeffect::Report>;

//! Holds the complete memory of the link.
struct MilkyLink {
    enum class Events { Closed, Opening, Up };

    // beyond one attempt
    BadFrames badFrames{};

    // of the attempt
    bool linked = false; //!< an attempt goes on
    bool authorised = false; //!< the token was accepted
    bool loggedIn = false;
    Events events = Events::Closed;

    bool operator==(const MilkyLink &) const = default;
};

struct MilkyStep {
    MilkyLink link;
    std::vector<MilkyEffect> effects;
};

//! Computes the link after one input. Pure. A login opens the event channel, which outlives a logout; the loss of the
//! calls or of the channel ends the link.
[[nodiscard]] MilkyStep step(const MilkyLink &link, const MilkyInput &input, SteadyTime now);

} // namespace rookery::gateway
