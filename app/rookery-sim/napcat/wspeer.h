// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "napcat/actions.h"

#include "io/httplistener.h"

#include <memory>

namespace rookery::sim::napcat {

//! What a socket gets beside replies.
struct PeerRights {
    bool events = true;
    bool ownMessages = false;
    milliseconds heartbeat{0}; //!< 0: none
};

//! One OneBot WebSocket: calls in, replies and events out, with the faults of sockets and replies.
class WsPeer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WsPeer)

public:
    WsPeer(World &world, Actions &actions, const QqLogin &login, const io::IncomingRequest &request,
           std::unique_ptr<QWebSocket> socket, const PeerRights &rights);
    ~WsPeer() override;

    void sendEvent(const QJsonObject &event, bool own);
    [[nodiscard]] bool wantsEvents() const { return m_rights.events; }

Q_SIGNALS:
    void closed();

private:
    void start();
    void onText(const QString &text);
    void reply(const QJsonObject &reply);
    void write(const QJsonObject &json);
    void beat();
    void onFault(const QString &name, bool on);
    void spitGarbage();

    World &m_world;
    Actions &m_actions;
    const QqLogin &m_login;
    std::unique_ptr<QWebSocket> m_socket;
    QPointer<QTcpSocket> m_transport;
    PeerRights m_rights;
    Scheduler m_scheduler;
    std::optional<QJsonObject> m_held; //!< fault reorder-replies
};

} // namespace rookery::sim::napcat
