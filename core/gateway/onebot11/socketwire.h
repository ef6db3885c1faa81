// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/connectiontracker.h"
#include "gateway/onebotsocket.h"
#include "onebotwire.h"

#include <QUrl>

namespace rookery::gateway {

//! One socket for everything, or one for actions and one for events, whoever dialled. Up once every one of
//! them has shown that the token counts, down with the first loss.
class SocketWire : public OneBotWire
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SocketWire)

public:
    enum class Sockets { One, Two };

    void close() override;
    [[nodiscard]] bool isUp() const override { return m_up; }
    [[nodiscard]] FutureResult<Reply> call(const Action &action, milliseconds deadline) override;
    void setDialect(const Dialect &dialect) override;
    void refreshLatency() override;

protected:
    SocketWire(const Dialect &dialect, Clock &clock, const io::NetworkSettings &network, const Deadlines &deadlines,
               QObject *parent);

    //! Drops what there was; the sockets are to be opened next.
    void begin(Sockets sockets, bool hasToken);
    //! Everything, or the actions alone.
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
    End m_events; //!< unused while one socket has everything; its connection is then the main socket's
    Sockets m_sockets = Sockets::One;
    bool m_hasToken = false;
    bool m_up = false;
};

//! Sockets that we dial: the address itself, or `…/api` and `…/event` below it.
class DialledWire final : public SocketWire
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DialledWire)

public:
    DialledWire(const QUrl &url, Sockets sockets, const Dialect &dialect, Clock &clock,
                const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent = nullptr);

    void open(const Redacted<QString> &token) override;

private:
    QUrl m_url;
    Sockets m_sockets;
};

//! What the end of a socket means. Who hangs up in order without having said a word did not like our token
//! (docs/protocol/onebot11.md, "Open is not authenticated"); anything else stays what it is.
[[nodiscard]] Error closeMeaning(const io::WsClose &close, bool greeted, bool hasToken);

//! `Authorization: Bearer …`, or nothing without a token.
[[nodiscard]] io::HttpHeaders bearer(const Redacted<QString> &token);

//! The address with one more part to its path.
[[nodiscard]] QUrl below(const QUrl &base, const QString &part);

} // namespace rookery::gateway
