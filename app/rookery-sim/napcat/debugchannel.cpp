// SPDX-License-Identifier: GPL-3.0-or-later
#include "debugchannel.h"

#include <QUuid>

using namespace Qt::StringLiterals;

namespace rookery::sim::napcat {

using onebot::WsPeer;

namespace {

constexpr seconds kIdleLife{300};

} // namespace

DebugChannel::DebugChannel(State &state, const WsPeer::Parts &parts)
    : m_state(state)
    , m_parts(parts)
    , m_idle(state.clock, [this] { close(); })
{}

QString DebugChannel::create()
{
    if (m_token.isEmpty()) {
        m_token = QUuid::createUuid().toString(QUuid::Id128);
        m_state.observeIssued(u"debugToken"_s, m_token);
    }
    touch();
    return m_token;
}

void DebugChannel::touch()
{
    if (m_peers.isEmpty())
        m_idle.start(kIdleLife);
}

void DebugChannel::close()
{
    m_idle.stop();
    m_token.clear();
    const QList<WsPeer *> peers = std::exchange(m_peers, {});
    for (WsPeer *peer : peers) {
        peer->disconnect(this);
        peer->deleteLater();
    }
}

std::optional<std::pair<int, QByteArray>> DebugChannel::gate(const io::IncomingRequest &request) const
{
    QString token = request.queryValue(u"token"_s);
    if (token.isEmpty())
        token = request.queryValue(u"access_token"_s);
    if (token.isEmpty())
        return std::pair(401, QByteArray("Unauthorized"));
    if (request.queryValue(u"adapterName"_s) != adapterName() || !exists())
        return std::pair(404, QByteArray("Not Found"));
    if (token != m_token)
        return std::pair(403, QByteArray("Forbidden"));
    return std::nullopt;
}

void DebugChannel::accept(const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket)
{
    m_idle.stop();
    auto *peer = new WsPeer(m_parts, std::move(socket), request.transport,
                            {.events = true, .calls = true, .ownMessages = true, .heartbeat = milliseconds(0)});
    peer->setParent(this);
    m_peers.append(peer);
    connect(peer, &WsPeer::closed, this, [this, peer] {
        m_peers.removeOne(peer);
        peer->deleteLater();
        touch();
    });
}

void DebugChannel::sendEvent(const QJsonObject &event, bool own)
{
    const QList<WsPeer *> peers = m_peers;
    for (WsPeer *peer : peers)
        peer->sendEvent(event, own);
}

} // namespace rookery::sim::napcat

#include "moc_debugchannel.cpp"
