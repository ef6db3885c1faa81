// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "model/broadcast.h"

#include <QLatin1StringView>
#include <QString>

//! Converts enumerators to their names in the database: words, because numbers change when a list grows. A word from a
//! newer program that is unknown here is read as Bug or Internal.
namespace rookery::store {

[[nodiscard]] QLatin1StringView nameOf(ErrorKind kind);
[[nodiscard]] QLatin1StringView nameOf(ErrorReason reason);
[[nodiscard]] QLatin1StringView nameOf(DeliveryState state);
[[nodiscard]] QLatin1StringView nameOf(VerifiedBy by); //!< empty for None
[[nodiscard]] QLatin1StringView nameOf(BroadcastState state);
[[nodiscard]] QLatin1StringView nameOf(ChatKind kind);

[[nodiscard]] ErrorKind errorKind(const QString &name);
[[nodiscard]] ErrorReason reason(const QString &name);
[[nodiscard]] DeliveryState deliveryState(const QString &name); //!< the schema allows no other
[[nodiscard]] VerifiedBy verifiedBy(const QString &name);
[[nodiscard]] BroadcastState broadcastState(const QString &name);
[[nodiscard]] ChatKind chatKind(const QString &name);

} // namespace rookery::store
