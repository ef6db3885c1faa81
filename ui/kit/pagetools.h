// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include "base/clock.h"

#include <QJsonValue>
#include <QList>
#include <QString>

class QAbstractItemModel;
class QFormLayout;
class QFrame;
class QLabel;
class QSortFilterProxyModel;
class QSplitter;
class QTableView;
class QVBoxLayout;
class QWidget;

//! Declares helpers that the pages about broadcasts, keys, logs and incidents share.
namespace rookery::ui {

//! Returns the wall time for ages on screen.
[[nodiscard]] WallTime wallNow();

[[nodiscard]] QVBoxLayout *makePageLayout(QWidget *page);
//! Makes a proxy that sorts by SortRole, filters all columns without regard to case, and keeps sorting live.
[[nodiscard]] QSortFilterProxyModel *makeSorter(QAbstractItemModel *model, QObject *parent);
//! Sets preferred widths, which grow with the font; see ColumnFit. `growing`: the columns that take the remaining
//! width; empty: the last one.
void setColumnWidths(QTableView *table, const QList<int> &widths, const QList<int> &growing = {});
//! Makes a strip of that role with one wrapped sentence.
[[nodiscard]] QFrame *makeStrip(const QString &text, Role role, QWidget *parent);
//! Adds a row "name   value" to a form; returns the value's label, which is described by the name.
[[nodiscard]] QLabel *addFact(QFormLayout *form, const QString &name, QWidget *parent);
//! Joins two sentences with a space, where both say something.
[[nodiscard]] QString joined(const QString &first, const QString &second);

// parts of saveState
[[nodiscard]] QJsonValue saveHeader(const QTableView *table);
void restoreHeader(QTableView *table, const QJsonValue &state);
[[nodiscard]] QJsonValue saveSplitter(const QSplitter *splitter);
void restoreSplitter(QSplitter *splitter, const QJsonValue &state);

} // namespace rookery::ui
