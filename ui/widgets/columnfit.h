// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>

class QHeaderView;
class QTableView;

namespace rookery::ui {

//! Fits a table's columns to the room there is: each has the width it wants, columns that grow share what is left
//! over, and where it is too narrow all give way, down to their heading. Only then the table scrolls sideways.
//! A column that the operator drags wants that width from then on.
class ColumnFit final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ColumnFit)

public:
    //! `widths` in pixels, by logical column; `growing`: logical columns, empty for the last one. Lives with the table.
    ColumnFit(QTableView *table, QList<int> widths, QList<int> growing);

    //! The one of this table, if it has one.
    [[nodiscard]] static ColumnFit *of(const QTableView *table);

    [[nodiscard]] const QList<int> &widths() const { return m_widths; }
    //! Widths kept from another run; others than the table has columns are ignored.
    void setWidths(const QList<int> &widths);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    //! Columns left of and including `pinned` (logical; -1: none) stay as they are.
    void fit(int pinned);
    void resized(int column, int before, int now);
    [[nodiscard]] int leastOf(int column) const;

    QTableView *m_table;
    QHeaderView *m_header;
    QList<int> m_widths;
    QList<int> m_growing;
    bool m_fitting = false;
};

} // namespace rookery::ui
