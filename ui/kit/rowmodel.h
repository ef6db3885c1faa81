// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tablemodel.h"

#include <QList>

#include <algorithm>
#include <utility>

namespace rookery::ui {

//! Models a flat table of values. `Row` needs ==.
template <class Row>
class RowModel : public TableModel<Row>
{
public:
    using TableModel<Row>::TableModel;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const final
    {
        return parent.isValid() ? 0 : int(m_rows.size());
    }
    [[nodiscard]] const QList<Row> &rows() const { return m_rows; }
    [[nodiscard]] const Row &at(int row) const { return m_rows.at(row); }

    //! Replaces all rows. Does nothing when they are the same, so selections stay.
    void setRows(QList<Row> rows)
    {
        if (rows == m_rows)
            return;
        this->beginResetModel();
        m_rows = std::move(rows);
        this->endResetModel();
    }

protected:
    [[nodiscard]] const Row &row(int number) const final { return m_rows.at(number); }
    void insertAll(const QList<Row> &rows, int at)
    {
        this->beginInsertRows({}, at, at + int(rows.size()) - 1);
        m_rows.insert(at, rows.size(), Row());
        std::copy(rows.cbegin(), rows.cend(), m_rows.begin() + at);
        this->endInsertRows();
    }
    //! Replaces a row without a signal; touchRows() sends it.
    void replaceRow(int row, const Row &with) { m_rows[row] = with; }
    void removeRowAt(int index)
    {
        this->beginRemoveRows({}, index, index);
        m_rows.removeAt(index);
        this->endRemoveRows();
    }

private:
    QList<Row> m_rows;
};

} // namespace rookery::ui
