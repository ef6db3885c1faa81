// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/strongid.h"

namespace rookery {

//! Identifies a gateway profile: `[a-z0-9-]`, chosen by the operator, never changes.
using GatewayId = StrongId<struct GatewayTag, QString>;
//! Identifies one QQ or WeChat account (OneBot's self_id), as text because not every kind uses numbers.
using AccountId = StrongId<struct AccountTag, QString>;
//! Identifies a message as its gateway names it; only meaningful together with the account.
using MessageId = StrongId<struct MessageTag, QString>;
using BroadcastId = StrongId<struct BroadcastTag, qint64>;
using DeliveryId = StrongId<struct DeliveryTag, qint64>;
using IncidentId = StrongId<struct IncidentTag, qint64>;

} // namespace rookery
