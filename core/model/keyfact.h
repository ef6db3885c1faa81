// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

namespace rookery {

//! Holds what a gateway says about the keys of its picture links, in words that are the same for every kind. The native
//! way is the one that gets keys from QQ itself.
namespace keyfact {

//! Says that the native way gave no key for a picture.
struct NativeFailed {
    QString why; //!< remote text; empty: not stated
    int latchAfter = 0; //!< so many failures in a row switch the native way off until the gateway restarts; 0: none do
    bool operator==(const NativeFailed &) const = default;
};
//! Says that the native way is switched off until the gateway restarts. A gateway that latches says so for each picture
//! that needs a new key.
struct NativeLatched {
    bool operator==(const NativeLatched &) const = default;
};
//! Says that the gateway has no native way, because its packet back end is off or does not work.
struct NativeUnavailable {
    bool operator==(const NativeUnavailable &) const = default;
};
//! Says that the packet back end works.
struct NativeAvailable {
    bool operator==(const NativeAvailable &) const = default;
};
//! Says that a remote server gave no key.
struct ServerFailed {
    QString server; //!< its address, as stated
    QString why; //!< an HTTP status or remote text; empty: not stated
    QStringList asked; //!< all servers that this gateway asks, without query
    bool operator==(const ServerFailed &) const = default;
};
//! Says that the gateway no longer asks a remote server.
struct ServerDisabled {
    QString server; //!< its address, as stated
    milliseconds pause{0}; //!< the server is asked again after this time
    QStringList asked; //!< all servers that this gateway asks, without query
    bool operator==(const ServerDisabled &) const = default;
};
//! Says that no source gave a key, so that links carry the one that is compiled into the gateway.
struct FallbackUsed {
    bool operator==(const FallbackUsed &) const = default;
};
//! Says that the gateway's program started; what it had latched and disabled is forgotten.
struct GatewayStarted {
    std::optional<WallTime> at = {}; //!< of a start in the past, as the gateway states it; nullopt: it starts now
    bool operator==(const GatewayStarted &) const = default;
};

} // namespace keyfact

//! Says something about the present, except for a start in the past.
using KeyFact =
    std::variant<keyfact::NativeFailed, keyfact::NativeLatched, keyfact::NativeUnavailable, keyfact::NativeAvailable,
                 keyfact::ServerFailed, keyfact::ServerDisabled, keyfact::FallbackUsed, keyfact::GatewayStarted>;

} // namespace rookery
