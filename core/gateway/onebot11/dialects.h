// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/dialect.h"
#include "model/gateway.h"

#include <optional>

namespace rookery::gateway {

// These functions return the dialects of all OneBot 11 gateways except NapCat (docs/protocol/onebot11.md). The dialects
// are immutable; any thread may use them.
[[nodiscard]] const Dialect &specDialect(); //!< the standard, without anything that only one gateway says
[[nodiscard]] const Dialect &llbotDialect(); //!< LLBot 8 and later
[[nodiscard]] const Dialect &llonebotDialect(); //!< LLOneBot and LLBot 3 to 7
[[nodiscard]] const Dialect &lagrangeDialect(); //!< Lagrange.OneBot

//! Returns the kind that a gateway names in get_version_info; nullopt for an unknown one.
[[nodiscard]] std::optional<GatewayKind> kindOf(const GatewayVersion &version);

//! Returns the dialect of the program that a gateway says it is; null for an unknown one.
[[nodiscard]] const Dialect *dialectOf(const GatewayVersion &version);

//! Returns the dialect to use until the gateway has identified itself.
[[nodiscard]] const Dialect &dialectOf(GatewayKind kind);

} // namespace rookery::gateway
