// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/broadcast.h"
#include "model/session.h"

#include "base/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <variant>

//! Declares what the programs of one profile say to each other over its local socket: one JSON object per line, with
//! `type`. The client sends `hello` first and the window answers with its own; then each request gets one `done` or
//! `error` with its id. After `watch` the window also sends facts as they change. No message carries a secret. Pure.
namespace rookery::engine {

//! Numbers the protocol; both sides must have the same. Additions of keys do not change it.
inline constexpr int kControlProtocol = 1;
//! Limits the length of a request, in bytes; no valid one is longer.
inline constexpr qsizetype kMaxControlRequest = 4 * 1024;
//! Limits the length of what the window sends in one line, in bytes.
inline constexpr qsizetype kMaxControlReply = 1024 * 1024;

//! Introduces one side to the other.
struct ControlHello {
    int protocol = kControlProtocol;
    QString program;
    QString version;
    bool operator==(const ControlHello &) const = default;
};

//! Holds the arguments of a program start that found the profile's window running.
struct StartWish {
    QString language; //!< "zh_CN", "en"; empty: as it is
    QString theme; //!< "light", "dark", "system"; empty: as it is
    bool minimised = false; //!< the window stays where it is
    QByteArray activation; //!< the desktop's permission to come to the front; empty: it needs none
    bool operator==(const StartWish &) const = default;
};

//! Asks for accounts and broadcasts, now and as they change.
struct WatchRequest {
    BroadcastId deliveries; //!< also the changed deliveries of this broadcast; null: of none
    bool operator==(const WatchRequest &) const = default;
};

enum class BroadcastOrder { Pause, Resume, Cancel };

struct BroadcastRequest {
    BroadcastOrder order = BroadcastOrder::Pause;
    BroadcastId broadcast;
    bool operator==(const BroadcastRequest &) const = default;
};

using ControlAsk = std::variant<ControlHello, StartWish, WatchRequest, BroadcastRequest>;

struct ControlRequest {
    qint64 id = 0; //!< chosen by the client, above 0; the answer has the same
    ControlAsk ask;
    bool operator==(const ControlRequest &) const = default;
};

//! Holds a received request as far as it was understood.
struct ParsedRequest {
    qint64 id = 0; //!< 0: it has none
    Result<ControlAsk> ask; //!< Protocol/Garbage: no JSON object. Rejected/UnknownAction: the detail names its type.
                            //!< Rejected/BadInput: the detail names the member that is not valid
};

[[nodiscard]] QByteArray toLine(const ControlRequest &request);
[[nodiscard]] ParsedRequest parseControlRequest(QByteArrayView line);

//! Says that a request was carried out.
struct ControlDone {
    bool operator==(const ControlDone &) const = default;
};
struct AccountRemoved {
    GatewayId gateway;
    bool operator==(const AccountRemoved &) const = default;
};
struct BroadcastRemoved {
    BroadcastId broadcast;
    bool operator==(const BroadcastRemoved &) const = default;
};

using ControlTold = std::variant<ControlHello, ControlDone, Error, AccountSnapshot, AccountRemoved, BroadcastSummary,
                                 BroadcastRemoved, Delivery>;

struct ControlReply {
    qint64 id = 0; //!< of the request that it answers; 0: a fact, or the answer to what had no id
    ControlTold told;
    bool operator==(const ControlReply &) const = default;
};

[[nodiscard]] QByteArray toLine(const ControlReply &reply);
//! Fails with Protocol/Garbage. A type that this version does not know is such a failure too.
[[nodiscard]] Result<ControlReply> parseControlReply(QByteArrayView line);

} // namespace rookery::engine
