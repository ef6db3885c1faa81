// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

protected:
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    QCollator m_collator;
};

} // namespace rookery::ui
