// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gateway.h"
#include "model/session.h"

#include <QList>

#include <variant>

namespace rookery::session {

//! Holds both clocks at one moment: wall time for display, steady time for durations.
struct Moment {
    WallTime wall{};
    SteadyTime steady{};
};

//! Lists everything that can happen to a session.
namespace input {
struct Start {}; //!< the operator, or the start of the program
struct Stop {};
struct RetryNow {};
struct TotpSubmitted {};
struct RestartAsked {}; //!< the gateway was asked to restart: its silence is expected
struct Reported {
    int epoch = 0;
    gateway::GatewaySignal signal;
};
struct TimerFired {
    int epoch = 0;
};
struct KickSeen {
    int epoch = 0;
    QString text;
}; //!< reported by a notice of the gateway, ahead of the next poll
struct OfflineSeen {
    int epoch = 0;
}; //!< reported by a heartbeat
struct OnlineSeen {
    int epoch = 0;
}; //!< reported by a heartbeat; reverts OfflineSeen
} // namespace input

using Input = std::variant<input::Start, input::Stop, input::RetryNow, input::TotpSubmitted, input::RestartAsked,
                           input::Reported, input::TimerFired, input::KickSeen, input::OfflineSeen, input::OnlineSeen>;

enum class ActionKind {
    Connect, //!< connectLink(), a new epoch
    Disconnect,
    ArmRetry, //!< fire TimerFired after `delay`
    CancelRetry,
    ClearLogin, //!< drop login code and quick list
    CheckActions, //!< events and actions can flow: find out who is logged in, load the contacts
};

struct SessionAction {
    ActionKind kind = ActionKind::Connect;
    milliseconds delay{0};
    bool operator==(const SessionAction &) const = default;
};

//! Holds the complete memory of the machine.
struct MachineState {
    SessionState session;
    int epoch = 0; //!< of the current attempt; grows with every Connect
    bool reached = false;
    bool authenticated = false;
    bool loggedIn = false;
    bool channelUp = false;
    bool totpTried = false;
    bool digitsFromPhone = false; //!< the second step takes digits from a phone, not from an authenticator
    AccountId account; //!< kept after a log-out
    QString nickname;
    QString gatewayText; //!< the gateway's reason for waiting, in its own words
    SteadyTime workingSince{}; //!< since authentication; with `authenticated`
    SteadyTime restartAskedAt{};
    bool restarting = false;

    bool operator==(const MachineState &) const = default;
};

struct StepResult {
    MachineState state;
    QList<SessionAction> actions;
};

//! Computes the state after one input. Pure. Reports and timers of an older epoch change nothing. A refused token
//! leads to Rejected, which only the operator can leave. `jitter01` in [0, 1) spreads the waiting times.
[[nodiscard]] StepResult step(const MachineState &state, const Input &input, const Moment &now, double jitter01);

} // namespace rookery::session
