// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ids.h"
#include "segment.h"
#include "target.h"

#include "base/clock.h"

#include <optional>
#include <variant>

namespace rookery {

//! A message in a chat, somebody's or (`own`) the account's.
struct MessageEvent {
    MessageId messageId;
    Target chat;
    QString senderId;
    QString senderName;
    Message message;
    bool own = false; //!< OneBot: post_type message_sent. NapCat pushes it only for messages QQ confirmed.
    bool readBack = false; //!< not pushed: the driver read it from the server's history to see what became of a send
};

struct HeartbeatEvent {
    std::optional<bool> online;
    milliseconds interval{0}; //!< until the next one; 0: not told. At most `kLongestHeartbeat`
};
inline constexpr milliseconds kLongestHeartbeat = std::chrono::hours(24);

struct LifecycleEvent {
    QString subType;
};

//! The gateway says that QQ threw the account out (NapCat: on a kick only).
struct BotOfflineEvent {
    QString title;
    QString message;
};

//! Known protocol, event of no interest here; counted by `type`.
struct OtherEvent {
    QString type;
};

struct Event {
    AccountId self;
    WallTime time{}; //!< as the gateway says; default when it did not
    std::variant<MessageEvent, HeartbeatEvent, LifecycleEvent, BotOfflineEvent, OtherEvent> body;
};

} // namespace rookery
