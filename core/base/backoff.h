// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <span>

namespace rookery {

//! Returns a random number in [0, 1). It is injected so that tests are exact.
using Jitter = std::function<double()>;

//! Returns jitter from the system's random generator.
[[nodiscard]] Jitter systemJitter();

//! Lists the delays between reconnects; the last entry repeats.
inline constexpr seconds kReconnectTable[] = {seconds(1),  seconds(2),  seconds(5),
                                              seconds(10), seconds(30), seconds(60)};

//! Returns the delay before retry number `attempt` (1 = first retry), spread by ±20 %. Pure.
[[nodiscard]] inline milliseconds backoffDelay(std::span<const seconds> table, int attempt, double jitter01)
{
    const auto index = std::min<std::size_t>(static_cast<std::size_t>(std::max(attempt, 1) - 1), table.size() - 1);
    const auto base = std::chrono::duration_cast<milliseconds>(table[index]);
    const double factor = 0.8 + 0.4 * std::clamp(jitter01, 0.0, 1.0);
    return milliseconds(static_cast<milliseconds::rep>(static_cast<double>(base.count()) * factor));
}

} // namespace rookery
