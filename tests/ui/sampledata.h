// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

namespace rookery::sample {

[[nodiscard]] QList<AccountSnapshot> accounts(WallTime now);
[[nodiscard]] QList<RkeyState> rkeys(const QList<AccountSnapshot> &accounts, WallTime now);
[[nodiscard]] QList<Incident> incidents(WallTime now);
[[nodiscard]] QList<LogLine> logLines(WallTime now);
[[nodiscard]] QList<BroadcastSummary> broadcasts(WallTime now);
[[nodiscard]] QList<Delivery> deliveries(WallTime now);
[[nodiscard]] QList<Contact> contacts();
[[nodiscard]] GatewayTestReport testReport();

} // namespace rookery::sample
