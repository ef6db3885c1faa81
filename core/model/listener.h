// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ids.h"

#include "base/clock.h"
#include "base/result.h"

#include <QList>
#include <QString>
#include <QUrl>

namespace rookery {

//! Why somebody who dialled in was turned away, or is kept waiting.
enum class DialInTrouble {
    NoToken,
    WrongToken,
    NewAccount, //!< the token is known, the account is not the one it was made for; or nobody's token yet
    Collision, //!< the account is connected already, and that connection lives
    BadRequest, //!< not a gateway's way of dialling in
    TooMany, //!< the limit of connections or attempts
};

//! Somebody who dialled in and did not get through; the same caller with the same trouble is one entry.
struct DialIn {
    DialInTrouble trouble = DialInTrouble::WrongToken;
    QString account; //!< as it says itself (X-Self-ID); empty: it did not
    QString program; //!< its User-Agent, shortened
    QString address; //!< where it dialled from
    WallTime lastAt{};
    int times = 1;
    bool operator==(const DialIn &) const = default;
};

//! The state of our own port, without secrets.
struct ListenerState {
    bool listening = false;
    QUrl url; //!< the base to paste into a gateway, ws://… or wss://…, before it listens too; empty: not known yet
    bool beyondLoopback = false; //!< reachable from other machines
    Error why; //!< with !listening and gateways that need it; Reason::None: nobody needs it
    int connections = 0;
    bool full = false; //!< strangers hold all the places that they may have, and others are cut for want of one
    int refused = 0; //!< since the program started
    QList<DialIn> dialIns; //!< newest first; bounded
    bool operator==(const ListenerState &) const = default;
};

} // namespace rookery
