// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/dialect.h"

namespace rookery::gateway {

//! NapCat's words and habits (docs/protocol/napcat.md). Immutable; any thread.
[[nodiscard]] const Dialect &napcatDialect();

} // namespace rookery::gateway
