// SPDX-License-Identifier: GPL-3.0-or-later
#include "kind.h"

#include "onebotgateway.h"
#include "onebottest.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kPolicyViolation = 1008;
constexpr int kTokenWrong = 1403;

//! Maps a program's name to a kind. Only Lagrange has its own kind here: the other programs are added by their panel,
//! and such a port is only their OneBot server.
GatewayKind kindOfProgram(const QString &program)
{
    return program.startsWith(u"Lagrange"_s) ? GatewayKind::Lagrange : GatewayKind::OneBot11;
}

Detection oneBot(OneBotTransportKind way, const QString &program, bool certain, bool asksForToken)
{
    Detection detection = detected(DetectedAs::OneBot, kindOfProgram(program), program, certain, asksForToken);
    detection.way = way;
    return detection;
}

Detection oneBotByName(OneBotTransportKind way, const QJsonObject &answer)
{
    const QJsonObject data = answer.value(u"data"_s).toObject();
    Detection detection = oneBot(way, data.value(u"app_name"_s).toString().left(kShownOfAnswer), true, false);
    detection.version = data.value(u"app_version"_s).toString().left(kShownOfAnswer);
    return detection;
}

//! Recognises refusals over HTTP that identify the program (docs/protocol/onebot11.md, section "Tokens").
std::optional<Detection> judgeRefusal(const Response &info)
{
    const QString message = objectIn(info.body).value(u"message"_s).toString();
    if (info.status == 403 && message == u"token verify failed"_s)
        return oneBot(OneBotTransportKind::Http, u"LLBot"_s, true, true);
    if (info.status == 403 && message == u"token verify failed!"_s) // LLOneBot up to 4 says it as JSON
        return oneBot(OneBotTransportKind::Http, isHtml(info) ? u"NapCat"_s : u"LLOneBot"_s, true, true);
    if (info.status == 401 && info.challenges && info.body.isEmpty())
        return oneBot(OneBotTransportKind::Http, u"Lagrange.OneBot"_s, false, true);
    return std::nullopt;
}

std::optional<Detection> judgeUpgrade(const Response &upgrade)
{
    bool isOneBot = false;
    for (const QByteArray &frame : upgrade.frames) {
        const QJsonObject object = objectIn(frame);
        if (object.value(u"retcode"_s).toInt() == kTokenWrong) {
            const bool napcat = object.contains(u"stream"_s) || upgrade.closeCode != kPolicyViolation;
            return oneBot(OneBotTransportKind::Socket, napcat ? u"NapCat"_s : u"LLBot"_s, true, true);
        }
        if (isActionReply(object))
            return oneBotByName(OneBotTransportKind::Socket, object);
        isOneBot = isOneBot || object.contains(u"post_type"_s);
    }
    if (isOneBot)
        return oneBot(OneBotTransportKind::Socket, {}, true, false);
    return std::nullopt;
}

//! Recognises a WebSocket-only server that needs a token: among gateways, only OneBot has one.
std::optional<Detection> judgeRefusedUpgrade(const Response &upgrade, const Response &plain)
{
    if (!wantsUpgrade(plain) || (upgrade.status != 401 && upgrade.status != 403))
        return std::nullopt;
    const bool lagrange = plain.status == 400 && upgrade.status == 403;
    return oneBot(OneBotTransportKind::Socket, lagrange ? u"Lagrange.OneBot"_s : QString(), false, true);
}

//! Recognises a OneBot 11 port, and by its answers the program behind it.
std::optional<Detection> recogniseOneBot(const QUrl &, const QList<Response> &responses)
{
    std::optional<Detection> verdict;
    if (const Response *info = newest(responses, FingerprintProbe::LoginInfo))
        verdict = judgeRefusal(*info);
    else if (const Response *opened = newest(responses, FingerprintProbe::Upgrade))
        verdict = judgeUpgrade(*opened);
    else if (const Response *version = newest(responses, FingerprintProbe::Version)) {
        if (const QJsonObject object = objectIn(version->body); isActionReply(object))
            verdict = oneBotByName(OneBotTransportKind::Http, object);
    }
    const Response *upgrade = answerTo(responses, FingerprintProbe::Upgrade);
    const Response *plain = answerTo(responses, FingerprintProbe::LoginInfo);
    return verdict || !upgrade || !plain ? verdict : judgeRefusedUpgrade(*upgrade, *plain);
}

GatewayTestRun *makeTest(const TestSetup &setup)
{
    return new OneBotTest(setup.profile, setup.token, setup.clock, setup.network, setup.deadlines, setup.listener,
                          setup.parent);
}

} // namespace

const KindInfo &oneBotKind()
{
    static const KindInfo info{.kind = GatewayKind::OneBot11,
                               .makeDriver = &makeDriverOf<OneBotGateway>,
                               .makeTest = &makeTest,
                               .recognise = &recogniseOneBot};
    return info;
}

} // namespace rookery::gateway
