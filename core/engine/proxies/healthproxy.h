// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "threadproxy.h"

#include "engine/backends/sessionbackend.h"
#include "engine/healthservice.h"
#include "engine/incidentlist.h"
#include "engine/sessionservice.h"

namespace rookery::engine {

//! Implements the service on the window's thread.
class HealthProxy final : public HealthService
{
    Q_OBJECT

public:
    //! Creates the proxy; `accounts` gives the order of the rkeys and outlives it.
    HealthProxy(ThreadProxy<SessionBackend> backend, const SessionService &accounts);

    void apply(const HealthChanges &changes);
    void forget(const QList<GatewayId> &gateways);

    [[nodiscard]] QList<Incident> incidents() const override { return m_incidents.list(); }
    [[nodiscard]] QList<RkeyState> rkeys() const override;
    FutureResult<> probeRkey(const GatewayId &gateway) override;

private:
    const ThreadProxy<SessionBackend> m_backend;
    const SessionService &m_accounts;
    IncidentList m_incidents;
    QHash<GatewayId, RkeyState> m_rkeys;
};

} // namespace rookery::engine
