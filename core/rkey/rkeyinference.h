// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/rkey.h"

#include <QJsonValue>
#include <QMap>
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

//! Names the key in a picture's link by a hash, so that two links can be compared and the key itself is not kept;
//! empty: it carries none.
[[nodiscard]] QByteArray keyName(const QUrl &url);

//! The key that a poll brought; of the key itself only its name is kept.
struct PolledKey {
    WallTime createdAt{};
    milliseconds ttl{0};
    QList<QByteArray> names; //!< of all keys in the answer, as `keyName` gives them
    bool operator==(const PolledKey &) const = default;
};

//! `data` of get_rkey; the group key counts, else the private one. Protocol/Garbage when there is none.
[[nodiscard]] Result<PolledKey> decodeKeys(const QJsonValue &data);

namespace input {
//! A line that the gateway wrote now; what it only repeats to whoever connects is none of these.
struct LogSeen {
    QString ruleId;
    QStringList captures;
};
struct LinkSeen {
    LinkVerdict verdict = LinkVerdict::Irrelevant;
    QByteArray key; //!< its name
    QString use; //!< groups and private chats have keys of their own
};
//! The answer to a question for a key. The gateway fetches it beside the keys of its pictures: it neither counts
//! towards the latch nor ends it, and says no more than that QQ gives keys now (docs/protocol/napcat.md).
struct Polled {
    Result<PolledKey> outcome;
};
struct GatewayRestarted {}; //!< latches and lists are gone
//! Before the console was started keys did not come from QQ; whether that still holds is not known.
struct TroubleRemembered {};
} // namespace input

using Input =
    std::variant<input::LogSeen, input::LinkSeen, input::Polled, input::GatewayRestarted, input::TroubleRemembered>;

//! After so many native failures in a row the gateway stops trying until it restarts.
inline constexpr int kNativeLatch = 8;

//! Providers that are remembered; the one that was silent longest gives way, the native one never.
inline constexpr int kMaxProviders = 16;

struct Inference {
    //! The key that the links of one kind of chat carry.
    struct KeyInUse {
        QByteArray name;
        WallTime since{}; //!< first link with it
        WallTime before{}; //!< last link with the key that it replaced
        bool judged = true; //!< false: it replaced another, and the lines beside it may still come
        bool operator==(const KeyInUse &) const = default;
    };

    RkeyState state;
    int nativeFailuresInRow = 0;
    WallTime nativeFailedAt{}; //!< newest line that says that the native way failed or is off
    bool latchLogged = false; //!< the log names the latch whenever a key is fetched
    bool troubleRemembered = false; //!< of an earlier run: neither confirmed nor refuted
    bool restartSeen = false; //!< and nothing went wrong since
    PolledKey fetched; //!< newest
    QMap<QString, KeyInUse> keys; //!< by use
    WallTime linkAt{}; //!< newest link
    bool operator==(const Inference &) const = default;
};

//! Uses whose keys are told apart; more are not kept.
inline constexpr int kMaxUses = 4;

//! Pure: evidence in, belief out. `state.sourceSince` moves only when source or server changes.
[[nodiscard]] Inference step(Inference before, const Input &input, WallTime now);

} // namespace rookery::rkey
