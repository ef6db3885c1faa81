// SPDX-License-Identifier: GPL-3.0-or-later
#include "kind.h"

#include "napcatgateway.h"
#include "napcattest.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Recognises the panel by its refusal (docs/protocol/napcat.md, section "Panel: login").
std::optional<Detection> recogniseNapCat(const QUrl &, const QList<Response> &responses)
{
    const Response *info = newest(responses, FingerprintProbe::LoginInfo);
    if (!info || info->status != 200)
        return std::nullopt;
    const QJsonObject object = objectIn(info->body);
    if (object.value(u"code"_s).toInt() == -1 && object.value(u"message"_s).toString() == u"Unauthorized"_s)
        return detected(DetectedAs::Panel, GatewayKind::NapCat, u"NapCat"_s, true, true);
    return std::nullopt;
}

std::unique_ptr<Gateway> makeDriver(const GatewayProfile &profile, const DriverContext &context)
{
    return std::make_unique<NapCatGateway>(profile, context);
}

GatewayTestRun *makeTest(const TestSetup &setup)
{
    return new NapCatTest(setup.profile, setup.token, setup.clock, setup.network, setup.deadlines, setup.parent);
}

} // namespace

const KindInfo &napCatKind()
{
    static const KindInfo info{
        .kind = GatewayKind::NapCat, .makeDriver = &makeDriver, .makeTest = &makeTest, .recognise = &recogniseNapCat};
    return info;
}

} // namespace rookery::gateway
