// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebot/dialler.h"

#include <QNetworkRequest>

using namespace Qt::StringLiterals;

namespace rookery::sim::onebot {

Dialler::Dialler(const WsPeer::Parts &parts, const Endpoint &endpoint)
    : Adapter(parts, endpoint)
    , m_again(parts.state.clock, [this] { dial(); })
{}

Dialler::~Dialler()
{
    if (m_peer)
        m_peer->disconnect(this);
    if (m_dialling)
        m_dialling->disconnect(this);
}

Result<> Dialler::open()
{
    dial();
    return {};
}

void Dialler::dial()
{
    QNetworkRequest request(endpoint().url);
    const io::HttpHeaders headers = parts().profile.dialHeaders(endpoint());
    for (const auto &[name, value] : headers)
        request.setRawHeader(name, value);
    m_dialling = std::make_unique<QWebSocket>();
    connect(m_dialling.get(), &QWebSocket::connected, this, &Dialler::onConnected);
    connect(m_dialling.get(), &QWebSocket::disconnected, this, [this] { lost(u"1006"_s); });
    Q_EMIT noted(endpoint(), u"dialling"_s, endpoint().url.toString());
    m_dialling->open(request);
}

void Dialler::onConnected()
{
    m_dialling->disconnect(this);
    const QString role = endpoint().role.toLower();
    QWebSocket *socket = m_dialling.get();
    m_peer = std::make_unique<WsPeer>(parts(), std::move(m_dialling), nullptr,
                                      PeerRights{.events = role != "api"_L1,
                                                 .calls = role != "event"_L1,
                                                 .ownMessages = endpoint().ownMessages,
                                                 .heartbeat = endpoint().heartbeat});
    connect(m_peer.get(), &WsPeer::closed, this,
            [this, socket] { lost(QString::number(static_cast<int>(socket->closeCode()))); });
    Q_EMIT noted(endpoint(), u"connected"_s, endpoint().url.toString());
}

void Dialler::lost(const QString &code)
{
    // these objects emit the current signal: deleted only once the event loop is back
    if (m_peer) {
        m_peer->disconnect(this);
        m_peer.release()->deleteLater();
    }
    if (m_dialling) {
        m_dialling->disconnect(this);
        m_dialling.release()->deleteLater();
    }
    Q_EMIT noted(endpoint(), u"dropped"_s, code);
    m_again.start(endpoint().reconnect);
}

void Dialler::sendEvent(const QJsonObject &event, bool own)
{
    if (m_peer)
        m_peer->sendEvent(event, own);
}

} // namespace rookery::sim::onebot

#include "moc_dialler.cpp"
