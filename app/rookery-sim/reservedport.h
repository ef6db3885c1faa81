// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTcpSocket>

namespace rookery::sim {

//! Reserves a loopback port for a server of ours that opens later, or closes and opens again. Meanwhile connections are
//! refused, and no other bind to port 0 gets this port. The socket is bound and never listens; the server may open the
//! port while this object lives.
class ReservedPort final
{
public:
    //! Binds the port. 0: any free one.
    explicit ReservedPort(quint16 port = 0)
    {
        // shared, so that our own server can bind the port too
        m_socket.bind(QHostAddress(QHostAddress::LocalHost), port,
                      QAbstractSocket::ShareAddress | QAbstractSocket::ReuseAddressHint);
    }
    Q_DISABLE_COPY_MOVE(ReservedPort)

    //! Returns the port. 0: it could not be bound.
    [[nodiscard]] quint16 number() const { return m_socket.localPort(); }

private:
    QTcpSocket m_socket;
};

} // namespace rookery::sim
