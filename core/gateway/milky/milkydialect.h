// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/dialect.h"

namespace rookery::gateway {

//! Gives one dialect for Lagrange.Milky and LLBot's Milky; their texts do not overlap.
[[nodiscard]] const Dialect &milkyDialect();

} // namespace rookery::gateway
