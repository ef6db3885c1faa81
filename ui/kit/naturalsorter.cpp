// SPDX-License-Identifier: GPL-3.0-or-later
#include "naturalsorter.h"

#include "tablemodel.h"

namespace rookery::ui {

NaturalSorter::NaturalSorter(QAbstractItemModel *model, QObject *parent) : QSortFilterProxyModel(parent)
{
    m_collator.setNumericMode(true);
    m_collator.setCaseSensitivity(Qt::CaseInsensitive);
    setSourceModel(model);
    setSortRole(SortRole);
    setFilterKeyColumn(-1);
    setFilterCaseSensitivity(Qt::CaseInsensitive);
    setDynamicSortFilter(true);
}

void NaturalSorter::setWords(const QString &typed)
{
    m_words = WordFilter(typed);
    invalidateFilter();
}

bool NaturalSorter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (m_words.isEmpty())
        return QSortFilterProxyModel::filterAcceptsRow(row, parent);
    QStringList cells;
    for (int column = 0; column < sourceModel()->columnCount(parent); ++column)
        cells.append(sourceModel()->index(row, column, parent).data().toString());
    const QStringList tags = sourceModel()->index(row, 0, parent).data(TagsRole).toStringList();
    return m_words.accepts(cells.join(u'\n'), tags);
}

bool NaturalSorter::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const QVariant a = left.data(SortRole);
    const QVariant b = right.data(SortRole);
    if (a.typeId() == QMetaType::QString && b.typeId() == QMetaType::QString)
        return m_collator.compare(a.toString(), b.toString()) < 0;
    return QVariant::compare(a, b) == QPartialOrdering::Less;
}

} // namespace rookery::ui

#include "moc_naturalsorter.cpp"
