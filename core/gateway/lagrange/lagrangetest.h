// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gatewaytestrun.h"
#include "io/network.h"
#include "lagrangefolder.h"

namespace rookery::gateway {

class ReverseListener;

//! Runs the live test against a Lagrange.OneBot whose folder is on this machine: its configuration, then OneBot at
//! the first open port. Starts nothing. All ports closed, as before a login, is not a failure.
class LagrangeTest final : public GatewayTestRun
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LagrangeTest)

public:
    LagrangeTest(const GatewayProfile &profile, const Redacted<QString> &token, Clock &clock,
                 const io::NetworkSettings &network, const Deadlines &deadlines, ReverseListener *listener,
                 QObject *parent);
    ~LagrangeTest() override;

private:
    void begin() override;
    void onProgram(const Result<> &program);
    void onSettings(const Result<LagrangeSettings> &settings);
    void tryNext();
    void onOneBot(const GatewayTestReport &tried);

    GatewayProfile m_profile;
    Redacted<QString> m_token;
    Clock &m_clock;
    io::NetworkSettings m_network;
    Deadlines m_deadlines;
    ReverseListener *m_listener;
    LagrangeFolder m_folder;
    QList<LagrangeService> m_services; //!< not tried yet
};

} // namespace rookery::gateway
