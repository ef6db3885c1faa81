// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/broadcast.h"

#include <QJsonObject>

namespace rookery::ui {

//! Saves the draft for the window's state. Stores paths of pictures, never their bytes, and the pace only if it is not
//! the default one.
[[nodiscard]] QJsonObject draftToJson(const Draft &draft, const Pace &defaultPace);
//! Reads a saved draft. Unreadable parts keep their default; entries without gateway or number are dropped.
[[nodiscard]] Draft draftFromJson(const QJsonObject &json, const Pace &defaultPace);

} // namespace rookery::ui
