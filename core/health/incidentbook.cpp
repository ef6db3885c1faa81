// SPDX-License-Identifier: GPL-3.0-or-later
#include "incidentbook.h"

#include <algorithm>
#include <utility>

namespace rookery::health {

void IncidentBook::restore(const QList<Incident> &incidents)
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

IncidentBook::Key IncidentBook::keyFor(const Sighting &sighting) const
{
    return {.kind = sighting.kind, .cause = sighting.cause};
}

IncidentBook::Open &IncidentBook::openFor(const Sighting &sighting, WallTime now, bool &changed)
{
    const Key key = keyFor(sighting);
    auto it = m_open.find(key);
    if (it == m_open.end()) {
        Open fresh;
        fresh.incident.id = IncidentId(m_nextId++);
        fresh.incident.kind = sighting.kind;
        fresh.incident.severity = sighting.severity;
        fresh.incident.cause = sighting.cause;
        fresh.incident.startedAt = now;
        it = m_open.insert(key, fresh);
        changed = true;
    }
    Open &open = it.value();
    if (sighting.severity > open.incident.severity) {
        open.incident.severity = sighting.severity;
        changed = true;
    }
    if (open.affected.insert(sighting.gateway).second) {
        changed = true;
        if (!sighting.gateway.isNull()) {
            open.incident.gateways.append(sighting.gateway);
            if (!open.ever.contains(sighting.gateway))
                open.ever.append(sighting.gateway);
        }
    }
    return open;
}

const Incident &IncidentBook::see(const Sighting &sighting, WallTime now)
{
    bool changed = false;
    Incident &incident = openFor(sighting, now, changed).incident;
    ++incident.count;
    incident.evidence.append({.gateway = sighting.gateway, .at = now, .what = sighting.what, .text = sighting.text});
    if (incident.evidence.size() > kMaxEvidence)
        incident.evidence.removeFirst();
    return incident;
}

std::optional<Incident> IncidentBook::hold(const Sighting &sighting, WallTime now)
{
    const auto it = m_open.constFind(keyFor(sighting));
    if (it != m_open.constEnd() && it->affected.contains(sighting.gateway)
        && sighting.severity <= it->incident.severity)
        return std::nullopt;
    return see(sighting, now);
}

std::optional<Incident> IncidentBook::release(QMap<Key, Open>::iterator it, const GatewayId &gateway, WallTime now)
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

QList<Incident> IncidentBook::clear(IncidentKind kind, const GatewayId &gateway, WallTime now)
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

std::optional<Incident> IncidentBook::clearCause(IncidentKind kind, const QString &cause, const GatewayId &gateway,
                                                 WallTime now)
{
    const auto it = m_open.find(Key{.kind = kind, .cause = cause});
    if (it == m_open.end())
        return std::nullopt;
    return release(it, gateway, now);
}

std::optional<Incident> IncidentBook::addEvidence(IncidentId id, const IncidentEvidence &evidence)
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

void IncidentBook::reopen(IncidentId id)
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

QList<Incident> IncidentBook::forget(const GatewayId &gateway, WallTime now)
{
    QList<Incident> changed;
    const QList<Key> keys = m_open.keys();
    for (const Key &key : keys) {
        if (const auto incident = release(m_open.find(key), gateway, now))
            changed.append(*incident);
    }
    return changed;
}

std::optional<QString> IncidentBook::causeOf(IncidentKind kind, const GatewayId &gateway) const
{
    for (auto it = m_open.cbegin(); it != m_open.cend(); ++it) {
        if (it.key().kind == kind && it->affected.contains(gateway))
            return it.key().cause;
    }
    return std::nullopt;
}

QList<Incident> IncidentBook::all() const
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

QList<Incident> IncidentBook::openAt(const GatewayId &gateway) const
{
    QList<Incident> list;
    for (const Open &entry : m_open) {
        if (entry.affected.contains(gateway))
            list.append(entry.incident);
    }
    return list;
}

std::optional<Incident> IncidentBook::find(IncidentId id) const
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
