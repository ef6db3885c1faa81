// SPDX-License-Identifier: GPL-3.0-or-later
#include "kind.h"

#include "monitoredservice.h"
#include "monitoredservicetest.h"

namespace rookery::gateway {

namespace {

GatewayTestRun *makeTest(const TestSetup &setup)
{
    return new MonitoredServiceTest(setup.profile, setup.clock, setup.network, setup.parent);
}

} // namespace

const KindInfo &monitoredKind()
{
    static const KindInfo info{
        .kind = GatewayKind::MonitoredService, .makeDriver = &makeDriverOf<MonitoredService>, .makeTest = &makeTest};
    return info;
}

} // namespace rookery::gateway
