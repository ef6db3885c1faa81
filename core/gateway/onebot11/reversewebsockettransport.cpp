// SPDX-License-Identifier: GPL-3.0-or-later
#include "reversewebsockettransport.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/machine.h"
#include "base/reasons/transport.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Closes an unwanted socket with a close code.
void turnAway(std::unique_ptr<QWebSocket> socket, QWebSocketProtocol::CloseCode code)
{
    if (!socket)
        return;
    socket->close(code);
    socket->flush();
    // we may be inside one of its signals
    socket.release()->deleteLater();
}

//! Returns true if a kept socket has closed; its signals are not connected yet.
bool isGone(const std::unique_ptr<QWebSocket> &socket)
{
    return socket && socket->state() != QAbstractSocket::ConnectedState;
}

} // namespace

ReverseWebSocketTransport::ReverseWebSocketTransport(const GatewayProfile &profile, ReverseListener &listener,
                                                     const Dialect &dialect, Clock &clock,
                                                     const io::NetworkSettings &network, const Deadlines &deadlines,
                                                     QObject *parent)
    : SocketTransport(dialect, clock, network, deadlines, parent)
    , m_gateway(profile.id)
    , m_account(profile.account)
    , m_listener(&listener)
    , m_patience(clock,
                 [this] {
                     close();
                     Q_EMIT down({.kind = ErrorKind::Offline, .reason = Reason::NotDialledIn});
                 })
    , m_keep(clock, [this] { dropParked(QWebSocketProtocol::CloseCodeGoingAway); })
{}

ReverseWebSocketTransport::~ReverseWebSocketTransport()
{
    SocketTransport::close(); // first, because the listener may cut its sockets
    if (m_listener && m_claim != 0)
        m_listener->release(m_claim);
}

void ReverseWebSocketTransport::open(const Redacted<QString> &token)
{
    close();
    m_keep.stop();
    m_open = true;
    const Error missing{.kind = ErrorKind::Auth, .reason = Reason::TokenMissing};
    const Result<> claimed = token.isEmpty() ? Result<>(fail(missing)) : claim(token);
    if (!claimed) {
        close();
        Q_EMIT down(claimed.error());
        return;
    }
    m_patience.start(kPatience);
    take();
}

Result<> ReverseWebSocketTransport::claim(const Redacted<QString> &token)
{
    if (m_claim != 0 && m_token == token)
        return {};
    if (!m_listener)
        return fail(ErrorKind::Offline, Reason::Internal);
    if (m_claim != 0)
        m_listener->release(std::exchange(m_claim, 0));
    m_token = token;
    IncomingClaim mine;
    mine.gateway = m_gateway;
    mine.account = m_account;
    mine.token = token;
    mine.isOpen = [this] { return m_open || m_keep.isActive(); };
    mine.onSocket = [this](IncomingRole role, const QString &, std::unique_ptr<QWebSocket> socket) {
        onSocket(role, std::move(socket));
    };
    mine.onShut = [this](const Error &why) {
        m_claim = 0;
        if (!m_open)
            return;
        close();
        Q_EMIT down(why);
    };
    const Result<quint64> id = m_listener->claim(std::move(mine));
    if (!id)
        return fail(id.error());
    m_claim = *id;
    return {};
}

void ReverseWebSocketTransport::close()
{
    SocketTransport::close();
    m_epoch.advance();
    m_patience.stop();
    if (std::exchange(m_open, false))
        m_keep.start(kKeep);
    m_proving = false;
}

void ReverseWebSocketTransport::onSocket(IncomingRole role, std::unique_ptr<QWebSocket> socket)
{
    std::unique_ptr<QWebSocket> &place = role == IncomingRole::Universal ? m_universal
        : role == IncomingRole::Actions                                  ? m_actions
                                                                         : m_eventsParked;
    turnAway(std::exchange(place, std::move(socket)), QWebSocketProtocol::CloseCodeGoingAway);
    if (!m_open)
        Q_EMIT arrived();
    else if (isUp())
        prove();
    else
        take(); // the earlier socket has not shown yet that it is alive
}

void ReverseWebSocketTransport::take()
{
    for (std::unique_ptr<QWebSocket> *place : {&m_universal, &m_actions, &m_eventsParked}) {
        if (isGone(*place))
            place->reset();
    }
    if (m_universal) {
        m_patience.stop();
        begin(Sockets::One, true);
        mainSocket().adopt(std::move(m_universal));
    } else if (m_actions && m_eventsParked) {
        m_patience.stop();
        begin(Sockets::Two, true);
        auto events = std::move(m_eventsParked);
        mainSocket().adopt(std::move(m_actions));
        eventSocket().adopt(std::move(events));
    }
}

void ReverseWebSocketTransport::prove()
{
    if (std::exchange(m_proving, true))
        return;
    onResult(this, m_epoch, call({u"get_status"_s, {}}, kProof), [this](const Result<protocol::Reply> &proof) {
        settle(proof || proof.error().kind == ErrorKind::Rejected);
    });
}

void ReverseWebSocketTransport::settle(bool alive)
{
    m_proving = false;
    if (alive) {
        dropParked(QWebSocketProtocol::CloseCodePolicyViolated);
        if (m_listener)
            m_listener->observeCollision(m_claim);
        return;
    }
    close();
    const QPointer<ReverseWebSocketTransport> guard(this);
    Q_EMIT down({.kind = ErrorKind::Network, .reason = Reason::HalfOpen});
    // the newer connection is waiting already
    if (guard && !m_open)
        Q_EMIT arrived();
}

void ReverseWebSocketTransport::dropParked(QWebSocketProtocol::CloseCode code)
{
    turnAway(std::move(m_universal), code);
    turnAway(std::move(m_actions), code);
    turnAway(std::move(m_eventsParked), code);
}

} // namespace rookery::gateway

#include "moc_reversewebsockettransport.cpp"
