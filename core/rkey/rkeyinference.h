// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/keyfact.h"
#include "model/rkey.h"

#include <QMap>
#include <QStringList>
#include <QUrl>

#include <variant>

namespace rookery::rkey {

//! Says which key a picture's download link has (docs/protocol, "Keys of pictures").
enum class LinkVerdict {
    Irrelevant, //!< carries no key
    Fresh,
    Stale, //!< built-in fallback key: the only certain sign of the fallback
};

[[nodiscard]] LinkVerdict judgeLink(const QUrl &url);

//! Gives a hash that names the key in a picture's link, so that two links can be compared without keeping the key
//! itself; empty: the link carries none.
[[nodiscard]] QByteArray keyName(const QUrl &url);

//! Describes a key from a poll; only the name of the key itself is kept.
struct PolledKey {
    WallTime createdAt{};
    milliseconds ttl{0};
    QList<QByteArray> names; //!< of all keys in the answer, as `keyName` gives them
    bool operator==(const PolledKey &) const = default;
};

//! Chooses the key whose life counts: the last one for groups, else the first one. `keys` is not empty.
[[nodiscard]] PolledKey polledKey(const QList<PictureKey> &keys);

namespace input {
struct LinkSeen {
    LinkVerdict verdict = LinkVerdict::Irrelevant;
    QByteArray key; //!< its name
    QString use; //!< groups and private chats have keys of their own
};
//! Carries the answer to a poll for a key. The gateway fetches it apart from the keys of its pictures: it neither
//! counts towards the latch nor ends it, and only shows that QQ gives keys now (docs/protocol, "Keys of pictures").
struct Polled {
    Result<PolledKey> outcome;
};
//! Says that, before this program started, keys did not come from QQ; whether that still holds is unknown.
struct TroubleRemembered {};
} // namespace input

using Input = std::variant<KeyFact, input::LinkSeen, input::Polled, input::TroubleRemembered>;

//! Providers that are remembered; a new one replaces the one silent for longest, but never the native one.
inline constexpr int kMaxProviders = 16;

struct Inference {
    //! Describes the key that the links of one kind of chat carry.
    struct KeyInUse {
        QByteArray name;
        WallTime since{}; //!< first link with it
        WallTime before{}; //!< last link with the key that it replaced
        bool judged = true; //!< false: it replaced another, and what the gateway says about it may still arrive
        bool operator==(const KeyInUse &) const = default;
    };

    RkeyState state;
    int nativeFailuresInRow = 0;
    WallTime nativeFailedAt{}; //!< the gateway last said that the native way failed or is off
    bool latchStated = false; //!< the gateway states the latch whenever a picture needs a new key
    QStringList servers; //!< that the gateway asks; empty: it named none so far
    milliseconds serverPause{0}; //!< for so long it does not ask a server that it disabled
    bool troubleRemembered = false; //!< from an earlier run: neither confirmed nor refuted
    bool restartSeen = false; //!< and no failure since
    PolledKey fetched; //!< newest
    QMap<QString, KeyInUse> keys; //!< by use
    WallTime linkAt{}; //!< newest link
    bool operator==(const Inference &) const = default;
};

//! Uses (kinds of chat) whose keys are kept apart; more are ignored.
inline constexpr int kMaxUses = 4;

//! Derives the new belief from one piece of evidence. Pure. `state.sourceSince` moves only when source or server
//! changes.
[[nodiscard]] Inference step(Inference before, const Input &input, WallTime now);

} // namespace rookery::rkey
