// SPDX-License-Identifier: GPL-3.0-or-later
#include "servicewatch.h"

#include "base/reasons/gateway.h"
#include "base/reasons/transport.h"
#include "logrules/masking.h"
#include "protocol/json.h"

#include <optional>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

using Kind = ServiceAnswer::Kind;

constexpr qsizetype kMessageLength = 200;
// a service that waited for its bot opens within moments of the bot's last log line
constexpr milliseconds kSoon = seconds(1);

QUrl at(const QUrl &base, const QString &path)
{
    QUrl url = base.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment);
    url.setPath(path);
    url.setQuery(u"key=system"_s);
    return url;
}

ServiceAnswer unanswered(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Timeout:
        return {.kind = Kind::TimedOut, .why = error};
    case ErrorKind::Protocol:
        return {.kind = Kind::Fails, .why = error};
    default:
        return {.kind = Kind::Closed, .why = error};
    }
}

//! Reads what a web server in front reports about the service behind it.
std::optional<ServiceAnswer> saidByProxy(int status)
{
    if (status == 504)
        return ServiceAnswer{.kind = Kind::TimedOut,
                             .why = {.kind = ErrorKind::Timeout, .reason = Reason::NoReply, .code = status}};
    if (status == 502 || status == 503)
        return ServiceAnswer{.kind = Kind::Closed,
                             .why = {.kind = ErrorKind::Network, .reason = Reason::BackendDown, .code = status}};
    return std::nullopt;
}

ServiceAnswer failing(ErrorReason reason, int code, const QString &text = {})
{
    return {.kind = Kind::Fails,
            .why = {.kind = reason == Reason::WrongServer ? ErrorKind::Protocol : ErrorKind::Rejected,
                    .reason = reason,
                    .code = code,
                    .detail = logrules::maskedWords(text, kMessageLength)}};
}

} // namespace

QList<ServiceCall> serviceCalls(const QUrl &typed)
{
    const QString path = typed.path();
    if (path.isEmpty() || path == "/"_L1)
        return {{.url = at(typed, u"/api/config/get"_s), .envelope = true},
                {.url = at(typed, u"/api/admin/config/get"_s), .envelope = true}};
    // A profile does not store a query, because it may hold a secret.
    if (path.endsWith("/config/get"_L1) && !typed.hasQuery())
        return {{.url = at(typed, path), .envelope = true}};
    return {{.url = typed, .envelope = false}};
}

ServiceAnswer judgeApi(const ServiceCall &call, const Result<io::HttpResponse> &response)
{
    if (!response)
        return unanswered(response.error());
    if (const auto said = saidByProxy(response->status))
        return *said;
    const Result<QJsonObject> body = protocol::parseObject(response->body);
    if (!body || !body->value(u"code"_s).isDouble()) {
        if (call.envelope)
            return failing(Reason::WrongServer, response->status);
        return response->status < 400 ? ServiceAnswer{.kind = Kind::Works, .why = {}}
                                      : failing(Reason::ServiceFails, response->status);
    }
    // Before 4.1.0 the status is 200 in every case.
    const int code = body->value(u"code"_s).toInt(-1);
    if (code == 0 && response->status < 400)
        return {.kind = Kind::Works, .why = {}};
    return failing(Reason::ServiceFails, code == 0 ? response->status : code, body->value(u"message"_s).toString());
}

ServiceAnswer judgeFront(const Result<io::HttpResponse> &response)
{
    if (!response)
        return unanswered(response.error());
    if (response->status < 400)
        return {.kind = Kind::Works, .why = {}};
    return saidByProxy(response->status).value_or(failing(Reason::ServiceFails, response->status));
}

struct ServiceWatch::Round {
    ServiceAnswer front;
    ServiceAnswer api;
    bool frontDone = false;
    bool apiDone = false;
};

ServiceWatch::ServiceWatch(const GatewayProfile &profile, Clock &clock, const io::NetworkSettings &network,
                           QObject *parent)
    : QObject(parent)
    , m_calls(serviceCalls(profile.webUi))
    , m_front(profile.front)
    , m_http(clock, network)
    , m_next(clock, [this] { ask(); })
{
    connect(&m_http, &io::HttpClient::certificateRefused, this, &ServiceWatch::certificateRefused);
}

void ServiceWatch::start()
{
    stop();
    m_started = true;
    ask();
}

void ServiceWatch::stop()
{
    m_started = false;
    m_next.stop();
    m_round.reset();
}

void ServiceWatch::askSoon()
{
    if (!m_started)
        return;
    m_round.reset(); // a call in flight may bring the old answer
    m_next.start(kSoon);
}

void ServiceWatch::ask()
{
    m_next.stop();
    const auto round = std::make_shared<Round>();
    m_round = round;
    round->frontDone = m_front.isEmpty();
    if (!m_front.isEmpty()) {
        const auto front = m_http.send({.url = m_front, .deadline = kDeadline, .followRedirects = true});
        onResult(this, front, [this, round](const Result<io::HttpResponse> &response) {
            round->front = judgeFront(response);
            round->frontDone = true;
            tell(round);
        });
    }
    askApi(round, m_known);
}

void ServiceWatch::askApi(const std::shared_ptr<Round> &round, qsizetype index)
{
    const ServiceCall call = m_calls.at(index);
    onResult(this, m_http.send({.url = call.url, .deadline = kDeadline}),
             [this, round, index, call](const Result<io::HttpResponse> &response) {
                 const ServiceAnswer answer = judgeApi(call, response);
                 const bool first = round->api.kind == Kind::NotAsked;
                 if (answer.kind == Kind::Works)
                     m_known = index;
                 if (first || answer.kind == Kind::Works)
                     round->api = answer;
                 // Other versions show their settings at another path.
                 if (first && answer.kind == Kind::Fails && m_calls.size() > 1 && round == m_round) {
                     askApi(round, (index + 1) % m_calls.size());
                     return;
                 }
                 round->apiDone = true;
                 tell(round);
             });
}

void ServiceWatch::tell(const std::shared_ptr<Round> &round)
{
    if (round != m_round || !round->frontDone || !round->apiDone)
        return;
    m_round.reset();
    m_next.start(kInterval);
    Q_EMIT answered(round->front, round->api);
}

} // namespace rookery::gateway

#include "moc_servicewatch.cpp"
