// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialect.h"
#include "reservedport.h"

#include "io/httplistener.h"

#include <list>

namespace rookery::sim::geekai {

//! Runs the two servers of an installation: the interface itself, and the web server in front that shows the page and
//! forwards `/api/`. While the interface is closed, the front answers `/api/` with its own 502 and still shows the
//! page.
class Web final
{
    Q_DISABLE_COPY_MOVE(Web)

public:
    explicit Web(const DialectContext &context);

    [[nodiscard]] Result<> start();
    //! Opens or closes the interface's port.
    void setOpen(bool open);
    [[nodiscard]] bool isOpen() const { return m_api.isListening(); }
    void setFrontUp(bool up);

    [[nodiscard]] QString apiUrl() const;
    [[nodiscard]] QString frontUrl() const;
    //! Returns how often each path was requested.
    [[nodiscard]] const QMap<QString, int> &asked() const { return m_asked; }

private:
    using Answering = std::shared_ptr<io::Responder>;

    void answerApi(const io::IncomingRequest &request, const Answering &responder);
    void answerFront(const io::IncomingRequest &request, const Answering &responder);
    [[nodiscard]] bool knowsStatus() const;
    [[nodiscard]] bool isOpenCall(const io::IncomingRequest &request) const;
    void envelope(io::Responder &responder, int code, const QString &message, const QJsonValue &data) const;

    const GatewayOptions &m_options;
    Faults &m_faults;
    io::HttpListener m_api;
    io::HttpListener m_front;
    ReservedPort m_apiPort; //!< reserves the port while the interface is closed
    ReservedPort m_frontPort;
    std::list<Answering> m_unanswered; //!< requests that came while packets are dropped
    QMap<QString, int> m_asked;
};

} // namespace rookery::sim::geekai
