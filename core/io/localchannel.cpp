// SPDX-License-Identifier: GPL-3.0-or-later
#include "localchannel.h"

#include "peeruser.h"

#include "base/reasons/machine.h"
#include "base/reasons/transport.h"

#include <utility>

namespace rookery::io {

LocalChannel::LocalChannel(Clock &clock, const LocalLimits &limits, QObject *parent)
    : QObject(parent)
    , m_limits(limits)
    , m_socket(std::make_unique<QLocalSocket>())
    , m_connecting(clock, [this] { close({.kind = ErrorKind::Timeout, .reason = Reason::NoReply}); })
    , m_stalled(clock, [this] { close({.kind = ErrorKind::Network, .reason = Reason::NotReading}); })
{
    watch();
}

LocalChannel::LocalChannel(Clock &clock, const LocalLimits &limits, std::unique_ptr<QLocalSocket> socket,
                           QObject *parent)
    : LocalChannel(clock, limits, parent)
{
    m_socket->disconnect(this);
    m_socket = std::move(socket);
    m_socket->setParent(nullptr); // its listener's; this channel owns it now
    m_state = State::Open;
    watch();
    // bytes that came before this object listened; queued, so that the owner can connect first
    QMetaObject::invokeMethod(this, &LocalChannel::read, Qt::QueuedConnection);
}

LocalChannel::~LocalChannel()
{
    m_socket->disconnect(this);
}

void LocalChannel::watch()
{
    // the rest of a flood stays in the system's own buffer, so that its sender has to wait
    m_socket->setReadBufferSize(m_limits.maxLine + 1);
    connect(m_socket.get(), &QLocalSocket::connected, this, &LocalChannel::onConnected);
    connect(m_socket.get(), &QLocalSocket::readyRead, this, &LocalChannel::read);
    connect(m_socket.get(), &QLocalSocket::bytesWritten, this, &LocalChannel::onSent);
    connect(m_socket.get(), &QLocalSocket::errorOccurred, this, &LocalChannel::onError);
    connect(m_socket.get(), &QLocalSocket::disconnected, this, [this] {
        read(); // what the peer sent last
        close({.kind = ErrorKind::Network, .reason = Reason::ConnectionLost});
    });
}

void LocalChannel::connectTo(const QString &name, milliseconds deadline)
{
    if (m_state != State::Idle)
        return;
    m_state = State::Connecting;
    m_connecting.start(deadline);
    m_socket->connectToServer(name);
}

void LocalChannel::onConnected()
{
    if (m_state != State::Connecting)
        return;
    m_connecting.stop();
    // the folder of the socket may be one that others write to
    if (peerUser(m_socket->socketDescriptor()) == PeerUser::Other)
        return close({.kind = ErrorKind::Auth, .reason = Reason::FileDenied, .detail = m_socket->fullServerName()});
    m_state = State::Open;
    Q_EMIT opened();
}

void LocalChannel::onError(QLocalSocket::LocalSocketError error)
{
    if (m_state != State::Connecting)
        return; // `disconnected` follows
    // a file without a listener was left behind by a program that was killed
    const bool nobody = error == QLocalSocket::ConnectionRefusedError || error == QLocalSocket::ServerNotFoundError;
    close({.kind = nobody ? ErrorKind::Offline : ErrorKind::Network,
           .reason = nobody ? Reason::ConnectionRefused : Reason::Unreachable,
           .detail = m_socket->errorString()});
}

void LocalChannel::read()
{
    while (m_state == State::Open && m_socket->bytesAvailable() > 0) {
        m_received += m_socket->readAll();
        qsizetype from = 0;
        for (qsizetype end = 0; m_state == State::Open && (end = m_received.indexOf('\n', from)) >= 0;) {
            if (end - from > m_limits.maxLine)
                break;
            const QByteArray line = m_received.sliced(from, end - from);
            from = end + 1;
            Q_EMIT received(line);
        }
        m_received.remove(0, from);
        if (m_state == State::Open && m_received.size() > m_limits.maxLine)
            return close({.kind = ErrorKind::Protocol, .reason = Reason::FrameTooLarge});
    }
}

void LocalChannel::send(const QByteArray &line)
{
    if (m_state != State::Open)
        return;
    m_socket->write(line + '\n');
    if (!m_stalled.isActive())
        m_stalled.start(m_limits.stallDeadline);
}

qint64 LocalChannel::unsent() const
{
    return m_socket->bytesToWrite();
}

void LocalChannel::onSent()
{
    if (unsent() == 0)
        m_stalled.stop();
    else
        m_stalled.start(m_limits.stallDeadline);
    Q_EMIT sent();
}

void LocalChannel::finish()
{
    if (m_state != State::Open)
        return;
    m_state = State::Finishing;
    m_received.clear();
    m_socket->disconnectFromServer(); // after what is unsent; `disconnected` may come at once
}

void LocalChannel::close(const Error &error)
{
    if (std::exchange(m_state, State::Closed) == State::Closed)
        return;
    m_connecting.stop();
    m_stalled.stop();
    m_socket->disconnect(this);
    m_socket->abort();
    Q_EMIT closed(error);
}

} // namespace rookery::io

#include "moc_localchannel.cpp"
