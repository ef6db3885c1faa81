// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "celldelegate.h"
#include "theme.h"

namespace rookery::ui {

//! Draws a small bar before the cell's own text: life left, progress. The text says the same, for operators who cannot
//! see the bar. Uses FractionRole and BarColorRole.
class BarDelegate final : public CellDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BarDelegate)

public:
    BarDelegate(const Theme &theme, QObject *parent) : CellDelegate(parent), m_theme(theme) {}
    ~BarDelegate() override = default;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    int paintMark(QPainter *painter, const QStyleOptionViewItem &cell, const QRect &room,
                  const QModelIndex &index) const override;

private:
    const Theme &m_theme;
};

} // namespace rookery::ui
