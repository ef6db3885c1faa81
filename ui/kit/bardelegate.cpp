// SPDX-License-Identifier: GPL-3.0-or-later
#include "bardelegate.h"

#include "tablemodel.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>

namespace rookery::ui {

namespace {

constexpr int kBarWidth = 56;
constexpr int kBarHeight = 6;
constexpr int kMargin = 6;
constexpr int kBarGap = 8; // between bar and words

} // namespace

void BarDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem panel = option;
    initStyleOption(&panel, index);
    const QString words = panel.text;
    panel.text.clear();
    const QStyle *style = panel.widget != nullptr ? panel.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &panel, painter, panel.widget);

    painter->save();
    QRect text = option.rect.adjusted(kMargin, 0, -kMargin, 0);
    const double fraction = index.data(FractionRole).toDouble();
    // Where both do not fit, the text stays: it says more than the bar.
    const bool fits = kBarWidth + kBarGap + panel.fontMetrics.horizontalAdvance(words) <= text.width();
    if (fraction >= 0 && (fits || words.isEmpty())) {
        QRectF bar(text.left(), option.rect.center().y() - kBarHeight / 2.0 + 0.5, kBarWidth, kBarHeight);
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
        text.setLeft(text.left() + kBarWidth + kBarGap);
    }
    painter->setPen(panel.palette.color(QPalette::Text));
    painter->setFont(panel.font);
    painter->drawText(text, int(Qt::AlignLeft | Qt::AlignVCenter),
                      panel.fontMetrics.elidedText(words, Qt::ElideRight, text.width()));
    painter->restore();
}

QSize BarDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return QStyledItemDelegate::sizeHint(option, index) + QSize(kBarWidth + kBarGap, 0);
}

} // namespace rookery::ui
