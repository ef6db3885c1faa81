// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/theme.h"

#include "model/condition.h"
#include "model/session.h"

namespace rookery::ui {

//! How a state looks: never the colour alone.
struct StateLook {
    Shape shape = Shape::HollowCircle;
    Role role = Role::Unknown;
};

//! The look of every condition: rows, filters, tray, top bar and strip take theirs from here.
[[nodiscard]] StateLook lookOf(Condition condition);
[[nodiscard]] StateLook lookOf(const AccountSnapshot &account);
[[nodiscard]] StateLook lookOf(RungState state);
[[nodiscard]] StateLook lookOf(Severity severity);

} // namespace rookery::ui
