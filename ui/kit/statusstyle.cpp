// SPDX-License-Identifier: GPL-3.0-or-later
#include "statusstyle.h"

#include "model/severity.h"
#include "text/broadcastwording.h"

#include <algorithm>

namespace rookery::ui {

StatusStyle statusStyle(Condition condition)
{
    switch (condition) {
    case Condition::Stopped:
        return {Shape::HollowCircle, Role::Muted};
    case Condition::Working:
        return kWorkingStyle;
    case Condition::Unproven:
    case Condition::Connecting:
        return kUnknownStyle;
    case Condition::Degraded:
        return kDegradedStyle;
    case Condition::NeedsAttention:
        return kNeedsHandStyle;
    case Condition::Failed:
        return kFailedStyle;
    }
    return kUnknownStyle;
}

StatusStyle statusStyle(const AccountSnapshot &account)
{
    return statusStyle(account.condition.condition);
}

StatusStyle statusStyle(ReadinessState state)
{
    switch (state) {
    case ReadinessState::Working:
        return kWorkingStyle;
    case ReadinessState::Broken:
        return kFailedStyle;
    case ReadinessState::Unknown:
        return kUnknownStyle;
    }
    return kUnknownStyle;
}

StatusStyle statusStyle(Severity severity)
{
    return statusStyle(conditionOf(severity));
}

StatusStyle statusStyle(DeliveryState state)
{
    switch (state) {
    case DeliveryState::Queued:
    case DeliveryState::Waiting:
    case DeliveryState::Sending:
    case DeliveryState::Accepted:
    case DeliveryState::Cancelled:
        return kUnknownStyle;
    case DeliveryState::Unknown:
        return kNeedsHandStyle;
    case DeliveryState::Verified:
        return kWorkingStyle;
    case DeliveryState::Failed:
        return kFailedStyle;
    }
    return kUnknownStyle;
}

namespace {

StatusStyle styleOfEnd(const BroadcastSummary &summary)
{
    const BroadcastCounts &counts = summary.counts;
    if (counts.failed > 0)
        return kFailedStyle;
    if (counts.unknown > 0)
        return kNeedsHandStyle;
    const bool proven = summary.state == BroadcastState::Settled && counts.acceptedFinal == 0 && counts.cancelled == 0;
    return proven ? kWorkingStyle : kUnknownStyle;
}

StatusStyle styleOfWaits(const QList<BroadcastWait> &waits)
{
    const bool operators = std::any_of(waits.cbegin(), waits.cend(),
                                       [](const BroadcastWait &wait) { return text::waitsForOperator(wait.why); });
    return operators ? kNeedsHandStyle : kDegradedStyle;
}

} // namespace

StatusStyle statusStyle(const BroadcastSummary &summary)
{
    switch (summary.state) {
    case BroadcastState::Running:
        return summary.waits.isEmpty() ? StatusStyle{Shape::FilledCircle, Role::Accent} : styleOfWaits(summary.waits);
    case BroadcastState::Paused:
        return kDegradedStyle;
    case BroadcastState::Settled:
    case BroadcastState::Cancelled:
        return styleOfEnd(summary);
    }
    return kUnknownStyle;
}

StatusStyle statusStyle(const RkeyState &state)
{
    return statusStyle(conditionOf(state));
}

StatusStyle statusStyle(RkeyProbeOutcome outcome)
{
    switch (outcome) {
    case RkeyProbeOutcome::NotRun:
    case RkeyProbeOutcome::NoPicture:
        return kUnknownStyle;
    case RkeyProbeOutcome::Downloads:
        return kWorkingStyle;
    case RkeyProbeOutcome::ExpiredLink:
        return kFailedStyle;
    case RkeyProbeOutcome::Unreachable:
        return kDegradedStyle;
    }
    return kUnknownStyle;
}

StatusStyle statusStyle(LogCategory category)
{
    switch (category) {
    case LogCategory::None:
    case LogCategory::UnknownEvent:
        return kUnknownStyle;
    case LogCategory::Fallback:
    case LogCategory::KickOffline:
    case LogCategory::RiskControl:
        return kFailedStyle;
    case LogCategory::Timeout:
    case LogCategory::RichMedia:
    case LogCategory::Rkey:
    case LogCategory::Restart:
    case LogCategory::Port:
    case LogCategory::Refused:
        return kDegradedStyle;
    case LogCategory::Login:
        return kNeedsHandStyle;
    }
    return kUnknownStyle;
}

StatusStyle statusStyle(LogLevel level)
{
    switch (level) {
    case LogLevel::Debug:
    case LogLevel::Info:
        return kUnknownStyle;
    case LogLevel::Warn:
        return kDegradedStyle;
    case LogLevel::Error:
    case LogLevel::Fatal:
        return kFailedStyle;
    }
    return kUnknownStyle;
}

} // namespace rookery::ui
