// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logparser.h"

namespace rookery::logrules {

//! Reads the log files and console output of every LLBot generation (docs/protocol/llbot.md, "Log lines"). The logger's
//! name that 8.x prints stays part of the text. Pure; use one per stream.
class LLBotLogParser final : public LogParser
{
public:
    //! Takes in `notAfter` the newest time a line can have, for the console of 8.x, which omits the year.
    explicit LLBotLogParser(WallTime notAfter);

    [[nodiscard]] std::optional<ByteHead> byteHead(std::string_view line) const override;

private:
    [[nodiscard]] std::optional<RawLogEntry> parseHead(const QString &line) const override;
    [[nodiscard]] bool recognisesOwn(const QString &line) const override;
    [[nodiscard]] std::optional<RawLogEntry> shortHead(const QString &line) const;

    LogClock m_clock;
};

} // namespace rookery::logrules
