// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QAbstractItemView;
class QSortFilterProxyModel;

namespace rookery::ui {

//! Keeps the rows of a sorted list where they are while the pointer moves over them, so that a click meets the row that
//! was aimed at. Their cells go on changing; order and filter follow once the pointer leaves or rests.
void holdOrderUnderPointer(QAbstractItemView *view, QSortFilterProxyModel *order);

} // namespace rookery::ui
