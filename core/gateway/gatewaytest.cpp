// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewaytest.h"

#include "ilink/ilinktest.h"
#include "lagrange/lagrangetest.h"
#include "llbot/llbottest.h"
#include "milky/milkytest.h"
#include "napcat/napcattest.h"
#include "onebot11/onebottest.h"
#include "probe/probetest.h"

namespace rookery::gateway {

FutureResult<GatewayTestReport> testGateway(const GatewayProfile &profile, const Redacted<QString> &token, Clock &clock,
                                            io::NetworkSettings network, QObject *context, const Deadlines &deadlines,
                                            ReverseListener *listener)
{
    network.pinnedSha256 = profile.pinnedSha256;
    GatewayTestRun *test = nullptr; // deletes itself
    switch (profile.kind) {
    case GatewayKind::NapCat:
        test = new NapCatTest(profile, token, clock, network, deadlines, context);
        break;
    case GatewayKind::LLBot:
        test = new LLBotTest(profile, token, clock, network, deadlines, context);
        break;
    case GatewayKind::Milky:
        test = new MilkyTest(profile, token, clock, network, deadlines, context);
        break;
    case GatewayKind::OneBot11:
        test = new OneBotTest(profile, token, clock, network, deadlines, listener, context);
        break;
    case GatewayKind::Probe:
        test = new ProbeTest(profile, clock, network, context);
        break;
    case GatewayKind::Lagrange:
        if (profile.folder.isEmpty())
            test = new OneBotTest(profile, token, clock, network, deadlines, listener, context);
        else
            test = new LagrangeTest(profile, token, clock, network, deadlines, listener, context);
        break;
    case GatewayKind::ILink:
        test = new ILinkTest(profile, clock, network, deadlines, context);
        break;
    }
    return test->run();
}

} // namespace rookery::gateway
