// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gatewayoptions.h"
#include "onebot/wireprofile.h"

#include "base/result.h"

namespace rookery::sim::lagrange {

//! Holds appsettings.json, in memory or in the working folder.
class AppSettings final
{
public:
    //! Starts from the shipped file, but with a forward WebSocket and an HTTP service on these ports, and a reverse
    //! WebSocket and a post where an address is given.
    AppSettings(const GatewayOptions &options, quint16 wsPort, quint16 httpPort);

    //! Reads the folder's file, or writes one if there is none. Rejected/BadInput: not JSON; Storage: no access.
    [[nodiscard]] Result<> sync(const QString &folder);
    void addImplementation(const QJsonObject &implementation);

    [[nodiscard]] QString uin() const; //!< used only in file names
    [[nodiscard]] bool ignoresSelf() const;
    [[nodiscard]] bool traces() const; //!< true if `Logging.LogLevel.Default` is Trace
    [[nodiscard]] QList<onebot::Endpoint> endpoints() const;

private:
    QJsonObject m_json;
};

//! Makes one entry of `Implementations` for an address. A ReverseWebSocket with the role API or Event is not a
//! universal client.
[[nodiscard]] QJsonObject reverseImplementation(const QUrl &url, const QString &token, const QString &role = {});
[[nodiscard]] QJsonObject postImplementation(const QUrl &url, const QString &secret);

} // namespace rookery::sim::lagrange
