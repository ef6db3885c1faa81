// SPDX-License-Identifier: GPL-3.0-or-later
#include "profilechecks.h"

#include "config/profile.h"
#include "io/network.h"

#include <algorithm>
#include <array>

namespace rookery::engine {

bool needsNewDriver(const GatewayProfile &before, const GatewayProfile &after)
{
    GatewayProfile shownAnew = before; // these fields are only shown, or say whether it runs
    shownAnew.name = after.name;
    shownAnew.tags = after.tags;
    shownAnew.neverBroadcast = after.neverBroadcast;
    shownAnew.enabled = after.enabled;
    shownAnew.commandSeal = after.commandSeal;
    shownAnew.pinnedUntil = after.pinnedUntil;
    return shownAnew != after;
}

bool leavesThisMachine(const GatewayProfile &profile)
{
    const std::array<QUrl, 3> all{profile.webUi, profile.oneBot, profile.front};
    const bool isGiven = std::any_of(all.begin(), all.end(), [](const QUrl &url) { return !url.isEmpty(); });
    const bool isAway =
        std::any_of(all.begin(), all.end(), [](const QUrl &url) { return !url.isEmpty() && !io::isLoopback(url); });
    return isAway || !isGiven; // without an address only its driver knows where it is
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
