// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/kindinfo.h"

namespace rookery::gateway {

//! Returns the code of this kind; kinds.cpp lists it.
[[nodiscard]] const KindInfo &lagrangeKind();

} // namespace rookery::gateway
