// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebot/server.h"

#include "contradictions.h"

using namespace Qt::StringLiterals;

namespace rookery::sim::onebot {

namespace {

constexpr seconds kStreamBeat{5};

QHostAddress addressOf(const QString &host)
{
    const QHostAddress address(host);
    // a simulator must not be reachable from other machines
    return address.isLoopback() ? address : QHostAddress(QHostAddress::LocalHost);
}

} // namespace

Server::Server(const WsPeer::Parts &parts, const Endpoint &endpoint)
    : Adapter(parts, endpoint)
    , m_state(parts.state)
    , m_answers(parts.state)
    , m_streamBeat(parts.state.clock, [this] { beatStreams(); })
    , m_listener(parts.state.clock)
{
    if (endpoint.tls)
        m_listener.setTls(*endpoint.tls);
    m_listener.setHandler(
        [this](const io::IncomingRequest &request, const ResponderPtr &responder) { serve(request, responder); });
    if (endpoint.way != Endpoint::Way::Socket)
        return;
    m_listener.setUpgrade([this](const io::IncomingRequest &request) { return gate(request); },
                          [this](const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket) {
                              accept(request, std::move(socket));
                          });
}

Server::~Server()
{
    for (WsPeer *peer : std::as_const(m_peers))
        peer->disconnect(this);
}

Result<> Server::open()
{
    const Result<quint16> port = m_listener.listen(addressOf(endpoint().host), endpoint().port);
    if (!port)
        return fail(port.error());
    return {};
}

std::optional<std::pair<int, QByteArray>> Server::gate(const io::IncomingRequest &request)
{
    if (m_state.faults.take(u"mute-handshake"_s))
        return std::pair(0, QByteArray());
    if (m_state.faults.isOn(u"wrong-server"_s))
        return std::pair(404, QByteArray("<html>404 Not Found</html>"));
    return parts().profile.refuseUpgrade(parts().profile.tokenOf(request, endpoint().token));
}

void Server::refuseToken(const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket)
{
    const CloseNotice closeNotice = parts().profile.closeNotice();
    socket->sendTextMessage(QString::fromUtf8(compact(closeNotice.frame)));
    QWebSocket *raw = socket.release();
    raw->setParent(this);
    connect(raw, &QWebSocket::disconnected, raw, &QObject::deleteLater);
    if (closeNotice.code != 0)
        raw->close(static_cast<QWebSocketProtocol::CloseCode>(closeNotice.code), closeNotice.reason);
    else if (request.transport)
        request.transport->write(QByteArray::fromHex("8800")); // a close without a code, which QWebSocket cannot send
}

void Server::accept(const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket)
{
    const WireProfile &profile = parts().profile;
    if (profile.tokenOf(request, endpoint().token) != TokenState::Fits) {
        refuseToken(request, std::move(socket));
        return;
    }
    const PathRights path = profile.rightsOf(request.path);
    auto *peer = new WsPeer(parts(), std::move(socket), request.transport,
                            {.events = path.events,
                             .calls = path.calls,
                             .ownMessages = endpoint().ownMessages,
                             .heartbeat = endpoint().heartbeat});
    peer->setParent(this);
    m_peers.append(peer);
    connect(peer, &WsPeer::closed, this, [this, peer] {
        m_peers.removeOne(peer);
        peer->deleteLater();
    });
}

void Server::sendEvent(const QJsonObject &event, bool own)
{
    const QList<WsPeer *> peers = m_peers;
    for (WsPeer *peer : peers)
        peer->sendEvent(event, own);
    if (!own || endpoint().ownMessages)
        writeStreams(event);
}

void Server::serve(const io::IncomingRequest &request, const ResponderPtr &responder)
{
    if (m_answers.intercept(responder))
        return;
    const WireProfile &profile = parts().profile;
    if (endpoint().way == Endpoint::Way::Socket) {
        m_answers.send(responder, profile.notAnUpgrade());
        return;
    }
    m_state.bytesIn += request.body.size();
    if (isTooLarge(m_state.faults, request.body.size())) {
        m_answers.send(responder, 413, "text/plain", "Payload Too Large");
        return;
    }
    const TokenState token = profile.tokenOf(request, endpoint().token);
    if (endpoint().eventStream && request.path == "/_events"_L1 && token == TokenState::Fits) {
        openStream(responder);
        return;
    }
    const HttpCall call = profile.readCall(request, token);
    if (call.kind == HttpCall::Kind::Answer) {
        m_answers.send(responder, call.answer);
        return;
    }
    if (call.kind == HttpCall::Kind::Hang) {
        m_answers.leaveOpen(responder);
        return;
    }
    const QPointer<Server> self(this);
    const QJsonValue echo = call.echo;
    parts().actions.call(call.action, call.params, Transport::Http, [self, responder, echo](const Outcome &outcome) {
        if (self)
            self->m_answers.sendReply(responder, self->parts().profile.httpAnswer(outcome, echo));
    });
}

void Server::openStream(const ResponderPtr &responder)
{
    responder->begin(200, {{"content-type", "text/event-stream"}, {"cache-control", "no-cache"}});
    m_streams.append(responder);
    if (!m_streamBeat.isActive())
        m_streamBeat.start(kStreamBeat);
}

void Server::writeStreams(const QJsonObject &event)
{
    m_streams.removeIf([](const ResponderPtr &reader) { return !reader->isAlive(); });
    if (m_state.faults.isOn(u"half-open"_s))
        return;
    for (const ResponderPtr &reader : std::as_const(m_streams))
        reader->write("data: " + compact(event) + "\n\n");
}

void Server::beatStreams()
{
    writeStreams(heartbeatEvent(parts(), kStreamBeat));
    if (!m_streams.isEmpty())
        m_streamBeat.start(kStreamBeat);
}

} // namespace rookery::sim::onebot

#include "onebot/moc_server.cpp"
