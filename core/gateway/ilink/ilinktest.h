// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gatewaytestrun.h"
#include "ilinkclient.h"

namespace rookery::gateway {

//! Runs the live test against WeChat's bot interface: requests a login code and drops it, which binds nothing and
//! takes the bot from no program. There is no version and, before a scan, no account.
class ILinkTest final : public GatewayTestRun
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ILinkTest)

public:
    ILinkTest(const GatewayProfile &profile, Clock &clock, const io::NetworkSettings &network,
              const Deadlines &deadlines, QObject *parent);
    ~ILinkTest() override;

private:
    void begin() override;
    void onCode(const Result<protocol::ilink::LoginCode> &code);

    ILinkClient m_api;
};

} // namespace rookery::gateway
