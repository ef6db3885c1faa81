// SPDX-License-Identifier: GPL-3.0-or-later
#include "celldelegate.h"

#include <QPainter>

namespace rookery::ui {

namespace {

constexpr int kMargin = 6; // beside icon and words
constexpr int kIconGap = 6;

void paintGround(QPainter *painter, const QStyleOptionViewItem &cell)
{
    if (cell.state.testFlag(QStyle::State_Selected))
        painter->fillRect(cell.rect, cell.palette.brush(QPalette::Highlight));
    else if (cell.backgroundBrush.style() != Qt::NoBrush)
        painter->fillRect(cell.rect, cell.backgroundBrush);
}

void paintWords(QPainter *painter, const QStyleOptionViewItem &cell, const QRect &room)
{
    QString words = cell.text;
    words.replace(QChar::LineSeparator, u' '); // which the delegate of Qt makes of each line break
    int width = cell.fontMetrics.horizontalAdvance(words);
    if (width > room.width()) {
        words = cell.fontMetrics.elidedText(words, cell.textElideMode, room.width());
        width = cell.fontMetrics.horizontalAdvance(words);
    }
    const int x = cell.displayAlignment.testFlag(Qt::AlignRight) ? room.right() + 1 - width : room.left();
    const int height = cell.fontMetrics.height();
    const int baseline = room.top() + (room.height() - height) / 2 + cell.fontMetrics.ascent();
    const bool selected = cell.state.testFlag(QStyle::State_Selected);
    const QPalette::ColorGroup group = cell.state.testFlag(QStyle::State_Enabled) ? QPalette::Active : QPalette::Disabled;
    painter->setPen(cell.palette.color(group, selected ? QPalette::HighlightedText : QPalette::Text));
    painter->setFont(cell.font);
    painter->drawText(QPoint(x, baseline), words);
}

} // namespace

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    if (cell.features.testFlag(QStyleOptionViewItem::HasCheckIndicator)) {
        QStyledItemDelegate::paint(painter, option, index); // the style knows where a click hits the box
        return;
    }
    painter->save();
    paintGround(painter, cell);
    QRect room = cell.rect.adjusted(kMargin, 0, -kMargin, 0);
    if (!cell.icon.isNull()) {
        const QSize size = cell.decorationSize;
        cell.icon.paint(painter, QRect(QPoint(room.left(), room.top() + (room.height() - size.height()) / 2), size));
        room.setLeft(room.left() + size.width() + kIconGap);
    }
    room.setLeft(room.left() + paintMark(painter, cell, room, index));
    if (!cell.text.isEmpty() && room.width() > 0)
        paintWords(painter, cell, room);
    painter->restore();
}

int CellDelegate::paintMark(QPainter *, const QStyleOptionViewItem &, const QRect &, const QModelIndex &) const
{
    return 0;
}

} // namespace rookery::ui
