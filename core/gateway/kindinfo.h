// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "drivercontext.h"
#include "gatewayfingerprint.h"
#include "gatewaytestrun.h"

#include "base/redacted.h"
#include "model/kind.h"

#include <memory>

namespace rookery::gateway {

//! Holds what the connection test of a profile needs. Everything referenced here outlives the test.
struct TestSetup {
    const GatewayProfile &profile;
    Redacted<QString> token;
    Clock &clock;
    io::NetworkSettings network;
    Deadlines deadlines;
    ReverseListener *listener; //!< null: there is none
    QObject *parent;
};

//! Holds the code of a kind: its driver, its connection test, and how it is recognised at an unknown address. What is
//! known about a kind without code is its row in model/kinds.cpp.
struct KindInfo {
    GatewayKind kind;
    std::unique_ptr<Gateway> (*makeDriver)(const GatewayProfile &profile, const DriverContext &context);
    GatewayTestRun *(*makeTest)(const TestSetup &setup); //!< deletes itself after its report
    Recogniser recognise = nullptr; //!< null: it is recognised as another kind, or cannot be
};

//! Makes the driver of a kind: a `KindInfo::makeDriver`.
template <class Driver>
[[nodiscard]] std::unique_ptr<Gateway> makeDriverOf(const GatewayProfile &profile, const DriverContext &context)
{
    return std::make_unique<Driver>(profile, context);
}

//! Makes the connection test of a kind that is reached at an address with a token: a `KindInfo::makeTest`.
template <class Test>
[[nodiscard]] GatewayTestRun *makeTestOf(const TestSetup &setup)
{
    return new Test(setup.profile, setup.token, setup.clock, setup.network, setup.deadlines, setup.parent);
}

} // namespace rookery::gateway
