// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

// NOLINTBEGIN(readability-identifier-naming): they are read as Reason::X
//! Lists the causes of failures that concern the gateway program and what stands before it.
namespace rookery::Reason {

inline constexpr ErrorReason WrongServer{0x301}; //!< something answers there, but not the expected kind of server
inline constexpr ErrorReason OldVersion{0x302}; //!< this version of the gateway does not know the call
inline constexpr ErrorReason GatewayRestarting{0x303};
inline constexpr ErrorReason NotDialledIn{0x304}; //!< the gateway dials in, and it has not done so
inline constexpr ErrorReason PortsSilent{0x305}; //!< logged in, but none of its configured ports answers
inline constexpr ErrorReason ProgramNotStarted{
    0x306}; //!< a local program that we were to start is missing, or may not be run
inline constexpr ErrorReason ProgramEnded{0x307}; //!< a program that we started has ended
inline constexpr ErrorReason SetupUnfinished{
    0x308}; //!< the program has just written its configuration, which has to be edited before it can run
inline constexpr ErrorReason BackendDown{
    0x309}; //!< the reverse proxy or front page answers, the service behind it does not
inline constexpr ErrorReason ServiceFails{0x30a}; //!< the service answers with a failure
inline constexpr ErrorReason LogUnreadable{0x30b}; //!< a log that we were to follow is missing, or may not be read
inline constexpr ErrorReason NoEvents{
    0x30c}; //!< the gateway is reached over a transport without events, so nothing can be proven
inline constexpr ErrorReason RestartByHand{0x30d}; //!< the gateway cannot restart itself, given the way it was started
inline constexpr ErrorReason GatewayChanged{0x30e}; //!< the gateway reports another kind or generation than before
inline constexpr ErrorReason UnknownAction{0x30f};
inline constexpr ErrorReason GatewayStopped{0x310}; //!< the operator stopped the connection
inline constexpr ErrorReason GatewayRemoved{0x311}; //!< the delivery's gateway is no longer in the profile
inline constexpr ErrorReason NoOneBotServer{0x312}; //!< no OneBot server is enabled in the gateway's own configuration
inline constexpr ErrorReason PacketBackendOff{
    0x313}; //!< the gateway's packet sender is off, or does not fit the version of QQ

} // namespace rookery::Reason
// NOLINTEND(readability-identifier-naming)
