// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/secretstore.h"
#include "gateway/gatewaytest.h"

#include <QObject>
#include <QPointer>

#include <map>

namespace rookery::engine {

//! The live tests that run, one per gateway at most: another one ends the first. Engine thread.
class LiveTests final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LiveTests)

public:
    //! All of these outlive it.
    LiveTests(Clock &clock, config::SecretStore &secrets, gateway::ReverseListener &listener,
              QObject *parent = nullptr);

    //! Without a token, with the one that we keep. Cancelled when it is ended before its report.
    [[nodiscard]] FutureResult<GatewayTestReport> run(const GatewayProfile &profile, const Redacted<QString> &token,
                                                      const io::NetworkSettings &network);
    //! Nothing of it goes on, not even once the keyring answers.
    void cancel(const GatewayId &gateway);

private:
    [[nodiscard]] FutureResult<GatewayTestReport> withKeptToken(const GatewayProfile &profile,
                                                                const io::NetworkSettings &network, QObject *stage);
    [[nodiscard]] bool isOn(const GatewayId &gateway, const QObject *stage) const;

    Clock &m_clock;
    config::SecretStore &m_secrets;
    gateway::ReverseListener &m_listener;
    std::map<GatewayId, QPointer<QObject>> m_stages; //!< what a test belongs to, and ends with
};

} // namespace rookery::engine
