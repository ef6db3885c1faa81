// SPDX-License-Identifier: GPL-3.0-or-later
#include "ssestream.h"

#include "replyerror.h"
#include "sseparser.h"
#include "tlstrust.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/transport.h"

#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPointer>
#include <QSslError>

using namespace Qt::Literals::StringLiterals;

namespace rookery::io {

namespace {

//! Limits the wait for the head. A peer may send its head only with its first event, so silence is no fault; but an
//! endless head would fill the memory, and Qt does not show how much of it has arrived. When the limit passes, the
//! request is sent again.
constexpr milliseconds kHeadLimit = seconds(60);
constexpr milliseconds kRefusalLimit = seconds(5); //!< for the body of an answer that is not a stream
constexpr qsizetype kMaxRefusalBody = 64 * 1024;
//! Limits what arrives while this thread is busy; beyond it the peer has to wait.
constexpr qint64 kMostUnread = 256 * 1024;

Error refusalError(int status)
{
    switch (status) {
    case 401:
        return {.kind = ErrorKind::Auth, .reason = Reason::TokenWrong, .code = status};
    case 403:
        return {.kind = ErrorKind::Rejected, .reason = Reason::AccessDenied, .code = status};
    default:
        return {.kind = ErrorKind::Protocol, .reason = Reason::WrongServer, .code = status};
    }
}

} // namespace

class SseStream::Impl final : public QObject
{
    Q_DISABLE_COPY_MOVE(Impl)

public:
    Impl(SseStream &stream, Clock &clock, NetworkSettings settings)
        : m_stream(stream)
        , m_settings(std::move(settings))
        , m_idle(clock, [this] { onIdle(); })
        , m_limit(clock, [this] { onLimit(); })
    {
        useProxies(m_manager, m_settings);
    }
    ~Impl() override { drop(); }

    void open(const QUrl &url, const HttpHeaders &headers, milliseconds idleLimit);
    void drop();
    [[nodiscard]] bool isOpen() const { return !m_reply.isNull(); }

private:
    void request();
    void dropReply();
    void onHead();
    void onSslErrors(const QList<QSslError> &errors);
    void onBytes();
    void onFinished();
    void onIdle() { end({.kind = ErrorKind::Timeout, .reason = Reason::HalfOpen}); }
    void onLimit();
    void end(const Error &error);

    SseStream &m_stream;
    NetworkSettings m_settings;
    QNetworkAccessManager m_manager; // its own: a manager allows six requests per host, and a stream never ends
    QPointer<QNetworkReply> m_reply;
    SseParser m_parser;
    Timer m_idle;
    Timer m_limit; //!< of connecting, then of the head, later of the body of a refusal
    QUrl m_url;
    HttpHeaders m_headers;
    milliseconds m_idleLimit{0};
    std::optional<Error> m_unusable; //!< why nothing is sent at all
    std::optional<Error> m_refusal;
    QByteArray m_body;
    int m_status = 0;
    bool m_isStream = false;
    bool m_told = false; //!< `opened` was emitted
    bool m_sent = false;
};

void SseStream::Impl::open(const QUrl &url, const HttpHeaders &headers, milliseconds idleLimit)
{
    drop();
    m_url = url;
    m_headers = headers;
    m_idleLimit = idleLimit;
    m_unusable = troubleWith(m_settings, m_url);
    if (m_unusable) {
        m_limit.start(milliseconds(0)); // reported later, as every failure of a connection is
        return;
    }
    if (m_idleLimit.count() > 0)
        m_idle.start(m_idleLimit);
    request();
}

void SseStream::Impl::request()
{
    m_parser = SseParser();
    m_refusal.reset();
    m_body.clear();
    m_status = 0;
    m_isStream = false;
    m_told = false;
    m_sent = false;

    QNetworkRequest request(m_url);
    request.setSslConfiguration(tlsConfiguration(m_settings));
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, int(QNetworkRequest::ManualRedirectPolicy));
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setHeader(QNetworkRequest::UserAgentHeader, u"Rookery/" ROOKERY_VERSION ""_s);
    for (const auto &[name, value] : std::as_const(m_headers))
        request.setRawHeader(name, value);
    // exactly these: otherwise NapCat compresses every stream, which stalls it (docs/protocol/napcat.md)
    request.setRawHeader("Accept", "text/event-stream");
    request.setRawHeader("Accept-Encoding", "identity");

    m_reply = m_manager.get(request);
    m_reply->setReadBufferSize(kMostUnread);
    connect(m_reply, &QNetworkReply::requestSent, this, [this] {
        m_sent = true;
        if (m_status == 0)
            m_limit.start(kHeadLimit);
    });
    connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) { onSslErrors(errors); });
    connect(m_reply, &QNetworkReply::metaDataChanged, this, [this] { onHead(); });
    connect(m_reply, &QNetworkReply::readyRead, this, [this] { onBytes(); });
    connect(m_reply, &QNetworkReply::finished, this, [this] { onFinished(); });
    m_limit.start(kConnectLimit);
}

void SseStream::Impl::drop()
{
    m_idle.stop();
    m_limit.stop();
    dropReply();
}

void SseStream::Impl::dropReply()
{
    if (!m_reply)
        return;
    // Deleting the reply ends the transfer. abort() could collide with an error already in flight from the network
    // thread, and the reply warns if it gets two.
    m_reply->disconnect(this);
    m_reply->deleteLater();
    m_reply.clear();
}

void SseStream::Impl::onHead()
{
    m_status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QString type = m_reply->header(QNetworkRequest::ContentTypeHeader).toString();
    m_isStream = m_status == 200 && type.startsWith(u"text/event-stream", Qt::CaseInsensitive);
    m_limit.stop();
    if (!m_isStream)
        m_limit.start(kRefusalLimit);
    else if (!std::exchange(m_told, true))
        Q_EMIT m_stream.opened(); // last, because a slot may close it
}

void SseStream::Impl::onSslErrors(const QList<QSslError> &errors)
{
    const QSslCertificate certificate = m_reply->sslConfiguration().peerCertificate();
    m_refusal =
        judgeCertificate(m_settings, certificate, errors.isEmpty() ? QString() : errors.constFirst().errorString());
    if (!m_refusal)
        m_reply->ignoreSslErrors();
}

void SseStream::Impl::onBytes()
{
    if (m_idleLimit.count() > 0)
        m_idle.start(m_idleLimit);
    const QByteArray bytes = m_reply->readAll();
    if (!m_isStream) {
        m_body.append(bytes.first(std::min(bytes.size(), kMaxRefusalBody - m_body.size())));
        if (m_body.size() >= kMaxRefusalBody)
            end(refusalError(m_status));
        return;
    }
    const QNetworkReply *current = m_reply;
    const QList<QByteArray> events = m_parser.feed(bytes);
    const bool overflowed = m_parser.overflowed();
    const QPointer<Impl> alive(this);
    for (const QByteArray &event : events) {
        Q_EMIT m_stream.message(event);
        if (!alive || m_reply != current)
            return; // a slot closed or reopened it
    }
    if (overflowed)
        end({.kind = ErrorKind::Protocol, .reason = Reason::FrameTooLarge});
}

void SseStream::Impl::onFinished()
{
    const QNetworkReply::NetworkError error = m_reply->error();
    if (m_refusal) {
        end(*m_refusal);
        return;
    }
    const bool answered = error == QNetworkReply::NoError || isHttpAnswer(*m_reply);
    if (answered && m_reply->bytesAvailable() > 0) {
        const QNetworkReply *current = m_reply;
        const QPointer<Impl> alive(this);
        onBytes();
        if (!alive || m_reply != current)
            return;
    }
    if (!answered)
        end(replyError(*m_reply, m_sent, m_settings));
    else if (m_isStream)
        end({.kind = ErrorKind::Network, .reason = Reason::ConnectionLost});
    else
        end(refusalError(m_status));
}

void SseStream::Impl::onLimit()
{
    if (m_unusable) {
        end(Error(*m_unusable));
    } else if (m_status != 0) {
        end(refusalError(m_status));
    } else if (m_sent) {
        dropReply();
        request();
    } else {
        end({.kind = ErrorKind::Offline, .reason = Reason::Unreachable});
    }
}

void SseStream::Impl::end(const Error &error)
{
    const QByteArray body = m_body;
    drop();
    Q_EMIT m_stream.closed(error, body);
}

SseStream::SseStream(Clock &clock, NetworkSettings settings, QObject *parent)
    : QObject(parent)
    , m_impl(std::make_unique<Impl>(*this, clock, std::move(settings)))
{}

SseStream::~SseStream() = default;

void SseStream::open(const QUrl &url, const HttpHeaders &headers, milliseconds idleLimit)
{
    m_impl->open(url, headers, idleLimit);
}

void SseStream::close()
{
    m_impl->drop();
}

bool SseStream::isOpen() const
{
    return m_impl->isOpen();
}

} // namespace rookery::io

#include "moc_ssestream.cpp"
