// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tagfilter.h"

#include <QCollator>
#include <QSortFilterProxyModel>

namespace rookery::ui {

//! Sorts by SortRole, words as people do ("Group 2" before "Group 10"); filters all columns without regard to case,
//! and keeps sorting live.
class NaturalSorter final : public QSortFilterProxyModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NaturalSorter)

public:
    NaturalSorter(QAbstractItemModel *model, QObject *parent);

    //! Filters by words and "tag:word" instead of one fixed string; see WordFilter.
    void setWords(const QString &typed);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    QCollator m_collator;
    WordFilter m_words;
};

} // namespace rookery::ui
