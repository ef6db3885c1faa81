// SPDX-License-Identifier: GPL-3.0-or-later
#include "servicestate.h"

namespace rookery::gateway {

namespace {

using Kind = ServiceAnswer::Kind;

//! Gives the state for a bot that has logged in.
ServiceState sessionState(const ServiceEvidence &evidence, SteadyTime now)
{
    if (!evidence.logFollowed || !evidence.heartbeatsSeen)
        return ServiceState::BotUnproven;
    if (evidence.lastHeartbeat && now - *evidence.lastHeartbeat < kHeartbeatLife)
        return ServiceState::Online;
    return now - evidence.watchedSince < kHeartbeatLife ? ServiceState::BotUnproven : ServiceState::SessionLost;
}

//! Gives the state for a service whose interface works.
ServiceState botState(const ServiceEvidence &evidence, SteadyTime now)
{
    switch (evidence.bot) {
    case BotWord::None:
        // Statements from before the part of the log that was read are unknown.
        return evidence.logFollowed && evidence.startSeen ? ServiceState::NoBot : ServiceState::BotUnwatched;
    case BotWord::Starting:
        return ServiceState::BotUnproven;
    case BotWord::CodeFollows:
    case BotWord::Scanned:
        return ServiceState::BotWaiting;
    case BotWord::LoggedIn:
        return sessionState(evidence, now);
    case BotWord::LoginFailed:
        return ServiceState::PaymentsOff;
    case BotWord::SessionLost:
        return ServiceState::SessionLost;
    }
    return ServiceState::BotUnwatched;
}

} // namespace

ServiceState deriveServiceState(const ServiceEvidence &evidence, SteadyTime now)
{
    if (evidence.api.kind == Kind::NotAsked || (evidence.hasFront && evidence.front.kind == Kind::NotAsked))
        return ServiceState::Unknown;
    const bool apiListens = evidence.api.kind == Kind::Works || evidence.api.kind == Kind::Fails;
    if (evidence.hasFront && evidence.front.kind != Kind::Works) {
        const bool silent = evidence.front.kind == Kind::TimedOut && !apiListens;
        return silent ? ServiceState::TimedOut : ServiceState::FrontDown;
    }
    if (evidence.api.kind == Kind::Works)
        return botState(evidence, now);
    if (evidence.api.kind == Kind::Fails)
        return ServiceState::Failing;
    if (evidence.bot == BotWord::CodeFollows || evidence.bot == BotWord::Scanned)
        return ServiceState::WaitingForScan;
    return evidence.api.kind == Kind::TimedOut ? ServiceState::TimedOut : ServiceState::BackendDown;
}

} // namespace rookery::gateway
