// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/wspeer.h"

namespace rookery::sim::onebot {

//! Serves one endpoint.
class Adapter : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Adapter)

public:
    //! Opens the endpoint. Network: the port could not be bound.
    [[nodiscard]] virtual Result<> open() = 0;
    virtual void sendEvent(const QJsonObject &event, bool own) = 0;
    [[nodiscard]] virtual int peers() const = 0;

    //! Replaces settings other than the place (`Endpoint::isSamePlace`).
    void setEndpoint(const Endpoint &endpoint) { m_endpoint = endpoint; }
    [[nodiscard]] const Endpoint &endpoint() const { return m_endpoint; }

Q_SIGNALS:
    //! Reports for the log. Reverse: dialling, connected, dropped with a close code; Post: a post that failed.
    void noted(const rookery::sim::onebot::Endpoint &endpoint, const QString &what, const QString &detail);

protected:
    Adapter(const WsPeer::Parts &parts, const Endpoint &endpoint) : m_parts(parts), m_endpoint(endpoint) {}
    [[nodiscard]] const WsPeer::Parts &parts() const { return m_parts; }

private:
    WsPeer::Parts m_parts;
    Endpoint m_endpoint;
};

} // namespace rookery::sim::onebot
