// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gatewaytestrun.h"
#include "io/network.h"
#include "lagrangefolder.h"

namespace rookery::gateway {

class ReverseListener;

//! One run of the live test against a Lagrange.OneBot whose folder is here: its configuration, and then OneBot by the
//! port and token that stand in it. Starts nothing; a port that is closed before the login is no failure.
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
    void onSettings(const Result<LagrangeSettings> &settings);
    void onOneBot(const GatewayTestReport &tried);

    GatewayProfile m_profile;
    Redacted<QString> m_token;
    Clock &m_clock;
    io::NetworkSettings m_network;
    Deadlines m_deadlines;
    ReverseListener *m_listener;
    LagrangeFolder m_folder;
};

} // namespace rookery::gateway
