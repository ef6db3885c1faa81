// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logparser.h"

namespace rookery::logrules {

//! Reads what Lagrange.OneBot writes to its console (docs/protocol/lagrange.md, "Log"): `info: Category[id]` and the
//! text indented below, the core's own time and tag in front of it, and bare lines between. An entry's text becomes
//! `[Tag] text`. Packets that it prints as hexadecimal are replaced by what they say. Pure; one per stream.
class LagrangeLogParser final : public LogParser
{
private:
    [[nodiscard]] bool recognisesOwn(const QString &line) const override;
    [[nodiscard]] std::optional<RawLogEntry> parseHead(const QString &line) const override;
    void finishEntry(RawLogEntry &entry) const override;
};

//! The address in a packet by which QQ lets a restricted account free itself; empty: there is none.
[[nodiscard]] QString unlockUrl(const QByteArray &packet);

} // namespace rookery::logrules
