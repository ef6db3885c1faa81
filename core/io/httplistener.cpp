// SPDX-License-Identifier: GPL-3.0-or-later
#include "httplistener.h"

#include "httpconnection.h"

#include <QSslServer>
#include <QUrlQuery>

namespace rookery::io {

QByteArray IncomingRequest::header(const QByteArray &lowerName) const
{
    for (const auto &[name, value] : headers) {
        if (name == lowerName)
            return value;
    }
    return {};
}

QString IncomingRequest::queryValue(const QString &key) const
{
    QByteArray plain = query;
    plain.replace('+', "%20"); // forms write a space as plus, which QUrlQuery leaves alone
    return QUrlQuery(QString::fromUtf8(plain)).queryItemValue(key, QUrl::FullyDecoded);
}

class HttpListener::Impl
{
public:
    Impl(Clock &clock, const ListenerLimits &limits, HttpListener *listener)
        : m_listener(listener)
        , m_rules{.clock = clock, .limits = limits}
    {}
    Q_DISABLE_COPY_MOVE(Impl)
    ~Impl() { close(true); }

    Result<quint16> listen(const QHostAddress &address, quint16 port);
    void close(bool dropConnections);
    void hand(const IncomingRequest &request, std::unique_ptr<QWebSocket> socket);

    HttpListener *m_listener;
    ListenerRules m_rules;
    QSslConfiguration m_tls;
    SocketHandler m_socketHandler;
    QTcpServer *m_server = nullptr; // a child of the listener
    QList<HttpConnection *> m_connections;
    QList<QWebSocket *> m_sockets;

private:
    void takePending();
    void take(QTcpSocket *socket);
};

Result<quint16> HttpListener::Impl::listen(const QHostAddress &address, quint16 port)
{
    if (m_server)
        return fail(ErrorKind::Bug, Reason::Internal, QStringLiteral("already listening"));
    std::unique_ptr<QTcpServer> server;
    if (m_tls.isNull()) {
        server = std::make_unique<QTcpServer>();
    } else {
        auto secure = std::make_unique<QSslServer>();
        secure->setSslConfiguration(m_tls);
        secure->setHandshakeTimeout(static_cast<int>(m_rules.limits.headDeadline.count()));
        server = std::move(secure);
    }
    // not newConnection: over TLS that comes before the handshake is done
    connect(server.get(), &QTcpServer::pendingConnectionAvailable, m_listener, [this] { takePending(); });
    server->setMaxPendingConnections(m_rules.limits.maxConnections);
    server->setListenBacklogSize(m_rules.limits.maxConnections); // many may dial in the same instant
    if (!server->listen(address, port))
        return fail(ErrorKind::Network, Reason::None, server->errorString());
    m_server = server.release();
    m_server->setParent(m_listener);
    return m_server->serverPort();
}

void HttpListener::Impl::takePending()
{
    while (m_server && m_server->hasPendingConnections()) {
        if (QTcpSocket *socket = m_server->nextPendingConnection())
            take(socket);
    }
}

void HttpListener::Impl::take(QTcpSocket *socket)
{
    if (socket->state() != QAbstractSocket::ConnectedState
        || m_connections.size() + m_sockets.size() >= m_rules.limits.maxConnections) {
        socket->abort();
        socket->deleteLater();
        return;
    }
    auto *connection = new HttpConnection(socket, m_rules, m_listener);
    m_connections.append(connection);
    connect(connection, &QObject::destroyed, m_listener, [this, connection] { m_connections.removeOne(connection); });
}

void HttpListener::Impl::hand(const IncomingRequest &request, std::unique_ptr<QWebSocket> socket)
{
    QWebSocket *raw = socket.get();
    m_sockets.append(raw);
    connect(raw, &QObject::destroyed, m_listener, [this, raw] { m_sockets.removeOne(raw); });
    m_socketHandler(request, std::move(socket));
}

void HttpListener::Impl::close(bool dropConnections)
{
    if (m_server) {
        m_server->close();
        std::exchange(m_server, nullptr)->deleteLater(); // it may be the one that is calling
    }
    if (!dropConnections)
        return;
    const QList<HttpConnection *> connections = m_connections;
    for (HttpConnection *connection : connections)
        connection->abort();
    const QList<QWebSocket *> sockets = m_sockets;
    for (QWebSocket *socket : sockets) {
        if (m_sockets.contains(socket)) // an earlier abort may have made its owner drop this one
            socket->abort();
    }
}

HttpListener::HttpListener(Clock &clock, ListenerLimits limits, QObject *parent)
    : QObject(parent)
    , m_impl(std::make_unique<Impl>(clock, limits, this))
{}

HttpListener::~HttpListener()
{
    m_impl->close(true);
    // the connections are children; they must not outlive the rules that they refer to
    const QList<HttpConnection *> connections = std::exchange(m_impl->m_connections, {});
    for (HttpConnection *connection : connections) {
        connection->disconnect(this);
        delete connection;
    }
    for (QWebSocket *socket : std::as_const(m_impl->m_sockets))
        socket->disconnect(this);
}

void HttpListener::setHandler(Handler handler)
{
    m_impl->m_rules.handler = std::move(handler);
}

void HttpListener::setUpgrade(UpgradeGate gate, SocketHandler handler)
{
    m_impl->m_rules.gate = std::move(gate);
    m_impl->m_socketHandler = std::move(handler);
    m_impl->m_rules.accepted = {};
    if (m_impl->m_socketHandler) {
        m_impl->m_rules.accepted = [impl = m_impl.get()](const IncomingRequest &request,
                                                         std::unique_ptr<QWebSocket> socket) {
            impl->hand(request, std::move(socket));
        };
    }
}

void HttpListener::setTls(const QSslConfiguration &configuration)
{
    m_impl->m_tls = configuration;
}

Result<quint16> HttpListener::listen(const QHostAddress &address, quint16 port)
{
    return m_impl->listen(address, port);
}

void HttpListener::close(bool dropConnections)
{
    m_impl->close(dropConnections);
}

bool HttpListener::isListening() const
{
    return m_impl->m_server && m_impl->m_server->isListening();
}

quint16 HttpListener::port() const
{
    return m_impl->m_server ? m_impl->m_server->serverPort() : 0;
}

int HttpListener::connectionCount() const
{
    return static_cast<int>(m_impl->m_connections.size() + m_impl->m_sockets.size());
}

} // namespace rookery::io

#include "moc_httplistener.cpp"
