// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gatewayfingerprint.h"

#include "base/async.h"
#include "io/network.h"

namespace rookery::gateway {

//! Deadline of one question.
inline constexpr milliseconds kDetectDeadline = seconds(3);

//! Finds out what kind of server an address has, by one harmless question after the other. Sends no token, does not log
//! in and changes nothing. Call it on the thread of `context`; the future's only own error is Cancelled, when `context`
//! is destroyed first.
[[nodiscard]] FutureResult<Detection> detectKind(const QUrl &address, Clock &clock, const io::NetworkSettings &network,
                                                 QObject *context);

} // namespace rookery::gateway
