// SPDX-License-Identifier: GPL-3.0-or-later
#include "incomingmodel.h"

#include "kit/plaintip.h"
#include "kit/statusstyle.h"
#include "kit/walltime.h"
#include "text/wording.h"

namespace rookery::ui {

void IncomingModel::setMasked(bool masked)
{
    m_masked = masked;
    touchColumn(Account);
}

int IncomingModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString IncomingModel::text(const IncomingConnection &entry, int column) const
{
    switch (column) {
    case Account:
        return entry.account.isEmpty() ? text::dash()
                                       : text::visibleControls(text::shownNumber(entry.account, m_masked));
    case Why:
        return text::rejectReasonWord(entry.trouble);
    case Times:
        return text::number(entry.times);
    case Last:
        return text::localTime(entry.lastAt, wallNow());
    case Program:
        return entry.program.isEmpty() ? text::dash() : text::visibleControls(entry.program);
    case Address:
        return text::visibleControls(entry.address);
    default:
        return {};
    }
}

QVariant IncomingModel::data(const QModelIndex &index, int role) const
{
    const IncomingConnection *entry = rowOf(index);
    if (!entry)
        return {};
    const bool fresh = entry->trouble == RejectReason::NewAccount;
    switch (role) {
    case Qt::DisplayRole:
        return text(*entry, index.column());
    case Qt::ToolTipRole:
        return plainTip(index.column() == Why ? text::rejectAdvice(entry->trouble) : text(*entry, index.column()));
    case SortRole:
        if (index.column() == Times)
            return entry->times;
        return index.column() == Last ? QVariant(qint64(toMSecs(entry->lastAt)))
                                      : QVariant(text(*entry, index.column()));
    case Qt::DecorationRole:
        if (index.column() != Why)
            return {};
        return m_theme.statusIcon(fresh ? kNeedsHandStyle : kFailedStyle, 14);
    case Qt::TextAlignmentRole:
        return alignment(index.column() == Times);
    default:
        return {};
    }
}

QVariant IncomingModel::headerData(int section, Qt::Orientation orientation, int role) const
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
