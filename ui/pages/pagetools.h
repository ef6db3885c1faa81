// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/theme.h"

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

//! What the pages about broadcasts, keys, logs and incidents build themselves from.
namespace rookery::ui {

//! Wall time for ages on screen.
[[nodiscard]] WallTime wallNow();

[[nodiscard]] QVBoxLayout *makePageLayout(QWidget *page);
//! Sorts by SortRole, filters all columns without regard to case; keeps sorting live.
[[nodiscard]] QSortFilterProxyModel *makeSorter(QAbstractItemModel *model, QObject *parent);
//! Wanted widths, grown with the font; see ColumnFit. `growing`: who takes the rest, the last column unless said.
void setColumnWidths(QTableView *table, const QList<int> &widths, const QList<int> &growing = {});
//! A strip of that role with one wrapped sentence.
[[nodiscard]] QFrame *makeStrip(const QString &text, Role role, QWidget *parent);
//! A row "name   value" of a form; returns the value's label, which is described by the name.
[[nodiscard]] QLabel *addFact(QFormLayout *form, const QString &name, QWidget *parent);
//! Two sentences with a space between, where both say something.
[[nodiscard]] QString joined(const QString &first, const QString &second);

// what saveState keeps
[[nodiscard]] QJsonValue saveHeader(const QTableView *table);
void restoreHeader(QTableView *table, const QJsonValue &state);
[[nodiscard]] QJsonValue saveSplitter(const QSplitter *splitter);
void restoreSplitter(QSplitter *splitter, const QJsonValue &state);

} // namespace rookery::ui
