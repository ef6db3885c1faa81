// SPDX-License-Identifier: GPL-3.0-or-later
#include "ladder.h"

namespace rookery::session {

namespace {

Error because(ErrorKind kind, Reason reason, const QString &detail = {})
{
    return Error{.kind = kind, .reason = reason, .detail = detail};
}

Error loginProblem(const MachineState &machine)
{
    switch (machine.session.login) {
    case LoginReason::Expired:
        return because(ErrorKind::Expired, Reason::QrExpired, machine.gatewayText);
    case LoginReason::Captcha:
        return because(ErrorKind::Rejected, Reason::CaptchaNeeded, machine.gatewayText);
    case LoginReason::NewDevice:
        return because(ErrorKind::Rejected, Reason::NewDeviceCheck, machine.gatewayText);
    case LoginReason::Kicked:
        return because(ErrorKind::Rejected, Reason::Kicked, machine.gatewayText);
    case LoginReason::OfflineByQq:
        return because(ErrorKind::Rejected, Reason::OfflineByQq, machine.gatewayText);
    case LoginReason::Elsewhere:
        return because(ErrorKind::Rejected, Reason::AlreadyLoggedIn, machine.gatewayText);
    case LoginReason::TakenOver:
        return because(ErrorKind::Rejected, Reason::BoundElsewhere, machine.gatewayText);
    case LoginReason::SignToken:
        return because(ErrorKind::Rejected, Reason::SignTokenNeeded, machine.gatewayText);
    case LoginReason::None:
    case LoginReason::Fresh:
        break;
    }
    return because(ErrorKind::Rejected, Reason::NotLoggedIn, machine.gatewayText);
}

void clearFrom(Ladder &ladder, Rung lowest, WallTime now)
{
    for (int i = int(lowest); i < kRungCount; ++i)
        setRung(ladder, Rung(i), RungState::Unknown, now);
}

//! Marks the rung that broke with the link: the secret was refused, or the peer was not the expected one.
void applyFailure(Ladder &ladder, const Error &why, WallTime now)
{
    const bool peerAnswered = why.kind == ErrorKind::Auth || why.kind == ErrorKind::RateLimited
        || why.kind == ErrorKind::Expired || why.kind == ErrorKind::Storage; // a secret that we cannot read
    if (peerAnswered) {
        setRung(ladder, Rung::Reachable, RungState::Working, now);
        setRung(ladder, Rung::Authenticated, RungState::Broken, now, why);
        clearFrom(ladder, Rung::LoggedIn, now);
        return;
    }
    setRung(ladder, Rung::Reachable, RungState::Broken, now, why);
    clearFrom(ladder, Rung::Authenticated, now);
}

void applyProgress(Ladder &ladder, const MachineState &machine, WallTime now)
{
    // A broken rung stays broken during the next attempt until that attempt proves otherwise.
    if (machine.reached)
        setRung(ladder, Rung::Reachable, RungState::Working, now);
    if (machine.authenticated)
        setRung(ladder, Rung::Authenticated, RungState::Working, now);
    if (machine.loggedIn)
        setRung(ladder, Rung::LoggedIn, RungState::Working, now);
    else
        clearFrom(ladder, Rung::LoggedIn, now);
    clearFrom(ladder, Rung::ActionsAnswer, now);
}

//! Returns true for a refusal that concerns the gateway or its account, and so the next message too.
bool isOfTheGateway(Reason reason)
{
    return reason == Reason::SendRefused || reason == Reason::RiskControl || reason == Reason::RichMediaFailed
        || reason == Reason::SendTimeout || reason == Reason::PictureLost || reason == Reason::StagedFileGone
        || reason == Reason::UploadMismatch || reason == Reason::UnknownAction;
}

} // namespace

void forgetProofs(Ladder &ladder, WallTime now)
{
    clearFrom(ladder, Rung::ActionsAnswer, now);
}

void setRung(Ladder &ladder, Rung rung, RungState state, WallTime now, const Error &why)
{
    RungEvidence &evidence = ladder[std::size_t(rung)];
    if (evidence.state != state)
        evidence.since = now;
    evidence.state = state;
    evidence.why = state == RungState::Broken ? why : Error{};
}

void applyMachine(Ladder &ladder, const MachineState &machine, WallTime now)
{
    switch (machine.session.phase) {
    case SessionPhase::Stopped:
        clearFrom(ladder, Rung::Reachable, now);
        return;
    case SessionPhase::Backoff:
    case SessionPhase::Rejected:
        applyFailure(ladder, machine.session.why, now);
        return;
    case SessionPhase::Connecting:
    case SessionPhase::Authenticating:
        applyProgress(ladder, machine, now);
        return;
    case SessionPhase::NeedsTotp:
        setRung(ladder, Rung::Reachable, RungState::Working, now);
        setRung(ladder, Rung::Authenticated, RungState::Broken, now,
                machine.session.why.reason == Reason::None ? because(ErrorKind::Auth, Reason::TotpNeeded)
                                                           : machine.session.why);
        clearFrom(ladder, Rung::LoggedIn, now);
        return;
    case SessionPhase::LoginRequired:
        setRung(ladder, Rung::Reachable, RungState::Working, now);
        setRung(ladder, Rung::Authenticated, RungState::Working, now);
        setRung(ladder, Rung::LoggedIn, RungState::Broken, now, loginProblem(machine));
        clearFrom(ladder, Rung::ActionsAnswer, now);
        return;
    case SessionPhase::Online:
        setRung(ladder, Rung::Reachable, RungState::Working, now);
        setRung(ladder, Rung::Authenticated, RungState::Working, now);
        setRung(ladder, Rung::LoggedIn, RungState::Working, now);
        return;
    }
}

void applyService(Ladder &ladder, const ServiceView &view, WallTime now)
{
    const bool answers = view.api.reason == Reason::None;
    setRung(ladder, Rung::Authenticated, RungState::Unknown, now); // we send it no secret that it could refuse
    clearFrom(ladder, Rung::ActionsAnswer, now);
    setRung(ladder, Rung::Reachable, answers ? RungState::Working : RungState::Broken, now, view.api);
    switch (view.state) {
    case ServiceState::Online:
        setRung(ladder, Rung::LoggedIn, RungState::Working, now);
        return;
    case ServiceState::PaymentsOff:
    case ServiceState::SessionLost:
    case ServiceState::BotWaiting:
    case ServiceState::WaitingForScan:
        setRung(ladder, Rung::LoggedIn, RungState::Broken, now,
                because(ErrorKind::Rejected, Reason::NotLoggedIn, view.botText));
        return;
    case ServiceState::Unknown:
    case ServiceState::BotUnproven:
    case ServiceState::BotUnwatched:
    case ServiceState::NoBot:
    case ServiceState::Failing:
    case ServiceState::FrontDown:
    case ServiceState::BackendDown:
    case ServiceState::TimedOut:
        setRung(ladder, Rung::LoggedIn, RungState::Unknown, now);
        return;
    }
}

void applyActionOutcome(Ladder &ladder, const Result<> &outcome, WallTime now)
{
    if (outcome || outcome.error().kind == ErrorKind::Rejected) {
        setRung(ladder, Rung::ActionsAnswer, RungState::Working, now);
        return;
    }
    const ErrorKind kind = outcome.error().kind;
    if (kind == ErrorKind::Timeout || kind == ErrorKind::Network || kind == ErrorKind::Protocol)
        setRung(ladder, Rung::ActionsAnswer, RungState::Broken, now, outcome.error());
}

void applySendOutcome(Ladder &ladder, DeliveryState outcome, const Error &why, WallTime now)
{
    switch (outcome) {
    case DeliveryState::Verified:
        setRung(ladder, Rung::SendingProven, RungState::Working, now);
        return;
    case DeliveryState::Unknown:
        setRung(ladder, Rung::SendingProven, RungState::Broken, now,
                why.reason == Reason::None ? because(ErrorKind::Timeout, Reason::NoProof) : why);
        return;
    case DeliveryState::Failed:
        if (isOfTheGateway(why.reason))
            setRung(ladder, Rung::SendingProven, RungState::Broken, now, why);
        return;
    case DeliveryState::Waiting:
        if (why.kind == ErrorKind::Rejected && saysAway(why.reason))
            setRung(ladder, Rung::SendingProven, RungState::Broken, now, why);
        return;
    case DeliveryState::Accepted:
        if (ladder[std::size_t(Rung::SendingProven)].state == RungState::Broken)
            setRung(ladder, Rung::SendingProven, RungState::Unknown, now);
        return;
    case DeliveryState::Queued:
    case DeliveryState::Sending:
    case DeliveryState::Cancelled:
        return;
    }
}

} // namespace rookery::session
