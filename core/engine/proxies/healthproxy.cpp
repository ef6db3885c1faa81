// SPDX-License-Identifier: GPL-3.0-or-later
#include "healthproxy.h"

#include <utility>

namespace rookery::engine {

HealthProxy::HealthProxy(ThreadProxy<SessionBackend> backend, const SessionService &accounts)
    : m_backend(std::move(backend))
    , m_accounts(accounts)
{}

void HealthProxy::apply(const HealthChanges &changes)
{
    for (const RkeyState &state : changes.rkeys)
        m_rkeys.insert(state.gateway, state);
    m_incidents.apply(changes.incidents);
}

void HealthProxy::forget(const QList<GatewayId> &gateways)
{
    for (const GatewayId &gone : gateways)
        m_rkeys.remove(gone);
}

QList<RkeyState> HealthProxy::rkeys() const
{
    QList<RkeyState> inOrder;
    const QList<AccountSnapshot> accounts = m_accounts.accounts();
    for (const AccountSnapshot &account : accounts) {
        if (const auto it = m_rkeys.constFind(account.profile.id); it != m_rkeys.constEnd())
            inOrder.append(*it);
    }
    return inOrder;
}

FutureResult<> HealthProxy::probeRkey(const GatewayId &gateway)
{
    return m_backend(&SessionBackend::probeRkey, gateway);
}

} // namespace rookery::engine

#include "moc_healthproxy.cpp"
