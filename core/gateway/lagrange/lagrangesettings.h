// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/gateway.h"

#include "base/redacted.h"
#include "base/result.h"

#include <QList>

#include <functional>

namespace rookery::gateway {

//! Describes one entry of `Implementations` through which actions can be called.
struct LagrangeService {
    OneBotTransportKind way = OneBotTransportKind::Socket; //!< Socket, Http or Reverse
    QUrl url; //!< Reverse: the address it dials
    Redacted<QString> token;
    //! Returns true if it also delivers events, own messages among them where the gateway reports these.
    [[nodiscard]] bool hasEvents() const { return way != OneBotTransportKind::Http; }
    bool operator==(const LagrangeService &) const = default;
};

//! Holds the part of Lagrange.OneBot's own configuration that Rookery reads (docs/protocol/lagrange.md,
//! "Configuration").
struct LagrangeSettings {
    QString uin = QStringLiteral("0"); //!< part of its file names; digits
    QList<LagrangeService> services; //!< enabled ones, best first: sockets, HTTP, reverse sockets
    bool operator==(const LagrangeSettings &) const = default;
};

//! Reads appsettings.json, which may have comments and trailing commas. Rejected/BadInput: not a JSON object.
[[nodiscard]] Result<LagrangeSettings> readLagrangeSettings(const QByteArray &json);

//! Filters the services that we can use: those that listen, and those that dial our own port as `reachesUs` judges
//! it.
[[nodiscard]] QList<LagrangeService> usableServices(const LagrangeSettings &settings,
                                                    const std::function<bool(const QUrl &)> &reachesUs);

} // namespace rookery::gateway
