// SPDX-License-Identifier: GPL-3.0-or-later
#include "statelook.h"

namespace rookery::ui {

StateLook lookOf(Condition condition)
{
    switch (condition) {
    case Condition::Stopped:
        return {Shape::HollowCircle, Role::Muted};
    case Condition::Working:
        return {Shape::FilledCircle, Role::Working};
    case Condition::Unproven:
    case Condition::Connecting:
        return {Shape::HollowCircle, Role::Unknown};
    case Condition::Degraded:
        return {Shape::Triangle, Role::Degraded};
    case Condition::NeedsAttention:
        return {Shape::Diamond, Role::NeedsHand};
    case Condition::Failed:
        return {Shape::Square, Role::Failed};
    }
    return {};
}

StateLook lookOf(const AccountSnapshot &account)
{
    return lookOf(account.condition.condition);
}

StateLook lookOf(ReadinessState state)
{
    switch (state) {
    case ReadinessState::Working:
        return {Shape::FilledCircle, Role::Working};
    case ReadinessState::Broken:
        return {Shape::Square, Role::Failed};
    case ReadinessState::Unknown:
        return {Shape::HollowCircle, Role::Unknown};
    }
    return {};
}

StateLook lookOf(Severity severity)
{
    return lookOf(conditionOf(severity));
}

} // namespace rookery::ui
