// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kindtable.h"

#include "base/async.h"
#include "io/network.h"

namespace rookery::gateway {

//! How long one question may take.
inline constexpr milliseconds kDetectDeadline = seconds(3);

//! Asks an address what stands there, one harmless question after the other. Shows no token, logs in nowhere and
//! changes nothing. Call on the thread of `context`; the future's own error is only Cancelled, when `context` ends
//! first.
[[nodiscard]] FutureResult<Detection> detectKind(const QUrl &address, Clock &clock, const io::NetworkSettings &network,
                                                 QObject *context);

} // namespace rookery::gateway
