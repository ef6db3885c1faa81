// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewaytest.h"

#include "llbot/llbottest.h"
#include "milky/milkytest.h"
#include "napcat/napcattest.h"
#include "onebot11/onebottest.h"

namespace rookery::gateway {

FutureResult<GatewayTestReport> testGateway(const GatewayProfile &profile, const Redacted<QString> &token, Clock &clock,
                                            io::NetworkSettings network, QObject *context, const Deadlines &deadlines,
                                            ReverseListener *listener)
{
    network.pinnedSha256 = profile.pinnedSha256;
    switch (profile.kind) {
    case GatewayKind::NapCat: {
        auto *test = new NapCatTest(profile, token, clock, network, deadlines, context);
        return test->run(); // deletes itself
    }
    case GatewayKind::LLBot: {
        auto *test = new LLBotTest(profile, token, clock, network, deadlines, context);
        return test->run(); // deletes itself
    }
    case GatewayKind::Milky: {
        auto *test = new MilkyTest(profile, token, clock, network, deadlines, context);
        return test->run(); // deletes itself
    }
    case GatewayKind::OneBot11: {
        auto *test = new OneBotTest(profile, token, clock, network, deadlines, listener, context);
        return test->run(); // deletes itself
    }
    case GatewayKind::Lagrange:
    case GatewayKind::ILink:
    case GatewayKind::Probe:
        break;
    }
    Q_UNREACHABLE(); // config::drivenKinds() names the others
}

} // namespace rookery::gateway
