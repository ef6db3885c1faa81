// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTcpSocket>

namespace rookery {

//! A loopback port on which nobody listens, and nobody can as long as this lives: bound, and never listening.
//! (A port that was taken and given back may be another test's a moment later.)
class ClosedPort final
{
public:
    ClosedPort()
    {
        if (!m_socket.bind(QHostAddress(QHostAddress::LocalHost), 0, QAbstractSocket::DontShareAddress))
            qFatal("no loopback port");
    }
    Q_DISABLE_COPY_MOVE(ClosedPort)

    [[nodiscard]] quint16 number() const { return m_socket.localPort(); }

private:
    QTcpSocket m_socket;
};

} // namespace rookery
