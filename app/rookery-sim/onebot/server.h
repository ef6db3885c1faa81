// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/adapter.h"
#include "onebot/httpanswers.h"

namespace rookery::sim::onebot {

//! Runs a WebSocket server, or an HTTP server that may also stream events, on its own port.
class Server final : public Adapter
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Server)

public:
    Server(const WsPeer::Parts &parts, const Endpoint &endpoint);
    ~Server() override;

    [[nodiscard]] Result<> open() override;
    void sendEvent(const QJsonObject &event, bool own) override;
    [[nodiscard]] int peers() const override { return static_cast<int>(m_peers.size()); }

private:
    [[nodiscard]] std::optional<std::pair<int, QByteArray>> gate(const io::IncomingRequest &request);
    void accept(const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket);
    void refuseToken(const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket);
    void serve(const io::IncomingRequest &request, const ResponderPtr &responder);
    void openStream(const ResponderPtr &responder);
    void writeStreams(const QJsonObject &event);
    void beatStreams();

    State &m_state;
    HttpAnswers m_answers;
    QList<WsPeer *> m_peers; // children
    QList<ResponderPtr> m_streams;
    Timer m_streamBeat;
    io::HttpListener m_listener; // last: destroyed first, so that it closes connections that the others still use
};

} // namespace rookery::sim::onebot
