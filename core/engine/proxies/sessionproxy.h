// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "threadproxy.h"

#include "engine/backends/sessionbackend.h"
#include "engine/sessionservice.h"

#include <deque>
#include <utility>

namespace rookery::engine {

//! Implements the service on the window's thread.
class SessionProxy final : public SessionService
{
    Q_OBJECT

public:
    //! Creates the proxy; each gateway is shown as stopped until its first change.
    SessionProxy(ThreadProxy<SessionBackend> backend, const QList<GatewayProfile> &gateways);

    void apply(const SessionChanges &changes);

    [[nodiscard]] QList<AccountSnapshot> accounts() const override { return m_accounts; }
    [[nodiscard]] double eventsPerSecond() const override;
    FutureResult<> start(const GatewayId &gateway) override;
    FutureResult<> stop(const GatewayId &gateway) override;
    FutureResult<> retryNow(const GatewayId &gateway) override;
    FutureResult<> refreshQr(const GatewayId &gateway) override;
    FutureResult<> quickLogin(const GatewayId &gateway, const AccountId &account) override;
    FutureResult<> submitTotp(const GatewayId &gateway, const Redacted<QString> &code) override;
    FutureResult<> submitSignToken(const GatewayId &gateway, const Redacted<QString> &token) override;
    FutureResult<> restart(const GatewayId &gateway) override;
    FutureResult<QList<Contact>> contacts(const GatewayId &gateway, Freshness freshness) override;

private:
    void countEvents(const AccountSnapshot &before, const AccountSnapshot &after);

    const ThreadProxy<SessionBackend> m_backend;
    SystemClock m_clock;
    QList<AccountSnapshot> m_accounts; // in the order of the settings
    std::deque<std::pair<SteadyTime, quint64>> m_recentEvents;
};

} // namespace rookery::engine
