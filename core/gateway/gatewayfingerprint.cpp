// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewayfingerprint.h"

#include "logrules/masking.h"
#include "protocol/json.h"

#include <QJsonArray>

#include <algorithm>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

bool answered(const Response &response)
{
    return response.error.reason == Reason::None && response.error.kind == ErrorKind::Bug;
}

//! Returns the verdict on what no kind recognised.
Detection judgeFront(const Response &front)
{
    if (front.status == 200 && isHtml(front))
        return detected(DetectedAs::WebPage, std::nullopt, {}, true, false);
    Detection unknown;
    unknown.asksForToken = front.status == 401 || front.status == 403;
    return unknown;
}

//! Returns the next question; nullopt when all were asked.
std::optional<FingerprintProbe> nextProbe(const QUrl &address, const QList<Response> &responses)
{
    const bool socketAddress = address.scheme().startsWith(u"ws"_s);
    const Response *plain = answerTo(responses, FingerprintProbe::LoginInfo);
    if (!answerTo(responses, FingerprintProbe::Upgrade) && (socketAddress || (plain && wantsUpgrade(*plain))))
        return FingerprintProbe::Upgrade;
    for (const FingerprintProbe probe :
         {FingerprintProbe::LoginInfo, FingerprintProbe::ImplInfo, FingerprintProbe::Version, FingerprintProbe::Updates,
          FingerprintProbe::Front}) {
        if (!answerTo(responses, probe))
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

const Response *answerTo(const QList<Response> &responses, FingerprintProbe probe)
{
    const auto it =
        std::find_if(responses.cbegin(), responses.cend(), [probe](const Response &one) { return one.probe == probe; });
    return it == responses.cend() ? nullptr : &*it;
}

const Response *newest(const QList<Response> &responses, FingerprintProbe probe)
{
    if (responses.isEmpty() || responses.constLast().probe != probe || !answered(responses.constLast()))
        return nullptr;
    return &responses.constLast();
}

bool isHtml(const Response &response)
{
    return response.contentType.startsWith("text/html");
}

bool wantsUpgrade(const Response &response)
{
    return response.status == 426 || (response.status == 400 && objectIn(response.body).isEmpty());
}

QJsonObject objectIn(const QByteArray &bytes)
{
    return protocol::parseObject(bytes).value_or(QJsonObject());
}

bool isActionReply(const QJsonObject &object)
{
    return object.value(u"status"_s).isString() && object.contains(u"retcode"_s);
}

Detection detected(DetectedAs as, std::optional<GatewayKind> kind, const QString &program, bool certain,
                   bool asksForToken)
{
    Detection detection;
    detection.as = as;
    detection.kind = kind;
    detection.program = program;
    detection.certain = certain;
    detection.asksForToken = asksForToken;
    return detection;
}

std::variant<FingerprintProbe, Detection> nextStep(const QUrl &address, const QList<Response> &responses,
                                                   const QList<Recogniser> &recognisers)
{
    for (const Recogniser recognise : recognisers) {
        if (std::optional<Detection> verdict = recognise(address, responses))
            return withEvidence(*std::move(verdict), address, responses);
    }
    // only a failed first question means that nothing is there: later paths may fail one by one
    if (responses.size() == 1 && !answered(responses.constFirst())
        && responses.constFirst().error.kind != ErrorKind::Protocol) {
        Detection nothing;
        nothing.as = DetectedAs::NothingThere;
        nothing.why = responses.constFirst().error;
        return withEvidence(nothing, address, responses);
    }
    if (const std::optional<FingerprintProbe> probe = nextProbe(address, responses))
        return *probe;
    return withEvidence(judgeFront(*answerTo(responses, FingerprintProbe::Front)), address, responses);
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
        proof.said = logrules::maskedWords(message.isEmpty() ? QString::fromUtf8(words) : message, kShownOfAnswer);
    return proof;
}

} // namespace rookery::gateway
