// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

// NOLINTBEGIN(readability-identifier-naming): they are read as Reason::X
//! Lists the causes of failures that concern the caller's input.
namespace rookery::Reason {

inline constexpr ErrorReason BadInput{0x101};
inline constexpr ErrorReason NotFound{0x102};
inline constexpr ErrorReason Duplicate{0x103};

} // namespace rookery::Reason
// NOLINTEND(readability-identifier-naming)
