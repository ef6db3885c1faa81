// SPDX-License-Identifier: GPL-3.0-or-later
#include "tone.h"

#include "model/severity.h"
#include "statelook.h"
#include "text/broadcastwording.h"

#include <algorithm>

namespace rookery::ui {

namespace {

constexpr Tone kWorking{Shape::FilledCircle, Role::Working};
constexpr Tone kDegraded{Shape::Triangle, Role::Degraded};
constexpr Tone kNeedsHand{Shape::Diamond, Role::NeedsHand};
constexpr Tone kFailed{Shape::Square, Role::Failed};
constexpr Tone kUnknown{Shape::HollowCircle, Role::Unknown};

} // namespace

Tone toneOf(DeliveryState state)
{
    switch (state) {
    case DeliveryState::Queued:
    case DeliveryState::Waiting:
    case DeliveryState::Sending:
    case DeliveryState::Accepted:
    case DeliveryState::Cancelled:
        return kUnknown;
    case DeliveryState::Unknown:
        return kNeedsHand;
    case DeliveryState::Verified:
        return kWorking;
    case DeliveryState::Failed:
        return kFailed;
    }
    return kUnknown;
}

namespace {

Tone toneOfEnd(const BroadcastSummary &summary)
{
    const BroadcastCounts &counts = summary.counts;
    if (counts.failed > 0)
        return kFailed;
    if (counts.unknown > 0)
        return kNeedsHand;
    const bool proven = summary.state == BroadcastState::Settled && counts.acceptedFinal == 0 && counts.cancelled == 0;
    return proven ? kWorking : kUnknown;
}

Tone toneOfWaits(const QList<BroadcastWait> &waits)
{
    const bool operators = std::any_of(waits.cbegin(), waits.cend(),
                                       [](const BroadcastWait &wait) { return text::waitsForOperator(wait.why); });
    return operators ? kNeedsHand : kDegraded;
}

} // namespace

Tone toneOf(const BroadcastSummary &summary)
{
    switch (summary.state) {
    case BroadcastState::Running:
        return summary.waits.isEmpty() ? Tone{Shape::FilledCircle, Role::Accent} : toneOfWaits(summary.waits);
    case BroadcastState::Paused:
        return kDegraded;
    case BroadcastState::Settled:
    case BroadcastState::Cancelled:
        return toneOfEnd(summary);
    }
    return kUnknown;
}

Tone toneOf(Condition condition)
{
    const StateLook look = lookOf(condition);
    return {look.shape, look.role};
}

Tone toneOf(Severity severity)
{
    return toneOf(conditionOf(severity));
}

Tone toneOf(const RkeyState &state)
{
    return toneOf(conditionOf(state));
}

Tone toneOf(RkeyProbeOutcome outcome)
{
    switch (outcome) {
    case RkeyProbeOutcome::NotRun:
    case RkeyProbeOutcome::NoPicture:
        return kUnknown;
    case RkeyProbeOutcome::Downloads:
        return kWorking;
    case RkeyProbeOutcome::ExpiredLink:
        return kFailed;
    case RkeyProbeOutcome::Unreachable:
        return kDegraded;
    }
    return kUnknown;
}

Tone toneOf(LogCategory category)
{
    switch (category) {
    case LogCategory::None:
    case LogCategory::UnknownEvent:
        return kUnknown;
    case LogCategory::Fallback:
    case LogCategory::KickOffline:
    case LogCategory::RiskControl:
        return kFailed;
    case LogCategory::Timeout:
    case LogCategory::RichMedia:
    case LogCategory::Rkey:
    case LogCategory::Restart:
    case LogCategory::Port:
    case LogCategory::Refused:
        return kDegraded;
    case LogCategory::Login:
        return kNeedsHand;
    }
    return kUnknown;
}

Tone toneOf(LogLevel level)
{
    switch (level) {
    case LogLevel::Debug:
    case LogLevel::Info:
        return kUnknown;
    case LogLevel::Warn:
        return kDegraded;
    case LogLevel::Error:
    case LogLevel::Fatal:
        return kFailed;
    }
    return kUnknown;
}

QIcon ToneIcons::icon(Tone tone) const
{
    return m_theme.shapeIcon(tone.shape, tone.role);
}

} // namespace rookery::ui
