// SPDX-License-Identifier: GPL-3.0-or-later
#include "factory.h"

#include "ilink/ilinkgateway.h"
#include "lagrange/lagrangegateway.h"
#include "llbot/llbotgateway.h"
#include "milky/milkygateway.h"
#include "monitored/monitoredservice.h"
#include "napcat/napcatgateway.h"
#include "onebot11/onebotgateway.h"

namespace rookery::gateway {

std::unique_ptr<Gateway> makeGateway(const GatewayProfile &profile, DriverContext around)
{
    around.network.pinnedSha256 = profile.pinnedSha256;
    switch (profile.kind) {
    case GatewayKind::NapCat:
        return std::make_unique<NapCatGateway>(profile, around);
    case GatewayKind::LLBot:
        return std::make_unique<LLBotGateway>(profile, around);
    case GatewayKind::Milky:
        return std::make_unique<MilkyGateway>(profile, around);
    case GatewayKind::OneBot11:
        return std::make_unique<OneBotGateway>(profile, around);
    case GatewayKind::Lagrange:
        return std::make_unique<LagrangeGateway>(profile, around);
    case GatewayKind::ILink:
        return std::make_unique<ILinkGateway>(profile, around);
    case GatewayKind::MonitoredService:
        return std::make_unique<MonitoredService>(profile, around);
    }
    Q_UNREACHABLE(); // the switch covers every kind
}

} // namespace rookery::gateway
