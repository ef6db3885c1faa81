// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1StringView>

#include <functional>

namespace rookery::broadcast {

//! Is called at the named points of each send, so that a test can end the process exactly there: "claimed"
//! (committed, nothing written), "written" (handed to the gateway), "replied" (the answer is known, not recorded),
//! "committed" (recorded). Empty outside tests.
using Failpoints = std::function<void(QLatin1StringView)>;

} // namespace rookery::broadcast
