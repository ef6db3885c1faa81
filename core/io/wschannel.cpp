// SPDX-License-Identifier: GPL-3.0-or-later
#include "wschannel.h"

#include "tlstrust.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"

#include <QCoreApplication>
#include <QNetworkRequest>
#include <QRegularExpression>
#include <QSslError>
#include <QWebSocket>

using namespace Qt::Literals::StringLiterals;

namespace rookery::io {

namespace {

constexpr milliseconds kClosingLimit = seconds(2); //!< for a peer that does not finish the closing handshake

//! Extracts the status of a refused upgrade, which QWebSocket reports only in its (translatable) text.
int refusedStatus(const QString &text)
{
    static const QRegularExpression number(u"\\b([1-5]\\d\\d)\\b"_s);
    return number.match(text).captured(1).toInt();
}

Error refusedUpgrade(int status, const QString &text)
{
    if (status == 401 || status == 403)
        return {.kind = ErrorKind::Auth, .reason = Reason::TokenWrong, .code = status, .detail = text};
    return {.kind = ErrorKind::Protocol, .reason = Reason::WrongServer, .code = status, .detail = text};
}

Error socketError(QAbstractSocket::SocketError error, const QString &text, bool wasOpen)
{
    switch (error) {
    case QAbstractSocket::HostNotFoundError:
        return {.kind = ErrorKind::Offline, .reason = Reason::HostNotFound, .detail = text};
    case QAbstractSocket::ConnectionRefusedError:
        return {.kind = ErrorKind::Offline, .reason = Reason::ConnectionRefused, .detail = text};
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        return {.kind = ErrorKind::Tls, .reason = handshakeReason(text), .detail = text};
    case QAbstractSocket::ProxyAuthenticationRequiredError:
    case QAbstractSocket::ProxyConnectionRefusedError:
    case QAbstractSocket::ProxyConnectionClosedError:
    case QAbstractSocket::ProxyConnectionTimeoutError:
    case QAbstractSocket::ProxyNotFoundError:
    case QAbstractSocket::ProxyProtocolError:
        return {.kind = ErrorKind::Offline, .reason = Reason::ProxyFailed, .detail = text};
    case QAbstractSocket::RemoteHostClosedError:
        return {.kind = wasOpen ? ErrorKind::Network : ErrorKind::Offline,
                .reason = Reason::ConnectionLost,
                .detail = text};
    default:
        return {.kind = wasOpen ? ErrorKind::Network : ErrorKind::Offline,
                .reason = wasOpen ? Reason::ConnectionLost : Reason::Unreachable,
                .detail = text};
    }
}

//! Returns whether QWebSocket itself rejected a frame of the peer; the peer uses the same close code to reject one of
//! ours.
bool isOurLimit(const QString &reason)
{
    for (const char *own : {"Received message is too big.", "Maximum framesize exceeded."}) {
        for (const char *context : {"QWebSocketDataProcessor", "QWebSocketFrame"}) {
            if (reason == QCoreApplication::translate(context, own))
                return true;
        }
    }
    return false;
}

//! Interprets the close code of an open channel.
Error closeError(int code, const QString &reason)
{
    switch (code) {
    case QWebSocketProtocol::CloseCodeTooMuchData:
        if (!isOurLimit(reason))
            return {.kind = ErrorKind::Network, .reason = Reason::MessageTooLarge, .code = code, .detail = reason};
        return {.kind = ErrorKind::Protocol, .reason = Reason::FrameTooLarge, .code = code, .detail = reason};
    case QWebSocketProtocol::CloseCodeProtocolError:
    case QWebSocketProtocol::CloseCodeDatatypeNotSupported:
    case QWebSocketProtocol::CloseCodeWrongDatatype:
        return {.kind = ErrorKind::Protocol, .reason = Reason::Garbage, .code = code, .detail = reason};
    default:
        return {.kind = ErrorKind::Network, .reason = Reason::ConnectionLost, .code = code, .detail = reason};
    }
}

} // namespace

//! Represents one epoch: from `open` to the one close. Its socket is never used again.
class WsChannel::Attempt final : public QObject
{
    Q_DISABLE_COPY_MOVE(Attempt)

public:
    Attempt(WsChannel &channel, Impl &impl, const QUrl &url, std::unique_ptr<QWebSocket> socket);
    ~Attempt() override = default;

    void start(const HttpHeaders &headers);
    //! Starts with a socket that is already open.
    void startAdopted();
    //! Disconnects everything, so that nothing of this epoch is reported any more, and deletes itself.
    void retire(bool politely);
    [[nodiscard]] bool isOpen() const { return m_open && m_socket->state() == QAbstractSocket::ConnectedState; }
    [[nodiscard]] QWebSocket &socket() { return *m_socket; }
    void send(const QByteArray &utf8);

private:
    void connectSocket();
    void onConnected();
    void onSslErrors(const QList<QSslError> &errors);
    void onError(QAbstractSocket::SocketError error);
    void onDisconnected();
    void onHandshakeLimit();
    void onPingTime();
    void lookForUnread();
    void onText(const QByteArray &utf8);
    void handshakeFailed(const Error &error);
    void end(const WsClose &close);
    //! Returns whether the TCP connection was made: only then does QWebSocket have a peer address.
    [[nodiscard]] bool reachedPeer() const { return !m_socket->peerAddress().isNull(); }

    WsChannel &m_channel;
    Impl &m_impl;
    QUrl m_url;
    std::unique_ptr<QWebSocket> m_socket;
    Timer m_handshake;
    Timer m_closing;
    Timer m_ping;
    qint64 m_ownUnread = 0; //!< upper bound of our own bytes that are not sent yet
    std::unique_ptr<TlsProbe> m_probe;
    std::optional<Error> m_refusal;
    int m_silentPings = 0;
    bool m_open = false;
    bool m_ended = false;
    bool m_reached = false; //!< bytes of the handshake were accepted by the connection
};

class WsChannel::Impl final
{
public:
    Impl(Clock &clockIn, NetworkSettings settingsIn, WsLimits limitsIn)
        : clock(clockIn)
        , settings(std::move(settingsIn))
        , limits(limitsIn)
    {}

    Clock &clock;
    NetworkSettings settings;
    WsLimits limits;
    Attempt *attempt = nullptr; //!< deletes itself in `retire`
    qint64 written = 0;
    milliseconds latency{-1};

    void drop(bool politely)
    {
        if (Attempt *old = std::exchange(attempt, nullptr))
            old->retire(politely);
    }
};

WsChannel::Attempt::Attempt(WsChannel &channel, Impl &impl, const QUrl &url, std::unique_ptr<QWebSocket> socket)
    : m_channel(channel)
    , m_impl(impl)
    , m_url(url)
    , m_socket(std::move(socket))
    , m_handshake(impl.clock, [this] { onHandshakeLimit(); })
    , m_closing(impl.clock, [this] { onDisconnected(); })
    , m_ping(impl.clock, [this] { onPingTime(); })
{
    const auto limit = static_cast<quint64>(impl.limits.maxFrameBeforeTrusted);
    m_socket->setMaxAllowedIncomingFrameSize(limit);
    m_socket->setMaxAllowedIncomingMessageSize(limit);
    connectSocket();
}

void WsChannel::Attempt::connectSocket()
{
    connect(m_socket.get(), &QWebSocket::connected, this, [this] { onConnected(); });
    connect(m_socket.get(), &QWebSocket::sslErrors, this,
            [this](const QList<QSslError> &errors) { onSslErrors(errors); });
    const auto failed = [this](QAbstractSocket::SocketError error) { onError(error); };
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(m_socket.get(), &QWebSocket::errorOccurred, this, failed);
#else
    connect(m_socket.get(), QOverload<QAbstractSocket::SocketError>::of(&QWebSocket::error), this, failed);
#endif
    connect(m_socket.get(), &QWebSocket::disconnected, this, [this] { onDisconnected(); });
    connect(m_socket.get(), &QWebSocket::stateChanged, this, [this](QAbstractSocket::SocketState state) {
        if (state == QAbstractSocket::ClosingState && m_open)
            m_closing.start(kClosingLimit);
    });
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this,
            [this](const QString &text) { onText(text.toUtf8()); });
    connect(m_socket.get(), &QWebSocket::binaryMessageReceived, this,
            [this](const QByteArray &bytes) { onText(bytes); });
    connect(m_socket.get(), &QWebSocket::bytesWritten, this, [this](qint64 bytes) {
        m_reached = true;
        m_impl.written += bytes;
    });
    connect(m_socket.get(), &QWebSocket::pong, this, [this](quint64 elapsed, const QByteArray &) {
        m_silentPings = 0;
        m_impl.latency = milliseconds(static_cast<qint64>(elapsed));
    });
}

void WsChannel::Attempt::start(const HttpHeaders &headers)
{
    if (const auto trouble = troubleWith(m_impl.settings, m_url)) {
        // queued, as every failure of a connection is
        QMetaObject::invokeMethod(
            this, [this, error = *trouble] { end({.error = error}); }, Qt::QueuedConnection);
        return;
    }
    QNetworkRequest request(m_url);
    request.setHeader(QNetworkRequest::UserAgentHeader, u"Rookery/" ROOKERY_VERSION ""_s);
    for (const auto &[name, value] : headers)
        request.setRawHeader(name, value);
    m_socket->setProxy(proxyFor(m_impl.settings, m_url));
    m_socket->setSslConfiguration(tlsConfiguration(m_impl.settings));
    m_handshake.start(m_impl.limits.handshake);
    m_socket->open(request);
}

void WsChannel::Attempt::startAdopted()
{
    m_reached = true;
    // if the peer left between its handshake and now, no signal follows
    if (m_socket->state() == QAbstractSocket::ConnectedState) {
        onConnected();
        return;
    }
    QMetaObject::invokeMethod(
        this, [this] { end({.error = {.kind = ErrorKind::Network, .reason = Reason::ConnectionLost}}); },
        Qt::QueuedConnection);
}

void WsChannel::Attempt::retire(bool politely)
{
    m_ended = true;
    m_handshake.stop();
    m_closing.stop();
    m_ping.stop();
    if (m_probe)
        m_probe->cancel();
    m_socket->disconnect(this);
    if (politely && isOpen())
        m_socket->close(QWebSocketProtocol::CloseCodeNormal);
    // We may be inside one of the socket's signals, where even aborting it is unsafe; its destructor is safe.
    deleteLater();
}

void WsChannel::Attempt::onConnected()
{
    m_handshake.stop();
    m_open = true;
    if (m_impl.limits.pingEvery.count() > 0)
        m_ping.start(m_impl.limits.pingEvery);
    // Answers to pings pile up only while the peer sends. QWebSocket does not report pings, but the socket below it
    // reports every byte. For an adopted socket that one is not its child, and its listener watches it.
    if (const auto *below = m_socket->findChild<QAbstractSocket *>(); below != nullptr)
        connect(below, &QIODevice::readyRead, this, &Attempt::lookForUnread);
    Q_EMIT m_channel.opened();
}

void WsChannel::Attempt::onSslErrors(const QList<QSslError> &errors)
{
    const QSslCertificate certificate = m_socket->sslConfiguration().peerCertificate();
    const QString text = errors.isEmpty() ? QString() : errors.constFirst().errorString();
    m_refusal = judgeCertificate(m_impl.settings, certificate, text);
    if (m_refusal)
        Q_EMIT m_channel.certificateRefused(describeCertificate(certificate));
    else
        m_socket->ignoreSslErrors();
}

void WsChannel::Attempt::onError(QAbstractSocket::SocketError error)
{
    if (m_ended || m_probe)
        return;
    const QString text = m_socket->errorString();
    if (m_refusal) {
        end({.error = *m_refusal});
    } else if (m_open) {
        end({.error = socketError(error, text, true)});
    } else if (error == QAbstractSocket::ConnectionRefusedError && (m_reached || reachedPeer())) {
        // the TCP connection was made: the upgrade was refused, or answered with something else
        const int status = refusedStatus(text);
        end({.error = refusedUpgrade(status, text), .httpStatus = status, .byPeer = true});
    } else {
        handshakeFailed(socketError(error, text, false));
    }
}

void WsChannel::Attempt::handshakeFailed(const Error &error)
{
    const bool hungUp = error.reason == Reason::ConnectionLost;
    if (!hungUp || m_url.scheme() != u"ws"_s) {
        end({.error = error});
        return;
    }
    m_handshake.stop();
    m_probe =
        std::make_unique<TlsProbe>(m_impl.clock, m_impl.settings, m_url, TlsProbe::kLimit, [this, error](bool tls) {
            Error found = error;
            if (tls)
                found = {.kind = ErrorKind::Tls, .reason = Reason::TlsExpected, .detail = error.detail};
            end({.error = found, .byPeer = true});
        });
}

void WsChannel::Attempt::onDisconnected()
{
    if (m_ended || m_probe)
        return;
    if (!m_open) {
        // the error with the cause, if any, comes right after this signal
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (!m_ended && !m_probe)
                    handshakeFailed({.kind = ErrorKind::Offline, .reason = Reason::ConnectionLost});
            },
            Qt::QueuedConnection);
        return;
    }
    const int code = m_socket->closeCode();
    WsClose close{.error = closeError(code, m_socket->closeReason()), .code = code};
    // protocol violations are detected by us, and QWebSocket then closes by itself
    close.byPeer = close.error.kind != ErrorKind::Protocol;
    end(close);
}

void WsChannel::Attempt::onHandshakeLimit()
{
    const ErrorReason reason = m_reached || reachedPeer() ? Reason::HandshakeSilent : Reason::Unreachable;
    end({.error = {.kind = ErrorKind::Offline, .reason = reason}});
}

void WsChannel::Attempt::onPingTime()
{
    // the ping before the last one is two intervals old and still unanswered
    if (m_silentPings >= 2) {
        end({.error = {.kind = ErrorKind::Network, .reason = Reason::HalfOpen}});
        return;
    }
    ++m_silentPings;
    m_socket->ping();
    m_ping.start(m_impl.limits.pingEvery);
}

// Ends the attempt if the peer does not read: QWebSocket answers each ping of the peer and buffers the answers.
void WsChannel::Attempt::lookForUnread()
{
    if (m_ended)
        return;
    const qint64 unread = m_socket->bytesToWrite();
    m_ownUnread = std::min(m_ownUnread, unread);
    if (unread - m_ownUnread > m_impl.limits.maxUnread)
        end({.error = {.kind = ErrorKind::Network, .reason = Reason::NotReading}});
}

void WsChannel::Attempt::send(const QByteArray &utf8)
{
    const qint64 before = m_socket->bytesToWrite();
    m_socket->sendTextMessage(QString::fromUtf8(utf8));
    m_ownUnread += std::max<qint64>(0, m_socket->bytesToWrite() - before);
}

void WsChannel::Attempt::onText(const QByteArray &utf8)
{
    m_silentPings = 0; // a peer that sends is alive, even if its pong is queued behind the data
    Q_EMIT m_channel.textReceived(utf8);
}

void WsChannel::Attempt::end(const WsClose &close)
{
    if (m_ended)
        return;
    WsChannel &channel = m_channel;
    m_impl.drop(false); // destroys this attempt
    Q_EMIT channel.closed(close);
}

WsChannel::WsChannel(Clock &clock, NetworkSettings settings, WsLimits limits, QObject *parent)
    : QObject(parent)
    , m_impl(std::make_unique<Impl>(clock, std::move(settings), limits))
{}

WsChannel::~WsChannel()
{
    m_impl->drop(true);
}

void WsChannel::open(const QUrl &url, const HttpHeaders &headers)
{
    m_impl->drop(true);
    m_impl->latency = milliseconds(-1);
    m_impl->attempt = new Attempt(*this, *m_impl, url, std::make_unique<QWebSocket>()); // deleted by its own retire()
    m_impl->attempt->start(headers);
}

void WsChannel::adopt(std::unique_ptr<QWebSocket> socket)
{
    m_impl->drop(true);
    m_impl->latency = milliseconds(-1);
    m_impl->attempt = new Attempt(*this, *m_impl, {}, std::move(socket)); // deleted by its own retire()
    m_impl->attempt->startAdopted();
}

void WsChannel::close()
{
    m_impl->drop(true);
}

bool WsChannel::isOpen() const
{
    return m_impl->attempt && m_impl->attempt->isOpen();
}

void WsChannel::setTrusted()
{
    if (!m_impl->attempt)
        return;
    const auto limit = static_cast<quint64>(m_impl->limits.maxFrame);
    m_impl->attempt->socket().setMaxAllowedIncomingFrameSize(limit);
    m_impl->attempt->socket().setMaxAllowedIncomingMessageSize(limit);
}

bool WsChannel::sendText(const QByteArray &utf8)
{
    if (!isOpen())
        return false;
    m_impl->attempt->send(utf8);
    return true;
}

qint64 WsChannel::bytesToWrite() const
{
    return isOpen() ? m_impl->attempt->socket().bytesToWrite() : 0;
}

qint64 WsChannel::bytesWritten() const
{
    return m_impl->written;
}

milliseconds WsChannel::latency() const
{
    return m_impl->latency;
}

} // namespace rookery::io

#include "moc_wschannel.cpp"
