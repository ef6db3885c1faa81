// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gatewaytestrun.h"
#include "milkyclient.h"

namespace rookery::gateway {

//! Runs the live test against a Milky address.
class MilkyTest final : public GatewayTestRun
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MilkyTest)

public:
    MilkyTest(const GatewayProfile &profile, const Redacted<QString> &token, Clock &clock,
              const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent);
    ~MilkyTest() override;

private:
    void begin() override;
    void onProbed(const Result<> &probed);
    void onAuthorised(const Result<QJsonObject> &info);
    void onLogin(const Result<QJsonObject> &reply);
    void onAction(const Result<QJsonObject> &reply);

    GatewayId m_gateway;
    Redacted<QString> m_token;
    Deadlines m_deadlines;
    MilkyClient m_api;
};

} // namespace rookery::gateway
