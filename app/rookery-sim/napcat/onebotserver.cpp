// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebotserver.h"

#include <QJsonDocument>
#include <QUrlQuery>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace rookery::sim::napcat {

namespace {

QString textOf(const QJsonObject &config, QLatin1StringView key)
{
    return config.value(key).toString();
}

QHostAddress addressOf(const QString &host)
{
    if (host.isEmpty() || host == "0.0.0.0"_L1 || host == "::"_L1 || host == "localhost"_L1)
        return QHostAddress(QHostAddress::LocalHost); // a simulator is nobody's business beyond this machine
    return QHostAddress(host);
}

QJsonObject formOf(const QByteArray &encoded)
{
    QByteArray plain = encoded;
    plain.replace('+', "%20");
    QJsonObject params;
    const QList<std::pair<QString, QString>> items = QUrlQuery(QString::fromUtf8(plain)).queryItems(QUrl::FullyDecoded);
    for (const auto &[key, value] : items)
        params.insert(key, value);
    return params;
}

//! nullopt: `Invalid JSON`.
std::optional<QJsonObject> paramsOf(const io::IncomingRequest &request)
{
    QJsonObject params;
    if (!request.body.isEmpty()) {
        if (request.header("content-type").startsWith("application/x-www-form-urlencoded")) {
            params = formOf(request.body);
        } else {
            const QJsonDocument document = QJsonDocument::fromJson(request.body);
            if (!document.isObject())
                return std::nullopt;
            params = document.object();
        }
    }
    const QJsonObject query = formOf(request.query);
    for (auto it = query.constBegin(); it != query.constEnd(); ++it) {
        if (it.key() != "access_token"_L1)
            params.insert(it.key(), it.value());
    }
    return params;
}

} // namespace

OneBotServer::OneBotServer(Kind kind, const QJsonObject &config, World &world, Actions &actions, const QqLogin &login)
    : m_kind(kind)
    , m_config(config)
    , m_world(world)
    , m_actions(actions)
    , m_login(login)
    , m_answers(world)
    , m_listener(world.clock)
{
    m_listener.setHandler(
        [this](const io::IncomingRequest &request, const ResponderPtr &responder) { serve(request, responder); });
    if (kind != Kind::WebSocket)
        return;
    m_listener.setUpgrade(
        [this](const io::IncomingRequest &) -> std::optional<std::pair<int, QByteArray>> {
            if (m_world.faults.take(u"mute-handshake"_s))
                return std::pair(0, QByteArray());
            if (m_world.faults.isOn(u"wrong-server"_s))
                return std::pair(404, QByteArray("<html>404 Not Found</html>"));
            return std::nullopt;
        },
        [this](const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket) {
            accept(request, std::move(socket));
        });
}

OneBotServer::~OneBotServer()
{
    for (WsPeer *peer : std::as_const(m_peers))
        peer->disconnect(this);
}

Result<quint16> OneBotServer::listen()
{
    return m_listener.listen(addressOf(textOf(m_config, "host"_L1)),
                             static_cast<quint16>(m_config.value("port"_L1).toInt()));
}

bool OneBotServer::tokenFits(const io::IncomingRequest &request) const
{
    const QString token = textOf(m_config, "token"_L1);
    if (token.isEmpty())
        return true;
    const QString query = request.queryValue(u"access_token"_s);
    if (!query.isEmpty())
        return query == token; // the query wins over the header
    const QByteArray header = request.header("authorization");
    return QString::fromUtf8(header.startsWith("Bearer ") ? header.sliced(7) : header) == token;
}

void OneBotServer::refuseToken(const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket)
{
    Outcome outcome = Outcome::failed(u"token验证失败"_s);
    QJsonObject frame = envelope(outcome, Transport::WebSocket, QJsonValue());
    frame.insert(u"retcode"_s, 1403);
    socket->sendTextMessage(QString::fromUtf8(QJsonDocument(frame).toJson(QJsonDocument::Compact)));
    QWebSocket *raw = socket.release();
    raw->setParent(this);
    connect(raw, &QWebSocket::disconnected, raw, &QObject::deleteLater);
    if (request.transport)
        request.transport->write(QByteArray::fromHex("8800")); // a close without a code, which QWebSocket cannot say
}

void OneBotServer::accept(const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket)
{
    if (!tokenFits(request)) {
        refuseToken(request, std::move(socket));
        return;
    }
    const bool apiOnly = request.path == "/api"_L1 || request.path == "/api/"_L1;
    const PeerRights rights{.events = !apiOnly,
                            .ownMessages = m_config.value("reportSelfMessage"_L1).toBool(),
                            .heartbeat = milliseconds(m_config.value("heartInterval"_L1).toInteger(30000))};
    auto *peer = new WsPeer(m_world, m_actions, m_login, request, std::move(socket), rights);
    peer->setParent(this);
    m_peers.append(peer);
    connect(peer, &WsPeer::closed, this, [this, peer] {
        m_peers.removeOne(peer);
        peer->deleteLater();
    });
}

void OneBotServer::sendEvent(const QJsonObject &event, bool own)
{
    const QList<WsPeer *> peers = m_peers;
    for (WsPeer *peer : peers)
        peer->sendEvent(event, own);
}

void OneBotServer::serve(const io::IncomingRequest &request, const ResponderPtr &responder)
{
    if (m_answers.intercept(responder))
        return;
    if (m_kind == Kind::WebSocket) {
        m_answers.send(responder, 426, "text/plain", "Upgrade Required");
        return;
    }
    m_world.bytesIn += request.body.size();
    const std::optional<QJsonObject> params = paramsOf(request);
    if (!params) {
        m_answers.send(responder, 400, "text/html; charset=utf-8", "Invalid JSON");
        return;
    }
    if (!tokenFits(request)) {
        m_answers.send(responder, 403, "text/html; charset=utf-8", R"({"message":"token verify failed!"})");
        return;
    }
    const QString action = request.path.section(u'/', 1, 1);
    if (action.isEmpty()) {
        Outcome hello = Outcome::ok(QJsonObject());
        hello.message = u"NapCat4 Is Running"_s;
        m_answers.sendReply(responder, envelope(hello, Transport::Http, QJsonValue()));
        return;
    }
    const QJsonValue echo = params->contains("echo"_L1)
        ? params->value("echo"_L1)
        : QJsonValue(QUuid::createUuid().toString(QUuid::WithoutBraces));
    const QPointer<OneBotServer> self(this);
    m_actions.call(action, *params, Transport::Http, [self, responder, echo](const Outcome &outcome) {
        if (!self)
            return;
        const bool schema = outcome.kind == Outcome::Kind::BadParams;
        self->m_answers.sendReply(responder, envelope(outcome, Transport::Http, schema ? QJsonValue() : echo));
    });
}

OneBotNetwork::OneBotNetwork(World &world, Actions &actions, const QqLogin &login)
    : m_world(world)
    , m_actions(actions)
    , m_login(login)
{}

void OneBotNetwork::open(OneBotServer::Kind kind, const QJsonObject &server)
{
    const auto found = std::find_if(m_servers.begin(), m_servers.end(), [&](const auto &open) {
        return open->kind() == kind && open->config().value("name"_L1) == server.value("name"_L1)
            && open->config().value("port"_L1) == server.value("port"_L1)
            && open->config().value("host"_L1) == server.value("host"_L1);
    });
    if (found != m_servers.end()) {
        (*found)->setConfig(server);
        return;
    }
    auto opened = std::make_unique<OneBotServer>(kind, server, m_world, m_actions, m_login);
    const QString place = u"%1:%2"_s.arg(textOf(server, "host"_L1), QString::number(server.value("port"_L1).toInt()));
    const Result<quint16> port = opened->listen();
    if (kind == OneBotServer::Kind::WebSocket) {
        m_world.log.info(u"[OneBot] [WebSocket Server] Server Started undefined:undefined"_s); // even when it is not
        if (!port)
            m_world.log.info(u"[OneBot] [WebSocket Server] Server Error: listen EADDRINUSE: address already in use "_s
                             + place);
    } else if (port) {
        m_world.log.info(u"[OneBot] [HTTP Server Adapter] Start On "_s + place);
    } else {
        m_world.log.error(u"[NapCat] [Error] Unhandled Exception: listen EADDRINUSE: address already in use "_s
                          + place);
    }
    if (port)
        m_servers.push_back(std::move(opened));
}

void OneBotNetwork::apply(const QJsonObject &config)
{
    const QJsonObject network = config.value("network"_L1).toObject();
    const auto wanted = [&](QLatin1StringView list) {
        QList<QJsonObject> enabled;
        const QJsonArray all = network.value(list).toArray();
        for (const QJsonValue &server : all) {
            if (server["enable"_L1].toBool())
                enabled.append(server.toObject());
        }
        return enabled;
    };
    const QList<QJsonObject> sockets = wanted("websocketServers"_L1);
    const QList<QJsonObject> https = wanted("httpServers"_L1);
    std::erase_if(m_servers, [&](const auto &open) {
        const QList<QJsonObject> &list = open->kind() == OneBotServer::Kind::WebSocket ? sockets : https;
        return std::none_of(list.cbegin(), list.cend(), [&](const QJsonObject &server) {
            return server.value("name"_L1) == open->config().value("name"_L1)
                && server.value("port"_L1) == open->config().value("port"_L1)
                && server.value("host"_L1) == open->config().value("host"_L1);
        });
    });
    if (m_world.faults.isOn(u"port-not-open"_s))
        return;
    for (const QJsonObject &server : https)
        open(OneBotServer::Kind::Http, server);
    for (const QJsonObject &server : sockets)
        open(OneBotServer::Kind::WebSocket, server);
}

void OneBotNetwork::close()
{
    m_servers.clear();
}

void OneBotNetwork::sendEvent(const QJsonObject &event, bool own)
{
    for (const auto &server : m_servers)
        server->sendEvent(event, own);
}

int OneBotNetwork::peers() const
{
    int count = 0;
    for (const auto &server : m_servers)
        count += server->peers();
    return count;
}

} // namespace rookery::sim::napcat
