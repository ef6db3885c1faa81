// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialinmodel.h"

#include "text/wording.h"
#include "widgets/plaintip.h"

#include <QDateTime>

namespace rookery::ui {

void DialInModel::setMasked(bool masked)
{
    m_masked = masked;
    touchColumn(Account);
}

int DialInModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString DialInModel::text(const DialIn &entry, int column) const
{
    switch (column) {
    case Account:
        return entry.account.isEmpty() ? text::dash()
                                       : text::visibleControls(text::shownNumber(entry.account, m_masked));
    case Why:
        return text::dialInWord(entry.trouble);
    case Times:
        return text::number(entry.times);
    case Last:
        return text::localTime(entry.lastAt, fromMSecs(QDateTime::currentMSecsSinceEpoch()));
    case Program:
        return entry.program.isEmpty() ? text::dash() : text::visibleControls(entry.program);
    case Address:
        return text::visibleControls(entry.address);
    default:
        return {};
    }
}

QVariant DialInModel::data(const QModelIndex &index, int role) const
{
    const DialIn *entry = rowOf(index);
    if (!entry)
        return {};
    const bool fresh = entry->trouble == DialInTrouble::NewAccount;
    switch (role) {
    case Qt::DisplayRole:
        return text(*entry, index.column());
    case Qt::ToolTipRole:
        return plainTip(index.column() == Why ? text::dialInAdvice(entry->trouble) : text(*entry, index.column()));
    case SortRole:
        if (index.column() == Times)
            return entry->times;
        return index.column() == Last ? QVariant(qint64(toMSecs(entry->lastAt)))
                                      : QVariant(text(*entry, index.column()));
    case Qt::DecorationRole:
        if (index.column() != Why)
            return {};
        return m_theme.shapeIcon(fresh ? Shape::Diamond : Shape::Square, fresh ? Role::NeedsHand : Role::Failed, 14);
    case Qt::TextAlignmentRole:
        return alignment(index.column() == Times);
    default:
        return {};
    }
}

QVariant DialInModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignment(section == Times);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Account:
        return tr("Account");
    case Why:
        return tr("Why");
    case Times:
        return tr("Times");
    case Last:
        return tr("Last");
    case Program:
        return tr("Program");
    case Address:
        return tr("From");
    default:
        return {};
    }
}

} // namespace rookery::ui
