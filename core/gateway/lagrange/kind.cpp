// SPDX-License-Identifier: GPL-3.0-or-later
#include "kind.h"

#include "gateway/onebot11/onebottest.h"
#include "lagrangegateway.h"
#include "lagrangetest.h"

namespace rookery::gateway {

namespace {

GatewayTestRun *makeTest(const TestSetup &setup)
{
    if (setup.profile.folder.isEmpty()) // elsewhere: only its port can be tested
        return new OneBotTest(setup.profile, setup.token, setup.clock, setup.network, setup.deadlines, setup.listener,
                              setup.parent);
    return new LagrangeTest(setup.profile, setup.token, setup.clock, setup.network, setup.deadlines, setup.listener,
                            setup.parent);
}

} // namespace

const KindInfo &lagrangeKind()
{
    static const KindInfo info{
        .kind = GatewayKind::Lagrange, .makeDriver = &makeDriverOf<LagrangeGateway>, .makeTest = &makeTest};
    return info;
}

} // namespace rookery::gateway
