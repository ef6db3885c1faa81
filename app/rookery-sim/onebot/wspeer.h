// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/actiontable.h"
#include "onebot/state.h"
#include "onebot/wireprofile.h"

#include <memory>

namespace rookery::sim::onebot {

//! Says what a socket gets besides replies.
struct PeerRights {
    bool events = true;
    bool calls = true;
    bool ownMessages = false;
    milliseconds heartbeat{0}; //!< 0: none
};

//! Serves one OneBot WebSocket: calls in, replies and events out, with the faults of sockets and replies.
class WsPeer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WsPeer)

public:
    //! Holds what the sockets of one gateway share.
    struct Parts {
        State &state;
        ActionTable &actions;
        const WireProfile &profile;
    };
    //! Takes over the open socket. `transport`: the TCP socket of an accepted upgrade; null for a socket that we
    //! dialled.
    WsPeer(const Parts &parts, std::unique_ptr<QWebSocket> socket, const QPointer<QTcpSocket> &transport,
           const PeerRights &rights);
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

    Parts m_parts;
    State &m_state;
    std::unique_ptr<QWebSocket> m_socket;
    QPointer<QTcpSocket> m_transport;
    PeerRights m_rights;
    Scheduler m_scheduler;
    std::optional<QJsonObject> m_held; //!< fault reorder-replies
};

//! Makes the meta events in the form that every transport sends.
[[nodiscard]] QJsonObject lifecycleEvent(const WsPeer::Parts &parts, const QString &subType);
[[nodiscard]] QJsonObject heartbeatEvent(const WsPeer::Parts &parts, milliseconds interval);

} // namespace rookery::sim::onebot
