// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QString>

namespace rookery::ui {

//! Reads a picture file, scaled to fit the size. Null: it is no picture, or too large for a preview.
[[nodiscard]] QPixmap thumbnail(const QString &path, const QSize &size);

} // namespace rookery::ui
