// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network.h"

#include "base/async.h"
#include "base/clock.h"

#include <QNetworkAccessManager>
#include <QObject>

#include <memory>

namespace rookery::io {

//! Once: arrives at most once, although the server may close without answering (QNetworkAccessManager
//! sends a buffered POST again by itself). Everything that changes something is Once. With a body, Offline then
//! means exactly that no byte of the body left; without one every failure after dialling is an unknown outcome,
//! so send at least `{}`.
enum class HttpMode { Idempotent, Once };

using HttpHeaders = QList<std::pair<QByteArray, QByteArray>>;

struct HttpRequest {
    QByteArray method = "GET";
    QUrl url;
    HttpHeaders headers = {};
    QByteArray body = {};
    HttpMode mode = HttpMode::Idempotent;
    milliseconds deadline = seconds(10);
    qint64 maxBody = 8 * 1024 * 1024; //!< a larger answer ends as Protocol/FrameTooLarge
    bool followRedirects = false;
};

struct HttpResponse {
    int status = 0;
    HttpHeaders headers; //!< names lower-case
    QByteArray body;

    [[nodiscard]] QByteArray header(const QByteArray &lowerName) const;
};

//! Plain request and answer over HTTP/1.1, with a deadline for the whole exchange. One per gateway;
//! lives on the thread that made it. Any HTTP status is a response, not an error. Errors: Offline
//! when no byte of the request can have left (host not found, refused, TLS refused), Timeout,
//! Network, Tls, Protocol, Cancelled.
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
    //! A certificate was refused; the request ends with kind Tls.
    void certificateRefused(const rookery::CertificateInfo &certificate);

private:
    class Exchange;
    Clock &m_clock;
    NetworkSettings m_settings;
    //! Shared with the exchanges, so that new settings leave what is on its way alone.
    std::shared_ptr<QNetworkAccessManager> m_manager;
};

} // namespace rookery::io
