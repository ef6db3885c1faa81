// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include "model/condition.h"
#include "model/session.h"

namespace rookery::ui {

//! Describes how a state looks: shape and colour, never the colour alone.
struct StateLook {
    Shape shape = Shape::HollowCircle;
    Role role = Role::Unknown;
};

//! Returns the look of a condition; rows, filters, tray, top bar and strip all use this one.
[[nodiscard]] StateLook lookOf(Condition condition);
[[nodiscard]] StateLook lookOf(const AccountSnapshot &account);
[[nodiscard]] StateLook lookOf(ReadinessState state);
[[nodiscard]] StateLook lookOf(Severity severity);

} // namespace rookery::ui
