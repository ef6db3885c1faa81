// SPDX-License-Identifier: GPL-3.0-or-later
#include "shapedot.h"

#include "stateshape.h"

#include <QPainter>

namespace rookery::ui {

ShapeDot::ShapeDot(const Theme &theme, QWidget *parent, int size) : QWidget(parent), m_theme(theme), m_size(size)
{
    setFixedSize(size + 2, size + 2);
}

void ShapeDot::setLook(Shape shape, Role role)
{
    if (shape == m_shape && role == m_role)
        return;
    m_shape = shape;
    m_role = role;
    update();
}

void ShapeDot::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintShape(painter, QRectF(rect()), m_shape, m_theme.color(m_role), m_size - 1);
}

} // namespace rookery::ui
