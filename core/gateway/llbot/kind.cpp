// SPDX-License-Identifier: GPL-3.0-or-later
#include "kind.h"

#include "llbotgateway.h"
#include "llbottest.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Recognises the panel by its refusal (docs/protocol/llbot.md, section "Panel").
std::optional<Detection> recogniseLLBot(const QUrl &, const QList<Response> &responses)
{
    const Response *info = newest(responses, FingerprintProbe::LoginInfo);
    if (!info || (info->status != 401 && info->status != 403))
        return std::nullopt;
    const QJsonObject object = objectIn(info->body);
    const QString message = object.value(u"message"_s).toString();
    const bool said = message == u"请输入密码"_s || message == u"请先设置WebUI密码"_s || object.contains(u"locked"_s);
    if (said && object.value(u"success"_s).isBool())
        return detected(DetectedAs::Panel, GatewayKind::LLBot, u"LLBot"_s, true, true);
    return std::nullopt;
}

} // namespace

const KindInfo &llBotKind()
{
    static const KindInfo info{.kind = GatewayKind::LLBot,
                               .makeDriver = &makeDriverOf<LLBotGateway>,
                               .makeTest = &makeTestOf<LLBotTest>,
                               .recognise = &recogniseLLBot};
    return info;
}

} // namespace rookery::gateway
