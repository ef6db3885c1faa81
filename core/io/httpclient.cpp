// SPDX-License-Identifier: GPL-3.0-or-later
#include "httpclient.h"

#include "replyerror.h"
#include "tlstrust.h"

#include "base/reasons/input.h"
#include "base/reasons/transport.h"

#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPointer>
#include <QSslError>

#include <algorithm>
#include <cstring>

using namespace Qt::Literals::StringLiterals;

namespace rookery::io {

namespace {

//! Provides a request body that can be read only once. QNetworkAccessManager cannot rewind it and therefore never sends
//! it twice; and since it is read through this thread, `wasRead` == false proves that no byte was sent.
class OnceBody final : public QIODevice
{
public:
    explicit OnceBody(QByteArray bytes) : m_bytes(std::move(bytes))
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }

    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] bool atEnd() const override { return m_offset >= m_bytes.size(); }
    [[nodiscard]] qint64 bytesAvailable() const override { return m_bytes.size() - m_offset; }
    // QIODevice warns about both; this device intentionally cannot go back
    bool seek(qint64) override { return false; }
    bool reset() override { return false; }
    [[nodiscard]] bool wasRead() const { return m_wasRead; }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        m_wasRead = true;
        const qint64 size = std::min<qint64>(maxSize, m_bytes.size() - m_offset);
        if (size <= 0)
            return -1;
        std::memcpy(data, m_bytes.constData() + m_offset, static_cast<size_t>(size));
        m_offset += size;
        return size;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_bytes;
    qint64 m_offset = 0;
    bool m_wasRead = false;
};

QNetworkRequest toQt(const HttpRequest &request, const NetworkSettings &settings)
{
    QNetworkRequest out(request.url);
    out.setSslConfiguration(tlsConfiguration(settings));
    out.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    out.setAttribute(QNetworkRequest::HttpPipeliningAllowedAttribute, false);
    out.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    const bool follow = request.followRedirects && request.mode == HttpMode::Idempotent;
    out.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                     int(follow ? QNetworkRequest::NoLessSafeRedirectPolicy : QNetworkRequest::ManualRedirectPolicy));
    out.setMaximumRedirectsAllowed(5);
    out.setHeader(QNetworkRequest::UserAgentHeader, u"Rookery/" ROOKERY_VERSION ""_s);
    for (const auto &[name, value] : request.headers)
        out.setRawHeader(name, value);
    return out;
}

//! Names us to the proxy that forwards this request, and returns the settings without that name. Qt would do so only
//! after a refusal, and then it would have to send the body a second time.
NetworkSettings namedToProxy(QNetworkRequest &request, const NetworkSettings &settings)
{
    const QNetworkProxy proxy = proxyFor(settings, request.url());
    if (!isForwarded(request.url(), settings) || proxy.user().isEmpty())
        return settings;
    const QString credentials = proxy.user() + u':' + proxy.password();
    request.setRawHeader("Proxy-Authorization", "Basic " + credentials.toUtf8().toBase64());
    NetworkSettings nameless = settings;
    nameless.systemProxy = false;
    nameless.proxy = QNetworkProxy(proxy.type(), proxy.hostName(), proxy.port());
    return nameless;
}

std::shared_ptr<QNetworkAccessManager> newManager(const NetworkSettings &settings)
{
    auto manager = std::make_shared<QNetworkAccessManager>();
    useProxies(*manager, settings);
    return manager;
}

} // namespace

QByteArray HttpResponse::header(const QByteArray &lowerName) const
{
    for (const auto &[name, value] : headers) {
        if (name == lowerName)
            return value;
    }
    return {};
}

//! Performs one request. Owned by its client; deletes itself after the answer.
class HttpClient::Exchange final : public QObject
{
    Q_DISABLE_COPY_MOVE(Exchange)

public:
    Exchange(HttpClient &client, HttpRequest request)
        : QObject(&client)
        , m_client(client)
        , m_request(std::move(request))
        , m_settings(client.m_settings)
        , m_body(m_request.body)
        , m_deadline(client.m_clock, [this] { onDeadline(); })
        , m_connectLimit(client.m_clock, [this] { onConnectLimit(); })
    {}
    ~Exchange() override { dropReply(); }

    [[nodiscard]] FutureResult<HttpResponse> start();

private:
    [[nodiscard]] QNetworkReply *dispatch();
    [[nodiscard]] bool mayHaveLeft() const;
    void onSslErrors(const QList<QSslError> &errors);
    void onBytes();
    void onFinished();
    void onDeadline();
    void onConnectLimit();
    void askForTls(const Error &error);
    void finish(Result<HttpResponse> result);
    void dropReply();

    HttpClient &m_client;
    HttpRequest m_request;
    NetworkSettings m_settings;
    OnceBody m_body;
    // The server may close a kept-alive connection just when it is reused, which would make the outcome unknown: a
    // request that must arrive at most once gets its own connection.
    std::shared_ptr<QNetworkAccessManager> m_manager;
    QPointer<QNetworkReply> m_reply;
    std::unique_ptr<TlsProbe> m_probe;
    Timer m_deadline;
    Timer m_connectLimit;
    Promise<HttpResponse> m_answer;
    QByteArray m_received;
    std::optional<Error> m_refusal; //!< why we aborted the reply
    bool m_dialled = false;
    bool m_sent = false;
};

FutureResult<HttpResponse> HttpClient::Exchange::start()
{
    m_reply = dispatch();
    connect(m_reply, &QNetworkReply::socketStartedConnecting, this, [this] {
        m_dialled = true;
        m_connectLimit.start(kConnectLimit);
    });
    connect(m_reply, &QNetworkReply::requestSent, this, [this] {
        m_sent = true;
        m_connectLimit.stop();
    });
    connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) { onSslErrors(errors); });
    connect(m_reply, &QNetworkReply::readyRead, this, [this] { onBytes(); });
    connect(m_reply, &QNetworkReply::finished, this, [this] { onFinished(); });
    m_deadline.start(m_request.deadline);
    return m_answer.future();
}

QNetworkReply *HttpClient::Exchange::dispatch()
{
    QNetworkRequest out = toQt(m_request, m_settings);
    if (m_request.mode == HttpMode::Once) {
        m_manager = newManager(namedToProxy(out, m_settings));
        out.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        out.setHeader(QNetworkRequest::ContentLengthHeader, m_request.body.size());
        return m_manager->sendCustomRequest(out, m_request.method, &m_body);
    }
    m_manager = m_client.m_manager;
    if (m_request.method == "GET" && m_request.body.isEmpty())
        return m_manager->get(out);
    if (m_request.method == "HEAD")
        return m_manager->head(out);
    return m_manager->sendCustomRequest(out, m_request.method, m_request.body);
}

bool HttpClient::Exchange::mayHaveLeft() const
{
    if (m_request.mode == HttpMode::Idempotent)
        return m_sent;
    // With a body this is exact, since a head alone is no complete request. Without one, nothing after dialling is
    // certain.
    return m_request.body.isEmpty() ? m_dialled : m_body.wasRead();
}

void HttpClient::Exchange::onSslErrors(const QList<QSslError> &errors)
{
    const QSslCertificate certificate = m_reply->sslConfiguration().peerCertificate();
    const QString text = errors.isEmpty() ? QString() : errors.constFirst().errorString();
    if (auto refusal = judgeCertificate(m_settings, certificate, text)) {
        m_refusal = std::move(refusal);
        Q_EMIT m_client.certificateRefused(describeCertificate(certificate));
        return;
    }
    m_reply->ignoreSslErrors();
}

void HttpClient::Exchange::onBytes()
{
    m_connectLimit.stop();
    m_received += m_reply->readAll();
    if (m_received.size() <= m_request.maxBody)
        return;
    finish(fail(ErrorKind::Protocol, Reason::FrameTooLarge));
}

void HttpClient::Exchange::onFinished()
{
    m_connectLimit.stop();
    const QNetworkReply::NetworkError error = m_reply->error();
    if (m_refusal && error != QNetworkReply::NoError) {
        finish(fail(*m_refusal));
        return;
    }
    if (error == QNetworkReply::NoError || isHttpAnswer(*m_reply)) {
        onBytes();
        if (m_answer.isResolved())
            return;
        HttpResponse response;
        response.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        const auto pairs = m_reply->rawHeaderPairs();
        for (const auto &[name, value] : pairs)
            response.headers.append({name.toLower(), value});
        response.body = m_received;
        finish(std::move(response));
        return;
    }
    const bool silent = !m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid();
    const Error failure = replyError(*m_reply, mayHaveLeft(), m_settings);
    const bool hungUp = failure.reason == Reason::ConnectionLost || failure.reason == Reason::Garbage;
    if (silent && hungUp && m_request.url.scheme() == u"http"_s)
        askForTls(failure);
    else
        finish(fail(failure));
}

void HttpClient::Exchange::askForTls(const Error &error)
{
    dropReply();
    m_probe = std::make_unique<TlsProbe>(
        m_client.m_clock, m_settings, m_request.url, TlsProbe::kLimit, [this, error](bool tls) {
            finish(tls ? fail(ErrorKind::Tls, Reason::TlsExpected, error.detail) : fail(error));
        });
}

void HttpClient::Exchange::onDeadline()
{
    if (mayHaveLeft())
        finish(fail(ErrorKind::Timeout, Reason::NoReply));
    else
        finish(fail(ErrorKind::Offline, Reason::Unreachable));
}

void HttpClient::Exchange::onConnectLimit()
{
    if (!mayHaveLeft())
        finish(fail(ErrorKind::Offline, Reason::Unreachable));
}

void HttpClient::Exchange::finish(Result<HttpResponse> result)
{
    m_deadline.stop();
    m_connectLimit.stop();
    dropReply();
    deleteLater();
    m_answer.resolve(std::move(result));
}

void HttpClient::Exchange::dropReply()
{
    if (!m_reply)
        return;
    // Deleting the reply ends the transfer. abort() could collide with an error already in flight from the network
    // thread, and the reply warns if it gets two.
    m_reply->disconnect(this);
    m_reply->deleteLater();
    m_reply.clear();
}

HttpClient::HttpClient(Clock &clock, NetworkSettings settings, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_settings(std::move(settings))
    , m_manager(newManager(m_settings))
{}

HttpClient::~HttpClient()
{
    // destroyed while the client that they refer to is still complete
    qDeleteAll(findChildren<QObject *>(Qt::FindDirectChildrenOnly));
}

FutureResult<HttpResponse> HttpClient::send(const HttpRequest &request)
{
    const QString scheme = request.url.scheme();
    if (!request.url.isValid() || request.url.host().isEmpty() || (scheme != u"http"_s && scheme != u"https"_s))
        return failedResult<HttpResponse>({.kind = ErrorKind::Rejected, .reason = Reason::BadInput});
    if (const auto trouble = troubleWith(m_settings, request.url))
        return failedResult<HttpResponse>(*trouble);
    auto *exchange = new Exchange(*this, request); // a child; deletes itself after its answer
    return exchange->start();
}

void HttpClient::setNetworkSettings(const NetworkSettings &settings)
{
    m_settings = settings;
    m_manager = newManager(m_settings); // connections made under the old trust or proxy are not reused
}

} // namespace rookery::io

#include "moc_httpclient.cpp"
