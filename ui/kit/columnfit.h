// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>

class QHeaderView;
class QTableView;

namespace rookery::ui {

//! Fits a table's columns to the available width: each has its preferred width, growing columns share the rest, and
//! where the table is too narrow all shrink, down to their heading. Below that the table scrolls sideways. A column
//! that the operator drags has its new width as the preferred one.
class ColumnFit final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ColumnFit)

public:
    //! Takes `widths` in pixels, by logical column, and the logical columns that grow (empty: the last one). The table
    //! owns the object.
    ColumnFit(QTableView *table, QList<int> widths, QList<int> growing);

    //! Returns the object of this table, or nullptr.
    [[nodiscard]] static ColumnFit *of(const QTableView *table);

    [[nodiscard]] const QList<int> &widths() const { return m_widths; }
    //! Sets widths saved in another run; ignores a list whose length differs from the number of columns.
    void setWidths(const QList<int> &widths);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    //! Distributes the width. Columns left of and including `pinned` (logical; -1: none) keep theirs.
    void fit(int pinned);
    void resized(int column, int before, int now);
    [[nodiscard]] int leastOf(int column) const;

    QTableView *m_table;
    QHeaderView *m_header;
    QList<int> m_widths;
    QList<int> m_growing;
    bool m_fitting = false;
};

//! Gives a table a ColumnFit whose preferred widths grow with the font. `growing`: the columns that take the remaining
//! width; empty: the last one.
void setColumnWidths(QTableView *table, const QList<int> &widths, const QList<int> &growing = {});

} // namespace rookery::ui
