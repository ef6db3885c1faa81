// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "milky/api.h"
#include "milky/eventhub.h"

namespace rookery::sim::milky {

//! Serves calls, event stream and event WebSocket on one port, with the refusals of the imitated gateway.
class Server final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Server)

public:
    Server(State &state, Api &api, EventHub &events);

    [[nodiscard]] Result<quint16> listen(quint16 port);
    void close();

private:
    using Refusal = std::optional<std::pair<int, QByteArray>>;

    void serve(const io::IncomingRequest &request, const ResponderPtr &responder);
    void serveCall(const io::IncomingRequest &request, const ResponderPtr &responder);
    void serveEvents(const io::IncomingRequest &request, const ResponderPtr &responder);
    void note(const QString &api, const QJsonObject &params);
    [[nodiscard]] bool intercept(const ResponderPtr &responder);
    [[nodiscard]] bool tokenFits(const io::IncomingRequest &request, bool queryCounts) const;
    [[nodiscard]] int refusalOf(const io::IncomingRequest &request) const; //!< HTTP status; 0: none
    [[nodiscard]] Refusal gate(const io::IncomingRequest &request);
    void accept(const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket);
    void refuse(const ResponderPtr &responder, int status);
    void answer(const ResponderPtr &responder, const Outcome &outcome);
    void send(const ResponderPtr &responder, int status, const QByteArray &type, const QByteArray &body);
    void drip(const ResponderPtr &responder, const QByteArray &rest);

    State &m_state;
    Api &m_api;
    EventHub &m_events;
    Scheduler m_scheduler;
    io::HttpListener m_listener;
    QList<ResponderPtr> m_silent; //!< never answered, kept so that the connection stays open
};

} // namespace rookery::sim::milky
