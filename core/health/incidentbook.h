// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/incident.h"

#include <QHash>
#include <QList>
#include <QMap>

#include <compare>
#include <optional>
#include <set>

namespace rookery::health {

//! One sighting of a problem at one gateway (a null gateway: the profile itself).
struct Sighting {
    IncidentKind kind = IncidentKind::GatewayUnreachable;
    Severity severity = Severity::Degraded;
    QString cause; //!< equal causes make one incident over all their gateways
    GatewayId gateway;
    Error what;
    QString text;
};

//! Incidents by cause: opens, counts, gathers evidence, closes. Pure: the caller brings the time. A gateway is
//! under at most one cause per kind: it keeps the first until it is cleared.
class IncidentBook final
{
public:
    static constexpr int kMaxEvidence = 20;
    static constexpr int kMaxClosed = 500;

    //! Closed incidents of earlier runs; ids go on after them.
    void restore(const QList<Incident> &incidents);

    //! Opens or adds to an incident; returns its present value.
    const Incident &see(const Sighting &sighting, WallTime now);
    //! Updates nothing but adds a gateway or changes severity when that is new; else nothing happens.
    //! For states that are told again and again. Returns the incident only when it changed.
    std::optional<Incident> hold(const Sighting &sighting, WallTime now);
    //! The problem is over at this gateway; the incident closes with the last one. Returns what changed.
    std::optional<Incident> clear(IncidentKind kind, const GatewayId &gateway, WallTime now);
    //! The same, whatever the cause string says, for one cause only (several causes of a kind per gateway).
    std::optional<Incident> clearCause(IncidentKind kind, const QString &cause, const GatewayId &gateway, WallTime now);
    //! A gateway was removed.
    QList<Incident> forget(const GatewayId &gateway, WallTime now);

    [[nodiscard]] bool isOpen(IncidentKind kind, const GatewayId &gateway) const;
    //! Open ones first, newest first.
    [[nodiscard]] QList<Incident> all() const;
    [[nodiscard]] std::optional<Incident> find(IncidentId id) const;

private:
    struct Key {
        IncidentKind kind = IncidentKind::GatewayUnreachable;
        QString cause;
        friend bool operator<(const Key &a, const Key &b)
        {
            return a.kind != b.kind ? a.kind < b.kind : a.cause < b.cause;
        }
    };
    struct Open {
        Incident incident;
        std::set<GatewayId> affected; // now
        QList<GatewayId> ever;
    };

    [[nodiscard]] Key keyFor(const Sighting &sighting) const;
    Open &openFor(const Sighting &sighting, WallTime now, bool &isNew);
    std::optional<Incident> release(QMap<Key, Open>::iterator it, const GatewayId &gateway, WallTime now);

    QMap<Key, Open> m_open;
    QList<Incident> m_closed; // oldest first
    qint64 m_nextId = 1;
};

} // namespace rookery::health
