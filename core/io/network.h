// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/gateway.h"

#include <QByteArray>
#include <QNetworkProxy>
#include <QString>

#include <optional>

namespace rookery::io {

//! How to reach a peer; a value, shared by every connection to one gateway.
struct NetworkSettings {
    QNetworkProxy proxy{QNetworkProxy::NoProxy}; //!< never used for loopback
    bool systemProxy = true; //!< ask the system's proxy settings per URL; `proxy` is then ignored
    QByteArray pinnedSha256 = {}; //!< trust exactly this certificate (raw SHA-256 of DER); empty: the system's trust
};

//! The proxy for one host: none for loopback, whatever the settings say.
[[nodiscard]] QNetworkProxy proxyFor(const NetworkSettings &settings, const QUrl &url);

//! True for localhost, 127.0.0.0/8 and ::1.
[[nodiscard]] bool isLoopback(const QUrl &url);

} // namespace rookery::io
