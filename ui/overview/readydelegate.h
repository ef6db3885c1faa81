// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/celldelegate.h"
#include "kit/theme.h"

namespace rookery::ui {

//! Draws the readiness ladder as six small steps before the cell's words, which say the same.
class ReadyDelegate final : public CellDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ReadyDelegate)

public:
    ReadyDelegate(const Theme &theme, QObject *parent) : CellDelegate(parent), m_theme(theme) {}
    ~ReadyDelegate() override = default;

protected:
    int paintMark(QPainter *painter, const QStyleOptionViewItem &cell, const QRect &room,
                  const QModelIndex &index) const override;

private:
    const Theme &m_theme;
};

} // namespace rookery::ui
