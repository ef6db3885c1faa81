// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gatewaytestrun.h"
#include "webuiclient.h"

namespace rookery::gateway {

//! Runs the live test once against a NapCat panel.
class NapCatTest final : public GatewayTestRun
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NapCatTest)

public:
    NapCatTest(const GatewayProfile &profile, const Redacted<QString> &token, Clock &clock,
               const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent);
    ~NapCatTest() override;

private:
    void begin() override;
    void onProbed(const Result<bool> &probed);
    void onAuthorised(const Result<> &authorised);
    void onVersion(const Result<QJsonValue> &reply);
    void onStatus(const Result<QJsonValue> &reply);
    void onInfo(const Result<QJsonValue> &reply);
    void callAction(const Result<QJsonValue> &created);
    void onAction(const Result<QJsonValue> &reply);

    GatewayId m_gateway;
    Redacted<QString> m_token;
    WebUiClient m_panel;
};

} // namespace rookery::gateway
