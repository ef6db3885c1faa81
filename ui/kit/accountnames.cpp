// SPDX-License-Identifier: GPL-3.0-or-later
#include "accountnames.h"

#include "text/wording.h"

namespace rookery::ui {

void AccountNames::read(engine::Engine &engine)
{
    m_entries.clear();
    m_mask = engine.profile().settings().maskNumbers;
    const QList<AccountSnapshot> accounts = engine.sessions().accounts();
    for (const AccountSnapshot &account : accounts)
        take(account);
}

bool AccountNames::apply(const engine::SessionChanges &changes)
{
    bool changed = false;
    // removed accounts keep their name: their deliveries and incidents are still shown
    for (const AccountSnapshot &account : changes.accounts)
        changed = take(account) || changed;
    return changed;
}

bool AccountNames::take(const AccountSnapshot &snapshot)
{
    const Entry entry{.gateway = text::visibleControls(snapshot.profile.displayName()),
                      .nickname = text::visibleControls(snapshot.nickname),
                      .account = snapshot.account.value(),
                      .online = snapshot.session.phase == SessionPhase::Online,
                      .answerable = snapshot.answerable,
                      .answersOnly = snapshot.capabilities.answersOnly,
                      .tags = snapshot.profile.tags,
                      .excluded = snapshot.profile.neverBroadcast};
    const auto known = m_entries.constFind(snapshot.profile.id);
    if (known != m_entries.constEnd() && *known == entry)
        return false;
    m_entries.insert(snapshot.profile.id, entry);
    return true;
}

QString AccountNames::name(const GatewayId &gateway) const
{
    const auto entry = m_entries.constFind(gateway);
    if (entry == m_entries.constEnd())
        return gateway.value();
    if (entry->account.isEmpty())
        return entry->gateway;
    const QString shown = number(entry->account);
    return entry->nickname.isEmpty() ? shown : QStringLiteral("%1 (%2)").arg(entry->nickname, shown);
}

QString AccountNames::title(const GatewayId &gateway) const
{
    const auto entry = m_entries.constFind(gateway);
    if (entry == m_entries.constEnd() || entry->nickname.isEmpty())
        return gatewayName(gateway);
    return QStringLiteral("%1 \u00B7 %2").arg(entry->nickname, entry->gateway);
}

QString AccountNames::gatewayName(const GatewayId &gateway) const
{
    const auto entry = m_entries.constFind(gateway);
    return entry == m_entries.constEnd() ? gateway.value() : entry->gateway;
}

QString AccountNames::number(const QString &digits) const
{
    return text::shownNumber(digits, m_mask);
}

QStringList AccountNames::tags(const GatewayId &gateway) const
{
    return m_entries.value(gateway).tags;
}

bool AccountNames::isOnline(const GatewayId &gateway) const
{
    const auto entry = m_entries.constFind(gateway);
    return entry != m_entries.constEnd() && entry->online;
}

} // namespace rookery::ui
