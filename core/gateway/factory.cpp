// SPDX-License-Identifier: GPL-3.0-or-later
#include "factory.h"

#include "napcat/napcatgateway.h"

namespace rookery::gateway {

std::unique_ptr<Gateway> makeGateway(const GatewayProfile &profile, Clock &clock, config::SecretStore &secrets,
                                     io::NetworkSettings network, QObject *parent, const Deadlines &deadlines)
{
    network.pinnedSha256 = profile.pinnedSha256;
    switch (profile.kind) {
    case GatewayKind::NapCat:
        return std::make_unique<NapCatGateway>(profile, clock, secrets, network, deadlines, parent);
    }
    Q_UNREACHABLE();
}

} // namespace rookery::gateway
