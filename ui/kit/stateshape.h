// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QRectF>

class QPainter;

namespace rookery::ui {

//! Draws a state's shape, centred in `rect` and `size` px high.
void paintShape(QPainter &painter, const QRectF &rect, Shape shape, const QColor &color, qreal size = 10);

} // namespace rookery::ui
