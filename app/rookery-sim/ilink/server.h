// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ilink/contentserver.h"
#include "ilink/login.h"
#include "ilink/mailbox.h"
#include "ilink/sender.h"

#include "io/httplistener.h"

namespace rookery::sim::ilink {

using ResponderPtr = std::shared_ptr<io::Responder>;

//! Serves the service's two hosts (a login may be sent to the second one) and its content servers: routes requests,
//! checks what every call must carry, and applies faults.
class Server final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Server)

public:
    struct Parts {
        Login &login;
        Mailbox &mailbox;
        Sender &sender;
        ContentServer &files;
    };

    Server(State &state, const Parts &parts);

    //! Opens both ports; `port` is the first host's, 0: any.
    [[nodiscard]] Result<quint16> listen(quint16 port);
    void close();

private:
    void serve(const io::IncomingRequest &request, const ResponderPtr &responder, bool atSecondHost);
    [[nodiscard]] bool intercept(const QString &name, const ResponderPtr &responder);
    [[nodiscard]] QByteArray headFault(const io::IncomingRequest &request) const; //!< the wrong header; empty: none
    void serveGet(const io::IncomingRequest &request, const QString &name, Call call);
    void servePost(const io::IncomingRequest &request, const QString &name, Call call);
    [[nodiscard]] Call callFor(const ResponderPtr &responder, bool atSecondHost);
    void echoTokens(const io::IncomingRequest &request, Call &call);
    void note(const io::IncomingRequest &request, const QString &name, const QJsonObject &body);
    void answer(const ResponderPtr &responder, const QJsonObject &body);
    void send(const ResponderPtr &responder, const QByteArray &body);

    State &m_state;
    Parts m_parts;
    Scheduler m_scheduler;
    io::HttpListener m_first;
    io::HttpListener m_second;
    QList<ResponderPtr> m_silent; //!< never answered, kept so that the connection stays open
};

} // namespace rookery::sim::ilink
