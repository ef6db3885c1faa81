// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonValue>

class QSplitter;
class QTableView;

namespace rookery::ui {

//! Returns a table's column order, preferred widths and sorting, as a part of Page::saveState.
[[nodiscard]] QJsonValue saveHeader(const QTableView *table);
void restoreHeader(QTableView *table, const QJsonValue &state);
[[nodiscard]] QJsonValue saveSplitter(const QSplitter *splitter);
void restoreSplitter(QSplitter *splitter, const QJsonValue &state);

} // namespace rookery::ui
