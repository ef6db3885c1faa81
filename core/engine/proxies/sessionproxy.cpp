// SPDX-License-Identifier: GPL-3.0-or-later
#include "sessionproxy.h"

#include <algorithm>

namespace rookery::engine {

namespace {

constexpr seconds kEventWindow{10};

} // namespace

SessionProxy::SessionProxy(ThreadProxy<SessionBackend> backend, const QList<GatewayProfile> &gateways)
    : m_backend(std::move(backend))
{
    for (const GatewayProfile &gateway : gateways) {
        AccountSnapshot snapshot;
        snapshot.profile = gateway;
        m_accounts.append(snapshot);
    }
}

void SessionProxy::apply(const SessionChanges &changes)
{
    m_accounts.removeIf(
        [&changes](const AccountSnapshot &account) { return changes.removed.contains(account.profile.id); });
    for (const AccountSnapshot &account : changes.accounts) {
        const auto known =
            std::find_if(m_accounts.begin(), m_accounts.end(), [&account](const AccountSnapshot &candidate) {
                return candidate.profile.id == account.profile.id;
            });
        if (known == m_accounts.end()) {
            m_accounts.append(account);
            continue;
        }
        countEvents(*known, account);
        *known = account;
    }
}

void SessionProxy::countEvents(const AccountSnapshot &before, const AccountSnapshot &after)
{
    if (after.activity.eventCount <= before.activity.eventCount)
        return;
    // Trimmed here and not on reading: nothing reads it while the window is hidden.
    const SteadyTime now = m_clock.now();
    while (!m_recentEvents.empty() && m_recentEvents.front().first < now - kEventWindow)
        m_recentEvents.pop_front();
    m_recentEvents.emplace_back(now, after.activity.eventCount - before.activity.eventCount);
}

double SessionProxy::eventsPerSecond() const
{
    const SteadyTime from = m_clock.now() - kEventWindow;
    quint64 sum = 0;
    for (const auto &[time, count] : m_recentEvents) {
        if (time >= from)
            sum += count;
    }
    return double(sum) / double(kEventWindow.count());
}

FutureResult<> SessionProxy::start(const GatewayId &gateway)
{
    return m_backend(&SessionBackend::start, gateway);
}

FutureResult<> SessionProxy::stop(const GatewayId &gateway)
{
    return m_backend(&SessionBackend::stop, gateway);
}

FutureResult<> SessionProxy::retryNow(const GatewayId &gateway)
{
    return m_backend(&SessionBackend::retryNow, gateway);
}

FutureResult<> SessionProxy::refreshQr(const GatewayId &gateway)
{
    return m_backend(&SessionBackend::refreshQr, gateway);
}

FutureResult<> SessionProxy::quickLogin(const GatewayId &gateway, const AccountId &account)
{
    return m_backend(&SessionBackend::quickLogin, gateway, account);
}

FutureResult<> SessionProxy::submitTotp(const GatewayId &gateway, const Redacted<QString> &code)
{
    return m_backend(&SessionBackend::submitTotp, gateway, code);
}

FutureResult<> SessionProxy::submitSignToken(const GatewayId &gateway, const Redacted<QString> &token)
{
    return m_backend(&SessionBackend::submitSignToken, gateway, token);
}

FutureResult<> SessionProxy::restart(const GatewayId &gateway)
{
    return m_backend(&SessionBackend::restart, gateway);
}

FutureResult<QList<Contact>> SessionProxy::contacts(const GatewayId &gateway, Freshness freshness)
{
    return m_backend(&SessionBackend::contacts, gateway, freshness);
}

} // namespace rookery::engine

#include "moc_sessionproxy.cpp"
