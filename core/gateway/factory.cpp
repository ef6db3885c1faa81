// SPDX-License-Identifier: GPL-3.0-or-later
#include "factory.h"

#include "ilink/ilinkgateway.h"
#include "lagrange/lagrangegateway.h"
#include "llbot/llbotgateway.h"
#include "milky/milkygateway.h"
#include "napcat/napcatgateway.h"
#include "onebot11/onebotgateway.h"
#include "probe/probegateway.h"

namespace rookery::gateway {

std::unique_ptr<Gateway> makeGateway(const GatewayProfile &profile, Clock &clock, config::SecretStore &secrets,
                                     io::NetworkSettings network, QObject *parent, const Deadlines &deadlines,
                                     ReverseListener *listener)
{
    network.pinnedSha256 = profile.pinnedSha256;
    switch (profile.kind) {
    case GatewayKind::NapCat:
        return std::make_unique<NapCatGateway>(profile, clock, secrets, network, deadlines, parent);
    case GatewayKind::LLBot:
        return std::make_unique<LLBotGateway>(profile, clock, secrets, network, deadlines, listener, parent);
    case GatewayKind::Milky:
        return std::make_unique<MilkyGateway>(profile, clock, secrets, network, deadlines, parent);
    case GatewayKind::OneBot11:
        return std::make_unique<OneBotGateway>(profile, clock, secrets, network, deadlines, listener, parent);
    case GatewayKind::Lagrange:
        return std::make_unique<LagrangeGateway>(profile, clock, secrets, network, deadlines, listener, parent);
    case GatewayKind::ILink:
        return std::make_unique<ILinkGateway>(profile, clock, secrets, network, deadlines, parent);
    case GatewayKind::Probe:
        return std::make_unique<ProbeGateway>(profile, clock, network, parent);
    }
    Q_UNREACHABLE(); // config::drivenKinds() names the others
}

} // namespace rookery::gateway
