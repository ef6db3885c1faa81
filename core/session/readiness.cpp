// SPDX-License-Identifier: GPL-3.0-or-later
#include "readiness.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "base/reasons/sending.h"

namespace rookery::session {

namespace {

Error because(ErrorKind kind, ErrorReason reason, const QString &detail = {})
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

void clearFrom(Readiness &readiness, ReadinessCheck lowest, WallTime now)
{
    for (int i = int(lowest); i < kReadinessCheckCount; ++i)
        setCheck(readiness, ReadinessCheck(i), ReadinessState::Unknown, now);
}

//! Marks the rung that broke with the link: the secret was refused, or the peer was not the expected one.
void applyFailure(Readiness &readiness, const Error &why, WallTime now)
{
    const bool peerAnswered = why.kind == ErrorKind::Auth || why.kind == ErrorKind::RateLimited
        || why.kind == ErrorKind::Expired || why.kind == ErrorKind::Storage; // a secret that we cannot read
    if (peerAnswered) {
        setCheck(readiness, ReadinessCheck::Reachable, ReadinessState::Working, now);
        setCheck(readiness, ReadinessCheck::Authenticated, ReadinessState::Broken, now, why);
        clearFrom(readiness, ReadinessCheck::LoggedIn, now);
        return;
    }
    setCheck(readiness, ReadinessCheck::Reachable, ReadinessState::Broken, now, why);
    clearFrom(readiness, ReadinessCheck::Authenticated, now);
}

void applyProgress(Readiness &readiness, const MachineState &machine, WallTime now)
{
    // A broken rung stays broken during the next attempt until that attempt proves otherwise.
    if (machine.reached)
        setCheck(readiness, ReadinessCheck::Reachable, ReadinessState::Working, now);
    if (machine.authenticated)
        setCheck(readiness, ReadinessCheck::Authenticated, ReadinessState::Working, now);
    if (machine.loggedIn)
        setCheck(readiness, ReadinessCheck::LoggedIn, ReadinessState::Working, now);
    else
        clearFrom(readiness, ReadinessCheck::LoggedIn, now);
    clearFrom(readiness, ReadinessCheck::ActionsAnswer, now);
}

//! Returns true for a refusal that concerns the gateway or its account, and so the next message too.
bool isOfTheGateway(ErrorReason reason)
{
    return reason == Reason::SendRefused || reason == Reason::RiskControl || reason == Reason::RichMediaFailed
        || reason == Reason::SendTimeout || reason == Reason::PictureLost || reason == Reason::StagedFileGone
        || reason == Reason::UploadMismatch || reason == Reason::UnknownAction;
}

} // namespace

void forgetProofs(Readiness &readiness, WallTime now)
{
    clearFrom(readiness, ReadinessCheck::ActionsAnswer, now);
}

void setCheck(Readiness &readiness, ReadinessCheck check, ReadinessState state, WallTime now, const Error &why)
{
    ReadinessEvidence &evidence = readiness[std::size_t(check)];
    if (evidence.state != state)
        evidence.since = now;
    evidence.state = state;
    evidence.why = state == ReadinessState::Broken ? why : Error{};
}

void applyMachine(Readiness &readiness, const MachineState &machine, WallTime now)
{
    switch (machine.session.phase) {
    case SessionPhase::Stopped:
        clearFrom(readiness, ReadinessCheck::Reachable, now);
        return;
    case SessionPhase::Backoff:
    case SessionPhase::Rejected:
        applyFailure(readiness, machine.session.why, now);
        return;
    case SessionPhase::Connecting:
    case SessionPhase::Authenticating:
        applyProgress(readiness, machine, now);
        return;
    case SessionPhase::NeedsTotp:
        setCheck(readiness, ReadinessCheck::Reachable, ReadinessState::Working, now);
        setCheck(readiness, ReadinessCheck::Authenticated, ReadinessState::Broken, now,
                 machine.session.why.reason == Reason::None ? because(ErrorKind::Auth, Reason::TotpNeeded)
                                                            : machine.session.why);
        clearFrom(readiness, ReadinessCheck::LoggedIn, now);
        return;
    case SessionPhase::LoginRequired:
        setCheck(readiness, ReadinessCheck::Reachable, ReadinessState::Working, now);
        setCheck(readiness, ReadinessCheck::Authenticated, ReadinessState::Working, now);
        setCheck(readiness, ReadinessCheck::LoggedIn, ReadinessState::Broken, now, loginProblem(machine));
        clearFrom(readiness, ReadinessCheck::ActionsAnswer, now);
        return;
    case SessionPhase::Online:
        setCheck(readiness, ReadinessCheck::Reachable, ReadinessState::Working, now);
        setCheck(readiness, ReadinessCheck::Authenticated, ReadinessState::Working, now);
        setCheck(readiness, ReadinessCheck::LoggedIn, ReadinessState::Working, now);
        return;
    }
}

void applyService(Readiness &readiness, const ServiceView &view, WallTime now)
{
    const bool answers = view.api.reason == Reason::None;
    setCheck(readiness, ReadinessCheck::Authenticated, ReadinessState::Unknown,
             now); // we send it no secret that it could refuse
    clearFrom(readiness, ReadinessCheck::ActionsAnswer, now);
    setCheck(readiness, ReadinessCheck::Reachable, answers ? ReadinessState::Working : ReadinessState::Broken, now,
             view.api);
    switch (view.state) {
    case ServiceState::Online:
        setCheck(readiness, ReadinessCheck::LoggedIn, ReadinessState::Working, now);
        return;
    case ServiceState::PaymentsOff:
    case ServiceState::SessionLost:
    case ServiceState::BotWaiting:
    case ServiceState::WaitingForScan:
        setCheck(readiness, ReadinessCheck::LoggedIn, ReadinessState::Broken, now,
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
        setCheck(readiness, ReadinessCheck::LoggedIn, ReadinessState::Unknown, now);
        return;
    }
}

void applyActionOutcome(Readiness &readiness, const Result<> &outcome, WallTime now)
{
    if (outcome || outcome.error().kind == ErrorKind::Rejected) {
        setCheck(readiness, ReadinessCheck::ActionsAnswer, ReadinessState::Working, now);
        return;
    }
    const ErrorKind kind = outcome.error().kind;
    if (kind == ErrorKind::Timeout || kind == ErrorKind::Network || kind == ErrorKind::Protocol)
        setCheck(readiness, ReadinessCheck::ActionsAnswer, ReadinessState::Broken, now, outcome.error());
}

void applySendOutcome(Readiness &readiness, DeliveryState outcome, const Error &why, WallTime now)
{
    switch (outcome) {
    case DeliveryState::Verified:
        setCheck(readiness, ReadinessCheck::SendingProven, ReadinessState::Working, now);
        return;
    case DeliveryState::Unknown:
        setCheck(readiness, ReadinessCheck::SendingProven, ReadinessState::Broken, now,
                 why.reason == Reason::None ? because(ErrorKind::Timeout, Reason::NoProof) : why);
        return;
    case DeliveryState::Failed:
        if (isOfTheGateway(why.reason))
            setCheck(readiness, ReadinessCheck::SendingProven, ReadinessState::Broken, now, why);
        return;
    case DeliveryState::Waiting:
        if (why.kind == ErrorKind::Rejected && saysAway(why.reason))
            setCheck(readiness, ReadinessCheck::SendingProven, ReadinessState::Broken, now, why);
        return;
    case DeliveryState::Accepted:
        if (readiness[std::size_t(ReadinessCheck::SendingProven)].state == ReadinessState::Broken)
            setCheck(readiness, ReadinessCheck::SendingProven, ReadinessState::Unknown, now);
        return;
    case DeliveryState::Queued:
    case DeliveryState::Sending:
    case DeliveryState::Cancelled:
        return;
    }
}

} // namespace rookery::session
