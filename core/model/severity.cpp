// SPDX-License-Identifier: GPL-3.0-or-later
#include "severity.h"

#include "base/reasons/gateway.h"

#include <algorithm>
#include <array>

namespace rookery {

namespace {

Condition conditionOfService(ServiceState state)
{
    if (isDegraded(state))
        return Condition::Degraded;
    switch (state) {
    case ServiceState::Online:
    case ServiceState::NoBot:
        return Condition::Working;
    case ServiceState::BotWaiting:
        return Condition::NeedsAttention;
    case ServiceState::WaitingForScan:
        return Condition::Failed; // no user can use it
    default:
        return Condition::Unproven; // up, but nothing shows more than that
    }
}

void raise(AccountCondition &result, Condition condition, ConditionCause cause, const Error &why = {})
{
    if (condition <= result.condition)
        return;
    result.condition = condition;
    result.cause = cause;
    result.why = why;
}

void raiseForIncident(AccountCondition &result, const Incident &incident)
{
    ++result.openIncidents;
    const Condition condition = conditionOf(incident.severity);
    const bool first = result.cause == ConditionCause::Incident && isGraver(incident, *result.incident);
    if (condition <= result.condition && !(first && condition == result.condition))
        return;
    result.condition = condition;
    result.cause = ConditionCause::Incident;
    result.incident = incident;
    if (incident.evidence.size() > 1)
        result.incident->evidence = {incident.evidence.constLast()};
}

void raiseForReadiness(AccountCondition &result, const AccountSnapshot &account)
{
    constexpr std::array kReadinessChecks{std::pair(ReadinessCheck::ActionsAnswer, ConditionCause::Actions),
                                          std::pair(ReadinessCheck::EventsFlow, ConditionCause::Events),
                                          std::pair(ReadinessCheck::SendingProven, ConditionCause::Sending)};
    for (const auto &[check, cause] : kReadinessChecks) {
        const ReadinessEvidence &evidence = account.readiness[std::size_t(check)];
        if (evidence.state == ReadinessState::Broken)
            raise(result, Condition::Degraded, cause, evidence.why);
    }
}

} // namespace

Condition conditionOfState(const AccountSnapshot &account)
{
    switch (account.session.phase) {
    case SessionPhase::Online:
        return account.service ? conditionOfService(account.service->state) : Condition::Working;
    case SessionPhase::NeedsTotp:
        return Condition::NeedsAttention;
    case SessionPhase::LoginRequired: {
        const LoginReason login = account.session.login;
        const bool lost =
            login == LoginReason::Kicked || login == LoginReason::OfflineByQq || login == LoginReason::TakenOver;
        return lost ? Condition::Failed : Condition::NeedsAttention;
    }
    case SessionPhase::Rejected:
        return Condition::Failed;
    case SessionPhase::Stopped:
        return Condition::Stopped;
    case SessionPhase::Connecting:
    case SessionPhase::Authenticating:
    case SessionPhase::Backoff:
        break;
    }
    return Condition::Connecting;
}

Condition conditionOf(const RkeyState &state)
{
    switch (state.source) {
    case RkeySource::StaleFallback:
    case RkeySource::None:
    case RkeySource::RemoteServer:
        return Condition::Degraded;
    case RkeySource::Native:
    case RkeySource::Unknown:
        break;
    }
    // a gateway without this call says nothing about its keys
    const bool refused = state.askError && state.askError->reason != Reason::UnknownAction;
    if (state.nativeLatched || state.nativeOff || refused)
        return Condition::Degraded;
    return state.source == RkeySource::Native && state.proven ? Condition::Working : Condition::Unproven;
}

AccountCondition conditionOf(const AccountSnapshot &account, const QList<Incident> &incidents, const RkeyState *rkey)
{
    AccountCondition result{.condition = conditionOfState(account), .incident = {}, .why = {}};
    for (const Incident &incident : incidents) {
        if (incident.isOpen() && incident.gateways.contains(account.profile.id))
            raiseForIncident(result, incident);
    }
    if (account.session.phase != SessionPhase::Online)
        return result; // readiness and keys are unknown while the account is not online
    raiseForReadiness(result, account);
    // keys without evidence so far do not make a working account look worse
    if (rkey && conditionOf(*rkey) >= Condition::Degraded)
        raise(result, conditionOf(*rkey), ConditionCause::Rkey);
    return result;
}

std::optional<Condition> worstCondition(const QList<AccountSnapshot> &accounts, const QList<Incident> &incidents)
{
    std::optional<Condition> worst;
    const auto consider = [&worst](Condition condition) { worst = worst ? std::max(*worst, condition) : condition; };
    for (const AccountSnapshot &account : accounts)
        consider(account.condition.condition);
    for (const Incident &incident : incidents) {
        if (incident.isOpen())
            consider(conditionOf(incident.severity));
    }
    return worst;
}

Readiness readinessAt(const AccountSnapshot &account, WallTime now)
{
    Readiness readiness = account.readiness;
    ReadinessEvidence &events = readiness[std::size_t(ReadinessCheck::EventsFlow)];
    if (events.state != ReadinessState::Working || now - account.activity.lastEventAt <= kEventSilence)
        return readiness;
    events.state = ReadinessState::Unknown;
    events.since = account.activity.lastEventAt + kEventSilence;
    return readiness;
}

} // namespace rookery
