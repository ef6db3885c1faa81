// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "httpclient.h"

#include <QHostAddress>
#include <QPointer>
#include <QSslConfiguration>
#include <QTcpSocket>
#include <QWebSocket>

#include <functional>
#include <memory>
#include <optional>

namespace rookery::io {

//! Holds a parsed request; header names are lower-case, `path` is decoded, `query` is unchanged.
struct IncomingRequest {
    QByteArray method;
    QString path;
    QByteArray query;
    HttpHeaders headers;
    QByteArray body;
    QHostAddress peer;
    QPointer<QTcpSocket> transport = {}; //!< the socket below an accepted upgrade; for simulated faults only

    [[nodiscard]] QByteArray header(const QByteArray &lowerName) const;
    //! Returns the first value of a query key, decoded.
    [[nodiscard]] QString queryValue(const QString &key) const;
};

//! Answers one request, now or later. If it is destroyed without an answer, the connection closes.
class Responder
{
public:
    virtual ~Responder() = default;
    Q_DISABLE_COPY_MOVE(Responder)

    virtual void send(int status, const HttpHeaders &headers, const QByteArray &body) = 0;
    //! Starts a chunked or event-stream answer; follow with any number of `write` calls, then `end` or destruction.
    virtual void begin(int status, const HttpHeaders &headers) = 0;
    virtual void write(const QByteArray &bytes) = 0;
    virtual void end() = 0;
    //! Marks the peer as authenticated: its connection no longer counts as a stranger's and is no longer cut as one.
    virtual void admit() = 0;
    //! Closes without an answer; `reset` = RST instead of FIN. For simulated faults.
    virtual void drop(bool reset) = 0;
    //! Returns false once the peer is gone.
    [[nodiscard]] virtual bool isAlive() const = 0;

protected:
    Responder() = default;
};

//! Limits what peers may use. A stranger is a connection that is not admitted yet: none of its upgrades was accepted
//! and no `Responder::admit` was called. When strangers hold all slots open to them, the one that has kept us waiting
//! longest loses its slot to the new connection, because a legitimate peer sends its request at once. Above the limit
//! per address, only connections older than one second are cut.
struct ListenerLimits {
    qint64 maxHead = 16 * 1024;
    qint64 maxBody = 64LL * 1024 * 1024; //!< of one request
    qint64 maxBodies = 256LL * 1024 * 1024; //!< of all bodies that are being read
    milliseconds headDeadline = seconds(5); //!< for a whole head, from its first byte or from the connection
    milliseconds bodyDeadline = seconds(30); //!< for a whole body
    int maxConnections = 256; //!< of all kinds, upgraded ones included
    int maxStrangers = 256;
    int maxStrangersPerAddress = 256;
};

//! Serves HTTP, event streams and WebSocket upgrades on one port; HTTP/1.1 with keep-alive. Used by the simulator and
//! for our own port. Lives on its thread.
class HttpListener final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HttpListener)

public:
    using Handler = std::function<void(const IncomingRequest &, std::shared_ptr<Responder>)>;
    //! Decides about a head: nullopt accepts it, a pair refuses it with that status and body; status 0 leaves an
    //! upgrade without any answer (a simulated fault).
    using Gate = std::function<std::optional<std::pair<int, QByteArray>>(const IncomingRequest &)>;
    using SocketHandler = std::function<void(const IncomingRequest &, std::unique_ptr<QWebSocket>)>;

    explicit HttpListener(Clock &clock, ListenerLimits limits = {}, QObject *parent = nullptr);
    ~HttpListener() override;

    //! Sets the request handler. `gate` judges each head before any byte of its body is read; without a gate every body
    //! is read.
    void setHandler(Handler handler, Gate gate = {});
    void setUpgrade(Gate gate, SocketHandler handler);
    //! Sets a handler that is called for each connection that lost its slot, or got none, because all were taken.
    void setFullHandler(std::function<void(const QHostAddress &peer)> handler);
    //! Enables TLS; call before `listen`, with certificate and key in the configuration.
    void setTls(const QSslConfiguration &configuration);

    //! Starts listening and returns the port; port 0 picks a free one. Fails with Network and the system's text.
    [[nodiscard]] Result<quint16> listen(const QHostAddress &address, quint16 port);
    //! Stops listening; `dropConnections` also aborts open connections.
    void close(bool dropConnections = true);
    [[nodiscard]] bool isListening() const;
    [[nodiscard]] quint16 port() const;
    [[nodiscard]] int connectionCount() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace rookery::io
