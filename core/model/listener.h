// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ids.h"

#include "base/clock.h"
#include "base/result.h"

#include <QList>
#include <QString>
#include <QUrl>

namespace rookery {

//! Names why an incoming connection was rejected or is kept waiting.
enum class RejectReason {
    NoToken,
    WrongToken,
    NewAccount, //!< the token is valid but was issued for another account, or for no account yet
    Collision, //!< the account has a live connection already
    BadRequest, //!< not a valid gateway handshake
    TooMany, //!< the limit of connections or attempts is reached
};

//! Describes incoming connections that were not accepted; the same caller with the same trouble is one entry.
struct IncomingConnection {
    RejectReason trouble = RejectReason::WrongToken;
    QString account; //!< as stated in X-Self-ID; empty: not stated
    QString program; //!< its User-Agent, shortened
    QString address; //!< the remote address
    WallTime lastAt{};
    int times = 1;
    bool operator==(const IncomingConnection &) const = default;
};

//! Describes the state of our own port, without secrets.
struct ListenerState {
    bool listening = false;
    QUrl url; //!< the base URL to paste into a gateway, ws://… or wss://…, set even before the port is open; empty: not
              //!< known yet
    bool beyondLoopback = false; //!< reachable from other machines
    Error why; //!< with !listening, if gateways need the port; Reason::None: none needs it
    int connections = 0;
    bool full = false; //!< unauthenticated connections hold all the places that they may have; further ones are cut
    int refused = 0; //!< since the program started
    QList<IncomingConnection> incoming; //!< newest first; bounded
    bool operator==(const ListenerState &) const = default;
};

} // namespace rookery
