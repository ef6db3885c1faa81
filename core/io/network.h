// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/gateway.h"

#include "base/clock.h"
#include "base/result.h"

#include <QByteArray>
#include <QNetworkProxy>
#include <QString>

#include <optional>

namespace rookery::io {

//! Limits the wait for a connection, with its TLS handshake.
inline constexpr milliseconds kConnectLimit = seconds(5);

//! Defines how to reach a peer; a value shared by all connections to one gateway.
struct NetworkSettings {
    QNetworkProxy proxy{QNetworkProxy::NoProxy}; //!< never used for loopback
    bool systemProxy = true; //!< use the system's proxy settings per URL; `proxy` is then ignored
    QByteArray pinnedSha256 = {}; //!< trust exactly this certificate (raw SHA-256 of DER); empty: the system's trust
    Error proxyTrouble = {}; //!< why `proxy` cannot be used now: its password cannot be read; Reason::None: it can
};

//! Returns the proxy for a URL: none for loopback, whatever the settings are.
[[nodiscard]] QNetworkProxy proxyFor(const NetworkSettings &settings, const QUrl &url);

//! Returns why a URL cannot be reached with these settings, known before anything is sent; nullopt: it may be.
[[nodiscard]] std::optional<Error> troubleWith(const NetworkSettings &settings, const QUrl &url);

//! Returns true for localhost, 127.0.0.0/8 and ::1.
[[nodiscard]] bool isLoopback(const QUrl &url);

} // namespace rookery::io
