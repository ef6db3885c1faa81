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

//! Incidents by cause: opens, counts, gathers evidence, closes. Pure: the caller brings the time. While open,
//! `Incident::gateways` are those affected now; once closed, all that ever were.
class IncidentBook final
{
public:
    static constexpr int kMaxEvidence = 20;
    static constexpr int kMaxClosed = 500;

    //! Takes over the incidents of earlier runs: closed ones stay closed, open ones go on, of equal causes the oldest.
    //! Ids go on after them. To be called before anything is seen.
    void restore(const QList<Incident> &incidents);

    //! One more sighting: opens the incident or counts it, with evidence. Returns its present value.
    const Incident &see(const Sighting &sighting, WallTime now);
    //! For states that are told again and again: counts only what is new (incident, gateway, worse severity).
    std::optional<Incident> hold(const Sighting &sighting, WallTime now);
    //! The problem is over at this gateway, whatever its cause; an incident closes with its last gateway.
    QList<Incident> clear(IncidentKind kind, const GatewayId &gateway, WallTime now);
    std::optional<Incident> clearCause(IncidentKind kind, const QString &cause, const GatewayId &gateway, WallTime now);
    //! Adds evidence to an incident, open or closed, in the place of the last of the same reason when that is the
    //! newest. Nothing when it is gone.
    std::optional<Incident> addEvidence(IncidentId id, const IncidentEvidence &evidence);
    //! The trouble came back so soon that it is the same incident: opens it again.
    void reopen(IncidentId id);
    //! A gateway was removed.
    QList<Incident> forget(const GatewayId &gateway, WallTime now);

    //! The cause under which a gateway is affected now, if it is.
    [[nodiscard]] std::optional<QString> causeOf(IncidentKind kind, const GatewayId &gateway) const;
    //! Open ones first, newest first.
    [[nodiscard]] QList<Incident> all() const;
    [[nodiscard]] std::optional<Incident> find(IncidentId id) const;
    //! Open ones in which a gateway is affected now.
    [[nodiscard]] QList<Incident> openAt(const GatewayId &gateway) const;

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
    Open &openFor(const Sighting &sighting, WallTime now, bool &changed);
    std::optional<Incident> release(QMap<Key, Open>::iterator it, const GatewayId &gateway, WallTime now);

    QMap<Key, Open> m_open;
    QList<Incident> m_closed; // oldest first
    qint64 m_nextId = 1;
};

} // namespace rookery::health
