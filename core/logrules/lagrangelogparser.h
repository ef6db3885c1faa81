// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logparser.h"

namespace rookery::logrules {

//! Reads the console output of Lagrange.OneBot (docs/protocol/lagrange.md, "Log"): `info: Category[id]` with the text
//! indented below it, the core's own time and tag before the text, and bare lines in between. An entry's text becomes
//! `[Tag] text`. Packets printed as hexadecimal are replaced with a short description. Pure; use one per stream.
class LagrangeLogParser final : public LogParser
{
private:
    [[nodiscard]] bool recognisesOwn(const QString &line) const override;
    [[nodiscard]] std::optional<RawLogEntry> parseHead(const QString &line) const override;
    void finishEntry(RawLogEntry &entry) const override;
};

//! Returns the address in a packet through which QQ lets the user of a restricted account lift the restriction; empty:
//! none.
[[nodiscard]] QString unlockUrl(const QByteArray &packet);

} // namespace rookery::logrules
