// SPDX-License-Identifier: GPL-3.0-or-later
#include "healthbackend.h"

#include "base/log.h"

#include <algorithm>
#include <utility>

namespace rookery::engine {

HealthBackend::HealthBackend(Clock &clock, store::Database &database, DeltaCollector &deltas,
                             const gateway::ReverseListener &listener)
    : m_clock(clock)
    , m_deltas(deltas)
    , m_listener(listener)
    , m_store(database)
    , m_monitor(clock)
{
    connect(&m_monitor, &health::HealthMonitor::incidentChanged, this, [this](const Incident &incident) {
        m_deltas.incident(incident);
        Q_EMIT incidentsChanged();
        onResult(this, m_store.save(incident, m_clock.wallNow()), [](const Result<> &saved) {
            if (!saved) // the incident itself is shown; only its storage failed
                rkWarn("an incident could not be stored: {}", saved.error().detail);
        });
    });
    connect(&listener, &gateway::ReverseListener::stateChanged, this,
            [this](const ListenerState &state) { m_monitor.observeListener(state); });
}

void HealthBackend::start(const ProfileBackend &profile)
{
    onResult(this, m_store.newest(), [this, &profile](const Result<QList<Incident>> &incidents) {
        if (!incidents)
            rkWarn("incidents of earlier runs cannot be read: {}", incidents.error().detail);
        resume(incidents.value_or(QList<Incident>()), profile);
    });
}

void HealthBackend::resume(const QList<Incident> &stored, const ProfileBackend &profile)
{
    m_monitor.restore(stored, profile.gatewayIds());
    m_monitor.observeListener(m_listener.state()); // it changes only when a gateway dials in
    const QList<Incident> all = m_monitor.incidents();
    for (const Incident &incident : all) {
        m_deltas.incident(incident);
        if (incident.isOpen())
            remember(incident);
    }
    const auto early = std::exchange(m_early, std::nullopt).value_or(QList<Fact>());
    for (const Fact &fact : early)
        fact(m_monitor);
    Q_EMIT incidentsChanged();
}

//! Passes on what an incident that is still open means for this run.
void HealthBackend::remember(const Incident &incident)
{
    if (incident.kind == IncidentKind::StorageFull) { // a successful save proves that writing works again
        onResult(this, m_store.save(incident, m_clock.wallNow()), [this](const Result<> &saved) {
            if (saved)
                observe([](health::HealthMonitor &health) { health.observeStorageRecovered(); });
        });
    }
    // A refused poll is repeated anyway, and its answer decides.
    const bool onlyRefused = incident.kind == IncidentKind::RkeyNativeDown
        && std::none_of(incident.evidence.cbegin(), incident.evidence.cend(),
                        [](const IncidentEvidence &evidence) { return evidence.what == Error{}; });
    if ((incident.kind != IncidentKind::RkeyFallback && incident.kind != IncidentKind::RkeyNativeDown) || onlyRefused)
        return;
    const WallTime lastSeen = incident.evidence.isEmpty() ? incident.startedAt : incident.evidence.constLast().at;
    for (const GatewayId &gateway : incident.gateways)
        Q_EMIT rkeyTroubleRemembered(gateway, lastSeen);
}

void HealthBackend::observe(Fact fact)
{
    if (m_early)
        m_early->append(std::move(fact));
    else
        fact(m_monitor);
}

} // namespace rookery::engine

#include "moc_healthbackend.cpp"
