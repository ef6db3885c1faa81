// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

namespace rookery {

//! Defines how fast one account sends. The defaults protect the account.
struct Pace {
    milliseconds interval{3000}; //!< between two sends of one account; 0: none
    double jitter = 0.4; //!< ± share of the interval
    bool rampUp = true; //!< slower for the first five sends after a login or outage

    bool operator==(const Pace &) const = default;
};

// Bounds of a pace that the settings hold: a default is never "without a pause".
inline constexpr milliseconds kShortestPace{500};
inline constexpr milliseconds kLongestPace{600'000};
inline constexpr double kMostJitter = 0.9;

} // namespace rookery
