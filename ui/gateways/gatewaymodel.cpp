// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewaymodel.h"

#include "kit/gatewayaddress.h"
#include "kit/plaintip.h"
#include "kit/rowmodel.h"
#include "kit/statusstyle.h"
#include "text/wording.h"

#include <algorithm>

namespace rookery::ui {

GatewayModel::GatewayModel(const Theme &theme, QObject *parent) : QAbstractTableModel(parent), m_theme(theme) {}

void GatewayModel::reset(const QList<AccountSnapshot> &accounts)
{
    beginResetModel();
    m_accounts = accounts;
    endResetModel();
}

void GatewayModel::apply(const engine::Delta &delta)
{
    for (const GatewayId &gone : delta.removedAccounts) {
        for (int row = int(m_accounts.size()) - 1; row >= 0; --row) {
            if (m_accounts.at(row).profile.id != gone)
                continue;
            beginRemoveRows({}, row, row);
            m_accounts.removeAt(row);
            endRemoveRows();
        }
    }
    for (const AccountSnapshot &fresh : delta.accounts) {
        const auto same = [&fresh](const AccountSnapshot &old) { return old.profile.id == fresh.profile.id; };
        const auto it = std::find_if(m_accounts.begin(), m_accounts.end(), same);
        const int row = int(it - m_accounts.begin());
        if (it == m_accounts.end()) {
            beginInsertRows({}, row, row);
            m_accounts.append(fresh);
            endInsertRows();
        } else {
            *it = fresh;
            Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
        }
    }
}

void GatewayModel::setMasked(bool masked)
{
    m_masked = masked;
    if (!m_accounts.isEmpty())
        Q_EMIT dataChanged(index(0, Account), index(int(m_accounts.size()) - 1, Account));
}

const AccountSnapshot *GatewayModel::at(int row) const
{
    return row >= 0 && row < m_accounts.size() ? &m_accounts.at(row) : nullptr;
}

int GatewayModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_accounts.size());
}

int GatewayModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString GatewayModel::text(const AccountSnapshot &account, int column) const
{
    const GatewayProfile &profile = account.profile;
    switch (column) {
    case Name:
        return text::visibleControls(profile.displayName());
    case Id:
        return profile.id.value();
    case Kind:
        return account.version.seems
            ? tr("%1, now %2").arg(text::gatewayKindName(profile.kind), text::gatewayKindName(*account.version.seems))
            : text::gatewayKindName(profile.kind);
    case Address:
        return addressOf(profile);
    case State:
        return text::accountWord(account);
    case Version:
        return account.version.version.isEmpty() ? text::dash() : text::visibleControls(account.version.version);
    case Account:
        if (account.account.isNull())
            return text::dash();
        return text::visibleControls(account.nickname) + QStringLiteral(" (")
            + text::shownNumber(account.account.value(), m_masked) + QLatin1Char(')');
    default:
        return {};
    }
}

QVariant GatewayModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const AccountSnapshot &account = m_accounts.at(index.row());
    const StatusStyle look = statusStyle(account);
    switch (role) {
    case Qt::ToolTipRole:
        return plainTip(index.column() == Kind && account.version.seems
                            ? tr("It says that it is another kind now: it was replaced or updated. Change kind keeps "
                                 "its name and history.")
                            : text(account, index.column()));
    case Qt::DisplayRole:
        return text(account, index.column());
    case SortRole:
        return index.column() == State ? QVariant(-int(account.condition.condition))
                                       : QVariant(text(account, index.column()));
    case Qt::DecorationRole:
        if (index.column() == Kind && account.version.seems)
            return m_theme.statusIcon(kDegradedStyle, 14);
        return index.column() == State ? QVariant(m_theme.statusIcon(look, 14)) : QVariant();
    case Qt::ForegroundRole:
        if (index.column() == Name || index.column() == Address)
            return {};
        if (index.column() == State && asksForAttention(account.condition.condition))
            return m_theme.color(look.role);
        return m_theme.color(Role::Muted);
    default:
        return {};
    }
}

QVariant GatewayModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case Id:
        return tr("Id");
    case Kind:
        return tr("Kind");
    case Address:
        return tr("Address");
    case State:
        return tr("State");
    case Version:
        return tr("Version");
    case Account:
        return tr("Account");
    default:
        return {};
    }
}

} // namespace rookery::ui
