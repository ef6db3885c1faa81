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

//! A parsed request; header names lower-case, `path` decoded, `query` as it came.
struct IncomingRequest {
    QByteArray method;
    QString path;
    QByteArray query;
    HttpHeaders headers;
    QByteArray body;
    QHostAddress peer;
    QPointer<QTcpSocket> transport = {}; //!< below an accepted upgrade; for simulated faults only

    [[nodiscard]] QByteArray header(const QByteArray &lowerName) const;
    //! First value of a query key, decoded.
    [[nodiscard]] QString queryValue(const QString &key) const;
};

//! The one answer to one request; may be given later. Dropped unanswered = the connection closes.
class Responder
{
public:
    virtual ~Responder() = default;
    Q_DISABLE_COPY_MOVE(Responder)

    virtual void send(int status, const HttpHeaders &headers, const QByteArray &body) = 0;
    //! Starts a chunked or event-stream answer; `write` then any number of times, `end` or drop to finish.
    virtual void begin(int status, const HttpHeaders &headers) = 0;
    virtual void write(const QByteArray &bytes) = 0;
    virtual void end() = 0;
    //! The peer has shown who it is: its connection no longer counts, and is no longer cut, as a stranger's.
    virtual void admit() = 0;
    //! Closes without an answer; `reset` = RST instead of FIN. For simulated faults.
    virtual void drop(bool reset) = 0;
    //! False once the peer has gone.
    [[nodiscard]] virtual bool isAlive() const = 0;

protected:
    Responder() = default;
};

//! A stranger is a connection that was not admitted yet: no upgrade of it was accepted, no `Responder::admit` called.
//! When strangers have all slots that are theirs, the one that has kept us waiting longest loses its slot to the
//! newcomer: who knows what to say says it at once. Over the limit of an address only who has waited for a second does.
struct ListenerLimits {
    qint64 maxHead = 16 * 1024;
    qint64 maxBody = 64LL * 1024 * 1024; //!< of one request
    qint64 maxBodies = 256LL * 1024 * 1024; //!< of all that are being read
    milliseconds headDeadline = seconds(5); //!< for a whole head, from its first byte or the connection on
    milliseconds bodyDeadline = seconds(30); //!< for a whole body
    int maxConnections = 256; //!< of all, upgraded ones included
    int maxStrangers = 256;
    int maxStrangersPerAddress = 256;
};

//! HTTP, event streams and WebSocket upgrades on one port; HTTP/1.1 with keep-alive. Used by the
//! simulator, and by whatever of ours has to be dialled. Lives on its thread.
class HttpListener final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HttpListener)

public:
    using Handler = std::function<void(const IncomingRequest &, std::shared_ptr<Responder>)>;
    //! What to do with a head: nullopt accepts it, a pair refuses it with that status and body; status 0 leaves an
    //! upgrade without any answer (a simulated fault).
    using Gate = std::function<std::optional<std::pair<int, QByteArray>>(const IncomingRequest &)>;
    using SocketHandler = std::function<void(const IncomingRequest &, std::unique_ptr<QWebSocket>)>;

    explicit HttpListener(Clock &clock, ListenerLimits limits = {}, QObject *parent = nullptr);
    ~HttpListener() override;

    //! `gate` judges each head before a byte of its body is read; none: every one is read.
    void setHandler(Handler handler, Gate gate = {});
    void setUpgrade(Gate gate, SocketHandler handler);
    //! Hears of each connection that lost its slot, or got none, because all were taken.
    void setFullHandler(std::function<void(const QHostAddress &peer)> handler);
    //! Before `listen`; certificate and key in the configuration.
    void setTls(const QSslConfiguration &configuration);

    //! Port 0 picks a free one. Fails with Network and the system's text.
    [[nodiscard]] Result<quint16> listen(const QHostAddress &address, quint16 port);
    //! Stops listening; `dropConnections` also cuts what is open.
    void close(bool dropConnections = true);
    [[nodiscard]] bool isListening() const;
    [[nodiscard]] quint16 port() const;
    [[nodiscard]] int connectionCount() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace rookery::io
