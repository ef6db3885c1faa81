// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/adapter.h"

namespace rookery::sim::onebot {

//! Runs all endpoints of one account as the configuration says.
class Network final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Network)

public:
    explicit Network(const WsPeer::Parts &parts) : m_parts(parts) {}

    //! Opens, closes and changes endpoints until they match.
    void apply(const QList<Endpoint> &endpoints);
    void close();
    void sendEvent(const QJsonObject &event, bool own);
    [[nodiscard]] bool isOpen() const { return !m_adapters.empty(); }
    [[nodiscard]] int peers() const;

Q_SIGNALS:
    //! Reports for the log that an endpoint opened, or with `error` that it did not.
    void opened(const rookery::sim::onebot::Endpoint &endpoint, const QString &error);
    //! Passes on `Adapter::noted`.
    void noted(const rookery::sim::onebot::Endpoint &endpoint, const QString &what, const QString &detail);

private:
    void open(const Endpoint &endpoint);
    [[nodiscard]] std::unique_ptr<Adapter> make(const Endpoint &endpoint) const;

    WsPeer::Parts m_parts;
    std::vector<std::unique_ptr<Adapter>> m_adapters;
};

} // namespace rookery::sim::onebot
