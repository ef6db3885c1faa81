// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "napcat/logwriter.h"
#include "onebot/outcome.h"
#include "onebot/state.h"

namespace rookery::sim::napcat {

using onebot::Outcome;

//! Holds what the parts of one simulated NapCat share. Outlives them all.
struct State : onebot::State {
    LogWriter &log;
};

} // namespace rookery::sim::napcat
