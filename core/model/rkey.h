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
    int failures = 0; //!< seen by us
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
    WallTime createdAt{}; //!< of the key in use; default: unknown
    milliseconds ttl{0}; //!< 0: unknown
    bool nativeLatched = false; //!< native path is off until the gateway restarts
    QList<RkeyProvider> providers;
    RkeyProbeOutcome probe = RkeyProbeOutcome::NotRun;
    WallTime probeAt{};
    Error probeError; //!< Reason::None: none
    bool probing = false;

    bool operator==(const RkeyState &) const = default;
};

} // namespace rookery
