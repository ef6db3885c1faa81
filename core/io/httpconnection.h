// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "httplistener.h"
#include "httprequestreader.h"

#include <QPointer>
#include <QTcpSocket>
#include <QWebSocketServer>

namespace rookery::io {

//! Holds what all connections of one listener share; outlives them.
struct ListenerRules {
    Clock &clock;
    ListenerLimits limits;
    HttpListener::Handler handler = {};
    HttpListener::Gate headGate = {};
    HttpListener::Gate gate = {};
    std::function<void()> bodyGrew = {};
    std::function<void(const IncomingRequest &, std::unique_ptr<QWebSocket>)> accepted = {};
};

//! Handles one accepted TCP (or TLS) connection. Heads are peeked, so that an upgrade can still be handed over
//! untouched; requests are answered one after the other. Deletes itself once the peer is gone.
class HttpConnection final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HttpConnection)

public:
    HttpConnection(QTcpSocket *socket, const ListenerRules &rules, QObject *parent);
    ~HttpConnection() override;

    //! Sends the answer in progress; `exchange` is its number, so that a late answer cannot go to the next request.
    void sendAnswer(quint64 exchange, int status, const HttpHeaders &headers, const QByteArray &body);
    void beginAnswer(quint64 exchange, int status, const HttpHeaders &headers);
    void writeAnswer(quint64 exchange, const QByteArray &bytes);
    void endAnswer(quint64 exchange);
    void dropAnswer(quint64 exchange, bool reset);
    [[nodiscard]] bool isAwaiting(quint64 exchange) const;
    void admitPeer(quint64 exchange);
    void abort();

    [[nodiscard]] SteadyTime since() const { return m_since; }
    [[nodiscard]] QHostAddress peer() const { return m_peer; }
    [[nodiscard]] bool isStranger() const { return !m_admitted && !m_gone; }
    [[nodiscard]] bool isGone() const { return m_gone; }
    //! Returns whether we wait for the peer to send or to close.
    [[nodiscard]] bool keepsUsWaiting() const;
    [[nodiscard]] bool isClosing() const { return m_state == State::Closing; }
    //! Returns the number of body bytes held while a body is being read.
    [[nodiscard]] qint64 bodyHeld() const { return m_state == State::Body ? m_reader.request().body.size() : 0; }

private:
    enum class State { Head, Body, Handling, Streaming, Upgrading, Closing };

    void process();
    [[nodiscard]] bool refusedByHead();
    [[nodiscard]] bool readHead();
    [[nodiscard]] bool readBody();
    void startHead();
    void dispatch();
    void upgrade();
    void handOver();
    void refuse(int status, const QByteArray &body = {});
    void finishExchange();
    void closeGently();
    void onDeadline();
    void onGone();
    void writeHead(int status, const HttpHeaders &headers, qint64 length);

    QTcpSocket *m_socket;
    QHostAddress m_peer;
    const ListenerRules &m_rules;
    const SteadyTime m_since;
    Timer m_deadline;
    State m_state = State::Head;
    HttpRequestReader m_reader;
    bool m_keepAlive = true;
    bool m_chunked = false;
    bool m_headBegun = false;
    bool m_admitted = false;
    bool m_gone = false;
    bool m_handedOver = false;
    quint64 m_exchange = 0;
    QPointer<QWebSocketServer> m_handshaker;
};

} // namespace rookery::io
