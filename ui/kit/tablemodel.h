// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plaintip.h"
#include "theme.h"

#include <QAbstractTableModel>

#include <optional>

namespace rookery::ui {

//! Lists the roles that the models add to Qt's own.
enum ModelRole {
    SortRole = Qt::UserRole + 1, //!< the value that a column sorts by
    FractionRole, //!< double 0 … 1 of a bar; negative: unknown
    BarColorRole, //!< int(Role) of a bar
    TagsRole, //!< QStringList of the row's account
    FirstOwnRole, //!< where a model's own roles begin
};

//! Answers for all table models what Qt asks cell by cell; a model says what its rows are and what a cell of a row
//! reads, sorts by and looks like. Headings and cells of a numeric column are aligned to the right.
template <class Row>
class TableModel : public QAbstractTableModel
{
    Q_DISABLE_COPY_MOVE(TableModel)

public:
    //! `iconSize` is that of the status shapes.
    TableModel(const Theme &theme, int columns, QObject *parent, int iconSize = 12)
        : QAbstractTableModel(parent)
        , m_theme(theme)
        , m_columns(columns)
        , m_iconSize(iconSize)
    {}
    ~TableModel() override = default;

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const final
    {
        return parent.isValid() ? 0 : m_columns;
    }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const final
    {
        const Row *row = rowOf(index);
        return row == nullptr ? QVariant() : cell(*row, index.column(), role);
    }
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const final
    {
        if (orientation != Qt::Horizontal)
            return {};
        switch (role) {
        case Qt::DisplayRole:
            return heading(section);
        case Qt::ToolTipRole:
            return plainTip(headingTip(section));
        case Qt::TextAlignmentRole:
            return alignment(section);
        default:
            return {};
        }
    }

protected:
    [[nodiscard]] const Theme &theme() const { return m_theme; }

    [[nodiscard]] virtual const Row &row(int number) const = 0;
    [[nodiscard]] virtual QString heading(int column) const = 0;
    [[nodiscard]] virtual QString headingTip(int) const { return {}; }
    [[nodiscard]] virtual bool isNumeric(int) const { return false; }
    [[nodiscard]] virtual QString textOf(const Row &row, int column) const = 0;
    [[nodiscard]] virtual QVariant sortKey(const Row &row, int column) const { return textOf(row, column); }
    [[nodiscard]] virtual QString toolTip(const Row &row, int column) const { return textOf(row, column); }
    //! Returns the shape before the text.
    [[nodiscard]] virtual std::optional<StatusStyle> status(const Row &, int) const { return {}; }
    //! Returns the colour of the text, if it is not the usual one.
    [[nodiscard]] virtual std::optional<Role> color(const Row &, int) const { return {}; }
    //! Answers every other role.
    [[nodiscard]] virtual QVariant more(const Row &, int, int) const { return {}; }

    void touchRows(int first, int last) { Q_EMIT dataChanged(index(first, 0), index(last, m_columns - 1)); }
    void touchColumn(int column)
    {
        if (const int rows = rowCount(); rows > 0)
            Q_EMIT dataChanged(index(0, column), index(rows - 1, column));
    }

private:
    //! Returns the row of an index of this model, or nullptr: views may pass any index.
    [[nodiscard]] const Row *rowOf(const QModelIndex &index) const
    {
        const bool ours = index.isValid() && index.model() == this && index.row() < rowCount();
        return ours ? &row(index.row()) : nullptr;
    }
    [[nodiscard]] QVariant cell(const Row &row, int column, int role) const
    {
        switch (role) {
        case Qt::DisplayRole:
            return textOf(row, column);
        case Qt::ToolTipRole:
            return plainTip(toolTip(row, column));
        case Qt::DecorationRole: {
            const std::optional<StatusStyle> style = status(row, column);
            return style ? QVariant(m_theme.statusIcon(*style, m_iconSize)) : QVariant();
        }
        case Qt::ForegroundRole: {
            const std::optional<Role> name = color(row, column);
            return name ? QVariant(m_theme.color(*name)) : QVariant();
        }
        case Qt::TextAlignmentRole:
            return alignment(column);
        case SortRole:
            return sortKey(row, column);
        default:
            return more(row, column, role);
        }
    }
    [[nodiscard]] QVariant alignment(int column) const
    {
        return QVariant::fromValue(
            Qt::Alignment(isNumeric(column) ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter));
    }

    const Theme &m_theme;
    int m_columns;
    int m_iconSize;
};

} // namespace rookery::ui
