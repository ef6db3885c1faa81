// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTcpSocket>

namespace rookery::sim {

//! A loopback port kept for a server of ours that opens later, or goes away and comes back: whoever dials meanwhile
//! is refused, and nobody else's port 0 can land on it. Bound and never listening; the server may open while it lives.
class ReservedPort final
{
public:
    //! `port` 0: any free one.
    explicit ReservedPort(quint16 port = 0)
    {
        // shared, or our own server could not bind it
        m_socket.bind(QHostAddress(QHostAddress::LocalHost), port,
                      QAbstractSocket::ShareAddress | QAbstractSocket::ReuseAddressHint);
    }
    Q_DISABLE_COPY_MOVE(ReservedPort)

    //! 0: it could not be had.
    [[nodiscard]] quint16 number() const { return m_socket.localPort(); }

private:
    QTcpSocket m_socket;
};

} // namespace rookery::sim
