// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

// NOLINTBEGIN(readability-identifier-naming): they are read as Reason::X
//! Lists the causes of failures that concern a picture to send.
namespace rookery::Reason {

inline constexpr ErrorReason PictureUnreadable{0x701};
inline constexpr ErrorReason PictureTooLarge{0x702};
inline constexpr ErrorReason PictureTooManyPixels{0x703};
inline constexpr ErrorReason PictureFormat{0x704};
inline constexpr ErrorReason PictureEmpty{0x705};
inline constexpr ErrorReason FileMissing{0x706};

} // namespace rookery::Reason
// NOLINTEND(readability-identifier-naming)
