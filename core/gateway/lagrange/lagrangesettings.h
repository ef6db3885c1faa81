// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/gateway.h"

#include "base/redacted.h"
#include "base/result.h"

#include <QList>

#include <functional>

namespace rookery::gateway {

//! One entry of `Implementations` by which actions can be called.
struct LagrangeService {
    OneBotWay way = OneBotWay::Socket; //!< Socket, Http or Reverse
    QUrl url; //!< Reverse: whom it dials
    Redacted<QString> token;
    //! Events come by it too, own messages among them where the gateway reports these.
    [[nodiscard]] bool hasEvents() const { return way != OneBotWay::Http; }
    bool operator==(const LagrangeService &) const = default;
};

//! What Rookery reads in Lagrange.OneBot's own configuration (docs/protocol/lagrange.md, "Configuration").
struct LagrangeSettings {
    QString uin = QStringLiteral("0"); //!< names its files; digits
    QList<LagrangeService> services; //!< switched on, best first: sockets, HTTP, those that dial
    bool operator==(const LagrangeSettings &) const = default;
};

//! appsettings.json, which may have comments and commas too many. Rejected/BadInput: it is no JSON object.
[[nodiscard]] Result<LagrangeSettings> readLagrangeSettings(const QByteArray &json);

//! Those by which we can reach it: what listens, and what dials our own port as `reachesUs` judges its address.
[[nodiscard]] QList<LagrangeService> usableServices(const LagrangeSettings &settings,
                                                    const std::function<bool(const QUrl &)> &reachesUs);

} // namespace rookery::gateway
