// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QAbstractTableModel>
#include <QList>

#include <algorithm>
#include <utility>

namespace rookery::ui {

//! Lists the roles that the models add to Qt's own.
enum ModelRole {
    SortRole = Qt::UserRole + 1, //!< the value that a column sorts by
    FractionRole, //!< double 0 … 1 of a bar; negative: unknown
    BarColorRole, //!< int(Role) of a bar
};

//! Models a flat table of values; the table models of the program derive from it. `Row` needs ==.
template <class Row>
class RowModel : public QAbstractTableModel
{
public:
    explicit RowModel(QObject *parent) : QAbstractTableModel(parent) {}

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
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
    }

protected:
    void insertAll(const QList<Row> &rows, int at)
    {
        beginInsertRows({}, at, at + int(rows.size()) - 1);
        m_rows.insert(at, rows.size(), Row());
        std::copy(rows.cbegin(), rows.cend(), m_rows.begin() + at);
        endInsertRows();
    }
    //! Replaces a row without a signal; touchRows() sends it.
    void replaceRow(int row, const Row &with) { m_rows[row] = with; }
    void removeRowAt(int index)
    {
        beginRemoveRows({}, index, index);
        m_rows.removeAt(index);
        endRemoveRows();
    }
    void touchRows(int first, int last) { Q_EMIT dataChanged(index(first, 0), index(last, columnCount() - 1)); }
    void touchColumn(int column)
    {
        if (!m_rows.isEmpty())
            Q_EMIT dataChanged(index(0, column), index(int(m_rows.size()) - 1, column));
    }
    //! Returns the row of an index of this model, or nullptr: views may pass any index.
    [[nodiscard]] const Row *rowOf(const QModelIndex &index) const
    {
        const bool ours = index.isValid() && index.model() == this && index.row() < int(m_rows.size());
        return ours ? &m_rows.at(index.row()) : nullptr;
    }

private:
    QList<Row> m_rows;
};

//! Aligns numbers to the right, words to the left.
[[nodiscard]] inline QVariant alignment(bool numeric)
{
    return QVariant::fromValue(
        Qt::Alignment(numeric ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter));
}

} // namespace rookery::ui
