// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewaymodel.h"

#include "kit/gatewayaddress.h"
#include "kit/rowmodel.h"
#include "kit/statusstyle.h"
#include "text/wording.h"

#include <algorithm>

namespace rookery::ui {

void GatewayModel::apply(const engine::SessionChanges &changes)
{
    removeKeys(changes.removed);
    applyRows(changes.accounts, NewRows::Last);
}

void GatewayModel::setMasked(bool masked)
{
    m_masked = masked;
    touchColumn(Account);
}

QString GatewayModel::textOf(const AccountSnapshot &account, int column) const
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
    case Tags: {
        const QString words = text::tagWords(profile);
        return words.isEmpty() ? text::dash() : words;
    }
    default:
        return {};
    }
}

QVariant GatewayModel::sortKey(const AccountSnapshot &account, int column) const
{
    return column == State ? QVariant(-int(account.condition.condition)) : QVariant(textOf(account, column));
}

QString GatewayModel::toolTip(const AccountSnapshot &account, int column) const
{
    return column == Kind && account.version.seems
        ? tr("It now reports another kind: it was replaced or updated. Change kind keeps its name and history.")
        : textOf(account, column);
}

std::optional<StatusStyle> GatewayModel::status(const AccountSnapshot &account, int column) const
{
    if (column == Kind && account.version.seems)
        return kDegradedStyle;
    return column == State ? std::optional(statusStyle(account)) : std::nullopt;
}

std::optional<Role> GatewayModel::color(const AccountSnapshot &account, int column) const
{
    if (column == Name || column == Address)
        return {};
    if (column == State && asksForAttention(account.condition.condition))
        return statusStyle(account).role;
    return Role::Muted;
}

QVariant GatewayModel::more(const AccountSnapshot &account, int, int role) const
{
    return role == TagsRole ? QVariant(account.profile.tags) : QVariant();
}

QString GatewayModel::heading(int column) const
{
    switch (column) {
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
    case Tags:
        return tr("Tags");
    default:
        return {};
    }
}

} // namespace rookery::ui

#include "moc_gatewaymodel.cpp"
