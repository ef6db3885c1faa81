// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gatewayoptions.h"

#include "base/result.h"

#include <QList>

namespace rookery::sim {

//! Holds what the command line asks for.
struct SimOptions {
    QList<GatewayOptions> gateways;
    bool withParent = false; //!< end when stdin closes
    QString ready = {}; //!< file for the ready lines; empty: standard output
};

//! Reads a scenario. Keys at its top level are defaults for every gateway; `gateways` lists what differs.
//! Rejected/BadInput names the wrong key.
[[nodiscard]] Result<QList<GatewayOptions>> readScenario(const QJsonObject &scenario, const GatewayOptions &defaults,
                                                         int count);

//! Reads arguments (without the program's name). Rejected/BadInput: wrong usage; Reason::None with a text: help.
[[nodiscard]] Result<SimOptions> readArguments(const QStringList &arguments);

} // namespace rookery::sim
