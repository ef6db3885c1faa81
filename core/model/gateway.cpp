// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway.h"

#include <QStringList>

namespace rookery {

QString suggestedName(const GatewayProfile &profile)
{
    const QUrl address = profile.address();
    const QString host = address.host();
    const bool here = host == u"localhost" || host == u"::1" || host.startsWith(u"127.");
    QStringList words{gatewayKindId(profile.kind)};
    if (!host.isEmpty() && !here)
        words.append(host);
    if (address.port() > 0)
        words.append(QString::number(address.port()));
    if (host.isEmpty() && !profile.account.isEmpty())
        words.append(profile.account);
    return words.join(u'-');
}

} // namespace rookery
