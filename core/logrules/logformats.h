// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logparser.h"
#include "model/gateway.h"

#include <QStringList>

#include <memory>
#include <optional>

namespace rookery::logrules {

//! The reader of that kind's own log. `notAfter`: the newest time a line can have, for formats without a year.
//! Kinds without a format of their own: every line is an entry.
[[nodiscard]] std::unique_ptr<LogParser> makeLogParser(GatewayKind kind, WallTime notAfter);

//! Whose log it is, by which format knows most of the lines; null: no line belongs to a known format.
[[nodiscard]] std::optional<GatewayKind> detectLogKind(const QStringList &lines, WallTime notAfter);

} // namespace rookery::logrules
