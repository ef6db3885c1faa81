// SPDX-License-Identifier: GPL-3.0-or-later
// The list of kinds: the code of each.
#include "kinds.h"

#include "ilink/kind.h"
#include "lagrange/kind.h"
#include "llbot/kind.h"
#include "milky/kind.h"
#include "monitored/kind.h"
#include "napcat/kind.h"
#include "onebot11/kind.h"

#include <algorithm>

namespace rookery::gateway {

namespace {

const QList<const KindInfo *> &allKinds()
{
    static const QList<const KindInfo *> kinds = {&napCatKind(), &llBotKind(), &lagrangeKind(), &oneBotKind(),
                                                  &milkyKind(),  &iLinkKind(), &monitoredKind()};
    return kinds;
}

} // namespace

const KindInfo &kindInfo(GatewayKind kind)
{
    const auto &kinds = allKinds();
    const auto found =
        std::find_if(kinds.begin(), kinds.end(), [kind](const KindInfo *info) { return info->kind == kind; });
    Q_ASSERT_X(found != kinds.end(), "kindInfo", "each kind is in the list");
    return **found;
}

QList<Recogniser> recognisers()
{
    QList<Recogniser> all;
    for (const KindInfo *info : allKinds()) {
        if (info->recognise)
            all.append(info->recognise);
    }
    return all;
}

std::unique_ptr<Gateway> makeGateway(const GatewayProfile &profile, DriverContext context)
{
    context.network.pinnedSha256 = profile.pinnedSha256;
    return kindInfo(profile.kind).makeDriver(profile, context);
}

} // namespace rookery::gateway
