// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reverselistener.h"
#include "sockettransport.h"

#include "base/epoch.h"

namespace rookery::gateway {

//! Uses sockets that the gateway opens to us: one for everything, or a pair. Keeps a socket that arrives between two
//! attempts for the next `open`, and reports it with `arrived`. If a gateway connects twice, the older connection stays
//! as long as it answers.
class ReverseWebSocketTransport final : public SocketTransport
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ReverseWebSocketTransport)

public:
    //! Ends an attempt in which no gateway has dialled in, so that the problem becomes visible. Longer than gateways
    //! wait before they dial again.
    static constexpr milliseconds kPatience = seconds(60);
    //! Time after an attempt during which sockets are kept for the next one.
    static constexpr milliseconds kKeep = seconds(90);
    //! Time for a connection to show that it is alive when another one claims its place.
    static constexpr milliseconds kProof = seconds(3);

    ReverseWebSocketTransport(const GatewayProfile &profile, ReverseListener &listener, const Dialect &dialect,
                              Clock &clock, const io::NetworkSettings &network, const Deadlines &deadlines,
                              QObject *parent = nullptr);
    ~ReverseWebSocketTransport() override;

    void open(const Redacted<QString> &token) override;
    void close() override;

private:
    [[nodiscard]] Result<> claim(const Redacted<QString> &token);
    void onSocket(IncomingRole role, std::unique_ptr<QWebSocket> socket);
    //! Adopts the kept sockets once they are complete.
    void take();
    //! Checks whether the current connection is alive, because another one claims its place.
    void prove();
    void settle(bool alive);
    void dropParked(QWebSocketProtocol::CloseCode code);

    GatewayId m_gateway;
    QString m_account;
    QPointer<ReverseListener> m_listener;
    Redacted<QString> m_token;
    quint64 m_claim = 0; //!< 0: none
    bool m_open = false;
    bool m_proving = false;
    Epoch m_epoch; //!< of the current attempt
    Timer m_patience;
    Timer m_keep; //!< active: sockets are kept although no attempt runs
    std::unique_ptr<QWebSocket> m_universal;
    std::unique_ptr<QWebSocket> m_actions;
    std::unique_ptr<QWebSocket> m_eventsParked;
};

} // namespace rookery::gateway
