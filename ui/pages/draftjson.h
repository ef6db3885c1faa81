// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/broadcast.h"

#include <QJsonObject>

namespace rookery::ui {

//! The draft as the window remembers it. Paths of pictures, never their bytes.
[[nodiscard]] QJsonObject draftToJson(const Draft &draft);
//! Whatever does not read is left at its default; entries without gateway or number are dropped.
[[nodiscard]] Draft draftFromJson(const QJsonObject &json);

} // namespace rookery::ui
