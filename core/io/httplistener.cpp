// SPDX-License-Identifier: GPL-3.0-or-later
#include "httplistener.h"

#include "httpconnection.h"

#include "base/reasons/machine.h"

#include <QSslServer>
#include <QSslSocket>
#include <QTimer>
#include <QUrlQuery>

#include <algorithm>
#include <numeric>

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
    plain.replace('+', "%20"); // forms encode a space as plus, which QUrlQuery does not decode
    return QUrlQuery(QString::fromUtf8(plain)).queryItemValue(key, QUrl::FullyDecoded);
}

namespace {

constexpr int kTakenAtOnce = 32;
constexpr milliseconds kLookEvery = seconds(1);
constexpr milliseconds kPatience = seconds(1); //!< before one of too many connections from an address is cut
constexpr qint64 kMaxUnread = 64LL * 1024 * 1024; //!< per socket; more than any message of ours

//! Limits the TLS handshakes in progress, which are not connections of the listener yet.
class TlsServer final : public QSslServer
{
public:
    explicit TlsServer(int limit) : m_limit(limit) {}

protected:
    void incomingConnection(qintptr descriptor) override
    {
        const auto unfinished = findChildren<QSslSocket *>(Qt::FindDirectChildrenOnly);
        if (unfinished.size() >= m_limit)
            unfinished.constFirst()->abort(); // the oldest
        QSslServer::incomingConnection(descriptor);
    }

private:
    int m_limit;
};

} // namespace

class HttpListener::Impl
{
public:
    Impl(Clock &clock, const ListenerLimits &limits, HttpListener *listener)
        : m_listener(listener)
        , m_rules{.clock = clock, .limits = limits}
        , m_unread(clock, [this] { cutWhoDoesNotRead(); })
    {}
    Q_DISABLE_COPY_MOVE(Impl)
    ~Impl() { close(true); }

    void start()
    {
        m_rules.bodyGrew = [this] { boundBodies(); };
    }
    Result<quint16> listen(const QHostAddress &address, quint16 port);
    void close(bool dropConnections);
    void hand(const IncomingRequest &request, std::unique_ptr<QWebSocket> socket);

    HttpListener *m_listener;
    ListenerRules m_rules;
    QSslConfiguration m_tls;
    SocketHandler m_socketHandler;
    std::function<void(const QHostAddress &)> m_full;
    QTcpServer *m_server = nullptr; // a child of the listener
    QList<HttpConnection *> m_connections;
    QList<QWebSocket *> m_sockets;
    Timer m_unread; //!< runs while there are sockets

private:
    void takePending();
    void take(QTcpSocket *socket);
    [[nodiscard]] bool makeRoomFor(const QHostAddress &peer);
    [[nodiscard]] bool cutLongestWaiting(const std::function<bool(const HttpConnection &)> &among);
    void boundBodies();
    void cutWhoDoesNotRead();
    void tellFull(const QHostAddress &peer) const
    {
        if (m_full)
            m_full(peer);
    }

    bool m_taking = false; //!< scheduled for the next turn of the event loop
};

Result<quint16> HttpListener::Impl::listen(const QHostAddress &address, quint16 port)
{
    if (m_server)
        return fail(ErrorKind::Bug, Reason::Internal, QStringLiteral("already listening"));
    std::unique_ptr<QTcpServer> server;
    if (m_tls.isNull()) {
        server = std::make_unique<QTcpServer>();
    } else {
        auto secure = std::make_unique<TlsServer>(m_rules.limits.maxConnections);
        secure->setSslConfiguration(m_tls);
        secure->setHandshakeTimeout(static_cast<int>(m_rules.limits.headDeadline.count()));
        server = std::move(secure);
    }
    // not newConnection: over TLS that is emitted before the handshake is done
    connect(server.get(), &QTcpServer::pendingConnectionAvailable, m_listener, [this] { takePending(); });
    server->setMaxPendingConnections(kTakenAtOnce); // the rest waits in the system's queue
    server->setListenBacklogSize(m_rules.limits.maxConnections); // many peers may connect in the same instant
    if (!server->listen(address, port))
        return fail(ErrorKind::Network, Reason::None, server->errorString());
    m_server = server.release();
    m_server->setParent(m_listener);
    return m_server->serverPort();
}

//! Accepts a few connections per turn of the event loop, so that data already received counts before a connection is
//! cut for a new one. QTcpServer on its own would accept all pending connections at once.
void HttpListener::Impl::takePending()
{
    if (std::exchange(m_taking, true))
        return;
    QTimer::singleShot(0, m_listener, [this] {
        m_taking = false;
        while (m_server && m_server->hasPendingConnections()) {
            if (QTcpSocket *socket = m_server->nextPendingConnection())
                take(socket);
        }
    });
}

void HttpListener::Impl::take(QTcpSocket *socket)
{
    const bool connected = socket->state() == QAbstractSocket::ConnectedState;
    if (!connected || !makeRoomFor(socket->peerAddress())) {
        if (connected)
            tellFull(socket->peerAddress());
        socket->abort();
        socket->deleteLater();
        return;
    }
    auto *connection = new HttpConnection(socket, m_rules, m_listener);
    m_connections.append(connection);
    connect(connection, &QObject::destroyed, m_listener, [this, connection] { m_connections.removeOne(connection); });
}

//! Makes room for a connection from `peer`. False: all slots are taken, and no connection keeps us waiting.
bool HttpListener::Impl::makeRoomFor(const QHostAddress &peer)
{
    const auto stranger = [](const HttpConnection *one) { return one->isStranger(); };
    const auto neighbour = [&peer](const HttpConnection *one) { return one->isStranger() && one->peer() == peer; };
    const ListenerLimits &limits = m_rules.limits;
    const auto &all = std::as_const(m_connections);
    if (std::count_if(all.cbegin(), all.cend(), neighbour) >= limits.maxStrangersPerAddress) {
        const SteadyTime patience = m_rules.clock.now() - kPatience;
        static_cast<void>(cutLongestWaiting([&neighbour, patience](const HttpConnection &one) {
            return neighbour(&one) && one.since() <= patience;
        })); // several connections in the same instant are not yet a flood
    }
    const auto strangers = std::count_if(all.cbegin(), all.cend(), stranger);
    const auto gone = std::count_if(all.cbegin(), all.cend(), [](const auto *one) { return one->isGone(); });
    if (strangers >= limits.maxStrangers || all.size() - gone + m_sockets.size() >= limits.maxConnections)
        return cutLongestWaiting([](const HttpConnection &one) { return one.isStranger(); });
    return true;
}

bool HttpListener::Impl::cutLongestWaiting(const std::function<bool(const HttpConnection &)> &among)
{
    const auto oldest = std::find_if(m_connections.cbegin(), m_connections.cend(), [&among](const HttpConnection *one) {
        return one->keepsUsWaiting() && among(*one);
    });
    if (oldest == m_connections.cend())
        return false;
    HttpConnection *cut = *oldest;
    if (!cut->isClosing())
        tellFull(cut->peer());
    cut->abort();
    return true;
}

//! Aborts the connections that have been sending a body for the longest time, until the bodies held fit the limit.
void HttpListener::Impl::boundBodies()
{
    const auto held = [this] {
        return std::accumulate(m_connections.cbegin(), m_connections.cend(), qint64(0),
                               [](qint64 sum, const HttpConnection *one) { return sum + one->bodyHeld(); });
    };
    while (held() > m_rules.limits.maxBodies) {
        const auto sending = [](const HttpConnection &one) { return one.bodyHeld() > 0; };
        const auto stranger = [](const HttpConnection &one) { return one.bodyHeld() > 0 && one.isStranger(); };
        if (!cutLongestWaiting(stranger) && !cutLongestWaiting(sending))
            return;
    }
}

//! Aborts sockets whose peer does not read: QWebSocket answers each ping even then.
void HttpListener::Impl::cutWhoDoesNotRead()
{
    m_unread.start(kLookEvery);
    const QList<QWebSocket *> sockets = m_sockets;
    for (QWebSocket *socket : sockets) {
        if (m_sockets.contains(socket) && socket->bytesToWrite() > kMaxUnread)
            socket->abort();
    }
}

void HttpListener::Impl::hand(const IncomingRequest &request, std::unique_ptr<QWebSocket> socket)
{
    QWebSocket *raw = socket.get();
    m_sockets.append(raw);
    connect(raw, &QObject::destroyed, m_listener, [this, raw] {
        m_sockets.removeOne(raw);
        if (m_sockets.isEmpty())
            m_unread.stop();
    });
    if (!m_unread.isActive())
        m_unread.start(kLookEvery);
    m_socketHandler(request, std::move(socket));
}

void HttpListener::Impl::close(bool dropConnections)
{
    if (m_server) {
        m_server->close();
        std::exchange(m_server, nullptr)->deleteLater(); // it may be the caller
    }
    if (!dropConnections)
        return;
    const QList<HttpConnection *> connections = m_connections;
    for (HttpConnection *connection : connections)
        connection->abort();
    const QList<QWebSocket *> sockets = m_sockets;
    for (QWebSocket *socket : sockets) {
        if (m_sockets.contains(socket)) // an earlier abort may have made its owner delete this one
            socket->abort();
    }
}

HttpListener::HttpListener(Clock &clock, ListenerLimits limits, QObject *parent)
    : QObject(parent)
    , m_impl(std::make_unique<Impl>(clock, limits, this))
{
    m_impl->start();
}

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
        QObject::disconnect(socket, nullptr, this, nullptr);
}

void HttpListener::setHandler(Handler handler, Gate gate)
{
    m_impl->m_rules.handler = std::move(handler);
    m_impl->m_rules.headGate = std::move(gate);
}

void HttpListener::setFullHandler(std::function<void(const QHostAddress &peer)> handler)
{
    m_impl->m_full = std::move(handler);
}

void HttpListener::setUpgrade(Gate gate, SocketHandler handler)
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
