// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/state.h"
#include "onebot/wireprofile.h"
#include "scheduler.h"

#include "io/httplistener.h"

namespace rookery::sim::onebot {

using ResponderPtr = std::shared_ptr<io::Responder>;

//! Sends HTTP answers as the active faults require.
class HttpAnswers final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HttpAnswers)

public:
    explicit HttpAnswers(State &state);

    //! Returns true when a fault (wrong-server, half-open) has dealt with the request, which must not be served then.
    [[nodiscard]] bool intercept(const ResponderPtr &responder);
    void send(const ResponderPtr &responder, int status, const QByteArray &type, const QByteArray &body);
    void send(const ResponderPtr &responder, const HttpAnswer &answer);
    //! Sends the reply to an action, subject to the reply faults.
    void sendReply(const ResponderPtr &responder, const HttpAnswer &reply);
    //! Never answers the request, but keeps its connection open.
    void leaveOpen(const ResponderPtr &responder) { m_silent.append(responder); }
    void clear();

private:
    void drip(const ResponderPtr &responder, const QByteArray &rest);

    State &m_state;
    Scheduler m_scheduler;
    QList<ResponderPtr> m_silent; //!< never answered, kept so that the connection stays open
};

} // namespace rookery::sim::onebot
