// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

// NOLINTBEGIN(readability-identifier-naming): they are read as Reason::X
//! Lists the causes of failures that concern the account's login.
namespace rookery::Reason {

inline constexpr ErrorReason PhoneDigitsNeeded{
    0x501}; //!< WeChat: the phone that scanned shows digits that must be entered here
inline constexpr ErrorReason PhoneDigitsWrong{0x502};
inline constexpr ErrorReason NotLoggedIn{0x503};
inline constexpr ErrorReason AlreadyLoggedIn{0x504};
inline constexpr ErrorReason QrUnchanged{0x505}; //!< the refresh was answered with OK, but the code did not change
inline constexpr ErrorReason QrExpired{0x506};
inline constexpr ErrorReason QuickLoginFailed{0x507};
inline constexpr ErrorReason CaptchaNeeded{0x508};
inline constexpr ErrorReason NewDeviceCheck{0x509};
inline constexpr ErrorReason Kicked{0x50a};
inline constexpr ErrorReason OfflineByQq{0x50b};
inline constexpr ErrorReason BoundElsewhere{0x50c}; //!< WeChat: another program has bound the bot
inline constexpr ErrorReason AccountOffline{0x50d};
inline constexpr ErrorReason AnotherAccount{0x50e}; //!< another account is logged in at the gateway

} // namespace rookery::Reason
// NOLINTEND(readability-identifier-naming)
