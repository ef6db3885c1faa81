// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/strongid.h"

namespace rookery {

//! A gateway profile: `[a-z0-9-]`, chosen by the operator, stable for ever.
using GatewayId = StrongId<struct GatewayTag, QString>;
//! One QQ or WeChat identity (OneBot's self_id), as text because not every kind uses numbers.
using AccountId = StrongId<struct AccountTag, QString>;
//! A message as its gateway names it; only meaningful together with the account.
using MessageId = StrongId<struct MessageTag, QString>;
using BroadcastId = StrongId<struct BroadcastTag, qint64>;
using DeliveryId = StrongId<struct DeliveryTag, qint64>;
using IncidentId = StrongId<struct IncidentTag, qint64>;

} // namespace rookery
