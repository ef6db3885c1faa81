// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/session.h"

#include <functional>

namespace rookery::gateway {

//! Keeps the state of one connection and notifies the listener of every change.
class ConnectionTracker final
{
public:
    using Listener = std::function<void(const ConnectionInfo &)>;

    ConnectionTracker(const QString &label, const Clock &clock, Listener listener);

    void up();
    //! Marks the connection as down. An empty error means that we closed it ourselves: the last error stays on record.
    void down(const Error &why, int closeCode = 0, bool byPeer = false);
    void setLatency(milliseconds latency);
    void setQuiet(bool quiet);

private:
    const Clock &m_clock;
    Listener m_listener;
    ConnectionInfo m_info;
    bool m_wasUp = false;
};

} // namespace rookery::gateway
