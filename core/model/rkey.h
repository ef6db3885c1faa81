// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ids.h"

#include "base/clock.h"
#include "base/redacted.h"
#include "base/result.h"

#include <QList>
#include <QString>
#include <QUrl>

#include <optional>

namespace rookery {

//! Names where the gateway's picture links get their key from, as far as the evidence shows.
enum class RkeySource { Unknown, Native, RemoteServer, StaleFallback, None };

enum class RkeyProbeOutcome { NotRun, Downloads, ExpiredLink, Unreachable, NoPicture };

//! Describes a picture key as a gateway hands it out.
struct PictureKey {
    Redacted<QString> key; //!< as it stands in a link
    bool forGroups = false; //!< else for private chats
    WallTime createdAt{};
    milliseconds ttl{0};
};

//! Describes a source of picture keys as seen in the log.
struct RkeyProvider {
    QString name; //!< "native", or the server's address without query
    int failures = 0; //!< as seen here since the console connected or the gateway restarted
    bool disabled = false; //!< the gateway reported that it disabled this provider
    QString lastStatus; //!< "504", "ok", "getaddrinfo ENOTFOUND": remote text, short
    WallTime lastAt{};
    bool operator==(const RkeyProvider &) const = default;
};

//! Describes the rkey panel of one account.
struct RkeyState {
    GatewayId gateway;
    RkeySource source = RkeySource::Unknown;
    QString server; //!< with RemoteServer
    WallTime sourceSince{};
    bool proven = false; //!< a picture or the gateway's live log showed the source; false: it was only requested
    // the key in use: the one that picture links contain
    WallTime keySeenAt{}; //!< first picture with this key; default: none seen
    WallTime createdAt{}; //!< default: unknown. Known only if the link contains a key that was also fetched
    milliseconds ttl{0}; //!< 0: unknown
    // the key that we requested from the gateway: newer than the one in use, which it does not replace
    WallTime askedAt{}; //!< newest answer; default: not requested yet
    std::optional<Error> askError; //!< set if the request was refused or timed out
    milliseconds askedTtl{0}; //!< lifetime of the requested key
    bool nativeLatched = false; //!< the native path is off until the gateway restarts
    WallTime latchedAt{}; //!< when the latch was seen
    bool nativeOff = false; //!< the packet back end is off or failed its self-test
    QList<RkeyProvider> providers;
    RkeyProbeOutcome probe = RkeyProbeOutcome::NotRun;
    WallTime probeAt{};
    Error probeError; //!< Reason::None: none
    bool probing = false;

    bool operator==(const RkeyState &) const = default;
};

} // namespace rookery
