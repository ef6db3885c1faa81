// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway.h"

namespace rookery {

QString suggestedName(const GatewayProfile &profile)
{
    const QString kind = gatewayKindId(profile.kind);
    if (const int port = profile.address().port(); port > 0)
        return kind + u'-' + QString::number(port);
    return profile.account.isEmpty() ? kind : QString(kind + u'-' + profile.account);
}

} // namespace rookery
