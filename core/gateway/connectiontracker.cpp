// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectiontracker.h"

namespace rookery::gateway {

ConnectionTracker::ConnectionTracker(const QString &label, const Clock &clock, Listener listener)
    : m_clock(clock)
    , m_listener(std::move(listener))
{
    m_info.label = label;
}

void ConnectionTracker::up()
{
    if (m_info.up)
        return;
    m_info.up = true;
    m_info.since = m_clock.wallNow();
    if (m_wasUp)
        ++m_info.reconnects;
    m_wasUp = true;
    m_listener(m_info);
}

void ConnectionTracker::down(const Error &why, int closeCode, bool byPeer)
{
    const ConnectionInfo before = m_info;
    if (m_info.up)
        m_info.since = m_clock.wallNow();
    m_info.up = false;
    m_info.quiet = false;
    m_info.latency = milliseconds(-1);
    if (why != Error{}) { // empty: we closed it ourselves
        m_info.lastError = why;
        m_info.closeCode = closeCode;
        m_info.closedByPeer = byPeer;
    }
    if (m_info != before)
        m_listener(m_info);
}

void ConnectionTracker::setLatency(milliseconds latency)
{
    if (!m_info.up || m_info.latency == latency)
        return;
    m_info.latency = latency;
    m_listener(m_info);
}

void ConnectionTracker::setQuiet(bool quiet)
{
    if (!m_info.up || m_info.quiet == quiet)
        return;
    m_info.quiet = quiet;
    m_listener(m_info);
}

} // namespace rookery::gateway
