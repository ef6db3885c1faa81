// SPDX-License-Identifier: GPL-3.0-or-later
#include "accessiblelogview.h"

#include "logview.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QHash>
#include <QPointer>

#include <algorithm>
#include <limits>

namespace rookery::ui {

namespace {

constexpr qsizetype kMostCells = 4000; // that are kept for who asks again
constexpr qint64 kMostListed = 10'000; // selected rows that are listed by number

//! Represents one cell; its row is read when it is asked for.
class AccessibleLogCell final : public QAccessibleInterface, public QAccessibleTableCellInterface
{
public:
    AccessibleLogCell(LogView *view, int row, int column) : m_view(view), m_row(row), m_column(column) {}

    [[nodiscard]] bool isValid() const override { return m_view && m_row < m_view->rowCount(); }
    [[nodiscard]] QObject *object() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *parent() const override { return table(); }
    [[nodiscard]] QAccessibleInterface *child(int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::Cell; }
    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Name && isValid() ? m_view->textAt({m_row}, LogColumn(m_column)) : QString();
    }
    void setText(QAccessible::Text, const QString &) override {}
    [[nodiscard]] QRect rect() const override
    {
        const QRect cell = isValid() ? m_view->cellRect({m_row}, LogColumn(m_column)) : QRect();
        return cell.isEmpty() ? QRect() : QRect(m_view->viewport()->mapToGlobal(cell.topLeft()), cell.size());
    }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state;
        state.invalid = !isValid();
        if (state.invalid)
            return state;
        state.selectable = true;
        state.focusable = true;
        state.readOnly = true;
        state.selected = isSelected();
        state.focused = m_view->hasFocus() && m_view->current() == LineNumber{m_row};
        state.offscreen = m_view->cellRect({m_row}, LogColumn(m_column)).isEmpty();
        return state;
    }
    [[nodiscard]] void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableCellInterface ? static_cast<QAccessibleTableCellInterface *>(this) : nullptr;
    }

    [[nodiscard]] bool isSelected() const override { return isValid() && m_view->selection().contains({m_row}); }
    [[nodiscard]] QList<QAccessibleInterface *> columnHeaderCells() const override { return {}; }
    [[nodiscard]] QList<QAccessibleInterface *> rowHeaderCells() const override { return {}; }
    [[nodiscard]] int columnIndex() const override { return m_column; }
    [[nodiscard]] int rowIndex() const override { return m_row; }
    [[nodiscard]] int columnExtent() const override { return 1; }
    [[nodiscard]] int rowExtent() const override { return 1; }
    [[nodiscard]] QAccessibleInterface *table() const override
    {
        return m_view ? QAccessible::queryAccessibleInterface(m_view) : nullptr;
    }

private:
    QPointer<LogView> m_view;
    int m_row;
    int m_column;
};

//! Represents the view: a table with all lines of the log, of which a cell is made when it is asked for.
class AccessibleLogTable final : public QAccessibleWidget, public QAccessibleTableInterface
{
public:
    explicit AccessibleLogTable(LogView *view) : QAccessibleWidget(view, QAccessible::Table), m_view(view) {}
    Q_DISABLE_COPY_MOVE(AccessibleLogTable)
    ~AccessibleLogTable() override { forgetCells(); }

    [[nodiscard]] void *interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::TableInterface)
            return static_cast<QAccessibleTableInterface *>(this);
        return QAccessibleWidget::interface_cast(type);
    }

    [[nodiscard]] int childCount() const override { return rowCount() * kLogColumnCount; }
    [[nodiscard]] QAccessibleInterface *child(int index) const override
    {
        return index < 0 ? nullptr : cellAt(index / kLogColumnCount, index % kLogColumnCount);
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *child) const override
    {
        auto *face = const_cast<QAccessibleInterface *>(child); // its query for other interfaces is not const
        const auto *cell = face ? face->tableCellInterface() : nullptr;
        return cell ? cell->rowIndex() * kLogColumnCount + cell->columnIndex() : -1;
    }
    [[nodiscard]] QAccessibleInterface *childAt(int x, int y) const override
    {
        const QPoint at = m_view->viewport()->mapFromGlobal(QPoint(x, y));
        const LineRange rows = m_view->visibleRows();
        for (LineNumber row = rows.first; row < rows.end; ++row.value) {
            for (int column = 0; column < kLogColumnCount; ++column) {
                if (m_view->cellRect(row, LogColumn(column)).contains(at))
                    return cellAt(int(row.value), column);
            }
        }
        return nullptr;
    }
    [[nodiscard]] QAccessibleInterface *focusChild() const override
    {
        const std::optional<LineNumber> current = m_view->current();
        return current ? cellAt(int(current->value), int(LogColumn::Text)) : nullptr;
    }

    [[nodiscard]] QAccessibleInterface *caption() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *summary() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *cellAt(int row, int column) const override
    {
        if (row < 0 || row >= rowCount() || column < 0 || column >= kLogColumnCount)
            return nullptr;
        const qint64 key = qint64(row) * kLogColumnCount + column;
        if (const auto known = m_cells.constFind(key); known != m_cells.constEnd())
            return QAccessible::accessibleInterface(*known);
        if (m_cells.size() >= kMostCells)
            forgetCells();
        auto *cell = new AccessibleLogCell(m_view, row, column); // owned by the registry
        m_cells.insert(key, QAccessible::registerAccessibleInterface(cell));
        return cell;
    }
    [[nodiscard]] int columnCount() const override { return kLogColumnCount; }
    [[nodiscard]] int rowCount() const override
    {
        constexpr qint64 kMost = std::numeric_limits<int>::max() / kLogColumnCount;
        return int(std::min(m_view->rowCount(), kMost));
    }
    [[nodiscard]] QString columnDescription(int column) const override
    {
        return column >= 0 && column < kLogColumnCount ? LogWords::heading(LogColumn(column)) : QString();
    }
    [[nodiscard]] QString rowDescription(int) const override { return {}; }

    [[nodiscard]] int selectedCellCount() const override { return selectedRowCount() * kLogColumnCount; }
    [[nodiscard]] QList<QAccessibleInterface *> selectedCells() const override
    {
        QList<QAccessibleInterface *> cells;
        const QList<int> rows = selectedRows().mid(0, kMostCells / kLogColumnCount);
        for (const int row : rows) {
            for (int column = 0; column < kLogColumnCount; ++column)
                cells.append(cellAt(row, column));
        }
        return cells;
    }
    [[nodiscard]] int selectedColumnCount() const override { return 0; }
    [[nodiscard]] int selectedRowCount() const override
    {
        return int(std::min<qint64>(m_view->selection().size(), std::numeric_limits<int>::max() / kLogColumnCount));
    }
    [[nodiscard]] QList<int> selectedColumns() const override { return {}; }
    [[nodiscard]] QList<int> selectedRows() const override
    {
        QList<int> rows;
        for (const LineRange &range : m_view->selection().ranges()) {
            for (LineNumber row = range.first; row < range.end && rows.size() < kMostListed; ++row.value)
                rows.append(int(row.value));
        }
        return rows;
    }
    [[nodiscard]] bool isColumnSelected(int) const override { return false; }
    [[nodiscard]] bool isRowSelected(int row) const override { return m_view->selection().contains({row}); }
    bool selectRow(int row) override
    {
        if (row < 0 || row >= rowCount())
            return false;
        m_view->setCurrent({row});
        return true;
    }
    bool selectColumn(int) override { return false; }
    bool unselectRow(int) override { return false; }
    bool unselectColumn(int) override { return false; }
    void modelChange(QAccessibleTableModelChangeEvent *) override {}

private:
    void forgetCells() const
    {
        for (const QAccessible::Id cell : std::as_const(m_cells))
            QAccessible::deleteAccessibleInterface(cell);
        m_cells.clear();
    }

    LogView *m_view;
    mutable QHash<qint64, QAccessible::Id> m_cells;
};

QAccessibleInterface *createLogTable(const QString &className, QObject *object)
{
    auto *view = className == u"rookery::ui::LogView" ? qobject_cast<LogView *>(object) : nullptr;
    return view ? new AccessibleLogTable(view) : nullptr;
}

} // namespace

void installAccessibleLogView()
{
    QAccessible::installFactory(createLogTable); // a second time does nothing
}

void announceCurrent(LogView &view)
{
    if (!QAccessible::isActive() || !view.current())
        return;
    QAccessibleEvent event(&view, QAccessible::Focus);
    event.setChild(int(view.current()->value) * kLogColumnCount + int(LogColumn::Text));
    QAccessible::updateAccessibility(&event);
}

} // namespace rookery::ui
