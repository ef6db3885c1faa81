// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewayfingerprint.h"

#include "logrules/masking.h"
#include "protocol/json.h"

#include <QJsonArray>

#include <algorithm>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype kShown = 160; // characters shown of a foreign text
constexpr int kPolicyViolation = 1008;
constexpr int kTokenWrong = 1403;

using Step = std::variant<FingerprintProbe, Detection>;

const Response *find(const QList<Response> &responses, FingerprintProbe probe)
{
    const auto it =
        std::find_if(responses.cbegin(), responses.cend(), [probe](const Response &one) { return one.probe == probe; });
    return it == responses.cend() ? nullptr : &*it;
}

bool answered(const Response &responses)
{
    return responses.error.reason == Reason::None && responses.error.kind == ErrorKind::Bug;
}

bool isHtml(const Response &responses)
{
    return responses.contentType.startsWith("text/html");
}

//! Parses an answer or a frame as an object; empty if it is none.
QJsonObject objectIn(const QByteArray &bytes)
{
    return protocol::parseObject(bytes).value_or(QJsonObject());
}

bool isOneBotAnswer(const QJsonObject &object)
{
    return object.value(u"status"_s).isString() && object.contains(u"retcode"_s);
}

bool isTencents(const QUrl &address)
{
    const QString host = address.host();
    return host == u"weixin.qq.com"_s || host.endsWith(u".weixin.qq.com"_s);
}

Detection found(DetectedAs as, std::optional<GatewayKind> kind, const QString &program, bool certain, bool asksForToken)
{
    Detection detection;
    detection.as = as;
    detection.kind = kind;
    detection.program = program;
    detection.certain = certain;
    detection.asksForToken = asksForToken;
    return detection;
}

//! Maps a program's name to a kind. Only Lagrange has its own kind here: the other programs are added by their panel,
//! and such a port is only their OneBot server.
GatewayKind kindOfProgram(const QString &program)
{
    return program.startsWith(u"Lagrange"_s) ? GatewayKind::Lagrange : GatewayKind::OneBot11;
}

Detection oneBot(OneBotTransportKind way, const QString &program, bool certain, bool asksForToken)
{
    Detection detection = found(DetectedAs::OneBot, kindOfProgram(program), program, certain, asksForToken);
    detection.way = way;
    return detection;
}

Detection oneBotByName(OneBotTransportKind way, const QJsonObject &answer)
{
    const QJsonObject data = answer.value(u"data"_s).toObject();
    Detection detection = oneBot(way, data.value(u"app_name"_s).toString().left(kShown), true, false);
    detection.version = data.value(u"app_version"_s).toString().left(kShown);
    return detection;
}

// --- what each answer proves ----------------------------------------------------------------------

//! Recognises refusals that identify the gateway (docs/protocol/: "Panel: login", "Panel", "Tokens").
std::optional<Detection> judgeLoginInfo(const Response &responses)
{
    const QJsonObject object = objectIn(responses.body);
    const QString message = object.value(u"message"_s).toString();
    if (responses.status == 200 && object.value(u"code"_s).toInt() == -1 && message == u"Unauthorized"_s)
        return found(DetectedAs::Panel, GatewayKind::NapCat, u"NapCat"_s, true, true);
    const bool said = message == u"请输入密码"_s || message == u"请先设置WebUI密码"_s || object.contains(u"locked"_s);
    if ((responses.status == 401 || responses.status == 403) && object.value(u"success"_s).isBool() && said)
        return found(DetectedAs::Panel, GatewayKind::LLBot, u"LLBot"_s, true, true);
    if (responses.status == 403 && message == u"token verify failed"_s)
        return oneBot(OneBotTransportKind::Http, u"LLBot"_s, true, true);
    if (responses.status == 403 && message == u"token verify failed!"_s) // LLOneBot up to 4 says it as JSON
        return oneBot(OneBotTransportKind::Http, isHtml(responses) ? u"NapCat"_s : u"LLOneBot"_s, true, true);
    if (responses.status == 401 && responses.challenges && responses.body.isEmpty())
        return oneBot(OneBotTransportKind::Http, u"Lagrange.OneBot"_s, false, true);
    return std::nullopt;
}

//! Returns true if a WebSocket server answered a request that lacks an upgrade.
bool wantsUpgrade(const Response &responses)
{
    return responses.status == 426 || (responses.status == 400 && objectIn(responses.body).isEmpty());
}

std::optional<Detection> judgeUpgrade(const Response &responses)
{
    bool isOneBot = false;
    for (const QByteArray &frame : responses.frames) {
        const QJsonObject object = objectIn(frame);
        if (object.value(u"retcode"_s).toInt() == kTokenWrong) {
            const bool napcat = object.contains(u"stream"_s) || responses.closeCode != kPolicyViolation;
            return oneBot(OneBotTransportKind::Socket, napcat ? u"NapCat"_s : u"LLBot"_s, true, true);
        }
        if (isOneBotAnswer(object))
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

std::optional<Detection> judgeImplInfo(const Response &responses)
{
    const QJsonObject object = objectIn(responses.body);
    const QJsonObject data = object.value(u"data"_s).toObject();
    if (const QString name = data.value(u"impl_name"_s).toString(); !name.isEmpty()) {
        Detection detection = found(DetectedAs::Milky, GatewayKind::Milky, name.left(kShown), true, false);
        detection.version = data.value(u"impl_version"_s).toString().left(kShown);
        return detection;
    }
    if (responses.status == 401 && isOneBotAnswer(object)) // OneBot's 401 has no body
        return found(DetectedAs::Milky, GatewayKind::Milky, u"LLBot"_s, true, true);
    return std::nullopt;
}

std::optional<Detection> judgeVersion(const Response &responses)
{
    const QJsonObject object = objectIn(responses.body);
    if (isOneBotAnswer(object))
        return oneBotByName(OneBotTransportKind::Http, object);
    return std::nullopt;
}

std::optional<Detection> judgeUpdates(const Response &responses)
{
    const QJsonObject object = objectIn(responses.body);
    if (responses.status == 200 && (object.value(u"ret"_s).isDouble() || object.value(u"errcode"_s).isDouble()))
        return found(DetectedAs::ILink, GatewayKind::ILink, {}, false, false);
    return std::nullopt;
}

Detection judgeFront(const Response &front, const Response &implInfo)
{
    // it needs a token for its interface and for nothing else
    if (implInfo.status == 401 && implInfo.body.isEmpty() && !implInfo.challenges && front.status == 404)
        return found(DetectedAs::Milky, GatewayKind::Milky, u"Lagrange"_s, false, true);
    if (front.status == 200 && isHtml(front))
        return found(DetectedAs::WebPage, std::nullopt, {}, true, false);
    Detection unknown;
    unknown.asksForToken = front.status == 401 || front.status == 403;
    return unknown;
}

std::optional<Detection> judge(const Response &responses)
{
    switch (responses.probe) {
    case FingerprintProbe::LoginInfo:
        return judgeLoginInfo(responses);
    case FingerprintProbe::Upgrade:
        return judgeUpgrade(responses);
    case FingerprintProbe::ImplInfo:
        return judgeImplInfo(responses);
    case FingerprintProbe::Version:
        return judgeVersion(responses);
    case FingerprintProbe::Updates:
        return judgeUpdates(responses);
    case FingerprintProbe::Front:
        break;
    }
    return std::nullopt;
}

//! Returns the next question; nullopt when all were asked.
std::optional<FingerprintProbe> nextProbe(const QUrl &address, const QList<Response> &responses)
{
    const bool socketAddress = address.scheme().startsWith(u"ws"_s);
    const Response *plain = find(responses, FingerprintProbe::LoginInfo);
    if (!find(responses, FingerprintProbe::Upgrade) && (socketAddress || (plain && wantsUpgrade(*plain))))
        return FingerprintProbe::Upgrade;
    for (const FingerprintProbe probe :
         {FingerprintProbe::LoginInfo, FingerprintProbe::ImplInfo, FingerprintProbe::Version, FingerprintProbe::Updates,
          FingerprintProbe::Front}) {
        if (!find(responses, probe))
            return probe;
    }
    return std::nullopt;
}

//! Returns the address with the scheme of its way; the questions may have used another scheme.
QUrl dialled(QUrl address, OneBotTransportKind way)
{
    const bool safe = address.scheme() == u"https"_s || address.scheme() == u"wss"_s;
    if (way == OneBotTransportKind::Socket || way == OneBotTransportKind::TwoSockets)
        address.setScheme(safe ? u"wss"_s : u"ws"_s);
    else
        address.setScheme(safe ? u"https"_s : u"http"_s);
    return address;
}

Detection withEvidence(Detection detection, const QUrl &address, const QList<Response> &responses)
{
    detection.address = detection.as == DetectedAs::OneBot ? dialled(address, detection.way) : address;
    detection.evidence.reserve(responses.size());
    for (const Response &one : responses)
        detection.evidence.append(proofOf(one));
    return detection;
}

} // namespace

std::variant<FingerprintProbe, Detection> nextStep(const QUrl &address, const QList<Response> &responses)
{
    if (isTencents(address)) // only iLink has such a host name
        return withEvidence(found(DetectedAs::ILink, GatewayKind::ILink, u"iLink"_s, true, false), address, responses);
    if (!responses.isEmpty()) {
        const Response &last = responses.constLast();
        if (std::optional<Detection> verdict = answered(last) ? judge(last) : std::nullopt)
            return withEvidence(*std::move(verdict), address, responses);
        // only a failed first question means that nothing is there: later paths may fail one by one
        if (responses.size() == 1 && !answered(last) && last.error.kind != ErrorKind::Protocol) {
            Detection nothing;
            nothing.as = DetectedAs::NothingThere;
            nothing.why = last.error;
            return withEvidence(nothing, address, responses);
        }
    }
    const Response *upgrade = find(responses, FingerprintProbe::Upgrade);
    const Response *plain = find(responses, FingerprintProbe::LoginInfo);
    if (upgrade && plain) {
        if (std::optional<Detection> verdict = judgeRefusedUpgrade(*upgrade, *plain))
            return withEvidence(*std::move(verdict), address, responses);
    }
    if (const std::optional<FingerprintProbe> probe = nextProbe(address, responses))
        return *probe;
    return withEvidence(
        judgeFront(*find(responses, FingerprintProbe::Front), *find(responses, FingerprintProbe::ImplInfo)), address,
        responses);
}

QString probeName(FingerprintProbe probe)
{
    switch (probe) {
    case FingerprintProbe::LoginInfo:
        return u"GET /api/login-info"_s;
    case FingerprintProbe::ImplInfo:
        return u"POST /api/get_impl_info"_s;
    case FingerprintProbe::Version:
        return u"GET /get_version_info"_s;
    case FingerprintProbe::Updates:
        return u"POST /ilink/bot/getupdates"_s;
    case FingerprintProbe::Front:
        return u"GET /"_s;
    case FingerprintProbe::Upgrade:
        return u"WebSocket /"_s;
    }
    return {};
}

DetectionProof proofOf(const Response &responses)
{
    DetectionProof proof;
    proof.asked = probeName(responses.probe);
    proof.status = responses.status;
    proof.closeCode = responses.closeCode;
    proof.error = responses.error;
    proof.error.detail = logrules::maskSecrets(proof.error.detail);
    const QByteArray &words = responses.probe == FingerprintProbe::Upgrade ? responses.frames.value(0) : responses.body;
    const QString message = objectIn(words).value(u"message"_s).toString();
    if (!isHtml(responses) || !message.isEmpty()) // HTML source explains nothing
        proof.said = logrules::maskedWords(message.isEmpty() ? QString::fromUtf8(words) : message, kShown);
    return proof;
}

} // namespace rookery::gateway
