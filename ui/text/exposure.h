// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/listener.h"
#include "model/settings.h"

#include <QList>
#include <QStringList>

namespace rookery::text {

//! Describes something that others could read or reach, and what to do about it, in the operator's language.
struct Exposure {
    QString finding;
    QString remedy;
    bool operator==(const Exposure &) const = default;
};

//! Returns true for an address that leads to this machine itself.
[[nodiscard]] bool isLoopback(const QString &host);
//! Returns true for plain http or ws to another machine.
[[nodiscard]] bool isPlainElsewhere(const QUrl &url);
//! Returns true where the gateway connects to our own port.
[[nodiscard]] bool dialsIn(const GatewayProfile &gateway);
//! Returns true where the token for our port, which we generate, is the gateway's only one: such a gateway has no
//! panel with a token of its own.
[[nodiscard]] bool takesMadeToken(const GatewayProfile &gateway);

//! Reports that the commands of these gateways came from elsewhere and are not run (GatewayProfile::commandLeftOut).
[[nodiscard]] Exposure commandLeftOut(const QStringList &gateways);

//! Lists what the configured gateways and our own port expose. Empty: nothing known.
[[nodiscard]] QList<Exposure> exposures(const QList<GatewayProfile> &gateways, const ListenerSettings &port);

} // namespace rookery::text
