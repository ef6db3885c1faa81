// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ids.h"

#include "base/clock.h"
#include "base/result.h"

#include <QList>
#include <QString>
#include <QUrl>

#include <optional>

namespace rookery {

//! Where the gateway's picture links get their key from, as far as the evidence says.
enum class RkeySource { Unknown, Native, RemoteServer, StaleFallback, None };

enum class RkeyProbeOutcome { NotRun, Downloads, ExpiredLink, Unreachable, NoPicture };

struct RkeyProvider {
    QString name; //!< "native", or the server's address without query
    int failures = 0; //!< seen by us, since the console connected or the gateway restarted
    bool disabled = false; //!< the gateway said it switched this one off
    QString lastStatus; //!< "504", "ok", "getaddrinfo ENOTFOUND": remote text, short
    WallTime lastAt{};
    bool operator==(const RkeyProvider &) const = default;
};

//! The rkey panel of one account.
struct RkeyState {
    GatewayId gateway;
    RkeySource source = RkeySource::Unknown;
    QString server; //!< with RemoteServer
    WallTime sourceSince{};
    bool proven = false; //!< the source was shown by a picture or by the gateway's live log; else only asked for
    // the key in use: the one that picture links carry
    WallTime keySeenAt{}; //!< first picture that carried it; default: none seen
    WallTime createdAt{}; //!< default: unknown. Known only where the link carries a key that was also fetched
    milliseconds ttl{0}; //!< 0: unknown
    // the key that we asked the gateway for: younger than the one in use, and beside it
    WallTime askedAt{}; //!< newest answer; default: not asked yet
    std::optional<Error> askError; //!< the answer was a refusal, or none came in time
    milliseconds askedTtl{0}; //!< life of the key that was given
    bool nativeLatched = false; //!< native path is off until the gateway restarts
    WallTime latchedAt{}; //!< when that was seen
    bool nativeOff = false; //!< the packet back end is off or failed its test
    QList<RkeyProvider> providers;
    RkeyProbeOutcome probe = RkeyProbeOutcome::NotRun;
    WallTime probeAt{};
    Error probeError; //!< Reason::None: none
    bool probing = false;

    bool operator==(const RkeyState &) const = default;
};

} // namespace rookery
