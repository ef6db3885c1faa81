// SPDX-License-Identifier: GPL-3.0-or-later
#include "controlserver.h"

#include "controlname.h"

#include <utility>

namespace rookery::engine {

ControlServer::ControlServer(Engine &engine, Clock &clock, const ControlLimits &limits, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_clock(clock)
    , m_limits(limits)
    , m_listener(clock, {.maxLine = kMaxControlRequest},
                 [this](std::unique_ptr<io::LocalChannel> channel) { take(std::move(channel)); })
{}

Result<> ControlServer::listen(const QString &profileFolder)
{
    return m_listener.listen(controlName(profileFolder));
}

void ControlServer::take(std::unique_ptr<io::LocalChannel> channel)
{
    auto *connection = new ControlConnection(m_engine, m_clock, m_limits, std::move(channel), this);
    ++m_connections;
    connect(connection, &ControlConnection::startWanted, this, &ControlServer::startWanted);
    connect(connection, &ControlConnection::ended, this, [this, connection] {
        --m_connections;
        connection->deleteLater();
    });
    if (m_connections > m_limits.maxConnections)
        connection->refuse({.kind = ErrorKind::RateLimited});
}

} // namespace rookery::engine

#include "moc_controlserver.cpp"
