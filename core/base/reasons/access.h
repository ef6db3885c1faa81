// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

// NOLINTBEGIN(readability-identifier-naming): they are read as Reason::X
//! Lists the causes of failures that concern secrets and permission.
namespace rookery::Reason {

inline constexpr ErrorReason AccessDenied{0x401}; //!< refused by the gateway's own address list
inline constexpr ErrorReason FrontRefuses{
    0x402}; //!< refused by something in front of the gateway: a reverse proxy, a firewall, a login page
inline constexpr ErrorReason TokenOrFront{
    0x403}; //!< refused without a reason: by the gateway because of the token, or by something in front of it
inline constexpr ErrorReason TokenWrong{0x404};
inline constexpr ErrorReason TokenMissing{0x405};
inline constexpr ErrorReason LoginRateLimit{0x406};
inline constexpr ErrorReason PanelLocked{0x407}; //!< too many wrong passwords: all logins are blocked for a while
inline constexpr ErrorReason PanelPasswordUnset{0x408}; //!< the panel requires a password to be chosen first
inline constexpr ErrorReason TotpNeeded{0x409};
inline constexpr ErrorReason TotpWrong{0x40a};
inline constexpr ErrorReason CredentialExpired{0x40b};
inline constexpr ErrorReason SignTokenNeeded{0x40c}; //!< the gateway's own Auth Token is missing or refused
inline constexpr ErrorReason ProxyPasswordMissing{0x40d}; //!< one was given once, but nothing has it now

} // namespace rookery::Reason
// NOLINTEND(readability-identifier-naming)
