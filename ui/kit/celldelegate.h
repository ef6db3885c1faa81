// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace rookery::ui {

//! Paints the cells of a table: background, icon and one line of words, elided at the end. It asks neither the style
//! nor the style sheet, which take several times as long for each cell. styleTable() gives every table one.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CellDelegate)

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    ~CellDelegate() override = default;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const final;

protected:
    //! Paints a mark at the left of `room` and returns the width that it took; `cell.text` are the words that follow.
    virtual int paintMark(QPainter *painter, const QStyleOptionViewItem &cell, const QRect &room,
                          const QModelIndex &index) const;
};

} // namespace rookery::ui
