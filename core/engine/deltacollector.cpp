// SPDX-License-Identifier: GPL-3.0-or-later
#include "deltacollector.h"

#include <utility>

namespace rookery::engine {

DeltaCollector::DeltaCollector(Clock &clock, std::function<void(const Delta &)> deliver)
    : m_deliver(std::move(deliver))
    , m_timer(clock, [this] { flush(); })
{}

void DeltaCollector::account(const AccountSnapshot &snapshot)
{
    m_removed.removeAll(snapshot.profile.id);
    m_accounts.insert(snapshot.profile.id, snapshot);
    changed();
}

void DeltaCollector::accountRemoved(const GatewayId &gateway)
{
    m_accounts.remove(gateway);
    m_rkeys.remove(gateway);
    m_removed.append(gateway);
    changed();
}

void DeltaCollector::broadcast(const BroadcastSummary &summary)
{
    m_broadcasts.insert(summary.id.value(), summary);
    changed();
}

void DeltaCollector::broadcastsRemoved(const QList<BroadcastId> &broadcasts)
{
    for (const BroadcastId id : broadcasts)
        m_broadcasts.remove(id.value());
    m_removedBroadcasts += broadcasts;
    changed();
}

void DeltaCollector::deliveries(const QList<Delivery> &deliveries)
{
    for (const Delivery &delivery : deliveries)
        m_deliveries.insert(delivery.id.value(), delivery);
    changed();
}

void DeltaCollector::rkey(const RkeyState &state)
{
    m_rkeys.insert(state.gateway, state);
    changed();
}

void DeltaCollector::incident(const Incident &incident)
{
    m_incidents.insert(incident.id.value(), incident);
    changed();
}

void DeltaCollector::logLine(const LogLine &line)
{
    m_logLines.append(line);
    if (m_logLines.size() > kMaxLogLines)
        leaveOut(kMaxLogLines / 4); // in chunks, so that a storm of lines costs linear time
    if (m_logLinesTaken)
        changed();
}

void DeltaCollector::logLinesTaken()
{
    m_logLinesTaken = true;
    if (!m_logLines.isEmpty())
        changed();
}

//! Drops the oldest lines and counts them.
void DeltaCollector::leaveOut(qsizetype lines)
{
    for (qsizetype i = 0; i < lines; ++i) {
        const LogLine &gone = m_logLines.at(i);
        LogLine &instead = m_leftOut[gone.gateway];
        instead.gateway = gone.gateway;
        instead.time = gone.time;
        instead.level = LogLevel::Warn;
        ++instead.leftOut;
    }
    m_logLines.remove(0, lines);
}

QList<LogLine> DeltaCollector::takeLogLines()
{
    for (LogLine &instead : m_leftOut) {
        instead.text =
            QStringLiteral("%1 lines left out: they came faster than they could be taken").arg(instead.leftOut);
        m_logLines.prepend(instead);
    }
    m_leftOut.clear();
    m_logLinesTaken = m_logLines.isEmpty();
    return std::exchange(m_logLines, {});
}

void DeltaCollector::listener(const ListenerState &state)
{
    m_listener = state;
    changed();
}

void DeltaCollector::flush()
{
    m_timer.stop();
    Delta delta;
    delta.sessions.accounts = std::exchange(m_accounts, {}).values();
    delta.sessions.removed = std::exchange(m_removed, {});
    delta.broadcasts.broadcasts = std::exchange(m_broadcasts, {}).values();
    delta.broadcasts.removed = std::exchange(m_removedBroadcasts, {});
    delta.broadcasts.deliveries = std::exchange(m_deliveries, {}).values();
    delta.health.rkeys = std::exchange(m_rkeys, {}).values();
    delta.health.incidents = std::exchange(m_incidents, {}).values();
    if (m_logLinesTaken)
        delta.logLines = takeLogLines();
    delta.listener = std::exchange(m_listener, std::nullopt);
    m_deliver(delta);
}

void DeltaCollector::changed()
{
    if (!m_timer.isActive())
        m_timer.start(kInterval);
}

} // namespace rookery::engine
