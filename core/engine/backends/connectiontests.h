// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/secretstore.h"
#include "gateway/gatewaytest.h"

#include <QObject>
#include <QPointer>

#include <map>

namespace rookery::engine {

//! Holds the running live tests, at most one per gateway: another one ends the first. Engine thread.
class ConnectionTests final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConnectionTests)

public:
    //! Creates the holder; all arguments outlive it.
    ConnectionTests(Clock &clock, config::SecretStore &secrets, gateway::ReverseListener &listener,
                    QObject *parent = nullptr);

    //! Runs a test; an empty token means the stored one. Cancelled: it was ended before its report.
    [[nodiscard]] FutureResult<GatewayTestReport> run(const GatewayProfile &profile, const Redacted<QString> &token,
                                                      const io::NetworkSettings &network);
    //! Ends a test completely, also if it still waits for the keyring.
    void cancel(const GatewayId &gateway);

private:
    [[nodiscard]] FutureResult<GatewayTestReport> withKeptToken(const GatewayProfile &profile,
                                                                const io::NetworkSettings &network, QObject *stage);
    [[nodiscard]] bool isOn(const GatewayId &gateway, const QObject *stage) const;

    Clock &m_clock;
    config::SecretStore &m_secrets;
    gateway::ReverseListener &m_listener;
    std::map<GatewayId, QPointer<QObject>> m_stages; //!< owners of the running tests, which end with them
};

} // namespace rookery::engine
