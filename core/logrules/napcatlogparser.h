// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logparser.h"

namespace rookery::logrules {

//! Reads NapCat's file and console format line by line (docs/protocol/napcat.md, "Log format"):
//! `MM-DD HH:mm:ss [level] nick | message`, without the year except in 1.x. Pure; use one per stream.
class NapCatLogParser final : public LogParser
{
public:
    //! Takes in `notAfter` the newest time a line can have (file time, or now); the year is inferred from it.
    explicit NapCatLogParser(WallTime notAfter);

    [[nodiscard]] std::optional<ByteHead> byteHead(std::string_view line) const override;

private:
    [[nodiscard]] std::optional<RawLogEntry> parseHead(const QString &line) const override;

    LogClock m_clock;
};

} // namespace rookery::logrules
