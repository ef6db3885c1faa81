// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/settings.h"

#include "base/redacted.h"

#include <optional>

namespace rookery::ui {

//! Holds an address as proxies are often given: `http://name:password@host:port`.
struct ProxyAddress {
    std::optional<ProxyMode> mode; //!< of the scheme; empty: none is given
    QString host;
    quint16 port = 0; //!< 0: none is given
    QString user;
    Redacted<QString> password;
};

//! Splits what was pasted as a proxy's host. nullopt: a bare host name or address, or nothing that can be read.
[[nodiscard]] std::optional<ProxyAddress> parseProxyAddress(const QString &text);

} // namespace rookery::ui
