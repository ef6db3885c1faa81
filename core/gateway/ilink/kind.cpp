// SPDX-License-Identifier: GPL-3.0-or-later
#include "kind.h"

#include "ilinkgateway.h"
#include "ilinktest.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isTencents(const QUrl &address)
{
    const QString host = address.host();
    return host == u"weixin.qq.com"_s || host.endsWith(u".weixin.qq.com"_s);
}

//! Recognises Tencent's server by its name, and a server that answers like it.
std::optional<Detection> recogniseILink(const QUrl &address, const QList<Response> &responses)
{
    if (isTencents(address)) // only iLink has such a host name
        return detected(DetectedAs::ILink, GatewayKind::ILink, u"iLink"_s, true, false);
    const Response *updates = newest(responses, FingerprintProbe::Updates);
    if (!updates || updates->status != 200)
        return std::nullopt;
    const QJsonObject object = objectIn(updates->body);
    if (object.value(u"ret"_s).isDouble() || object.value(u"errcode"_s).isDouble())
        return detected(DetectedAs::ILink, GatewayKind::ILink, {}, false, false);
    return std::nullopt;
}

GatewayTestRun *makeTest(const TestSetup &setup)
{
    return new ILinkTest(setup.profile, setup.clock, setup.network, setup.deadlines, setup.parent);
}

} // namespace

const KindInfo &iLinkKind()
{
    static const KindInfo info{.kind = GatewayKind::ILink,
                               .makeDriver = &makeDriverOf<ILinkGateway>,
                               .makeTest = &makeTest,
                               .recognise = &recogniseILink};
    return info;
}

} // namespace rookery::gateway
