// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reverselistener.h"
#include "socketwire.h"

namespace rookery::gateway {

//! Sockets that the gateway opens to us: one for everything, or a pair. A socket that comes while we wait before
//! trying again is kept for the next `open` and told by `arrived`. Of two connections of one gateway the older stays
//! as long as it answers.
class ReverseWire final : public SocketWire
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ReverseWire)

public:
    //! Nobody dialled in for so long: the attempt ends, so that it is seen. Longer than gateways wait before they
    //! dial again.
    static constexpr milliseconds kPatience = seconds(60);
    //! So long after the end of an attempt sockets are kept for the next one.
    static constexpr milliseconds kKeep = seconds(90);
    //! So long a connection may take to show that it lives when another one claims its place.
    static constexpr milliseconds kProof = seconds(3);

    ReverseWire(const GatewayProfile &profile, ReverseListener &listener, const Dialect &dialect, Clock &clock,
                const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent = nullptr);
    ~ReverseWire() override;

    void open(const Redacted<QString> &token) override;
    void close() override;

private:
    [[nodiscard]] Result<> claim(const Redacted<QString> &token);
    void onSocket(DialInRole role, std::unique_ptr<QWebSocket> socket);
    //! Goes on with what has come, once it is enough.
    void take();
    //! Somebody claims a place that is taken: does the one who has it live?
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
    quint64 m_epoch = 0; //!< of the attempt
    Timer m_patience;
    Timer m_keep; //!< active: sockets are kept although no attempt runs
    std::unique_ptr<QWebSocket> m_universal;
    std::unique_ptr<QWebSocket> m_actions;
    std::unique_ptr<QWebSocket> m_eventsParked;
};

} // namespace rookery::gateway
