// SPDX-License-Identifier: GPL-3.0-or-later
#include "incomingmodel.h"

#include "kit/statusstyle.h"
#include "kit/walltime.h"
#include "text/wording.h"

namespace rookery::ui {

void IncomingModel::setMasked(bool masked)
{
    m_masked = masked;
    touchColumn(Account);
}

QString IncomingModel::textOf(const IncomingConnection &entry, int column) const
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

bool IncomingModel::isNumeric(int column) const
{
    return column == Times;
}

QVariant IncomingModel::sortKey(const IncomingConnection &entry, int column) const
{
    if (column == Times)
        return entry.times;
    return column == Last ? QVariant(toMSecs(entry.lastAt)) : QVariant(textOf(entry, column));
}

QString IncomingModel::toolTip(const IncomingConnection &entry, int column) const
{
    return column == Why ? text::rejectAdvice(entry.trouble) : textOf(entry, column);
}

std::optional<StatusStyle> IncomingModel::status(const IncomingConnection &entry, int column) const
{
    if (column != Why)
        return {};
    return entry.trouble == RejectReason::NewAccount ? kNeedsHandStyle : kFailedStyle;
}

QString IncomingModel::heading(int column) const
{
    switch (column) {
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

#include "moc_incomingmodel.cpp"
