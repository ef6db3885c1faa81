// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gatewaytestrun.h"
#include "onebotclient.h"

namespace rookery::gateway {

//! Runs the live test once against any OneBot 11 gateway.
class OneBotTest final : public GatewayTestRun
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OneBotTest)

public:
    OneBotTest(const GatewayProfile &profile, const Redacted<QString> &token, Clock &clock,
               const io::NetworkSettings &network, const Deadlines &deadlines, ReverseListener *listener,
               QObject *parent);
    ~OneBotTest() override;

private:
    void begin() override;
    void ended() override;
    void onUp();
    void onVersion(const GatewayVersion &version);
    void onSelf(const AccountId &account, const QString &nickname);
    void onDown(const Error &why);

    GatewayProfile m_profile;
    Redacted<QString> m_token;
    OneBotClient m_peer;
};

} // namespace rookery::gateway
