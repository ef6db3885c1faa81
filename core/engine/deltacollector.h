// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delta.h"

#include "base/clock.h"

#include <QHash>
#include <QMap>

#include <functional>

namespace rookery::engine {

//! Collects changes and delivers them at most ten times a second: the newest value of each thing wins, log lines keep
//! their order. Log lines are delivered again only when those before were taken, so that a receiver that stands still
//! is not flooded. The first change after a quiet time waits for the interval too, so that a burst from one cause makes
//! one delta. Lives on the engine thread.
class DeltaCollector final
{
    Q_DISABLE_COPY_MOVE(DeltaCollector)

public:
    static constexpr milliseconds kInterval{100};
    //! Log lines kept until they can be delivered; in a storm only the newest are kept, and a line for each gateway
    //! says how many are missing.
    static constexpr int kMaxLogLines = 100'000;

    DeltaCollector(Clock &clock, std::function<void(const Delta &)> deliver);

    void account(const AccountSnapshot &snapshot);
    void accountRemoved(const GatewayId &gateway);
    void broadcast(const BroadcastSummary &summary);
    void broadcastsRemoved(const QList<BroadcastId> &broadcasts);
    void deliveries(const QList<Delivery> &deliveries);
    void rkey(const RkeyState &state);
    void incident(const Incident &incident);
    void logLine(const LogLine &line);
    void logLinesTaken(); //!< those of the last delta that had some
    void listener(const ListenerState &state);

    //! Delivers the collected changes now.
    void flush();

private:
    void changed();
    void leaveOut(qsizetype lines);
    [[nodiscard]] QList<LogLine> takeLogLines();

    std::function<void(const Delta &)> m_deliver;
    QHash<GatewayId, AccountSnapshot> m_accounts;
    QList<GatewayId> m_removed;
    QMap<qint64, BroadcastSummary> m_broadcasts;
    QList<BroadcastId> m_removedBroadcasts;
    QMap<qint64, Delivery> m_deliveries;
    QHash<GatewayId, RkeyState> m_rkeys;
    QMap<qint64, Incident> m_incidents;
    QList<LogLine> m_logLines;
    QHash<GatewayId, LogLine> m_leftOut; //!< stands for the lines that are missing before the first
    bool m_logLinesTaken = true;
    std::optional<ListenerState> m_listener;
    Timer m_timer; // last: its callback uses everything above
};

} // namespace rookery::engine
