// SPDX-License-Identifier: GPL-3.0-or-later
#include "readydelegate.h"

#include "accountmodel.h"

#include <QApplication>
#include <QPainter>
#include <QStyle>

namespace rookery::ui {

void ReadyDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QString words = item.text;
    item.text.clear();
    const QStyle *style = item.widget ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);

    const auto checks = index.data(AccountModel::ReadinessRole).value<QList<int>>();
    constexpr int kStep = 4;
    constexpr int kPitch = 6;
    int x = item.rect.left() + 8;
    const int middle = item.rect.center().y();
    painter->save();
    painter->setPen(Qt::NoPen);
    for (const int check : checks) {
        const auto state = ReadinessState(check);
        // Height shows the state as well as colour: a broken rung is a full block, an unknown one a flat line.
        const Role role = state == ReadinessState::Working ? Role::Working
            : state == ReadinessState::Broken              ? Role::Failed
                                                           : Role::Border;
        const int height = state == ReadinessState::Working ? 8 : state == ReadinessState::Broken ? 12 : 2;
        painter->setBrush(m_theme.color(role));
        painter->drawRect(x, middle - height / 2 + 1, kStep, height);
        x += kPitch;
    }
    const QRect rest = item.rect.adjusted(x - item.rect.left() + 6, 0, -6, 0);
    painter->setFont(item.font);
    painter->setPen(item.palette.color(QPalette::Text));
    painter->drawText(rest, Qt::AlignVCenter | Qt::AlignLeft,
                      item.fontMetrics.elidedText(words, Qt::ElideRight, rest.width()));
    painter->restore();
}

} // namespace rookery::ui
