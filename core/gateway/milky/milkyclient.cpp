// SPDX-License-Identifier: GPL-3.0-or-later
#include "milkyclient.h"

#include "milkydialect.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "gateway/tokens.h"
#include "logrules/masking.h"
#include "protocol/milky.h"

#include <QJsonDocument>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 kMaxAnswer = 50LL * 1024 * 1024; // a friend list of thousands is several megabytes
constexpr qsizetype kShown = 200; // characters of a text that came instead of an answer

const QString &implInfo()
{
    static const QString name = u"get_impl_info"_s;
    return name;
}

//! Turns "unknown call" into WrongServer, for calls that every Milky gateway has.
Error asProbe(Error error)
{
    if (error.reason == Reason::UnknownAction || error.reason == Reason::Garbage) {
        error.kind = ErrorKind::Protocol;
        error.reason = Reason::WrongServer;
    }
    return error;
}

bool isSend(const CallWords &call)
{
    return milkyDialect().sendActions.contains(call.action);
}

//! Gives the error for an HTTP status other than 200 that the gateway itself sent.
Error statusError(const QString &api, int status, bool tokenKnown)
{
    Error error{ErrorKind::Protocol, Reason::WrongServer, status, {}, milliseconds(0)};
    switch (status) {
    case 401:
        error.kind = ErrorKind::Auth;
        error.reason = tokenKnown ? Reason::TokenWrong : Reason::TokenMissing;
        break;
    case 404:
        error.kind = ErrorKind::Rejected;
        error.reason = Reason::UnknownAction;
        break;
    case 413:
        error.kind = ErrorKind::Rejected;
        error.reason = Reason::MessageTooLarge;
        break;
    case 500: {
        const bool isSend = milkyDialect().sendActions.contains(api);
        error.kind = isSend ? ErrorKind::Timeout : ErrorKind::Rejected;
        error.reason = isSend ? Reason::SendTimeout : Reason::None;
        break;
    }
    default:
        break;
    }
    return error;
}

} // namespace

MilkyClient::MilkyClient(const GatewayProfile &profile, Clock &clock, config::SecretStore &secrets,
                         const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent)
    : QObject(parent)
    , m_profile(profile)
    , m_base(profile.webUi)
    , m_clock(clock)
    , m_secrets(secrets)
    , m_deadlines(deadlines)
    , m_http(clock, network)
{
    connect(&m_http, &io::HttpClient::certificateRefused, this, &MilkyClient::certificateRefused);
}

FutureResult<> MilkyClient::probe()
{
    const Promise<void> answer;
    const auto asked = exchange(implInfo(), {}, io::HttpMode::Idempotent, m_deadlines.webUi, {});
    onResult(this, asked, [answer](const Result<QJsonObject> &reply) {
        if (reply)
            return answer.resolve({});
        const Error error = asProbe(reply.error());
        // A token check or an answer in the right form proves a Milky gateway, which is all that was asked.
        const bool isKind = error.reason == Reason::TokenWrong || error.reason == Reason::TokenMissing
            || error.kind == ErrorKind::Rejected;
        answer.resolve(isKind ? Result<>() : Result<>(fail(error)));
    });
    return answer.future();
}

FutureResult<QJsonObject> MilkyClient::authorise()
{
    const Promise<QJsonObject> answer;
    onResult(this, readToken(this, m_secrets, m_profile, config::SecretKind::WebUiToken),
             [this, answer](const Result<Redacted<QString>> &token) {
                 // A gateway without a token is allowed.
                 if (!token && token.error().reason != Reason::TokenMissing)
                     return answer.resolve(fail(token.error()));
                 m_token = token ? *token : Redacted<QString>();
                 const auto shown = ask(implInfo(), {}, m_deadlines.webUi);
                 onResult(this, shown, [answer](Result<QJsonObject> reply) {
                     if (reply)
                         return answer.resolve(std::move(reply));
                     const Error error = asProbe(reply.error());
                     answer.resolve(error.kind == ErrorKind::Rejected ? Result<QJsonObject>(QJsonObject())
                                                                      : Result<QJsonObject>(fail(error)));
                 });
             });
    return answer.future();
}

FutureResult<QJsonObject> MilkyClient::ask(const QString &api, const QJsonObject &params, milliseconds deadline)
{
    return exchange(api, params, io::HttpMode::Idempotent, deadline, authorisation());
}

FutureResult<QJsonObject> MilkyClient::order(const QString &api, const QJsonObject &params, milliseconds deadline)
{
    return exchange(api, params, io::HttpMode::Once, deadline, authorisation());
}

QUrl MilkyClient::eventUrl(bool socket) const
{
    QUrl url = m_base;
    if (socket)
        url.setScheme(m_base.scheme() == u"https"_s ? u"wss"_s : u"ws"_s);
    url.setPath((url.path().endsWith(u'/') ? url.path().chopped(1) : url.path()) + u"/event"_s);
    return url;
}

io::HttpHeaders MilkyClient::authorisation() const
{
    if (m_token.isEmpty())
        return {};
    return {{"Authorization", QByteArray("Bearer " + m_token.reveal().toUtf8())}};
}

FutureResult<QJsonObject> MilkyClient::exchange(const QString &api, const QJsonObject &params, io::HttpMode mode,
                                                milliseconds deadline, const io::HttpHeaders &authorisation)
{
    io::HttpRequest request;
    request.method = "POST";
    request.url = m_base;
    const QString path = m_base.path();
    request.url.setPath((path.endsWith(u'/') ? path.chopped(1) : path) + u"/api/"_s + api);
    request.headers = authorisation;
    request.headers.emplaceBack("Content-Type", "application/json");
    request.body = QJsonDocument(params).toJson(QJsonDocument::Compact);
    request.mode = mode;
    request.deadline = deadline;
    request.maxBody = kMaxAnswer;
    const Promise<QJsonObject> answer;
    const SteadyTime asked = m_clock.now();
    onResult(this, m_http.send(request),
             [this, call = wordsOf({api, params}), answer, asked](const Result<io::HttpResponse> &response) {
                 if (!response)
                     return answer.resolve(fail(response.error()));
                 m_latency = m_clock.now() - asked;
                 const Speaker speaker = speakerOf(Interface::Milky, *response);
                 if (speaker == Speaker::Unclear && (response->status == 401 || response->status == 500))
                     askWhoAnswered(call, *response, answer);
                 else
                     answer.resolve(understood(call, *response, speaker));
             });
    return answer.future();
}

void MilkyClient::askWhoAnswered(const CallWords &call, const io::HttpResponse &response,
                                 const Promise<QJsonObject> &answer)
{
    io::HttpRequest other; // not part of the API, so it needs no token, and its failure does not matter
    other.url = m_base;
    if (!other.url.path().endsWith(u'/'))
        other.url.setPath(other.url.path() + u'/');
    other.deadline = m_deadlines.connect;
    onResult(this, m_http.send(other), [this, call, response, answer](const Result<io::HttpResponse> &told) {
        answer.resolve(understood(call, response, speakerOfRefusal(response.status, told)));
    });
}

Result<QJsonObject> MilkyClient::understood(const CallWords &call, const io::HttpResponse &response,
                                            Speaker speaker) const
{
    // A 404 without an explanation means a missing API, except for APIs that every gateway has.
    const bool missing = response.status == 404 && speaker == Speaker::Unclear && !isSend(call)
        && call.action != implInfo() && call.action != u"get_login_info"_s;
    const bool tooLarge = response.status == 413 && !isSend(call); // only sends are large, so a proxy answered
    if ((speaker != Speaker::Gateway && response.status != 415 && !missing) || tooLarge)
        return fail(isSend(call) ? frontErrorOfSend(response.status) : frontError(response.status, speaker));
    if (response.status != 200) {
        Error error = statusError(call.action, response.status, !m_token.isEmpty());
        error.detail = logrules::maskedWords(QString::fromUtf8(response.body.left(kLongestWording)), kShown);
        return fail(error);
    }
    const Result<protocol::milky::Answer> answer = protocol::milky::decodeAnswer(response.body);
    if (!answer) {
        Error error = answer.error();
        if (!response.header("content-type").contains("json"))
            error.reason = Reason::WrongServer;
        return fail(error);
    }
    if (!answer->ok())
        return fail(actionError(milkyDialect(), call, answer->retcode, answer->message));
    return answer->data;
}

} // namespace rookery::gateway

#include "moc_milkyclient.cpp"
