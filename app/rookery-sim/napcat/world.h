// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "napcat/logbook.h"
#include "onebot/outcome.h"
#include "onebot/world.h"

namespace rookery::sim::napcat {

using onebot::Outcome;

//! Holds what the parts of one simulated NapCat share. Outlives them all.
struct World : onebot::World {
    LogBook &log;
};

} // namespace rookery::sim::napcat
