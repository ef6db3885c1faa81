// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/settings.h"

#include "base/result.h"

#include <QJsonObject>

namespace rookery::config {

//! Reads what it knows; missing and odd values become defaults. Storage/SettingsRefused, with the place as detail, for
//! gateways that cannot be meant: no valid id, an id that another one has, a kind that this version does not know.
[[nodiscard]] Result<Settings> settingsFromJson(const QJsonObject &json);

//! The same settings without the seals of their commands: for copies, which carry no authority.
[[nodiscard]] QJsonObject withoutSeals(QJsonObject json);

//! `base` is what was read before: keys that this version does not know stay in the file.
[[nodiscard]] QJsonObject settingsToJson(const Settings &settings, const QJsonObject &base);

} // namespace rookery::config
