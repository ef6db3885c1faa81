// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "napcat/logbook.h"

namespace rookery::sim::napcat {

//! Writes what NapCat writes at level debug about each message that comes or is sent: QQ's own form of it and
//! OneBot's, with everything that was said.
void logMessage(const QJsonObject &event, LogBook &log);
//! The same about a call over a WebSocket that it dialled.
void logRequest(const QJsonObject &call, LogBook &log);

} // namespace rookery::sim::napcat
