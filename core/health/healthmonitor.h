// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "incidenttracker.h"

#include "model/broadcast.h"
#include "model/listener.h"
#include "model/logline.h"
#include "model/rkey.h"
#include "model/session.h"
#include "model/settings.h"

#include "base/clock.h"

#include <QObject>
#include <QSet>

#include <map>

namespace rookery::health {

//! Turns evidence into incidents: debounced (a short reconnect opens none), grouped by cause, closed by recovery.
//! Evidence comes in as values; the monitor decides nothing else. Lives on the engine thread; has a timer only while
//! something is pending.
class HealthMonitor final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HealthMonitor)

public:
    static constexpr seconds kOneKick{60}; //!< kicks this close together make one incident
    static constexpr seconds kUnreachableAfter{10};
    //! Problems without a visible end close this long after the last sighting.
    static constexpr seconds kQuiet{600};
    //! Unconfirmed sends close with a later send that arrived; without one, this long after the last of them.
    static constexpr seconds kSendQuiet{6 * 3600};
    //! An rkey server counts as failing for this long after its last failure.
    static constexpr seconds kServerQuiet{1800};
    //! Shortest interval between notifications that change only counts or evidence.
    static constexpr seconds kTellEvery{1};
    static constexpr int kGarbageThreshold = 3;

    explicit HealthMonitor(Clock &clock, QObject *parent = nullptr);
    ~HealthMonitor() override;

    //! Restores the incidents of earlier runs, before anything else is noted. Open ones stay open, because their end
    //! was not observed: they end by evidence as without the pause, and quiet times start again. Incidents that
    //! concern only gateways no longer `known` end now.
    void restore(const QList<Incident> &incidents, const QList<GatewayId> &known);

    void observeSnapshot(const AccountSnapshot &snapshot);
    void observeRkey(const RkeyState &state);
    void observeLogLine(const LogLine &line);
    void observeBroadcast(const BroadcastSummary &summary);
    //! Notes that a broadcast was deleted: nothing can resolve its deliveries any more.
    void observeBroadcastGone(BroadcastId broadcast);
    //! Notes a changed delivery. Call observeBroadcast for its broadcast first, which says whether it has pictures.
    void observeDelivery(const Delivery &delivery);
    void observeStorageTrouble(const Error &error);
    void observeStorageRecovered();
    void observeKeyring(KeyringState state);
    void observeListener(const ListenerState &listener);
    void forget(const GatewayId &gateway);

    //! Gives all incidents: open ones first, newest first.
    [[nodiscard]] QList<Incident> incidents() const { return m_tracker.all(); }
    //! Gives the open incidents in which a gateway is affected now.
    [[nodiscard]] QList<Incident> openAt(const GatewayId &gateway) const { return m_tracker.openAt(gateway); }

Q_SIGNALS:
    void incidentChanged(const rookery::Incident &incident);

private:
    struct GatewayMemory {
        std::optional<SteadyTime> downSince; // not connected, whatever the attempts are doing
        Error downWhy;
        QString host;
        quint64 undecodable = 0;
        QString generation; // the program's name and major version, as reported last
        bool seemsAnother = false; // the gateway is of another kind than the profile names
        QList<SteadyTime> garbage; // sightings within the quiet time
        QHash<QString, int> serverFailures;
        bool groupsInDoubt = false; // a send to a group was unconfirmed, and none has arrived since
    };
    //! Remembers an incident that a later send has closed; further arrivals are counted, and the same trouble opens
    //! it again.
    struct Proof {
        IncidentId incident;
        IncidentKind kind = IncidentKind::SendTimeouts;
        GatewayId gateway;
        int refused = 0;
        int arrived = 0;
        SteadyTime until{};
    };
    //! Remembers a problem without a visible end: over if it is not seen again before `until`.
    struct Expiring {
        IncidentKind kind = IncidentKind::SendTimeouts;
        QString cause;
        GatewayId gateway;
        SteadyTime until{};
    };

    void observe(const Observation &observation);
    void resumeExpiring(const Incident &incident);
    void observeTransient(const Observation &observation, seconds quiet);
    void raise(const Observation &observation);
    void holdCurrent(const Observation &observation);
    void clear(IncidentKind kind, const GatewayId &gateway);
    void tell(const Incident &incident);
    void observeConnection(const AccountSnapshot &snapshot, GatewayMemory &memory);
    void observeRefusal(const AccountSnapshot &snapshot);
    void observeLogin(const AccountSnapshot &snapshot, const QString &host);
    [[nodiscard]] QString causeOfKick(const GatewayId &gateway) const;
    void observeVersion(const AccountSnapshot &snapshot, GatewayMemory &memory);
    void observeService(const AccountSnapshot &snapshot);
    void observeGarbage(const AccountSnapshot &snapshot, GatewayMemory &memory);
    void observeServers(const RkeyState &state, GatewayMemory &memory);
    void seeSendTrouble(const Observation &observation);
    void prove(IncidentKind kind, const GatewayId &gateway);
    void tellSoon(IncidentId incident);
    void tick();
    void checkDown(SteadyTime now);
    void checkExpiring(SteadyTime now);
    void arm();

    Clock &m_clock;
    IncidentTracker m_tracker;
    std::map<GatewayId, GatewayMemory> m_gateways;
    QList<Expiring> m_expiring;
    QList<Proof> m_proofs;
    QSet<BroadcastId> m_withPictures;
    QSet<IncidentId> m_pendingUpdates; // incidents with unreported changes of counts or evidence only
    std::optional<SteadyTime> m_tellAt;
    Timer m_timer; // last: its callback uses everything above
};

} // namespace rookery::health
