// SPDX-License-Identifier: GPL-3.0-or-later
#include "sessionmachine.h"

#include "base/backoff.h"
#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "gateway/answershape.h"
#include "logrules/masking.h"

#include <algorithm>

namespace rookery::session {

namespace {

using namespace gateway;

// A link that worked this long resets the back-off table.
constexpr seconds kStable{30};
// After a requested restart, a gateway may be silent this long without another explanation.
constexpr seconds kRestartGrace{60};

// A proxy in front answers quickly and costs the gateway nothing: it is polled often enough that the account is back
// soon after it lets us through.
constexpr seconds kFrontTable[] = {seconds(1), seconds(2), seconds(5), seconds(10), seconds(12)};

std::span<const seconds> retryTable(const Error &why)
{
    return gateway::isFromFront(why) ? std::span<const seconds>(kFrontTable)
                                     : std::span<const seconds>(kReconnectTable);
}

void enter(MachineState &state, SessionPhase phase, const Moment &now)
{
    if (state.session.phase != phase)
        state.session.since = now.wall;
    state.session.phase = phase;
    state.session.login = LoginReason::None;
    state.session.retryAt = {};
}

void markAuthenticated(MachineState &state, const Moment &now)
{
    state.reached = true;
    if (!state.authenticated)
        state.workingSince = now.steady;
    state.authenticated = true;
}

void forgetLink(MachineState &state)
{
    state.reached = false;
    state.authenticated = false;
    state.loggedIn = false;
    state.channelUp = false;
    state.totpTried = false;
}

StepResult connect(MachineState state, const Moment &now)
{
    forgetLink(state);
    enter(state, SessionPhase::Connecting, now);
    ++state.epoch;
    return {state, {{.kind = ActionKind::CancelRetry}, {.kind = ActionKind::Connect}}};
}

StepResult waitForLogin(MachineState state, LoginReason reason, const QString &text, const Moment &now)
{
    const bool sameReason = state.session.phase == SessionPhase::LoginRequired && state.session.login == reason;
    const WallTime since = sameReason ? state.session.since : now.wall;
    markAuthenticated(state, now);
    state.loggedIn = false;
    state.restarting = false;
    state.gatewayText = logrules::maskedWords(text);
    enter(state, SessionPhase::LoginRequired, now);
    state.session.login = reason == LoginReason::None ? LoginReason::Fresh : reason;
    state.session.since = since;
    state.session.attempt = 0;
    state.session.why = Error{};
    return {state, {}};
}

//! Enters Online once both are there: the login, and a channel for events and actions.
StepResult maybeOnline(MachineState state, const Moment &now)
{
    if (!state.loggedIn || !state.channelUp) {
        if (state.loggedIn && state.session.phase != SessionPhase::Online) {
            enter(state, SessionPhase::Authenticating, now);
            return {state, {{.kind = ActionKind::ClearLogin}}};
        }
        return {state, {}};
    }
    if (state.session.phase == SessionPhase::Online)
        return {state, {}};
    enter(state, SessionPhase::Online, now);
    state.session.attempt = 0;
    state.session.why = Error{};
    state.restarting = false;
    state.gatewayText.clear();
    return {state, {{.kind = ActionKind::ClearLogin}, {.kind = ActionKind::CheckActions}}};
}

Error explainedByRestart(const MachineState &state, Error why, const Moment &now)
{
    const bool silence =
        why.kind == ErrorKind::Offline || why.kind == ErrorKind::Network || why.kind == ErrorKind::Timeout;
    if (state.restarting && silence && now.steady - state.restartAskedAt < kRestartGrace)
        why.reason = Reason::GatewayRestarting;
    return why;
}

StepResult backOff(MachineState state, const Error &why, const Moment &now, double jitter01)
{
    const bool wasStable = state.authenticated && now.steady - state.workingSince >= kStable;
    const int attempt = wasStable ? 1 : state.session.attempt + 1;
    const milliseconds delay = std::max(backoffDelay(retryTable(why), attempt, jitter01), why.retryAfter);
    forgetLink(state);
    enter(state, SessionPhase::Backoff, now);
    state.session.attempt = attempt;
    state.session.why = explainedByRestart(state, why, now);
    state.session.retryAt = now.wall + delay;
    return {state,
            {{.kind = ActionKind::Disconnect},
             {.kind = ActionKind::ClearLogin},
             {.kind = ActionKind::ArmRetry, .delay = delay}}};
}

StepResult reject(MachineState state, const Error &why, const Moment &now)
{
    forgetLink(state);
    enter(state, SessionPhase::Rejected, now);
    state.session.why = why;
    state.session.attempt = 0;
    return {state,
            {{.kind = ActionKind::CancelRetry}, {.kind = ActionKind::Disconnect}, {.kind = ActionKind::ClearLogin}}};
}

StepResult needTotp(MachineState state, const Moment &now)
{
    // Events and actions have stopped: the driver drops its channel together with the credential.
    const bool tried = state.totpTried;
    forgetLink(state);
    state.reached = true;
    enter(state, SessionPhase::NeedsTotp, now);
    state.session.why = Error{};
    if (state.digitsFromPhone)
        state.session.why =
            Error{.kind = ErrorKind::Auth, .reason = tried ? Reason::PhoneDigitsWrong : Reason::PhoneDigitsNeeded};
    else if (tried)
        state.session.why = Error{.kind = ErrorKind::Auth, .reason = Reason::TotpWrong};
    return {state, {}};
}

//! Returns true in phases in which the driver has a link.
bool isLinked(SessionPhase phase)
{
    switch (phase) {
    case SessionPhase::Connecting:
    case SessionPhase::Authenticating:
    case SessionPhase::NeedsTotp:
    case SessionPhase::LoginRequired:
    case SessionPhase::Online:
        return true;
    case SessionPhase::Stopped:
    case SessionPhase::Backoff:
    case SessionPhase::Rejected:
        break;
    }
    return false;
}

//! Applies one report of the driver to a linked session.
struct Reporter {
    MachineState state;
    const Moment &now;
    double jitter01;

    StepResult operator()(const gateway::signal::Reached &)
    {
        state.reached = true;
        if (state.session.phase == SessionPhase::Connecting)
            enter(state, SessionPhase::Authenticating, now);
        return {state, {}};
    }
    StepResult operator()(const gateway::signal::Authenticated &)
    {
        markAuthenticated(state, now);
        state.totpTried = false;
        if (state.session.phase == SessionPhase::Connecting || state.session.phase == SessionPhase::NeedsTotp) {
            enter(state, SessionPhase::Authenticating, now);
            state.session.why = Error{};
        }
        return {state, {}};
    }
    StepResult operator()(const gateway::signal::TotpNeeded &needed)
    {
        state.digitsFromPhone = needed.fromPhone;
        return needTotp(state, now);
    }
    StepResult operator()(const gateway::signal::Waiting &waiting)
    {
        return waitForLogin(state, waiting.reason, waiting.text, now);
    }
    StepResult operator()(const gateway::signal::LoggedIn &login)
    {
        markAuthenticated(state, now);
        state.loggedIn = true;
        // The account changed between two polls: proof for the first one does not count for the second.
        const bool swapped = state.session.phase == SessionPhase::Online && !state.account.isNull()
            && !login.account.isNull() && login.account != state.account;
        if (!login.account.isNull()) {
            state.account = login.account;
            state.nickname = logrules::maskedWords(login.nickname, logrules::kLongestName);
        }
        if (swapped) {
            state.session.since = now.wall;
            return {state, {{.kind = ActionKind::CheckActions}}};
        }
        return maybeOnline(state, now);
    }
    StepResult operator()(const gateway::signal::ChannelUp &)
    {
        state.reached = true;
        state.channelUp = true;
        return maybeOnline(state, now);
    }
    StepResult operator()(const gateway::signal::LinkLost &lost) { return backOff(state, lost.why, now, jitter01); }
    StepResult operator()(const gateway::signal::Refused &refused)
    {
        if (refused.why.reason == Reason::TotpWrong) {
            state.totpTried = true;
            return needTotp(state, now);
        }
        // A rate limit passes by itself, so wait rather than reject.
        if (refused.why.kind == ErrorKind::RateLimited)
            return backOff(state, refused.why, now, jitter01);
        return reject(state, refused.why, now);
    }
};

struct Stepper {
    const MachineState &state;
    const Moment &now;
    double jitter01;

    [[nodiscard]] StepResult unchanged() const { return {state, {}}; }
    [[nodiscard]] SessionPhase phase() const { return state.session.phase; }

    StepResult operator()(const input::Start &) const
    {
        if (phase() != SessionPhase::Stopped && phase() != SessionPhase::Rejected)
            return unchanged();
        MachineState next = state;
        next.session.attempt = 0;
        next.session.why = Error{};
        next.restarting = false;
        return connect(next, now);
    }
    StepResult operator()(const input::Stop &) const
    {
        if (phase() == SessionPhase::Stopped)
            return unchanged();
        MachineState next = state;
        forgetLink(next);
        enter(next, SessionPhase::Stopped, now);
        next.session.attempt = 0;
        next.session.why = Error{};
        next.restarting = false;
        next.gatewayText.clear();
        return {
            next,
            {{.kind = ActionKind::CancelRetry}, {.kind = ActionKind::Disconnect}, {.kind = ActionKind::ClearLogin}}};
    }
    StepResult operator()(const input::RetryNow &) const
    {
        if (phase() != SessionPhase::Backoff && phase() != SessionPhase::Rejected)
            return unchanged();
        return connect(state, now);
    }
    StepResult operator()(const input::TotpSubmitted &) const
    {
        if (phase() != SessionPhase::NeedsTotp)
            return unchanged();
        MachineState next = state;
        next.totpTried = true;
        enter(next, SessionPhase::Authenticating, now);
        return {next, {}};
    }
    StepResult operator()(const input::RestartAsked &) const
    {
        MachineState next = state;
        next.restarting = isLinked(phase());
        next.restartAskedAt = now.steady;
        return {next, {}};
    }
    StepResult operator()(const input::Reported &report) const
    {
        if (report.epoch != state.epoch || !isLinked(phase()))
            return unchanged();
        return std::visit(Reporter{state, now, jitter01}, report.signal);
    }
    StepResult operator()(const input::TimerFired &fired) const
    {
        if (fired.epoch != state.epoch || phase() != SessionPhase::Backoff)
            return unchanged();
        return connect(state, now);
    }
    StepResult operator()(const input::KickSeen &kick) const
    {
        if (kick.epoch != state.epoch || !isLinked(phase()))
            return unchanged();
        return waitForLogin(state, LoginReason::Kicked, kick.text, now);
    }
    StepResult operator()(const input::OfflineSeen &offline) const
    {
        if (offline.epoch != state.epoch || phase() != SessionPhase::Online)
            return unchanged();
        return waitForLogin(state, LoginReason::OfflineByQq, {}, now);
    }
    StepResult operator()(const input::OnlineSeen &online) const
    {
        const bool offline = phase() == SessionPhase::LoginRequired && state.session.login == LoginReason::OfflineByQq;
        if (online.epoch != state.epoch || !offline || !state.channelUp)
            return unchanged();
        MachineState next = state;
        next.loggedIn = true;
        return maybeOnline(next, now);
    }
};

} // namespace

StepResult step(const MachineState &state, const Input &input, const Moment &now, double jitter01)
{
    return std::visit(Stepper{state, now, jitter01}, input);
}

} // namespace rookery::session
