// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebotlink.h"

#include "logrules/masking.h"
#include "tokens.h"

#include <utility>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Returns the address that carries only actions, unless the operator gave a path: events come another way.
QUrl actionUrl(const QUrl &given)
{
    QUrl url = given;
    if (url.path().isEmpty() || url.path() == u"/"_s)
        url.setPath(u"/api"_s);
    return url;
}

} // namespace

OneBotLink::OneBotLink(const GatewayProfile &profile, const Dialect &dialect, Clock &clock,
                       config::SecretStore &secrets, const io::NetworkSettings &network, const Deadlines &deadlines,
                       QObject *parent)
    : QObject(parent)
    , m_profile(profile)
    , m_url(actionUrl(profile.oneBot))
    , m_secrets(secrets)
    , m_socket(dialect, clock, network, deadlines, OneBotSocket::Greeting::Answer)
    , m_connection(u"onebot"_s, clock, [this](const ConnectionInfo &info) { Q_EMIT connectionChanged(info); })
    , m_retry(clock, [this] { open(); })
    , m_jitter(systemJitter())
{
    connect(&m_socket, &OneBotSocket::up, this, [this] {
        m_attempt = 0;
        m_connection.up();
    });
    connect(&m_socket, &OneBotSocket::down, this, &OneBotLink::onDown);
    connect(&m_socket, &OneBotSocket::certificateRefused, this, &OneBotLink::certificateRefused);
}

void OneBotLink::start()
{
    if (std::exchange(m_started, true) || m_refused)
        return;
    m_attempt = 0;
    open();
}

void OneBotLink::retryNow()
{
    const bool waits = std::exchange(m_refused, false) || m_retry.isActive();
    if (!m_started || !waits)
        return;
    m_retry.stop();
    m_attempt = 0;
    open();
}

void OneBotLink::stop()
{
    m_epoch.advance();
    m_started = false;
    m_retry.stop();
    m_socket.close();
    m_connection.down({});
}

FutureResult<protocol::Reply> OneBotLink::call(const protocol::Action &action, milliseconds deadline)
{
    return m_socket.call(action, deadline);
}

void OneBotLink::open()
{
    m_epoch.advance();
    onResult(this, m_epoch, readToken(this, m_secrets, m_profile, config::SecretKind::OneBotToken),
             [this](const Result<Redacted<QString>> &token) {
                 if (!m_started)
                     return;
                 // a port without a token is allowed
                 io::HttpHeaders headers;
                 if (token && !token->isEmpty())
                     headers.emplaceBack("Authorization", QByteArray("Bearer " + token->reveal().toUtf8()));
                 m_socket.open(m_url, headers);
             });
}

void OneBotLink::onDown(const io::WsClose &close)
{
    Error why = close.error;
    why.detail = logrules::maskSecrets(why.detail);
    m_connection.down(why, close.code, close.byPeer);
    m_refused = why.kind == ErrorKind::Auth || why.kind == ErrorKind::Tls;
    if (m_started && !m_refused)
        m_retry.start(backoffDelay(kReconnectTable, ++m_attempt, m_jitter()));
}

} // namespace rookery::gateway

#include "moc_onebotlink.cpp"
