// SPDX-License-Identifier: GPL-3.0-or-later
#include "httptransport.h"

#include "httpanswers.h"
#include "sockettransport.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/machine.h"
#include "base/reasons/transport.h"
#include "gateway/answershape.h"
#include "logrules/masking.h"
#include "protocol/json.h"
#include "protocol/onebot11.h"

#include <QJsonDocument>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 kMaxAnswer = 50LL * 1024 * 1024; //!< bytes; as on a socket

//! Returns Idempotent for actions that only read: the network layer may repeat them.
io::HttpMode modeOf(const QString &action)
{
    const bool reads = action.startsWith(u"get_"_s) || action.startsWith(u"can_"_s);
    return reads ? io::HttpMode::Idempotent : io::HttpMode::Once;
}

//! Returns the token to send when we have none: only a server that checks tokens answers a wrong one differently from a
//! missing one.
Redacted<QString> madeUpToken()
{
    return Redacted<QString>(u"rookery-asks"_s);
}

} // namespace

HttpTransport::HttpTransport(const GatewayProfile &profile, ReverseListener *listener, const Dialect &dialect,
                             Clock &clock, const io::NetworkSettings &network, const Deadlines &deadlines,
                             QObject *parent)
    : OneBotTransport(parent)
    , m_gateway(profile.id)
    , m_account(profile.account)
    , m_url(profile.oneBot)
    , m_way(profile.way)
    , m_listener(listener)
    , m_dialect(&dialect)
    , m_clock(clock)
    , m_network(network)
    , m_deadlines(deadlines)
    , m_stream(clock, network)
    , m_silence(clock, [this] { lose({.kind = ErrorKind::Network, .reason = Reason::HalfOpen}); })
    , m_actions(u"onebot"_s, clock, [this](const ConnectionInfo &info) { Q_EMIT connectionChanged(info); })
    , m_events(u"events"_s, clock, [this](const ConnectionInfo &info) { Q_EMIT connectionChanged(info); })
{
    connect(&m_stream, &io::SseStream::message, this, &HttpTransport::onEventBytes);
    connect(&m_stream, &io::SseStream::closed, this, &HttpTransport::onStreamClosed);
}

HttpTransport::~HttpTransport()
{
    m_client.reset();
    HttpTransport::close();
}

void HttpTransport::open(const Redacted<QString> &token)
{
    close();
    m_token = token;
    m_client = std::make_unique<io::HttpClient>(m_clock, m_network);
    connect(m_client.get(), &io::HttpClient::certificateRefused, this, &OneBotTransport::certificateRefused);
    greet();
}

void HttpTransport::greet()
{
    onResult(this, m_epoch, send(httpGreeting(), m_deadlines.action, m_token),
             [this](const Result<io::HttpResponse> &response) { onGreeted(response); });
}

void HttpTransport::askWhoRefused(int status)
{
    const Redacted<QString> other = m_token.isEmpty() ? madeUpToken() : Redacted<QString>();
    onResult(this, m_epoch, send(httpGreeting(), m_deadlines.action, other),
             [this, status](const Result<io::HttpResponse> &response) {
                 const Speaker speaker = speakerOfRefusal(status, response);
                 lose(speaker == Speaker::Gateway ? statusError(status, !m_token.isEmpty())
                                                  : frontError(status, speaker));
             });
}

void HttpTransport::close()
{
    m_epoch.advance();
    m_up = false;
    m_asForm = false;
    m_silence.stop();
    m_heartbeat = {};
    m_stream.close();
    if (m_claim != 0 && m_listener)
        m_listener->release(m_claim);
    m_claim = 0;
    if (m_client) {
        m_client->disconnect(this);
        m_client.release()->deleteLater(); // ends the requests in flight
    }
    m_actions.down(std::exchange(m_trouble, Error{}));
    m_events.down({});
}

void HttpTransport::lose(const Error &why)
{
    m_trouble = why; // close() reports and resets it
    close();
    Q_EMIT down(why);
}

void HttpTransport::onGreeted(const Result<io::HttpResponse> &response)
{
    if (response && refusesJson(*response) && !m_asForm) {
        m_asForm = true;
        greet();
        return;
    }
    if (response && isRefusal(response->status) && speakerOf(Interface::OneBot11, *response) == Speaker::Unclear) {
        askWhoRefused(response->status);
        return;
    }
    const Result<protocol::Reply> reply = judge(wordsOf(httpGreeting()), response);
    // a refusal counts as a greeting if it is OneBot's own
    if (!reply && reply.error().kind == ErrorKind::Rejected && !envelopeOf(*response)) {
        lose(frontError(reply.error().code));
        return;
    }
    if (!reply && reply.error().kind != ErrorKind::Rejected) {
        lose(reply.error());
        return;
    }
    if (const Result<> events = openEvents(); !events) {
        lose(events.error());
        return;
    }
    m_up = true;
    m_actions.up();
    if (m_way == OneBotTransportKind::Http)
        m_events.down({.kind = ErrorKind::Rejected, .reason = Reason::NoEvents});
    Q_EMIT up();
}

// --- actions --------------------------------------------------------------------------------------

FutureResult<io::HttpResponse> HttpTransport::send(const protocol::Action &action, milliseconds deadline,
                                                   const Redacted<QString> &token)
{
    io::HttpRequest request;
    request.method = "POST";
    request.url = below(m_url, action.name);
    request.headers = bearer(token);
    request.headers.emplaceBack("Content-Type", m_asForm ? "application/x-www-form-urlencoded" : "application/json");
    // always an object: some gateways never answer an empty body
    request.body =
        m_asForm ? protocol::encodeForm(action) : QJsonDocument(action.params).toJson(QJsonDocument::Compact);
    request.mode = modeOf(action.name);
    request.deadline = deadline;
    request.maxBody = kMaxAnswer;
    return m_client->send(request);
}

FutureResult<protocol::Reply> HttpTransport::call(const protocol::Action &action, milliseconds deadline)
{
    if (!m_up)
        return failedResult<protocol::Reply>({.kind = ErrorKind::Offline, .reason = Reason::ConnectionLost});
    const Promise<protocol::Reply> answer;
    const auto begun = m_clock.now();
    onResult(this, send(action, deadline, m_token),
             [this, answer, begun, call = wordsOf(action),
              attempt = m_epoch.mark()](const Result<io::HttpResponse> &response) {
                 const Result<protocol::Reply> result = judge(call, response);
                 answer.resolve(result);
                 if (attempt.isOver() || !m_up)
                     return;
                 const bool told = response && envelopeOf(*response); // OneBot answered, whatever it says
                 m_trouble = told ? Error{} : result.error();
                 if (told)
                     m_actions.setLatency(m_clock.now() - begun);
                 else if (response && isForeign(*m_dialect, call, *response))
                     lose(frontError(response->status, speakerOf(Interface::OneBot11, *response)));
                 else if (m_trouble.kind == ErrorKind::Offline || m_trouble.kind == ErrorKind::Auth
                          || m_trouble.kind == ErrorKind::Tls)
                     lose(result.error());
             });
    return answer.future();
}

Result<protocol::Reply> HttpTransport::judge(const CallWords &call, const Result<io::HttpResponse> &response) const
{
    if (!response) {
        Error error = response.error();
        if (error.kind == ErrorKind::Cancelled) // our own close: the outcome is unknown
            error = {.kind = ErrorKind::Network, .reason = Reason::ConnectionLost};
        error.detail = logrules::maskSecrets(error.detail);
        return fail(error);
    }
    return judgeHttp(*m_dialect, call, *response, !m_token.isEmpty());
}

// --- events ---------------------------------------------------------------------------------------

Result<> HttpTransport::openEvents()
{
    if (m_way == OneBotTransportKind::HttpPost)
        return claimPosts();
    if (m_way == OneBotTransportKind::HttpEvents)
        m_stream.open(below(m_url, u"_events"_s), bearer(m_token));
    return {};
}

Result<> HttpTransport::claimPosts()
{
    if (!m_listener)
        return fail(ErrorKind::Offline, Reason::Internal);
    if (m_token.isEmpty())
        return fail(ErrorKind::Auth, Reason::TokenMissing); // else any client at our port could forge events
    IncomingClaim mine;
    mine.gateway = m_gateway;
    mine.account = m_account;
    mine.token = m_token;
    mine.onPost = [this](const QString &, const QByteArray &body) { onEventBytes(body); };
    mine.onShut = [this](const Error &why) {
        m_claim = 0;
        lose(why);
    };
    const Result<quint64> id = m_listener->claim(std::move(mine));
    if (!id)
        return fail(id.error());
    m_claim = *id;
    return {};
}

void HttpTransport::onEventBytes(const QByteArray &utf8)
{
    m_events.up();
    const Result<Event> event = protocol::decodeEvent(utf8);
    if (!event) {
        Q_EMIT undecodable(event.error());
        return;
    }
    if (const auto *heartbeat = std::get_if<HeartbeatEvent>(&event->body))
        m_heartbeat = heartbeat->interval;
    if (m_heartbeat.count() > 0)
        m_silence.start(std::max<milliseconds>(kLeastIdle, 3 * m_heartbeat));
    Q_EMIT eventReceived(*event);
}

void HttpTransport::onStreamClosed(const Error &error)
{
    // the gateway accepted this token a moment ago: either something else refuses it, or the next greeting explains it
    Error why = isRefusal(error.code) ? frontError(error.code, Speaker::Unclear) : error;
    why.detail = logrules::maskSecrets(why.detail);
    m_events.down(why);
    lose(why);
}

} // namespace rookery::gateway

#include "moc_httptransport.cpp"
