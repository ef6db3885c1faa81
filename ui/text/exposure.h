// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/listener.h"
#include "model/settings.h"

#include <QList>
#include <QStringList>

namespace rookery::text {

//! Something that others could read or reach, and what to do about it; in the operator's language.
struct Exposure {
    QString finding;
    QString remedy;
    bool operator==(const Exposure &) const = default;
};

//! True for an address that leads to this machine itself.
[[nodiscard]] bool isLoopback(const QString &host);
//! True for plain http or ws to another machine.
[[nodiscard]] bool isPlainElsewhere(const QUrl &url);
//! True where the gateway comes to our own port.
[[nodiscard]] bool dialsIn(const GatewayProfile &gateway);
//! True where the token it shows there, which we make, is its main one: no panel has another.
[[nodiscard]] bool takesMadeToken(const GatewayProfile &gateway);

//! That these gateways' commands came from elsewhere and are not run (GatewayProfile::commandLeftOut).
[[nodiscard]] Exposure commandLeftOut(const QStringList &gateways);

//! What the gateways as they are set up, and our own port, lay open. Empty: nothing known.
[[nodiscard]] QList<Exposure> exposures(const QList<GatewayProfile> &gateways, const ListenerSettings &port);

} // namespace rookery::text
