// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/connectiontracker.h"
#include "gateway/onebotsocket.h"
#include "onebottransport.h"

#include <QUrl>

namespace rookery::gateway {

//! Uses one socket for everything, or one for actions and one for events, whichever side dialled. It is up once the
//! gateway has accepted the token on each of them, and down with the first loss.
class SocketTransport : public OneBotTransport
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SocketTransport)

public:
    enum class Sockets { One, Two };

    void close() override;
    [[nodiscard]] bool isUp() const override { return m_up; }
    [[nodiscard]] FutureResult<protocol::Reply> call(const protocol::Action &action, milliseconds deadline) override;
    void setDialect(const Dialect &dialect) override;
    void refreshLatency() override;

protected:
    SocketTransport(const Dialect &dialect, Clock &clock, const io::NetworkSettings &network,
                    const Deadlines &deadlines, QObject *parent);

    //! Closes the previous sockets; the caller opens the new ones next.
    void begin(Sockets sockets, bool hasToken);
    //! Returns the socket for everything, or for the actions alone.
    [[nodiscard]] OneBotSocket &mainSocket() { return m_main.socket; }
    [[nodiscard]] OneBotSocket &eventSocket() { return m_events.socket; }

private:
    struct End {
        OneBotSocket socket;
        ConnectionTracker connection;
        bool greeted = false;
    };

    void wire(End &end);
    void onUp(End &end);
    void onDown(const io::WsClose &close, End &end);
    [[nodiscard]] ConnectionTracker &connectionOf(End &end);

    End m_main;
    End m_events; //!< unused while one socket carries everything; its connection then tracks the main socket
    Sockets m_sockets = Sockets::One;
    bool m_hasToken = false;
    bool m_up = false;
};

//! Dials the sockets: the address itself, or `…/api` and `…/event` below it.
class WebSocketTransport final : public SocketTransport
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WebSocketTransport)

public:
    WebSocketTransport(const QUrl &url, Sockets sockets, const Dialect &dialect, Clock &clock,
                       const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent = nullptr);

    void open(const Redacted<QString> &token) override;

private:
    QUrl m_url;
    Sockets m_sockets;
};

//! Returns the error that the end of a socket means. An orderly close by the peer before any greeting means that it
//! refused our token (docs/protocol/onebot11.md, "Open is not authenticated"); any other error stays as it is.
[[nodiscard]] Error closeMeaning(const io::WsClose &close, bool greeted, bool hasToken);

//! Returns the header `Authorization: Bearer …`, or none without a token.
[[nodiscard]] io::HttpHeaders bearer(const Redacted<QString> &token);

//! Returns the address with one more path segment.
[[nodiscard]] QUrl below(const QUrl &base, const QString &part);

} // namespace rookery::gateway
