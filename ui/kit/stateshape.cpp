// SPDX-License-Identifier: GPL-3.0-or-later
#include "stateshape.h"

#include <QPainter>
#include <QPolygonF>

namespace rookery::ui {

void paintShape(QPainter &painter, const QRectF &rect, Shape shape, const QColor &color, qreal size)
{
    const QPointF c = rect.center();
    const qreal r = size / 2;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    switch (shape) {
    case Shape::FilledCircle:
        painter.drawEllipse(c, r * 0.9, r * 0.9);
        break;
    case Shape::Triangle:
        painter.drawPolygon(
            QPolygonF({c + QPointF(0, -r), c + QPointF(r * 1.1, r * 0.9), c + QPointF(-r * 1.1, r * 0.9)}));
        break;
    case Shape::Diamond:
        painter.drawPolygon(QPolygonF({c + QPointF(0, -r * 1.15), c + QPointF(r * 1.15, 0), c + QPointF(0, r * 1.15),
                                       c + QPointF(-r * 1.15, 0)}));
        break;
    case Shape::Square:
        painter.drawRoundedRect(QRectF(c.x() - r * 0.85, c.y() - r * 0.85, r * 1.7, r * 1.7), 1.5, 1.5);
        break;
    case Shape::HollowCircle:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, size * 0.16));
        painter.drawEllipse(c, r * 0.8, r * 0.8);
        break;
    }
    painter.restore();
}

} // namespace rookery::ui
