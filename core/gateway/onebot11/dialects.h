// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/dialect.h"
#include "model/gateway.h"

#include <optional>

namespace rookery::gateway {

// The words and habits of everything that speaks OneBot 11 beside NapCat (docs/protocol/onebot11.md).
// Immutable; any thread.
[[nodiscard]] const Dialect &specDialect(); //!< the standard, and nothing that only one gateway says
[[nodiscard]] const Dialect &llbotDialect(); //!< LLBot 8 and later
[[nodiscard]] const Dialect &llonebotDialect(); //!< LLOneBot and LLBot 3 to 7
[[nodiscard]] const Dialect &lagrangeDialect(); //!< Lagrange.OneBot

//! The kind that a gateway names in get_version_info; nullopt for one that we do not know.
[[nodiscard]] std::optional<GatewayKind> kindOf(const GatewayVersion &version);

//! The dialect for what a gateway says it is; null when it is none that we know.
[[nodiscard]] const Dialect *dialectOf(const GatewayVersion &version);

//! What is spoken until the gateway has said what it is.
[[nodiscard]] const Dialect &dialectOf(GatewayKind kind);

} // namespace rookery::gateway
