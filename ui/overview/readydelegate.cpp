// SPDX-License-Identifier: GPL-3.0-or-later
#include "readydelegate.h"

#include "accountmodel.h"

#include <QPainter>

namespace rookery::ui {

int ReadyDelegate::paintMark(QPainter *painter, const QStyleOptionViewItem &, const QRect &room,
                             const QModelIndex &index) const
{
    constexpr int kStep = 4;
    constexpr int kPitch = 6;
    constexpr int kGapAfter = 6;
    const auto checks = index.data(AccountModel::ReadinessRole).value<QList<int>>();
    int x = room.left() + 2;
    const int middle = room.center().y();
    for (const int check : checks) {
        const auto state = ReadinessState(check);
        // Height shows the state as well as colour: a broken rung is a full block, an unknown one a flat line.
        const Role role = state == ReadinessState::Working ? Role::Working
            : state == ReadinessState::Broken              ? Role::Failed
                                                           : Role::Border;
        const int height = state == ReadinessState::Working ? 8 : state == ReadinessState::Broken ? 12 : 2;
        painter->fillRect(x, middle - height / 2 + 1, kStep, height, m_theme.color(role));
        x += kPitch;
    }
    return checks.isEmpty() ? 0 : x + kGapAfter - room.left();
}

} // namespace rookery::ui

#include "moc_readydelegate.cpp"
