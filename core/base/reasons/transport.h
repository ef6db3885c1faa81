// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

// NOLINTBEGIN(readability-identifier-naming): they are read as Reason::X
//! Lists the causes of failures that concern the connection to a peer.
namespace rookery::Reason {

inline constexpr ErrorReason HostNotFound{0x201};
inline constexpr ErrorReason ConnectionRefused{0x202}; //!< nothing listens on that port: wrong port, or not started
inline constexpr ErrorReason Unreachable{0x203};
inline constexpr ErrorReason ConnectionLost{0x204};
inline constexpr ErrorReason HandshakeSilent{0x205}; //!< connected, but the peer never answered the handshake
inline constexpr ErrorReason HalfOpen{0x206}; //!< the peer went quiet although the socket looks open
inline constexpr ErrorReason TlsUntrusted{0x207}; //!< unknown issuer or self-signed; can be pinned by fingerprint
inline constexpr ErrorReason TlsChanged{0x208}; //!< a pinned fingerprint no longer matches
inline constexpr ErrorReason TlsExpected{0x209}; //!< plain http was sent to a TLS port, or TLS to a plain port
inline constexpr ErrorReason TlsTooOld{0x20a}; //!< the peer supports only unsafe versions of TLS
inline constexpr ErrorReason ProxyFailed{0x20b};
inline constexpr ErrorReason PortFull{
    0x20c}; //!< unauthenticated connections hold all the places on our own port that they may have
inline constexpr ErrorReason PortUnavailable{0x20d}; //!< our own port cannot be opened: in use, or no permission
inline constexpr ErrorReason FrameTooLarge{0x20e};
inline constexpr ErrorReason NotReading{0x20f}; //!< the peer does not read what is sent to it
inline constexpr ErrorReason Garbage{0x210}; //!< bytes that are not the protocol
inline constexpr ErrorReason NoReply{0x211};

} // namespace rookery::Reason
// NOLINTEND(readability-identifier-naming)
