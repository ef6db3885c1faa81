// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine.h"

#include <optional>

namespace rookery::engine {

//! Holds everything that changed since the last delta, so that all services change in one step; at most ten a second.
struct Delta {
    SessionChanges sessions;
    BroadcastChanges broadcasts;
    HealthChanges health;
    QList<LogLine> logLines; //!< new ones, in order per gateway; the next follow when these were taken
    std::optional<ListenerState> listener = {}; //!< our own port changed, or it rejected a connection
};

//! Emits the signals of all services for one delta, which their snapshots already contain.
inline void announce(const Delta &delta, Engine &engine)
{
    if (!delta.sessions.isEmpty())
        Q_EMIT engine.sessions().changed(delta.sessions);
    if (!delta.health.isEmpty())
        Q_EMIT engine.health().changed(delta.health);
    if (!delta.broadcasts.isEmpty())
        Q_EMIT engine.broadcasts().changed(delta.broadcasts);
    if (!delta.logLines.isEmpty())
        Q_EMIT engine.logs().linesAdded(delta.logLines);
    if (delta.listener)
        Q_EMIT engine.gateways().listenerChanged(*delta.listener);
}

} // namespace rookery::engine
