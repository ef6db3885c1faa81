// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

// NOLINTBEGIN(readability-identifier-naming): they are read as Reason::X
//! Lists the causes of failures that concern this machine and this program.
namespace rookery::Reason {

inline constexpr ErrorReason KeyringLocked{0x801};
inline constexpr ErrorReason KeyringAbsent{0x802};
inline constexpr ErrorReason KeyringFailed{0x803};
inline constexpr ErrorReason DiskFull{0x804};
inline constexpr ErrorReason DiskFailed{0x805}; //!< the system reports a disk error although there is free space
inline constexpr ErrorReason FileDenied{0x806};
inline constexpr ErrorReason SettingsBroken{0x807}; //!< settings.json is empty, or is not a settings file
inline constexpr ErrorReason SettingsRefused{
    0x808}; //!< settings.json contains something invalid: a duplicate id, an unknown kind
inline constexpr ErrorReason DatabaseBroken{0x809};
inline constexpr ErrorReason DatabaseTooNew{0x80a};
inline constexpr ErrorReason DatabaseForeign{0x80b}; //!< its schema is not the one that this program creates
inline constexpr ErrorReason DatabaseReplaced{
    0x80c}; //!< its file, or the profile's lock, was removed or replaced while the program was running
inline constexpr ErrorReason ProfileInUse{0x80d};
inline constexpr ErrorReason ShuttingDown{0x80e};
inline constexpr ErrorReason Internal{0x80f};
inline constexpr ErrorReason OtherVersionRuns{
    0x810}; //!< the window that holds the profile speaks another protocol than this program

} // namespace rookery::Reason
// NOLINTEND(readability-identifier-naming)
