// SPDX-License-Identifier: GPL-3.0-or-later
#include "locallistener.h"

#include "peeruser.h"

#include "base/log.h"
#include "base/reasons/machine.h"

#include <utility>

namespace rookery::io {

LocalListener::LocalListener(Clock &clock, const LocalLimits &limits, Handler accepted, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_limits(limits)
    , m_accepted(std::move(accepted))
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &LocalListener::take);
}

LocalListener::~LocalListener()
{
    m_server.close();
}

Result<> LocalListener::listen(const QString &name)
{
    if (!m_server.listen(name))
        return fail(ErrorKind::Storage, Reason::FileDenied, m_server.errorString());
    return {};
}

void LocalListener::take()
{
    while (m_server.hasPendingConnections()) {
        std::unique_ptr<QLocalSocket> socket(m_server.nextPendingConnection());
        if (!socket || socket->state() != QLocalSocket::ConnectedState)
            continue; // it has gone already
        if (peerUser(socket->socketDescriptor()) == PeerUser::Other) {
            rkWarn("another user tried to connect to {}", m_server.fullServerName());
            continue;
        }
        m_accepted(std::make_unique<LocalChannel>(m_clock, m_limits, std::move(socket)));
    }
}

} // namespace rookery::io

#include "moc_locallistener.cpp"
