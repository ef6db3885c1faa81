// SPDX-License-Identifier: GPL-3.0-or-later
#include "statelook.h"

namespace rookery::ui {

StateGroup groupOf(const SessionState &state)
{
    switch (state.phase) {
    case SessionPhase::Online:
        return StateGroup::Working;
    case SessionPhase::NeedsTotp:
        return StateGroup::NeedsHand;
    case SessionPhase::LoginRequired:
        return state.login == LoginReason::Kicked || state.login == LoginReason::OfflineByQq
                || state.login == LoginReason::TakenOver
            ? StateGroup::Failed
            : StateGroup::NeedsHand;
    case SessionPhase::Rejected:
        return StateGroup::Failed;
    case SessionPhase::Stopped:
        return StateGroup::Stopped;
    case SessionPhase::Connecting:
    case SessionPhase::Authenticating:
    case SessionPhase::Backoff:
        return StateGroup::OnTheWay;
    }
    return StateGroup::OnTheWay;
}

StateGroup groupOf(const AccountSnapshot &account)
{
    if (account.session.phase != SessionPhase::Online || !account.service)
        return groupOf(account.session);
    switch (account.service->state) {
    case ServiceState::Online:
    case ServiceState::NoBot:
        return StateGroup::Working;
    case ServiceState::PaymentsOff:
    case ServiceState::SessionLost:
    case ServiceState::Failing:
    case ServiceState::FrontDown:
        return StateGroup::NeedsHand;
    case ServiceState::Unknown:
    case ServiceState::BotUnproven:
    case ServiceState::BotUnwatched:
    case ServiceState::BotWaiting:
    case ServiceState::WaitingForScan:
    case ServiceState::BackendDown:
    case ServiceState::TimedOut:
        break;
    }
    return StateGroup::Unknown; // up, and nothing says more
}

namespace {

StateLook lookOf(StateGroup group, SessionPhase phase)
{
    switch (group) {
    case StateGroup::Working:
        return {Shape::FilledCircle, Role::Working, 1};
    case StateGroup::NeedsHand:
        return {Shape::Diamond, Role::NeedsHand, 5};
    case StateGroup::Failed:
        return {Shape::Square, Role::Failed, 4};
    case StateGroup::Unknown:
        return {Shape::HollowCircle, Role::Unknown, 1};
    case StateGroup::OnTheWay:
        return {Shape::HollowCircle, Role::Unknown, phase == SessionPhase::Backoff ? 3 : 2};
    case StateGroup::Stopped:
        return {Shape::HollowCircle, Role::Muted, 0};
    }
    return {};
}

} // namespace

StateLook lookOf(const AccountSnapshot &account)
{
    const StateGroup group = groupOf(account);
    if (account.session.phase == SessionPhase::Online && group == StateGroup::NeedsHand)
        return {Shape::Triangle, Role::Degraded, 4};
    return lookOf(group, account.session.phase);
}

StateLook lookOf(const SessionState &state)
{
    return lookOf(groupOf(state), state.phase);
}

StateLook lookOf(RungState state)
{
    switch (state) {
    case RungState::Working:
        return {Shape::FilledCircle, Role::Working, 0};
    case RungState::Broken:
        return {Shape::Square, Role::Failed, 2};
    case RungState::Unknown:
        return {Shape::HollowCircle, Role::Unknown, 1};
    }
    return {};
}

StateLook lookOf(Severity severity)
{
    switch (severity) {
    case Severity::Info:
        return {Shape::HollowCircle, Role::Unknown, 0};
    case Severity::Degraded:
        return {Shape::Triangle, Role::Degraded, 1};
    case Severity::NeedsHand:
        return {Shape::Diamond, Role::NeedsHand, 2};
    case Severity::Failed:
        return {Shape::Square, Role::Failed, 3};
    }
    return {};
}

} // namespace rookery::ui
