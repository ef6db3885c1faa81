// SPDX-License-Identifier: GPL-3.0-or-later
#include "selectedrows.h"

#include <QAbstractProxyModel>
#include <QTableView>

#include <algorithm>
#include <utility>

namespace rookery::ui {

QList<int> selectedRows(const QTableView *table)
{
    QModelIndexList shown = table->selectionModel()->selectedRows();
    std::sort(shown.begin(), shown.end());
    const auto *sorter = qobject_cast<const QAbstractProxyModel *>(table->model());
    QList<int> rows;
    for (const QModelIndex &index : std::as_const(shown))
        rows.append(sorter == nullptr ? index.row() : sorter->mapToSource(index).row());
    return rows;
}

} // namespace rookery::ui
