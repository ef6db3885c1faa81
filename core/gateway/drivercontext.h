// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway.h"

#include "config/secretstore.h"
#include "io/childprocesses.h"
#include "io/network.h"

namespace rookery::gateway {

class ReverseListener;

//! Holds what a driver needs from its environment. Everything referenced here outlives the driver and belongs to its
//! thread.
struct DriverContext {
    Clock &clock;
    config::SecretStore &secrets;
    io::ChildProcesses &children;
    io::NetworkSettings network = {};
    ReverseListener *listener = nullptr; //!< our port for gateways that dial in; null: there is none
    Deadlines deadlines = {};
};

} // namespace rookery::gateway
