// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include "model/broadcast.h"
#include "model/condition.h"
#include "model/incident.h"
#include "model/logline.h"
#include "model/rkey.h"
#include "model/session.h"

namespace rookery::ui {

inline constexpr StatusStyle kWorkingStyle{Shape::FilledCircle, Role::Working};
inline constexpr StatusStyle kDegradedStyle{Shape::Triangle, Role::Degraded};
inline constexpr StatusStyle kNeedsHandStyle{Shape::Diamond, Role::NeedsHand};
inline constexpr StatusStyle kFailedStyle{Shape::Square, Role::Failed};
inline constexpr StatusStyle kUnknownStyle{Shape::HollowCircle, Role::Unknown};

//! Returns the look of a condition; rows, filters, tray, top bar and strip all use this one.
[[nodiscard]] StatusStyle statusStyle(Condition condition);
[[nodiscard]] StatusStyle statusStyle(const AccountSnapshot &account);
[[nodiscard]] StatusStyle statusStyle(ReadinessState state);
[[nodiscard]] StatusStyle statusStyle(Severity severity);
[[nodiscard]] StatusStyle statusStyle(DeliveryState state);
//! Returns the worst outcome or wait of a broadcast; green only when everything is verified.
[[nodiscard]] StatusStyle statusStyle(const BroadcastSummary &summary);
//! Judges the keys by the severity function.
[[nodiscard]] StatusStyle statusStyle(const RkeyState &state);
[[nodiscard]] StatusStyle statusStyle(RkeyProbeOutcome outcome);
[[nodiscard]] StatusStyle statusStyle(LogCategory category);
[[nodiscard]] StatusStyle statusStyle(LogLevel level);

} // namespace rookery::ui
