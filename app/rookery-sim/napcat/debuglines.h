// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "napcat/logwriter.h"

namespace rookery::sim::napcat {

//! Logs what NapCat logs at level debug for each message received or sent: QQ's own form of it and OneBot's, with its
//! whole text.
void logMessage(const QJsonObject &event, LogWriter &log);
//! Logs the same for a call over a WebSocket that NapCat dialled.
void logRequest(const QJsonObject &call, LogWriter &log);

} // namespace rookery::sim::napcat
