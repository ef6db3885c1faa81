// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway.h"

#include "config/secretstore.h"
#include "io/network.h"
#include "model/gateway.h"

#include <memory>

namespace rookery::gateway {

class ReverseListener;

//! The driver for a profile. The certificate pinned in the profile counts, whatever `network` says.
//! Call on the thread it will live on; `clock`, `secrets` and `listener` (our port for gateways that dial in, may be
//! null) outlive it.
[[nodiscard]] std::unique_ptr<Gateway> makeGateway(const GatewayProfile &profile, Clock &clock,
                                                   config::SecretStore &secrets, io::NetworkSettings network,
                                                   QObject *parent = nullptr, const Deadlines &deadlines = {},
                                                   ReverseListener *listener = nullptr);

} // namespace rookery::gateway
