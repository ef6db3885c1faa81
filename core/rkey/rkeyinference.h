// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/rkey.h"

#include <QJsonValue>
#include <QStringList>
#include <QUrl>

#include <variant>

namespace rookery::rkey {

//! What a picture's download link says about its key (docs/protocol/napcat.md, "rkey").
enum class LinkVerdict {
    Irrelevant, //!< carries no key
    Fresh,
    Stale, //!< built-in fallback key: the only sure sign of the fallback
};

[[nodiscard]] LinkVerdict judgeLink(const QUrl &url);

//! The key that a poll brought; the key itself is not kept.
struct PolledKey {
    WallTime createdAt{};
    milliseconds ttl{0};
    bool operator==(const PolledKey &) const = default;
};

//! `data` of get_rkey; the group key counts, else the private one. Protocol/Garbage when there is none.
[[nodiscard]] Result<PolledKey> decodeKeys(const QJsonValue &data);

namespace input {
//! Live, or replayed for the first time: the log stream drops what it has told before.
struct LogSeen {
    QString ruleId;
    QStringList captures;
};
struct LinkSeen {
    LinkVerdict verdict = LinkVerdict::Irrelevant;
};
struct Polled {
    Result<PolledKey> outcome;
}; //!< a live fetch through the native way
struct GatewayRestarted {}; //!< latches and lists are gone
} // namespace input

using Input = std::variant<input::LogSeen, input::LinkSeen, input::Polled, input::GatewayRestarted>;

//! After so many native failures in a row the gateway stops trying until it restarts.
inline constexpr int kNativeLatch = 8;

//! Providers that are remembered; the one that was silent longest gives way, the native one never.
inline constexpr int kMaxProviders = 16;

struct Inference {
    RkeyState state;
    int nativeFailuresInRow = 0;
    WallTime nativeFailedAt{};
    bool nativeUnavailable = false; //!< the packet back end is off or failed its test
    bool operator==(const Inference &) const = default;
};

//! Pure: evidence in, belief out. `state.sourceSince` moves only when source or server changes.
[[nodiscard]] Inference step(Inference before, const Input &input, WallTime now);

} // namespace rookery::rkey
