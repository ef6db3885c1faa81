// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

namespace rookery::engine {

//! Gives the hook that ends the process at one named point of a send, as a power cut would: nothing is flushed, no
//! destructor runs. `ROOKERY_FAIL_AT=point[:n]` (the n-th time, 1 by default) enables it. Only the tests' own
//! rookeryctl (tests/e2e/CMakeLists.txt) is compiled with ROOKERY_FAILPOINTS; in every other program the hook is
//! empty. It proves that no message is lost or sent twice when the program dies.
[[nodiscard]] std::function<void(QLatin1StringView)> failpointsFromEnvironment();

} // namespace rookery::engine
