// SPDX-License-Identifier: GPL-3.0-or-later
#include "incidenttracker.h"

#include <algorithm>
#include <utility>

namespace rookery::health {

void IncidentTracker::restore(const QList<Incident> &incidents)
{
    QList<Incident> oldestFirst = incidents;
    std::sort(oldestFirst.begin(), oldestFirst.end(), [](const Incident &a, const Incident &b) {
        return a.startedAt != b.startedAt ? a.startedAt < b.startedAt : a.id < b.id;
    });
    for (const Incident &incident : std::as_const(oldestFirst)) {
        m_nextId = std::max(m_nextId, incident.id.value() + 1);
        const Key key{.kind = incident.kind, .cause = incident.cause};
        if (!incident.isOpen() || m_open.contains(key)) {
            m_closed.append(incident);
            continue;
        }
        Open open{.incident = incident,
                  .affected = {incident.gateways.cbegin(), incident.gateways.cend()},
                  .ever = incident.gateways};
        if (incident.gateways.isEmpty())
            open.affected.insert(GatewayId()); // the profile itself
        m_open.insert(key, open);
    }
}

IncidentTracker::Key IncidentTracker::keyFor(const Observation &observation) const
{
    return {.kind = observation.kind, .cause = observation.cause};
}

IncidentTracker::Open &IncidentTracker::openFor(const Observation &observation, WallTime now, bool &changed)
{
    const Key key = keyFor(observation);
    auto it = m_open.find(key);
    if (it == m_open.end()) {
        Open fresh;
        fresh.incident.id = IncidentId(m_nextId++);
        fresh.incident.kind = observation.kind;
        fresh.incident.severity = observation.severity;
        fresh.incident.cause = observation.cause;
        fresh.incident.startedAt = now;
        it = m_open.insert(key, fresh);
        changed = true;
    }
    Open &open = it.value();
    if (observation.severity > open.incident.severity) {
        open.incident.severity = observation.severity;
        changed = true;
    }
    if (open.affected.insert(observation.gateway).second) {
        changed = true;
        if (!observation.gateway.isNull()) {
            open.incident.gateways.append(observation.gateway);
            if (!open.ever.contains(observation.gateway))
                open.ever.append(observation.gateway);
        }
    }
    return open;
}

const Incident &IncidentTracker::observe(const Observation &observation, WallTime now)
{
    bool changed = false;
    Incident &incident = openFor(observation, now, changed).incident;
    ++incident.count;
    incident.evidence.append(
        {.gateway = observation.gateway, .at = now, .what = observation.what, .text = observation.text});
    if (incident.evidence.size() > kMaxEvidence)
        incident.evidence.removeFirst();
    return incident;
}

std::optional<Incident> IncidentTracker::raise(const Observation &observation, WallTime now)
{
    const auto it = m_open.constFind(keyFor(observation));
    if (it != m_open.constEnd() && it->affected.contains(observation.gateway)
        && observation.severity <= it->incident.severity)
        return std::nullopt;
    return observe(observation, now);
}

std::optional<Incident> IncidentTracker::release(QMap<Key, Open>::iterator it, const GatewayId &gateway, WallTime now)
{
    Open &open = it.value();
    if (open.affected.erase(gateway) == 0)
        return std::nullopt;
    open.incident.gateways.removeAll(gateway);
    if (!open.affected.empty())
        return open.incident;
    Incident closed = open.incident;
    closed.endedAt = now;
    closed.gateways = open.ever;
    m_open.erase(QMap<Key, Open>::const_iterator(it));
    m_closed.append(closed);
    if (m_closed.size() > kMaxClosed)
        m_closed.removeFirst();
    return closed;
}

QList<Incident> IncidentTracker::clear(IncidentKind kind, const GatewayId &gateway, WallTime now)
{
    QList<Incident> changed;
    const QList<Key> keys = m_open.keys();
    for (const Key &key : keys) {
        if (key.kind != kind)
            continue;
        if (const auto incident = release(m_open.find(key), gateway, now))
            changed.append(*incident);
    }
    return changed;
}

std::optional<Incident> IncidentTracker::clearCause(IncidentKind kind, const QString &cause, const GatewayId &gateway,
                                                    WallTime now)
{
    const auto it = m_open.find(Key{.kind = kind, .cause = cause});
    if (it == m_open.end())
        return std::nullopt;
    return release(it, gateway, now);
}

std::optional<Incident> IncidentTracker::addEvidence(IncidentId id, const IncidentEvidence &evidence)
{
    const auto add = [&evidence](Incident &incident) {
        QList<IncidentEvidence> &list = incident.evidence;
        if (!list.isEmpty() && list.constLast().what.reason == evidence.what.reason)
            list.removeLast();
        list.append(evidence);
        if (list.size() > kMaxEvidence)
            list.removeFirst();
        return incident;
    };
    for (Open &entry : m_open) {
        if (entry.incident.id == id)
            return add(entry.incident);
    }
    for (Incident &incident : m_closed) {
        if (incident.id == id)
            return add(incident);
    }
    return std::nullopt;
}

void IncidentTracker::reopen(IncidentId id)
{
    const auto it =
        std::find_if(m_closed.cbegin(), m_closed.cend(), [id](const Incident &incident) { return incident.id == id; });
    if (it == m_closed.cend())
        return;
    Open open;
    open.incident = *it;
    open.incident.endedAt = {};
    open.affected.insert(it->gateways.cbegin(), it->gateways.cend());
    open.ever = it->gateways;
    const Key key{.kind = it->kind, .cause = it->cause};
    m_closed.erase(it);
    if (!m_open.contains(key)) // otherwise a newer incident covers it
        m_open.insert(key, open);
}

QList<Incident> IncidentTracker::forget(const GatewayId &gateway, WallTime now)
{
    QList<Incident> changed;
    const QList<Key> keys = m_open.keys();
    for (const Key &key : keys) {
        if (const auto incident = release(m_open.find(key), gateway, now))
            changed.append(*incident);
    }
    return changed;
}

std::optional<QString> IncidentTracker::causeOf(IncidentKind kind, const GatewayId &gateway) const
{
    for (auto it = m_open.cbegin(); it != m_open.cend(); ++it) {
        if (it.key().kind == kind && it->affected.contains(gateway))
            return it.key().cause;
    }
    return std::nullopt;
}

QList<Incident> IncidentTracker::all() const
{
    QList<Incident> open;
    for (const Open &entry : m_open)
        open.append(entry.incident);
    const auto newestFirst = [](const Incident &a, const Incident &b) {
        return a.startedAt != b.startedAt ? a.startedAt > b.startedAt : b.id < a.id;
    };
    std::sort(open.begin(), open.end(), newestFirst);
    QList<Incident> closed = m_closed;
    std::sort(closed.begin(), closed.end(), newestFirst);
    return open + closed;
}

QList<Incident> IncidentTracker::openAt(const GatewayId &gateway) const
{
    QList<Incident> list;
    for (const Open &entry : m_open) {
        if (entry.affected.contains(gateway))
            list.append(entry.incident);
    }
    return list;
}

std::optional<Incident> IncidentTracker::find(IncidentId id) const
{
    for (const Open &entry : m_open) {
        if (entry.incident.id == id)
            return entry.incident;
    }
    for (const Incident &incident : m_closed) {
        if (incident.id == id)
            return incident;
    }
    return std::nullopt;
}

} // namespace rookery::health
