// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ids.h"
#include "segment.h"
#include "target.h"

#include "base/clock.h"

#include <optional>
#include <variant>

namespace rookery {

//! Describes a message in a chat, from another user or (`own`) from the account itself.
struct MessageEvent {
    MessageId messageId;
    Target chat;
    QString senderId;
    QString senderName;
    Message message;
    bool own = false; //!< OneBot: post_type message_sent. NapCat pushes it only for messages QQ confirmed.
    bool readBack = false; //!< not pushed: read from the server's history to find the outcome of a send
};

//! Reports that the gateway is alive and, perhaps, whether the account is online.
struct HeartbeatEvent {
    std::optional<bool> online;
    milliseconds interval{0}; //!< until the next one; 0: not stated. At most `kLongestHeartbeat`
};
inline constexpr milliseconds kLongestHeartbeat = std::chrono::hours(24);

//! Reports that the gateway was enabled, disabled or connected.
struct LifecycleEvent {
    QString subType;
};

//! Reports that QQ logged the account out (NapCat sends it on a kick only).
struct BotOfflineEvent {
    QString title;
    QString message;
};

//! Holds an event of a known protocol that is not used here; counted by `type`.
struct OtherEvent {
    QString type;
};

//! Holds what a gateway pushed for one account.
struct Event {
    AccountId self;
    WallTime time{}; //!< as stated by the gateway; default if it stated none
    std::variant<MessageEvent, HeartbeatEvent, LifecycleEvent, BotOfflineEvent, OtherEvent> body;
};

} // namespace rookery
