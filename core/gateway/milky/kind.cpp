// SPDX-License-Identifier: GPL-3.0-or-later
#include "kind.h"

#include "milkygateway.h"
#include "milkytest.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Recognises the interface by its own description, or by its refusal: its token guards it and nothing else.
std::optional<Detection> recogniseMilky(const QUrl &, const QList<Response> &responses)
{
    if (const Response *info = newest(responses, FingerprintProbe::ImplInfo)) {
        const QJsonObject object = objectIn(info->body);
        const QJsonObject data = object.value(u"data"_s).toObject();
        if (const QString name = data.value(u"impl_name"_s).toString(); !name.isEmpty()) {
            Detection detection =
                detected(DetectedAs::Milky, GatewayKind::Milky, name.left(kShownOfAnswer), true, false);
            detection.version = data.value(u"impl_version"_s).toString().left(kShownOfAnswer);
            return detection;
        }
        if (info->status == 401 && isActionReply(object)) // OneBot's 401 has no body
            return detected(DetectedAs::Milky, GatewayKind::Milky, u"LLBot"_s, true, true);
    }
    const Response *front = newest(responses, FingerprintProbe::Front);
    const Response *info = answerTo(responses, FingerprintProbe::ImplInfo);
    if (front && info && info->status == 401 && info->body.isEmpty() && !info->challenges && front->status == 404)
        return detected(DetectedAs::Milky, GatewayKind::Milky, u"Lagrange"_s, false, true);
    return std::nullopt;
}

} // namespace

const KindInfo &milkyKind()
{
    static const KindInfo info{.kind = GatewayKind::Milky,
                               .makeDriver = &makeDriverOf<MilkyGateway>,
                               .makeTest = &makeTestOf<MilkyTest>,
                               .recognise = &recogniseMilky};
    return info;
}

} // namespace rookery::gateway
