// SPDX-License-Identifier: GPL-3.0-or-later
#include "contactmodel.h"

#include "text/wording.h"

#include <algorithm>
#include <utility>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

void ContactModel::setChosen(ChosenChats chosen)
{
    if (chosen == m_chosen)
        return;
    m_chosen = std::move(chosen);
    touchColumn(State);
}

void ContactModel::namesChanged()
{
    touchColumn(Number);
    touchColumn(Through);
}

QString ContactModel::textOf(const ReachableChat &row, int column) const
{
    const Contact &contact = row.contact;
    switch (column) {
    case Name:
        return text::visibleControls(contact.name);
    case Number:
        return m_names.number(contact.target.id);
    case Kind:
        return text::chatKindWord(contact.target.kind);
    case Members:
        return contact.target.kind == ChatKind::Group ? text::number(contact.memberCount) : QString();
    case Through:
        return row.others == 0 ? m_names.name(row.via) : m_names.name(row.via) + u" +%1"_s.arg(row.others);
    case State:
        // A muted group is still shown as muted after it was chosen.
        if (m_chosen.contains({row.via, contact.target}) || m_chosen.contains({GatewayId(), contact.target}))
            return contact.allMuted ? tr("chosen; all members muted") : tr("chosen");
        return contact.allMuted ? tr("all members muted") : QString();
    default:
        return {};
    }
}

bool ContactModel::isNumeric(int column) const
{
    return column == Number || column == Members;
}

QVariant ContactModel::sortKey(const ReachableChat &row, int column) const
{
    if (column == Members)
        return row.contact.memberCount;
    return column == Number ? QVariant(row.contact.target.id.toLongLong()) : QVariant(textOf(row, column));
}

QString ContactModel::heading(int column) const
{
    switch (column) {
    case Name:
        return tr("Name");
    case Number:
        return tr("Number");
    case Kind:
        return tr("Kind");
    case Members:
        return tr("Members");
    case Through:
        return tr("Through");
    case State:
        return tr("State");
    default:
        return {};
    }
}

int ChosenModel::add(const QList<DraftTarget> &targets)
{
    QSet<std::pair<GatewayId, Target>> there;
    there.reserve(rowCount() + targets.size());
    for (const DraftTarget &chosen : rows())
        there.insert({chosen.via, chosen.target});
    QList<DraftTarget> fresh;
    for (const DraftTarget &target : targets) {
        const auto before = there.size();
        there.insert({target.via, target.target});
        if (there.size() > before)
            fresh.append(target);
    }
    if (!fresh.isEmpty())
        setRows(rows() + fresh);
    return int(fresh.size());
}

void ChosenModel::remove(QList<int> rowNumbers)
{
    std::sort(rowNumbers.begin(), rowNumbers.end(), std::greater<>());
    QList<DraftTarget> left = rows();
    for (const int row : std::as_const(rowNumbers)) {
        if (row >= 0 && row < left.size())
            left.removeAt(row);
    }
    setRows(std::move(left));
}

void ChosenModel::namesChanged()
{
    touchColumn(Via);
    touchColumn(Number);
}

ChosenChats ChosenModel::chats(bool anyAccount) const
{
    ChosenChats chats;
    for (const DraftTarget &target : rows()) {
        chats.insert({target.via, target.target});
        if (anyAccount && target.target.kind == ChatKind::Group)
            chats.insert({GatewayId(), target.target});
    }
    return chats;
}

bool ChosenModel::isNumeric(int column) const
{
    return column == Number;
}

QVariant ChosenModel::sortKey(const DraftTarget &row, int column) const
{
    return column == Number ? QVariant(row.target.id.toLongLong()) : QVariant(textOf(row, column));
}

QString ChosenModel::textOf(const DraftTarget &row, int column) const
{
    switch (column) {
    case Name:
        return text::visibleControls(row.name);
    case Number:
        return m_names.number(row.target.id);
    case Kind:
        return text::chatKindWord(row.target.kind);
    case Via:
        return m_names.name(row.via);
    default:
        return {};
    }
}

QString ChosenModel::heading(int column) const
{
    switch (column) {
    case Name:
        return tr("Chosen target");
    case Number:
        return tr("Number");
    case Kind:
        return tr("Kind");
    case Via:
        return tr("Through");
    default:
        return {};
    }
}

} // namespace rookery::ui

#include "moc_contactmodel.cpp"
