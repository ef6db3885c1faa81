// SPDX-License-Identifier: GPL-3.0-or-later
#include "bardelegate.h"

#include "tablemodel.h"

#include <QPainter>

#include <algorithm>

namespace rookery::ui {

namespace {

constexpr int kBarWidth = 56;
constexpr int kBarHeight = 6;
constexpr int kBarGap = 8; // between bar and words

} // namespace

int BarDelegate::paintMark(QPainter *painter, const QStyleOptionViewItem &cell, const QRect &room,
                           const QModelIndex &index) const
{
    const double fraction = index.data(FractionRole).toDouble();
    // Where both do not fit, the text stays: it says more than the bar.
    const bool fits = kBarWidth + kBarGap + cell.fontMetrics.horizontalAdvance(cell.text) <= room.width();
    if (fraction < 0 || (!fits && !cell.text.isEmpty()))
        return 0;
    QRectF bar(room.left(), room.center().y() - kBarHeight / 2.0 + 0.5, kBarWidth, kBarHeight);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_theme.color(Role::Border));
    painter->drawRoundedRect(bar, kBarHeight / 2.0, kBarHeight / 2.0);
    const double width = bar.width() * std::clamp(fraction, 0.0, 1.0);
    if (width >= 1) {
        bar.setWidth(std::max<double>(width, kBarHeight));
        painter->setBrush(m_theme.color(Role(index.data(BarColorRole).toInt())));
        painter->drawRoundedRect(bar, kBarHeight / 2.0, kBarHeight / 2.0);
    }
    return kBarWidth + kBarGap;
}

QSize BarDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return CellDelegate::sizeHint(option, index) + QSize(kBarWidth + kBarGap, 0);
}

} // namespace rookery::ui

#include "moc_bardelegate.cpp"
