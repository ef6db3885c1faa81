// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever answers at an address that an operator typed may be anything: a gateway, a proxy, another program. The first
// byte says who asks, the next who answers with which status, the rest is the body. Where many questions are asked,
// 0x1E parts the answers, each with its own status.
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "gateway/answershape.h"
#include "gateway/kinds.h"
#include "gateway/monitored/servicewatch.h"
#include "gateway/onebot11/dialects.h"
#include "gateway/onebot11/httpanswers.h"
#include "givenanswer.h"
#include "rkey/rkeyinference.h"
#include "rkey/rkeywatch.h"

#include "protocol/json.h"

#include <QUrl>

#include <cstddef>
#include <cstdint>

using namespace rookery;
using rookery::fuzz::require;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kStatuses[] = {0, 101, 200, 204, 301, 302, 400, 401, 403, 404, 405, 413, 429, 500, 502, 503};

QByteArray typeOf(unsigned flags)
{
    return (flags & 16U) != 0 ? "application/json" : (flags & 32U) != 0 ? "text/html" : "";
}

//! One answer: its first byte is its status and what else is known of it.
gateway::Response heardOf(const QByteArray &answer)
{
    const unsigned flags = answer.isEmpty() ? 0 : static_cast<unsigned char>(answer.front());
    gateway::Response responses;
    responses.status = kStatuses[flags & 15U];
    if (responses.status == 0)
        responses.error = Error{.kind = ErrorKind::Network, .reason = Reason::ConnectionRefused};
    responses.contentType = typeOf(flags);
    responses.challenges = (flags & 64U) != 0;
    responses.body = answer.mid(1);
    responses.frames = responses.body.split('\n');
    responses.closeCode = (flags & 128U) != 0 ? 1008 : 0;
    return responses;
}

//! Asks on until the table knows what it is: each question at most once. Who has one answer gives it to all.
void detect(const QList<QByteArray> &answers)
{
    constexpr int kQuestions = 6;
    for (const QUrl &address : {QUrl(u"http://127.0.0.1:6099/"_s), QUrl(u"wss://box:3001/"_s)}) {
        QList<gateway::Response> all;
        for (qsizetype asked = 0;; ++asked) {
            require(asked <= kQuestions, "each question is asked once");
            const auto next = gateway::nextStep(address, all, gateway::recognisers());
            if (const auto *found = std::get_if<Detection>(&next)) {
                require(found->address.host() == address.host(), "what was found is where it was looked for");
                require(found->evidence.size() == all.size(), "every answer is evidence");
                break;
            }
            gateway::Response responses = heardOf(answers.at(asked % answers.size()));
            responses.probe = std::get<gateway::FingerprintProbe>(next);
            const DetectionProof proof = gateway::proofOf(responses);
            require(proof.said.size() <= 160, "evidence is short");
            const bool cut = proof.said.size() + 1 >= 160;
            require(cut || logrules::maskSecrets(proof.said) == proof.said, "evidence holds no secret");
            all.append(responses);
        }
    }
}

//! What stands in front is never taken for a gateway that judges a token, and nothing that a send met is taken for a
//! refusal unless the gateway says so.
void judge(const io::HttpResponse &response)
{
    using gateway::Interface;
    for (const Interface face :
         {Interface::NapCatPanel, Interface::LLBotPanel, Interface::Milky, Interface::OneBot11, Interface::ILink}) {
        const gateway::Speaker speaker = gateway::speakerOf(face, response);
        const Error front = gateway::frontError(response.status, speaker);
        require(front.kind != ErrorKind::Auth && gateway::isFromFront(front), "what stands in front judges no token");
    }
    for (const bool envelope : {true, false}) {
        const gateway::ServiceAnswer service = gateway::judgeApi({.url = {}, .envelope = envelope}, response);
        if (service.kind != gateway::ServiceAnswer::Kind::Works)
            fuzz::requireFitToKeep(service.why, 200);
    }
    const rkey::ProbeVerdict picture = rkey::judgeProbe(response);
    if (picture.error.reason != Reason::None)
        fuzz::requireFitToKeep(picture.error, gateway::kLongestWording);
    const gateway::Speaker speaker = gateway::speakerOf(Interface::OneBot11, response);
    const auto envelope = gateway::envelopeOf(response);
    const gateway::Dialect &dialect = gateway::specDialect();
    for (const QString &action : {u"get_status"_s, u"get_group_list"_s, u"send_group_msg"_s}) {
        const gateway::CallWords call = gateway::wordsOf({action, {}});
        const Result<protocol::Reply> reply = gateway::judgeHttp(dialect, call, response, true);
        if (reply) {
            require(envelope && (envelope->ok() || envelope->status == u"async"_s), "an answer says that it went well");
            continue;
        }
        const Error &why = reply.error();
        fuzz::requireFitToKeep(why, gateway::kLongestWording);
        require(why.kind != ErrorKind::Auth || speaker != gateway::Speaker::Front, "only a gateway judges a token");
        if (!dialect.sendActions.contains(action))
            continue;
        require(why.kind != ErrorKind::Rejected || why.reason != Reason::None,
                "a send that failed is known to, or not");
        if (!envelope && speaker == gateway::Speaker::Front)
            require(why.reason == Reason::SendUnclear, "who stands in front does not know what became of a send");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 2)
        return 0;
    const QByteArray answer(reinterpret_cast<const char *>(data) + 1, qsizetype(size - 1));
    if (data[0] % 2 == 0) {
        detect(answer.split('\x1e'));
        return 0;
    }
    io::HttpResponse response;
    response.status = kStatuses[data[1] & 15U];
    response.headers = {{"content-type", typeOf(data[1])}};
    if ((data[1] & 64U) != 0)
        response.headers.emplaceBack("www-authenticate", "Bearer");
    response.body = answer.mid(1);
    judge(response);
    (void)rkey::judgeLink(QUrl(QString::fromUtf8(response.body)));
    if (const auto object = protocol::parseObject(response.body))
        if (const auto keys = protocol::decodePictureKeys(object->value(u"data"_s)))
            (void)rkey::polledKey(*keys);
    return 0;
}
