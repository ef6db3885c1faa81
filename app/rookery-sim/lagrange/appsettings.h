// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gatewayoptions.h"
#include "onebot/manners.h"

#include "base/result.h"

namespace rookery::sim::lagrange {

//! appsettings.json, in memory or in the working folder.
class AppSettings final
{
public:
    //! As the shipped file, but with a forward WebSocket and an HTTP service on these ports, and a reverse
    //! WebSocket and a post where an address is given.
    AppSettings(const GatewayOptions &options, quint16 wsPort, quint16 httpPort);

    //! Takes the folder's file, or writes one if there is none. Rejected/BadInput: it is no JSON; Storage.
    [[nodiscard]] Result<> sync(const QString &folder);
    void addImplementation(const QJsonObject &implementation);

    [[nodiscard]] QString uin() const; //!< only names files
    [[nodiscard]] bool ignoresSelf() const;
    [[nodiscard]] bool traces() const; //!< `Logging.LogLevel.Default` is Trace
    [[nodiscard]] QList<onebot::Endpoint> endpoints() const;

private:
    QJsonObject m_json;
};

//! One entry of `Implementations` from an address. ReverseWebSocket with the role API or Event is no universal client.
[[nodiscard]] QJsonObject reverseImplementation(const QUrl &url, const QString &token, const QString &role = {});
[[nodiscard]] QJsonObject postImplementation(const QUrl &url, const QString &secret);

} // namespace rookery::sim::lagrange
