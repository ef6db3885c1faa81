// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

// NOLINTBEGIN(readability-identifier-naming): they are read as Reason::X
//! Lists the causes of failures that concern a message's delivery.
namespace rookery::Reason {

inline constexpr ErrorReason SendTimeout{0x601}; //!< the gateway accepted the message, then saw no confirmation
inline constexpr ErrorReason RichMediaFailed{0x602};
inline constexpr ErrorReason StagedFileGone{0x603};
inline constexpr ErrorReason UploadMismatch{0x604};
inline constexpr ErrorReason Muted{0x605};
inline constexpr ErrorReason NotInGroup{0x606};
inline constexpr ErrorReason TargetUnknown{0x607};
inline constexpr ErrorReason SendRefused{0x608};
inline constexpr ErrorReason SendUnclear{
    0x609}; //!< the gateway reports a failure that does not say whether the message was sent
inline constexpr ErrorReason MessageTooLarge{0x60a}; //!< larger than the gateway accepts
inline constexpr ErrorReason MustWriteFirst{
    0x60b}; //!< WeChat: only users who wrote within the last day can be answered
inline constexpr ErrorReason PictureLost{0x60c}; //!< the message is in the chat, but without its picture
inline constexpr ErrorReason RiskControl{0x60d}; //!< QQ restricts the account and silently dropped the message
inline constexpr ErrorReason NoProof{0x60e}; //!< accepted, but nothing has shown that it arrived
inline constexpr ErrorReason CrashWhileSending{0x60f};
inline constexpr ErrorReason Restored{0x610}; //!< the database is an older copy: the message may have been sent since
inline constexpr ErrorReason SendingStopped{0x611}; //!< "stop all sending" is on
inline constexpr ErrorReason ReachedByAnother{0x612}; //!< the same group gets the message through another account
inline constexpr ErrorReason ArrivedAgain{0x613}; //!< no failure: later sends were seen to arrive
inline constexpr ErrorReason TimeLimit{0x614}; //!< the caller's own time limit passed; pending deliveries stay queued
inline constexpr ErrorReason Excluded{0x615}; //!< the operator sends no broadcasts through this account

} // namespace rookery::Reason
// NOLINTEND(readability-identifier-naming)
