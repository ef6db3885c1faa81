// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/keyfact.h"
#include "model/logline.h"

#include <optional>

namespace rookery::gateway {

//! Returns what a line of NapCat's log says about picture keys; nullopt: nothing. A replayed line says nothing, except
//! for a start whose time NapCat states itself. Facts: docs/protocol/napcat.md, "Keys of pictures". Pure.
[[nodiscard]] std::optional<KeyFact> napcatKeyFact(const LogLine &line);

} // namespace rookery::gateway
