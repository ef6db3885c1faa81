// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logparser.h"

namespace rookery::logrules {

//! Reads the log files and console output of every LLBot generation (docs/protocol/llbot.md, "Log lines"), whose heads
//! all state the full date. The logger's name that 8.x prints stays part of the text. Pure; one per stream.
class LLBotLogParser final : public LogParser
{
private:
    [[nodiscard]] std::optional<RawLogEntry> parseHead(const QString &line) const override;
};

} // namespace rookery::logrules
