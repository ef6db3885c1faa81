// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewaytest.h"

#include "answershape.h"
#include "base/reasons/gateway.h"
#include "kinddetector.h"
#include "kinds.h"

#include <algorithm>

namespace rookery::gateway {

namespace {

//! Returns true if the answers are not those of this kind of gateway.
bool isAnotherKind(const GatewayTestReport &report)
{
    return std::any_of(report.steps.cbegin(), report.steps.cend(), [](const TestStepResult &step) {
        return step.state == StepState::Failed && step.step <= TestStep::Token
            && (isFromFront(step.why) || step.why.kind == ErrorKind::Protocol || step.why.reason == Reason::OldVersion);
    });
}

//! Returns the same report; if another kind answered, adds what was detected at the address.
FutureResult<GatewayTestReport> withDetection(const FutureResult<GatewayTestReport> &tested,
                                              const GatewayProfile &profile, Clock &clock,
                                              const io::NetworkSettings &network, QObject *context)
{
    const Promise<GatewayTestReport> answer;
    onResult(context, tested,
             [answer, address = profile.address(), &clock, network, context](const Result<GatewayTestReport> &report) {
                 if (!report || address.isEmpty() || !isAnotherKind(*report)) {
                     answer.resolve(report);
                     return;
                 }
                 onResult(context, detectKind(address, clock, network, context),
                          [answer, told = *report](const Result<Detection> &found) {
                              GatewayTestReport with = told;
                              if (found)
                                  with.seems = *found;
                              answer.resolve(with);
                          });
             });
    return answer.future();
}

} // namespace

FutureResult<GatewayTestReport> testGateway(const GatewayProfile &profile, const Redacted<QString> &token, Clock &clock,
                                            io::NetworkSettings network, QObject *context, const Deadlines &deadlines,
                                            ReverseListener *listener)
{
    network.pinnedSha256 = profile.pinnedSha256;
    GatewayTestRun *test = kindInfo(profile.kind)
                               .makeTest({.profile = profile,
                                          .token = token,
                                          .clock = clock,
                                          .network = network,
                                          .deadlines = deadlines,
                                          .listener = listener,
                                          .parent = context}); // deletes itself
    return withDetection(test->run(), profile, clock, network, context);
}

} // namespace rookery::gateway
