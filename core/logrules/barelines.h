// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/logline.h"

#include <QString>

#include <optional>

namespace rookery::logrules {

//! Returns the level of a line that no gateway's logger writes and that begins an entry of its own: Fatal for what
//! runtimes and systems print when a program crashes, less for the status lines of systemd, Compose, pm2 and script.
//! nullopt: the line is none of these.
[[nodiscard]] std::optional<LogLevel> levelOfBareLine(const QString &line);

} // namespace rookery::logrules
