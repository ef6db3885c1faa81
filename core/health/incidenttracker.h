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

//! Describes one sighting of a problem at one gateway (a null gateway: the profile itself).
struct Observation {
    IncidentKind kind = IncidentKind::GatewayUnreachable;
    Severity severity = Severity::Degraded;
    QString cause; //!< equal causes make one incident over all their gateways
    GatewayId gateway;
    Error what;
    QString text;
};

//! Keeps incidents by cause: opens, counts, collects evidence, closes. Pure: the caller passes the time. While an
//! incident is open, `Incident::gateways` are those affected now; once closed, all that ever were.
class IncidentTracker final
{
public:
    static constexpr int kMaxEvidence = 20;
    static constexpr int kMaxClosed = 500;

    //! Restores the incidents of earlier runs: closed ones stay closed, open ones stay open; of several with the same
    //! cause the oldest stays open. New ids follow theirs. Call before anything is seen.
    void restore(const QList<Incident> &incidents);

    //! Notes one more sighting: opens the incident or counts it, with evidence. Returns its current value.
    const Incident &observe(const Observation &observation, WallTime now);
    //! Notes a state that is reported repeatedly: counts only what is new (incident, gateway, worse severity).
    std::optional<Incident> raise(const Observation &observation, WallTime now);
    //! Ends the problem at this gateway, whatever its cause; an incident closes with its last gateway.
    QList<Incident> clear(IncidentKind kind, const GatewayId &gateway, WallTime now);
    std::optional<Incident> clearCause(IncidentKind kind, const QString &cause, const GatewayId &gateway, WallTime now);
    //! Adds evidence to an incident, open or closed; it replaces the newest evidence if that has the same reason.
    //! nullopt: the incident is gone.
    std::optional<Incident> addEvidence(IncidentId id, const IncidentEvidence &evidence);
    //! Opens an incident again, because the trouble came back soon enough to be the same.
    void reopen(IncidentId id);
    //! Removes a gateway from all incidents.
    QList<Incident> forget(const GatewayId &gateway, WallTime now);

    //! Gives the cause of an incident in which a gateway is affected now, if there is one.
    [[nodiscard]] std::optional<QString> causeOf(IncidentKind kind, const GatewayId &gateway) const;
    //! Gives all incidents: open ones first, newest first.
    [[nodiscard]] QList<Incident> all() const;
    [[nodiscard]] std::optional<Incident> find(IncidentId id) const;
    //! Gives the open incidents in which a gateway is affected now.
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

    [[nodiscard]] Key keyFor(const Observation &observation) const;
    Open &openFor(const Observation &observation, WallTime now, bool &changed);
    std::optional<Incident> release(QMap<Key, Open>::iterator it, const GatewayId &gateway, WallTime now);

    QMap<Key, Open> m_open;
    QList<Incident> m_closed; // oldest first
    qint64 m_nextId = 1;
};

} // namespace rookery::health
