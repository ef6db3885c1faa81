// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/broadcast.h"

#include <QJsonObject>

namespace rookery::ui {

//! Saves the draft for the window's state. Stores paths of pictures, never their bytes.
[[nodiscard]] QJsonObject draftToJson(const Draft &draft);
//! Reads a saved draft. Unreadable parts keep their default; entries without gateway or number are dropped.
[[nodiscard]] Draft draftFromJson(const QJsonObject &json);

} // namespace rookery::ui
