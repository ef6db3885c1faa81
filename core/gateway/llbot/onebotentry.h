// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/redacted.h"
#include "base/result.h"
#include "model/gateway.h"

#include <QJsonObject>

namespace rookery::gateway {

//! Describes a OneBot server from LLBot's configuration.
struct OneBotEntry {
    QUrl url;
    OneBotTransportKind way = OneBotTransportKind::Socket;
    Redacted<QString> token; //!< empty: none is needed
    bool operator==(const OneBotEntry &) const = default;
};

//! Finds the first enabled WebSocket server of the configuration, or else the first enabled HTTP server. Replaces
//! loopback and wildcard addresses with the panel's host. Rejected/NoOneBotServer if none is enabled. Pure.
[[nodiscard]] Result<OneBotEntry> findOneBot(const QJsonObject &config, const QUrl &panel);

} // namespace rookery::gateway
