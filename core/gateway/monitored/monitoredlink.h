// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gateway.h"
#include "model/service.h"
#include "servicestate.h"

#include "base/clock.h"
#include "base/redacted.h"

#include <variant>
#include <vector>

namespace rookery::gateway {

//! Lists what can happen to the link to a watched service. LogSaid counts at any time, Answered only while an attempt
//! goes on.
namespace monitoredinput {
struct Connect {};
struct Disconnect {};
struct Answered { //!< one round of the polls
    ServiceAnswer front; //!< NotAsked: there is no front page
    ServiceAnswer api;
};
struct LogSaid {
    bool turn = false; //!< the interface probably opens or closes now
};
} // namespace monitoredinput

using MonitoredInput = std::variant<monitoredinput::Connect, monitoredinput::Disconnect, monitoredinput::Answered,
                                    monitoredinput::LogSaid>;

//! Lists what the driver does next, in this order.
namespace monitoredeffect {
struct DropAll {}; //!< ends the attempt and its polls; the log is still followed
struct FollowLog {}; //!< unless it is followed
struct LeaveLog {};
struct Poll {}; //!< now, and then regularly
struct PollSoon {}; //!< the last answer is out of date
struct ShowFront {
    ServiceAnswer answer;
};
struct ShowApi {
    ServiceAnswer answer;
};
struct ShowClosed {}; //!< both, by ourselves
struct Report {
    DriverEvent event;
};
} // namespace monitoredeffect

using MonitoredEffect = std::variant<monitoredeffect::DropAll, monitoredeffect::FollowLog, monitoredeffect::LeaveLog,
                                     monitoredeffect::Poll, monitoredeffect::PollSoon, monitoredeffect::ShowFront,
                                     monitoredeffect::ShowApi, monitoredeffect::ShowClosed, monitoredeffect::Report>;

//! Describes the moment of an input: the time, and the log, which outlives a link.
struct MonitoredMoment {
    SteadyTime now{};
    WallTime wallNow{};
    ServiceEvidence log{}; //!< without the two answers
    Redacted<QString> code{}; //!< empty: none waits for a scan
    WallTime codeSince{};
    WallTime lastHeartbeatAt{};
    QString botText{}; //!< masked
    Error logTrouble{}; //!< why no line arrives; Reason::None: lines do
};

//! Holds the complete memory of the link.
struct MonitoredLink {
    enum class Told { Nothing, Waiting, Up };

    bool hasFront = false; //!< of the profile

    // beyond one attempt
    bool lossReported = false; //!< the session disconnects because of it; the log is still followed
    ServiceView view{}; //!< reported
    Redacted<QString> code{}; //!< reported

    // of the attempt
    bool linked = false; //!< an attempt goes on
    Told told = Told::Nothing;
    ServiceAnswer front{};
    ServiceAnswer api{};

    bool operator==(const MonitoredLink &) const = default;
};

struct MonitoredStep {
    MonitoredLink link;
    std::vector<MonitoredEffect> effects;
};

//! Computes the link after one input. Pure. The state follows from the last answers and from the log; a change is
//! reported as evidence first, then as what it means for the login. While the service is away, the log goes on: it says
//! why, and a login code in it shows that there is something to try.
[[nodiscard]] MonitoredStep step(const MonitoredLink &link, const MonitoredInput &input, const MonitoredMoment &moment);

} // namespace rookery::gateway
