// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logparser.h"

namespace rookery::logrules {

//! Reads the log file and both output streams of a GeekAI service (docs/protocol/geekai.md, "Log lines"): fields
//! separated by tabs, or the plain date of Go's own logger. The source location of an entry is dropped. Pure; use one
//! per stream.
class GeekAiLogParser final : public LogParser
{
private:
    [[nodiscard]] bool recognisesOwn(const QString &line) const override;
    [[nodiscard]] std::optional<RawLogEntry> parseHead(const QString &line) const override;
};

} // namespace rookery::logrules
