// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "controlmessages.h"

#include "base/async.h"

namespace rookery::engine {

//! Hands a program start over to the window that already holds the profile, which comes to the front. Finishes within
//! 20 s. Offline/ConnectionRefused: no window listens, because another program holds the profile, or because the window
//! is just starting or ending. Rejected/OtherVersionRuns: see ControlClient.
[[nodiscard]] FutureResult<> handOver(const QString &profileFolder, const StartWish &wish);

} // namespace rookery::engine
