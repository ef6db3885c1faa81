// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/broadcast.h"
#include "model/session.h"

#include <QJsonObject>

//! Declares the JSON output: stable, English, independent of the language of the window. The names of values are those
//! of model/names.h.
namespace rookery::ctl {

//! Returns the values that --kind accepts: "napcat|milky".
[[nodiscard]] QString kindNames();

//! Returns "group:30001" or "friend:20001".
[[nodiscard]] QString name(const Target &target);

[[nodiscard]] QJsonObject toJson(const AccountSnapshot &account);
[[nodiscard]] QJsonObject toJson(const Delivery &delivery);
//! Includes `waits`: [{gateway, account, reason, targets}], `sentPerMinute` (0: nothing moves) and `notBefore`.
[[nodiscard]] QJsonObject toJson(const BroadcastSummary &summary);

} // namespace rookery::ctl
