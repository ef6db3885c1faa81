// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "milky/state.h"
#include "scheduler.h"

#include <QPointer>
#include <QWebSocket>

#include <vector>

namespace rookery::sim::milky {

//! Sends events to all listeners, over WebSockets and streams.
class EventHub final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EventHub)

public:
    explicit EventHub(State &state);
    ~EventHub() override;

    void add(const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket);
    void add(const ResponderPtr &stream);
    void send(const QString &type, const QJsonObject &data);
    //! Closes all connections.
    void close();
    [[nodiscard]] int sockets() const { return static_cast<int>(m_sockets.size()); }
    [[nodiscard]] int streams() const;

private:
    struct Listener {
        std::unique_ptr<QWebSocket> socket;
        QPointer<QTcpSocket> transport;
    };
    void onFault(const QString &name, bool on);
    void goDeaf();
    void stall();
    void write(const QByteArray &utf8);
    void spitGarbage();
    void drop(const QWebSocket *socket);

    State &m_state;
    Scheduler m_scheduler;
    std::vector<Listener> m_sockets;
    QList<ResponderPtr> m_streams;
    std::vector<Listener> m_stalledSockets; //!< open, but without traffic in either direction
    QList<ResponderPtr> m_stalledStreams;
};

} // namespace rookery::sim::milky
