// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/settings.h"

#include "base/result.h"

#include <QJsonObject>

namespace rookery::config {

//! Reads the keys that it knows; missing and invalid values become defaults. Storage/SettingsRefused, with the place as
//! detail, for gateways that cannot be valid: no valid id, a duplicate id, or a kind that this version does not know.
[[nodiscard]] Result<Settings> settingsFromJson(const QJsonObject &json);

//! Returns the settings without the seals of their commands: for copies, whose commands must be confirmed again.
[[nodiscard]] QJsonObject withoutSeals(QJsonObject json);

//! Writes the settings. `base` is the object that was read before, so that keys unknown to this version stay in the
//! file.
[[nodiscard]] QJsonObject settingsToJson(const Settings &settings, const QJsonObject &base);

} // namespace rookery::config
