// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gateway.h"
#include "model/session.h"

#include <QList>

#include <variant>

namespace rookery::session {

//! Both clocks at one moment: wall for what is shown, steady for durations.
struct Moment {
    WallTime wall{};
    SteadyTime steady{};
};

//! What can happen to a session.
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
}; //!< a notice of the gateway said so, ahead of the next poll
struct OfflineSeen {
    int epoch = 0;
}; //!< a heartbeat said so
struct OnlineSeen {
    int epoch = 0;
}; //!< a heartbeat said so: takes back what a heartbeat said
} // namespace input

using Input = std::variant<input::Start, input::Stop, input::RetryNow, input::TotpSubmitted, input::RestartAsked,
                           input::Reported, input::TimerFired, input::KickSeen, input::OfflineSeen, input::OnlineSeen>;

enum class ActionKind {
    Connect, //!< connectLink(), a new epoch
    Disconnect,
    ArmRetry, //!< fire TimerFired after `delay`
    CancelRetry,
    ClearLogin, //!< no code and no quick list any more
    CheckActions, //!< events and actions can flow: ask who is logged in, load the contacts
};

struct SessionAction {
    ActionKind kind = ActionKind::Connect;
    milliseconds delay{0};
    bool operator==(const SessionAction &) const = default;
};

//! Everything the machine remembers.
struct MachineState {
    SessionState session;
    int epoch = 0; //!< of the current attempt; grows with every Connect
    bool reached = false;
    bool authenticated = false;
    bool loggedIn = false;
    bool channelUp = false;
    bool totpTried = false;
    bool digitsFromPhone = false; //!< the second step is not an authenticator's
    AccountId account; //!< kept after a log-out
    QString nickname;
    QString gatewayText; //!< why it waits, in the gateway's words
    SteadyTime workingSince{}; //!< since authentication; with `authenticated`
    SteadyTime restartAskedAt{};
    bool restarting = false;

    bool operator==(const MachineState &) const = default;
};

struct StepResult {
    MachineState state;
    QList<SessionAction> actions;
};

//! Pure: one input, one new state. Reports and timers of an older epoch change nothing. A refused token
//! leads to Rejected, which only the operator leaves. `jitter01` in [0, 1) spreads the waiting times.
[[nodiscard]] StepResult step(const MachineState &state, const Input &input, const Moment &now, double jitter01);

} // namespace rookery::session
