// SPDX-License-Identifier: GPL-3.0-or-later
#include "llbotpanel.h"

#include "llbotanswers.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/transport.h"
#include "gateway/tokens.h"

#include <QCryptographicHash>
#include <QJsonDocument>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kDefaultPort = 3080;

Redacted<QString> hashOf(const Redacted<QString> &password)
{
    const QByteArray hash = QCryptographicHash::hash(password.reveal().toUtf8(), QCryptographicHash::Sha256);
    return Redacted<QString>(QString::fromLatin1(hash.toHex()));
}

//! Returns true for the answers that LLBot, and no other server, gives to a call without a password.
bool isLLBotsWord(const Error &error)
{
    return error.reason == Reason::TokenMissing || error.reason == Reason::PanelLocked
        || error.reason == Reason::PanelPasswordUnset;
}

} // namespace

LLBotPanel::LLBotPanel(const GatewayProfile &profile, Clock &clock, config::SecretStore &secrets,
                       const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent)
    : QObject(parent)
    , m_profile(profile)
    , m_named(profile.webUi.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo))
    , m_base(m_named)
    , m_clock(clock)
    , m_secrets(secrets)
    , m_deadlines(deadlines)
    , m_http(clock, network)
{
    connect(&m_http, &io::HttpClient::certificateRefused, this, [this](const CertificateInfo &certificate) {
        if (!m_searching) // the search also meets certificates of other servers
            Q_EMIT certificateRefused(certificate);
    });
}

QUrl LLBotPanel::url(const QString &path) const
{
    QString base = m_base.path();
    while (base.endsWith(u'/'))
        base.chop(1);
    QUrl result = m_base;
    result.setPath(base + u"/api/"_s + path); // no trailing slash: generation 8 accepts none
    return result;
}

io::HttpHeaders LLBotPanel::authorisation() const
{
    return {{"X-Webui-Token", m_hash.reveal().toLatin1()}};
}

void LLBotPanel::forgetRefusal()
{
    m_refusal.reset();
}

// --- finding the panel ----------------------------------------------------------------------------

FutureResult<> LLBotPanel::probe()
{
    Promise<void> answer;
    const int named = m_named.port(m_named.scheme() == u"https"_s ? 443 : kDefaultPort);
    QList<int> ports{named};
    if (m_announced != 0 && m_announced != named)
        ports.append(m_announced);
    for (int port = named + 1; port <= named + kPortsBeyond && port <= 65535; ++port)
        ports.append(port);
    m_searching = false;
    look(ports, {}, answer);
    return answer.future();
}

//! Asks the first port, and the next ones if the panel is not there; `first` is the error of the operator's port.
void LLBotPanel::look(QList<int> ports, const Error &first, const Promise<void> &answer)
{
    m_base = m_named;
    m_base.setPort(ports.takeFirst());
    io::HttpRequest request;
    request.url = url(u"login-info"_s);
    request.deadline = m_searching ? kLook : m_deadlines.webUi;
    onResult(this, exchange(request), [this, ports, first, answer](const Result<QJsonValue> &reply) {
        if (!reply && isLLBotsWord(reply.error())) {
            m_searching = false;
            // no call succeeds while the panel is locked or has no password
            const bool open = reply.error().reason == Reason::TokenMissing;
            answer.resolve(open ? Result<>() : Result<>(fail(reply.error())));
            return;
        }
        Error why = reply ? Error{ErrorKind::Protocol, Reason::WrongServer, 0, {}, milliseconds(0)} : reply.error();
        if (why.kind == ErrorKind::Rejected || why.kind == ErrorKind::Auth) {
            why.kind = ErrorKind::Protocol;
            why.reason = Reason::WrongServer;
        }
        const Error told = m_searching ? first : why;
        if (ports.isEmpty() || (!m_searching && why.reason != Reason::ConnectionRefused)) {
            m_searching = false;
            m_base = m_named;
            answer.resolve(fail(told));
            return;
        }
        m_searching = true;
        look(ports, told, answer);
    });
}

// --- calls ----------------------------------------------------------------------------------------

FutureResult<QJsonValue> LLBotPanel::authorise()
{
    if (m_refusal)
        return failedResult<QJsonValue>(*m_refusal);
    Promise<QJsonValue> answer;
    onResult(this, readToken(this, m_secrets, m_profile, config::SecretKind::WebUiToken),
             [this, answer](const Result<Redacted<QString>> &password) {
                 if (!password) {
                     answer.resolve(fail(password.error()));
                     return;
                 }
                 m_hash = hashOf(*password);
                 pipe(this, get(u"login-info"_s), answer);
             });
    return answer.future();
}

FutureResult<QJsonValue> LLBotPanel::get(const QString &path)
{
    if (m_refusal)
        return failedResult<QJsonValue>(*m_refusal);
    io::HttpRequest request;
    request.url = url(path);
    request.headers = authorisation();
    request.deadline = m_deadlines.webUi;
    return exchange(request);
}

FutureResult<QJsonValue> LLBotPanel::post(const QString &path, const QJsonObject &body)
{
    if (m_refusal)
        return failedResult<QJsonValue>(*m_refusal);
    io::HttpRequest request;
    request.method = "POST";
    request.url = url(path);
    request.headers = authorisation();
    request.headers.emplaceBack("Content-Type", "application/json");
    request.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    request.mode = io::HttpMode::Once;
    request.deadline = m_deadlines.webUi;
    return exchange(request);
}

FutureResult<QJsonValue> LLBotPanel::exchange(const io::HttpRequest &request)
{
    Promise<QJsonValue> answer;
    const SteadyTime sent = m_clock.now();
    const bool shown = !request.headers.isEmpty();
    onResult(this, m_http.send(request), [this, answer, sent, shown](const Result<io::HttpResponse> &response) {
        if (!response) {
            answer.resolve(fail(response.error()));
            return;
        }
        m_latency = m_clock.now() - sent;
        Result<QJsonValue> data = llbotData(*response);
        if (!data && shown)
            data = fail(refusalOf(response->status, response->body));
        answer.resolve(data);
    });
    return answer.future();
}

Error LLBotPanel::refusalOf(int status, const QByteArray &body)
{
    io::HttpResponse response;
    response.status = status;
    response.body = body;
    Error error = llbotRefusal(response);
    if (error.kind == ErrorKind::Auth)
        m_refusal = error;
    return error;
}

} // namespace rookery::gateway

#include "moc_llbotpanel.cpp"
