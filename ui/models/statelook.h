// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/theme.h"

#include "model/incident.h"
#include "model/session.h"

namespace rookery::ui {

//! How a state looks: never the colour alone.
struct StateLook {
    Shape shape = Shape::HollowCircle;
    Role role = Role::Unknown;
    int urgency = 0; //!< sorts: what needs the operator first has the highest number
};

[[nodiscard]] StateLook lookOf(const SessionState &state);
//! Of a whole row: a service that is up but degraded is not green.
[[nodiscard]] StateLook lookOf(const AccountSnapshot &account);
[[nodiscard]] StateLook lookOf(RungState state);
[[nodiscard]] StateLook lookOf(Severity severity);

//! The groups of the overview's quick filter and of the status bar. Unknown: a service is up, its bot not proven.
enum class StateGroup { Working, NeedsHand, Failed, OnTheWay, Stopped, Unknown };
[[nodiscard]] StateGroup groupOf(const SessionState &state);
[[nodiscard]] StateGroup groupOf(const AccountSnapshot &account);

} // namespace rookery::ui
