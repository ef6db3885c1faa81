// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

class QTableView;

namespace rookery::ui {

//! Returns the selected rows of a table in the order in which they stand there, as rows of the model that the table's
//! sorter or filter shows.
[[nodiscard]] QList<int> selectedRows(const QTableView *table);

} // namespace rookery::ui
