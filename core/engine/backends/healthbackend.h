// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profilebackend.h"

#include "engine/deltacollector.h"
#include "health/healthmonitor.h"
#include "store/incidentrepository.h"

#include <functional>
#include <optional>

namespace rookery::engine {

//! Feeds the health monitor on the engine thread, publishes its incidents and stores them.
class HealthBackend final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HealthBackend)

public:
    using Fact = std::function<void(health::HealthMonitor &)>;

    //! Creates the feeder; all references outlive it.
    HealthBackend(Clock &clock, store::Database &database, DeltaCollector &deltas,
                  const gateway::ReverseListener &listener);

    //! Reads the incidents of earlier runs; `profile` names the gateways that still exist. Called once.
    void start(const ProfileBackend &profile);
    //! Passes a fact to the monitor, or keeps it until the incidents of earlier runs are known, so that none of them is
    //! taken for new.
    void observe(Fact fact);
    [[nodiscard]] QList<Incident> openAt(const GatewayId &gateway) const { return m_monitor.openAt(gateway); }

Q_SIGNALS:
    void incidentsChanged();
    //! Reports that an earlier run left trouble with a gateway's picture keys open.
    void rkeyTroubleRemembered(const rookery::GatewayId &gateway, rookery::WallTime lastSeen);

private:
    void resume(const QList<Incident> &stored, const ProfileBackend &profile);
    void remember(const Incident &incident);

    Clock &m_clock;
    DeltaCollector &m_deltas;
    const gateway::ReverseListener &m_listener;
    store::IncidentRepository m_store;
    health::HealthMonitor m_monitor;
    //! Facts that came before the incidents of earlier runs were read; nullopt: they have been read.
    std::optional<QList<Fact>> m_early{std::in_place};
};

} // namespace rookery::engine
