// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

namespace rookery::ui {

//! Makes an icon from a black-stroked SVG, drawn in `color` (`disabled` when disabled) at any requested size.
[[nodiscard]] QIcon makeTintedIcon(const QString &path, const QColor &color, const QColor &disabled);

} // namespace rookery::ui
