// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewayaddress.h"

#include "text/wording.h"

#include <QCoreApplication>

namespace rookery::ui {

QString addressOf(const GatewayProfile &profile)
{
    if (!profile.address().isEmpty())
        return text::visibleControls(profile.address().toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery));
    if (profile.way == OneBotTransportKind::Reverse)
        return QCoreApplication::translate("GatewayAddress", "connects to Rookery");
    return profile.folder.isEmpty() ? text::dash() : text::visibleControls(profile.folder);
}

} // namespace rookery::ui
