// SPDX-License-Identifier: GPL-3.0-or-later
#include "httpconnection.h"

#include "httpstatus.h"

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#endif

namespace rookery::io {

namespace {

constexpr milliseconds kIdleDeadline = seconds(60); // between two requests of one connection
constexpr milliseconds kClosingDeadline = seconds(2);
constexpr qint64 kSlice = 64 * 1024;

//! Gives the handler access to its one answer; does nothing once the connection or this exchange has ended.
class Exchange final : public Responder
{
public:
    Exchange(HttpConnection *connection, quint64 number) : m_connection(connection), m_number(number) {}
    Q_DISABLE_COPY_MOVE(Exchange)
    ~Exchange() override
    {
        if (!m_connection)
            return;
        if (m_begun)
            m_connection->endAnswer(m_number);
        else
            m_connection->dropAnswer(m_number, false);
    }

    void send(int status, const HttpHeaders &headers, const QByteArray &body) override
    {
        if (m_connection)
            m_connection->sendAnswer(m_number, status, headers, body);
    }
    void begin(int status, const HttpHeaders &headers) override
    {
        m_begun = true;
        if (m_connection)
            m_connection->beginAnswer(m_number, status, headers);
    }
    void write(const QByteArray &bytes) override
    {
        if (m_connection)
            m_connection->writeAnswer(m_number, bytes);
    }
    void end() override
    {
        if (m_connection)
            m_connection->endAnswer(m_number);
    }
    void admit() override
    {
        if (m_connection)
            m_connection->admitPeer(m_number);
    }
    void drop(bool reset) override
    {
        if (m_connection)
            m_connection->dropAnswer(m_number, reset);
    }
    bool isAlive() const override { return m_connection && m_connection->isAwaiting(m_number); }

private:
    QPointer<HttpConnection> m_connection;
    quint64 m_number;
    bool m_begun = false;
};

//! Returns whether the first frame has no mask. RFC 6455 5.1 requires a server to close then, and QWebSocket does not
//! check. A client that masks its first frame masks all of them.
bool isUnmasked(QTcpSocket &socket)
{
    const QByteArray start = socket.peek(2);
    return start.size() == 2 && (static_cast<unsigned char>(start.at(1)) & 0x80U) == 0;
}

//! Checks the first frame of an upgraded connection. Must be connected before QWebSocket so that it sees the bytes
//! first.
void refuseUnmasked(QTcpSocket *socket, const std::shared_ptr<QPointer<QWebSocket>> &upgraded)
{
    auto seen = std::make_shared<QMetaObject::Connection>();
    *seen = QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket, upgraded, seen] {
        if (!*upgraded || socket->bytesAvailable() < 2)
            return;
        QObject::disconnect(*seen);
        if (isUnmasked(*socket))
            (*upgraded)->close(QWebSocketProtocol::CloseCodeProtocolError);
    });
}

//! Makes the close discard unsent data and send a reset instead of an orderly end.
void lingerZero(const QTcpSocket &socket)
{
#ifdef Q_OS_UNIX
    const linger now{1, 0};
    ::setsockopt(static_cast<int>(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof(now));
#else
    Q_UNUSED(socket)
#endif
}

} // namespace

HttpConnection::HttpConnection(QTcpSocket *socket, const ListenerRules &rules, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_peer(socket->peerAddress())
    , m_rules(rules)
    , m_since(rules.clock.now())
    , m_deadline(rules.clock, [this] { onDeadline(); })
    , m_reader(rules.limits)
{
    m_socket->setParent(this);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1); // head and body are written separately
    connect(m_socket, &QTcpSocket::readyRead, this, &HttpConnection::process);
    connect(m_socket, &QTcpSocket::disconnected, this, &HttpConnection::onGone);
    startHead();
    m_deadline.start(m_rules.limits.headDeadline);
    if (m_socket->bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, &HttpConnection::process, Qt::QueuedConnection);
}

HttpConnection::~HttpConnection()
{
    if (m_state == State::Upgrading && !m_handedOver)
        delete m_socket; // it was handed to a handshake that cannot finish any more
}

void HttpConnection::startHead()
{
    m_reader.restart();
    m_reader.request().peer = m_peer;
    m_chunked = false;
    m_keepAlive = true;
    m_headBegun = m_exchange == 0; // the first head also has to begin within the deadline
    m_state = State::Head;
}

void HttpConnection::process()
{
    while (m_socket->bytesAvailable() > 0) {
        if (m_state == State::Head) {
            if (!readHead())
                return;
        } else if (m_state == State::Body) {
            if (!readBody())
                return;
        } else if (m_state == State::Closing) {
            m_socket->skip(m_socket->bytesAvailable()); // unread bytes would turn our close into a reset
        } else {
            return; // only one answer at a time
        }
    }
}

bool HttpConnection::readHead()
{
    const QByteArray seen = m_socket->peek(m_rules.limits.maxHead + 1);
    const HttpRequestReader::Head head = m_reader.readHead(seen);
    if (head.length == 0 && !seen.isEmpty() && !std::exchange(m_headBegun, true))
        m_deadline.start(m_rules.limits.headDeadline); // started once: sending single bytes does not extend it
    if (head.refusal != 0)
        refuse(head.refusal);
    if (head.length == 0)
        return false;
    m_deadline.stop();
    if (m_reader.wantsUpgrade()) {
        upgrade();
        return false;
    }
    m_socket->skip(head.length);
    if (refusedByHead())
        return false;
    if (m_reader.announcesTooMuch()) {
        refuse(413);
        return false;
    }
    if (m_reader.isWhole()) {
        dispatch();
        return m_state == State::Head;
    }
    if (m_reader.request().header("expect").compare("100-continue", Qt::CaseInsensitive) == 0)
        m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
    m_state = State::Body;
    m_deadline.start(m_rules.limits.bodyDeadline); // for the whole body
    return true;
}

bool HttpConnection::refusedByHead()
{
    if (!m_rules.headGate)
        return false;
    const std::optional<std::pair<int, QByteArray>> refusal = m_rules.headGate(m_reader.request());
    if (refusal)
        refuse(refusal->first, refusal->second);
    return refusal.has_value();
}

bool HttpConnection::readBody()
{
    const HttpRequestReader::Piece piece = m_reader.readBody(m_socket->peek(kSlice));
    m_socket->skip(piece.used);
    if (piece.refusal != 0) {
        refuse(piece.refusal);
        return false;
    }
    if (!m_reader.isWhole()) {
        if (m_rules.bodyGrew)
            m_rules.bodyGrew(); // which may abort this connection
        return m_state == State::Body;
    }
    dispatch();
    return m_state == State::Head;
}

void HttpConnection::dispatch()
{
    m_deadline.stop();
    m_keepAlive = m_reader.keepsAlive();
    m_state = State::Handling;
    auto responder = std::make_shared<Exchange>(this, ++m_exchange);
    if (!m_rules.handler) {
        sendAnswer(m_exchange, 404, {}, {});
        return;
    }
    const HttpListener::Handler handler = m_rules.handler; // a copy, because the handler may be replaced while it runs
    handler(m_reader.request(), std::move(responder));
}

void HttpConnection::upgrade()
{
    std::optional<std::pair<int, QByteArray>> refusal{{404, QByteArray()}};
    if (m_rules.accepted)
        refusal = m_rules.gate ? m_rules.gate(m_reader.request()) : std::nullopt;
    if (refusal) {
        m_socket->skip(m_socket->bytesAvailable());
        if (refusal->first == 0) {
            m_state = State::Handling; // no answer, until the peer gives up
            ++m_exchange;
            return;
        }
        refuse(refusal->first, refusal->second);
        return;
    }
    m_admitted = true;
    handOver();
}

// Hands the socket to a QWebSocketServer of its own, so that each WebSocket is known to belong to its request.
void HttpConnection::handOver()
{
    m_state = State::Upgrading;
    disconnect(m_socket, &QTcpSocket::readyRead, this, nullptr);
    const auto upgraded = std::make_shared<QPointer<QWebSocket>>();
    refuseUnmasked(m_socket, upgraded);
    m_handshaker = new QWebSocketServer(QString(), QWebSocketServer::NonSecureMode, this);
    connect(m_handshaker, &QWebSocketServer::newConnection, this, [this, upgraded] {
        std::unique_ptr<QWebSocket> socket(m_handshaker->nextPendingConnection());
        if (!socket)
            return;
        disconnect(m_socket, nullptr, this, nullptr);
        m_handedOver = m_gone = true; // from here on the WebSocket owns the socket
        socket->setParent(nullptr);
        *upgraded = socket.get();
        connect(socket.get(), &QObject::destroyed, m_socket, &QObject::deleteLater); // QWebSocket does not delete it
        m_deadline.stop();
        deleteLater();
        m_reader.request().transport = m_socket;
        m_rules.accepted(m_reader.request(), std::move(socket));
    });
    connect(m_handshaker, &QWebSocketServer::serverError, this, [this] { m_socket->disconnectFromHost(); });
    m_deadline.start(m_rules.limits.headDeadline);
    m_socket->setParent(nullptr); // the WebSocket takes ownership
    m_handshaker->handleConnection(m_socket);
}

void HttpConnection::refuse(int status, const QByteArray &body)
{
    m_keepAlive = false;
    m_state = State::Handling;
    sendAnswer(++m_exchange, status, {{"content-type", "text/plain; charset=utf-8"}}, body);
}

bool HttpConnection::isAwaiting(quint64 exchange) const
{
    return exchange == m_exchange && (m_state == State::Handling || m_state == State::Streaming)
        && m_socket->state() == QAbstractSocket::ConnectedState;
}

void HttpConnection::admitPeer(quint64 exchange)
{
    if (isAwaiting(exchange))
        m_admitted = true;
}

bool HttpConnection::keepsUsWaiting() const
{
    return !m_gone && (m_state == State::Head || m_state == State::Body || m_state == State::Closing);
}

void HttpConnection::writeHead(int status, const HttpHeaders &headers, qint64 length)
{
    QByteArray head = "HTTP/1.1 " + QByteArray::number(status) + ' ' + reasonPhrase(status) + "\r\n";
    for (const auto &[name, value] : headers)
        head += name + ": " + value + "\r\n";
    if (length >= 0)
        head += "content-length: " + QByteArray::number(length) + "\r\n";
    else if (m_chunked)
        head += "transfer-encoding: chunked\r\n";
    head += m_keepAlive ? "connection: keep-alive\r\n\r\n" : "connection: close\r\n\r\n";
    m_socket->write(head);
}

void HttpConnection::sendAnswer(quint64 exchange, int status, const HttpHeaders &headers, const QByteArray &body)
{
    if (!isAwaiting(exchange) || m_state != State::Handling)
        return;
    const bool bodiless = status == 204 || status == 304;
    writeHead(status, headers, bodiless ? -1 : body.size());
    if (!bodiless && m_reader.request().method != "HEAD")
        m_socket->write(body);
    finishExchange();
}

void HttpConnection::beginAnswer(quint64 exchange, int status, const HttpHeaders &headers)
{
    if (!isAwaiting(exchange) || m_state != State::Handling)
        return;
    m_chunked = m_reader.understandsChunks();
    m_keepAlive = m_keepAlive && m_chunked; // without chunks only closing the connection marks the end
    writeHead(status, headers, -1);
    m_state = State::Streaming;
}

void HttpConnection::writeAnswer(quint64 exchange, const QByteArray &bytes)
{
    if (!isAwaiting(exchange) || m_state != State::Streaming || bytes.isEmpty() || m_reader.request().method == "HEAD")
        return;
    if (m_socket->bytesToWrite() > m_rules.limits.maxBody) {
        abort(); // a peer that does not read must not exhaust the memory
        return;
    }
    if (m_chunked)
        m_socket->write(QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n");
    else
        m_socket->write(bytes);
}

void HttpConnection::endAnswer(quint64 exchange)
{
    if (!isAwaiting(exchange) || m_state != State::Streaming)
        return;
    if (m_chunked && m_reader.request().method != "HEAD")
        m_socket->write("0\r\n\r\n");
    finishExchange();
}

void HttpConnection::dropAnswer(quint64 exchange, bool reset)
{
    if (!isAwaiting(exchange))
        return;
    if (reset) {
        lingerZero(*m_socket);
        abort();
        return;
    }
    closeGently();
}

void HttpConnection::finishExchange()
{
    if (!m_keepAlive) {
        closeGently();
        return;
    }
    startHead();
    m_deadline.start(kIdleDeadline);
    if (m_socket->bytesAvailable() > 0) // pipelined; queued, because the handler may still be running
        QMetaObject::invokeMethod(this, &HttpConnection::process, Qt::QueuedConnection);
}

void HttpConnection::closeGently()
{
    m_state = State::Closing;
    m_socket->skip(m_socket->bytesAvailable());
    m_deadline.start(kClosingDeadline);
    m_socket->disconnectFromHost();
}

void HttpConnection::onDeadline()
{
    if (m_state == State::Head && m_exchange == 0 && m_socket->bytesAvailable() > 0) {
        refuse(408);
        return;
    }
    abort();
}

void HttpConnection::abort()
{
    if (m_handedOver)
        return;
    m_socket->abort();
    onGone(); // abort() emits nothing on a socket that was already closing
}

void HttpConnection::onGone()
{
    m_deadline.stop();
    disconnect(m_socket, nullptr, this, nullptr);
    m_socket->setParent(this); // taken back from a handshake that never finished
    m_state = State::Closing;
    m_gone = true;
    m_reader.request().body = {};
    deleteLater();
}

} // namespace rookery::io

#include "moc_httpconnection.cpp"
