// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/settings.h"

#include <QJsonObject>

namespace rookery::config {

//! Reads what it knows; missing and odd values become defaults, gateways without a valid id are left out.
[[nodiscard]] Settings settingsFromJson(const QJsonObject &json);

//! `base` is what was read before: keys that this version does not know stay in the file.
[[nodiscard]] QJsonObject settingsToJson(const Settings &settings, const QJsonObject &base);

} // namespace rookery::config
