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

} // namespace

const KindInfo &napCatKind()
{
    static const KindInfo info{.kind = GatewayKind::NapCat,
                               .makeDriver = &makeDriverOf<NapCatGateway>,
                               .makeTest = &makeTestOf<NapCatTest>,
                               .recognise = &recogniseNapCat};
    return info;
}

} // namespace rookery::gateway
