// SPDX-License-Identifier: GPL-3.0-or-later
#include "shapedot.h"

#include "stateshape.h"

#include <QPainter>

namespace rookery::ui {

ShapeDot::ShapeDot(const Theme &theme, QWidget *parent, int size) : QWidget(parent), m_theme(theme), m_size(size)
{
    setFixedSize(size + 2, size + 2);
}

void ShapeDot::setStatus(const StatusStyle &status)
{
    if (status == m_status)
        return;
    m_status = status;
    update();
}

void ShapeDot::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintShape(painter, QRectF(rect()), m_status.shape, m_theme.color(m_status.role), m_size - 1);
}

} // namespace rookery::ui

#include "moc_shapedot.cpp"
