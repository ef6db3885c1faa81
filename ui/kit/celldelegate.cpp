// SPDX-License-Identifier: GPL-3.0-or-later
#include "celldelegate.h"

#include <QPainter>

#include <cmath>

namespace rookery::ui {

namespace {

constexpr int kMargin = 6; // beside icon and words
constexpr int kIconGap = 6;
constexpr int kNarrowCell = 100; // widest icon or mark, with margins
constexpr int kMostLaidOut = 1000; // cells; more than a screen shows
constexpr qsizetype kMostFonts = 8;
constexpr qsizetype kMostText = 1000; // characters of a cell; no column is wide enough for more

void paintGround(QPainter *painter, const QStyleOptionViewItem &cell)
{
    if (cell.state.testFlag(QStyle::State_Selected))
        painter->fillRect(cell.rect, cell.palette.brush(QPalette::Highlight));
    else if (cell.backgroundBrush.style() != Qt::NoBrush)
        painter->fillRect(cell.rect, cell.backgroundBrush);
}

} // namespace

CellDelegate::CellDelegate(QObject *parent) : QStyledItemDelegate(parent), m_laidOut(kMostLaidOut) {}

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
    if (cell.rect.width() < kNarrowCell)
        painter->setClipRect(cell.rect); // icon and mark have a size of their own
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

//! Returns the words of the cell, elided to that width.
const QStaticText &CellDelegate::laidOut(const QStyleOptionViewItem &cell, int width) const
{
    qsizetype font = m_fonts.indexOf(cell.font);
    if (font < 0) {
        if (m_fonts.size() == kMostFonts) {
            m_fonts.clear();
            m_laidOut.clear();
        }
        font = m_fonts.size();
        m_fonts.append(cell.font);
    }
    QString line = cell.text.left(kMostText);
    const Words key{.text = line, .width = width, .font = font};
    if (const QStaticText *known = m_laidOut.object(key))
        return *known;
    line.replace(QChar::LineSeparator, u' '); // which Qt's delegate makes of each line break
    auto *words = new QStaticText(cell.fontMetrics.elidedText(line, cell.textElideMode, width));
    words->setTextFormat(Qt::PlainText);
    words->prepare({}, cell.font);
    m_laidOut.insert(key, words);
    return *words;
}

void CellDelegate::paintWords(QPainter *painter, const QStyleOptionViewItem &cell, const QRect &room) const
{
    const QStaticText &words = laidOut(cell, room.width());
    const QSizeF size = words.size();
    const double x = cell.displayAlignment.testFlag(Qt::AlignRight) ? room.right() + 1 - size.width() : room.left();
    const bool selected = cell.state.testFlag(QStyle::State_Selected);
    const QPalette::ColorGroup group =
        cell.state.testFlag(QStyle::State_Enabled) ? QPalette::Active : QPalette::Disabled;
    painter->setPen(cell.palette.color(group, selected ? QPalette::HighlightedText : QPalette::Text));
    painter->setFont(cell.font);
    painter->drawStaticText(QPointF(std::round(x), std::round(room.top() + (room.height() - size.height()) / 2)),
                            words);
}

int CellDelegate::paintMark(QPainter *, const QStyleOptionViewItem &, const QRect &, const QModelIndex &) const
{
    return 0;
}

} // namespace rookery::ui

#include "moc_celldelegate.cpp"
