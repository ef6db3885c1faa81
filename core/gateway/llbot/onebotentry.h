// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/redacted.h"
#include "base/result.h"
#include "model/gateway.h"

#include <QJsonObject>

namespace rookery::gateway {

//! A OneBot server of LLBot's, as its configuration names it.
struct OneBotEntry {
    QUrl url;
    OneBotWay way = OneBotWay::Socket;
    Redacted<QString> token; //!< empty: none is needed
    bool operator==(const OneBotEntry &) const = default;
};

//! Pure: the first enabled WebSocket server of the configuration, else the first HTTP server. Addresses that only mean
//! "this machine" or "every one" are reached where the panel is. Rejected/NoOneBotServer when none is enabled.
[[nodiscard]] Result<OneBotEntry> findOneBot(const QJsonObject &config, const QUrl &panel);

} // namespace rookery::gateway
