// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/dialect.h"

namespace rookery::gateway {

//! Returns NapCat's dialect (docs/protocol/napcat.md). It is immutable; any thread may use it.
[[nodiscard]] const Dialect &napcatDialect();

} // namespace rookery::gateway
