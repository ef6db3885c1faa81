// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logparser.h"
#include "model/gateway.h"

#include <QStringList>

#include <memory>
#include <optional>

namespace rookery::logrules {

//! Creates the parser for the log of a kind. `notAfter`: the newest time a line can have, for formats without a year.
//! For kinds without a format of their own, every line is an entry.
[[nodiscard]] std::unique_ptr<LogParser> makeLogParser(GatewayKind kind, WallTime notAfter);

//! Detects which kind wrote the log, by the format that recognises most of the lines; nullopt: no line belongs to a
//! known format.
[[nodiscard]] std::optional<GatewayKind> detectLogKind(const QStringList &lines, WallTime notAfter);

} // namespace rookery::logrules
