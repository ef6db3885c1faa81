// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gatewayoptions.h"
#include "onebot/wireprofile.h"

#include "base/result.h"

namespace rookery::sim::llbot {

//! Holds LLBot's configuration of one account: a set is merged over it, by keys of the top level.
class Config final
{
public:
    //! Sets up one WebSocket and one HTTP adapter on these ports, and a reverse one and a post where an address is
    //! given.
    Config(const GatewayOptions &options, quint16 wsPort, quint16 httpPort);

    [[nodiscard]] const QJsonObject &json() const { return m_config; }
    //! Merges the changes. The failure's detail is LLBot's error text.
    [[nodiscard]] Result<> merge(const QJsonObject &changes);
    void setPanelPort(quint16 port);
    //! Adds an adapter. `type` is spelled as in the configuration (ws-reverse, http-post).
    void addAdapter(const QString &type, const QString &url, const QString &token);
    [[nodiscard]] QList<onebot::Endpoint> endpoints() const;

private:
    QJsonObject m_config;
};

} // namespace rookery::sim::llbot
