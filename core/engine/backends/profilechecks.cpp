// SPDX-License-Identifier: GPL-3.0-or-later
#include "profilechecks.h"

#include "config/profile.h"

namespace rookery::engine {

bool needsNewDriver(const GatewayProfile &before, const GatewayProfile &after)
{
    GatewayProfile shownAnew = before; // these fields are only shown, or say whether it runs
    shownAnew.name = after.name;
    shownAnew.tags = after.tags;
    shownAnew.neverBroadcast = after.neverBroadcast;
    shownAnew.enabled = after.enabled;
    shownAnew.commandSeal = after.commandSeal;
    return shownAnew != after;
}

bool isComplete(const GatewayProfile &profile)
{
    const KindTraits &traits = traitsOf(profile.kind);
    const bool inFolder = traits.inFolder && !profile.folder.isEmpty();
    return inFolder || !traits.address.usual.isEmpty() || profile.way == OneBotTransportKind::Reverse
        || profile.address().isValid();
}

GatewayProfile withAddress(GatewayProfile profile)
{
    const auto usual = config::parseGatewayAddress({}, profile.kind);
    if (usual && profile.address().isEmpty())
        config::setAddress(profile, usual->url);
    return profile;
}

} // namespace rookery::engine
