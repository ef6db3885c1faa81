// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kindinfo.h"

#include <QList>

#include <memory>

namespace rookery::gateway {

//! Returns the code of a kind. Any thread.
[[nodiscard]] const KindInfo &kindInfo(GatewayKind kind);

//! Returns the recognisers of all kinds, in the order in which they are asked.
[[nodiscard]] QList<Recogniser> recognisers();

//! Creates the driver for a profile. The certificate pinned in the profile replaces the one in `context.network`. Call
//! it on the thread on which the driver will live.
[[nodiscard]] std::unique_ptr<Gateway> makeGateway(const GatewayProfile &profile, DriverContext context);

} // namespace rookery::gateway
