// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network.h"

#include "base/async.h"
#include "base/clock.h"

#include <QNetworkAccessManager>
#include <QObject>

#include <memory>

namespace rookery::io {

//! Defines how a request may be repeated. Once: it arrives at most once, even if the server closes without answering
//! (QNetworkAccessManager otherwise resends a buffered POST). Use Once for everything that changes state. With a body,
//! Offline then proves that no byte of the body reached the peer; without one, every failure after dialling is an
//! unknown outcome, so send at least `{}`.
enum class HttpMode { Idempotent, Once };

using HttpHeaders = QList<std::pair<QByteArray, QByteArray>>;

//! Describes a request.
struct HttpRequest {
    QByteArray method = "GET";
    QUrl url;
    HttpHeaders headers = {};
    QByteArray body = {};
    HttpMode mode = HttpMode::Idempotent;
    milliseconds deadline = seconds(10);
    qint64 maxBody = 8 * 1024 * 1024; //!< a larger response ends as Protocol/FrameTooLarge
    bool followRedirects = false;
};

//! Describes a complete response.
struct HttpResponse {
    int status = 0;
    HttpHeaders headers; //!< names are lower-case
    QByteArray body;

    [[nodiscard]] QByteArray header(const QByteArray &lowerName) const;
};

//! Sends plain HTTP/1.1 requests with a deadline for the whole exchange. Use one per gateway; lives on the thread that
//! created it. Any HTTP status is a response, not an error. Errors: Offline if no byte of the request can have been
//! sent (host not found, refused, TLS refused), Timeout, Network, Tls, Protocol, Cancelled.
class HttpClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HttpClient)

public:
    explicit HttpClient(Clock &clock, NetworkSettings settings, QObject *parent = nullptr);
    ~HttpClient() override; // finishes every request as Cancelled

    [[nodiscard]] FutureResult<HttpResponse> send(const HttpRequest &request);
    void setNetworkSettings(const NetworkSettings &settings);

Q_SIGNALS:
    //! Reports a certificate that was refused; the request ends with kind Tls.
    void certificateRefused(const rookery::CertificateInfo &certificate);

private:
    class Exchange;
    Clock &m_clock;
    NetworkSettings m_settings;
    //! Shared with the exchanges, so that new settings do not affect requests in flight.
    std::shared_ptr<QNetworkAccessManager> m_manager;
};

} // namespace rookery::io
