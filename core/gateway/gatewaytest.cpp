// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewaytest.h"

#include "answershape.h"
#include "base/reasons/gateway.h"
#include "ilink/ilinktest.h"
#include "kinddetector.h"
#include "lagrange/lagrangetest.h"
#include "llbot/llbottest.h"
#include "milky/milkytest.h"
#include "monitored/monitoredservicetest.h"
#include "napcat/napcattest.h"
#include "onebot11/onebottest.h"

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
    GatewayTestRun *test = nullptr; // deletes itself
    switch (profile.kind) {
    case GatewayKind::NapCat:
        test = new NapCatTest(profile, token, clock, network, deadlines, context);
        break;
    case GatewayKind::LLBot:
        test = new LLBotTest(profile, token, clock, network, deadlines, context);
        break;
    case GatewayKind::Milky:
        test = new MilkyTest(profile, token, clock, network, deadlines, context);
        break;
    case GatewayKind::OneBot11:
        test = new OneBotTest(profile, token, clock, network, deadlines, listener, context);
        break;
    case GatewayKind::MonitoredService:
        test = new MonitoredServiceTest(profile, clock, network, context);
        break;
    case GatewayKind::Lagrange:
        if (profile.folder.isEmpty())
            test = new OneBotTest(profile, token, clock, network, deadlines, listener, context);
        else
            test = new LagrangeTest(profile, token, clock, network, deadlines, listener, context);
        break;
    case GatewayKind::ILink:
        test = new ILinkTest(profile, clock, network, deadlines, context);
        break;
    }
    return withDetection(test->run(), profile, clock, network, context);
}

} // namespace rookery::gateway
