// SPDX-License-Identifier: GPL-3.0-or-later
#include "tlstrust.h"

#include "base/reasons/transport.h"

#include <QCryptographicHash>
#include <QDateTime>

#include <utility>

namespace rookery::io {

namespace {

QString firstOf(const QStringList &names)
{
    return names.isEmpty() ? QString() : names.constFirst();
}

} // namespace

QSslConfiguration tlsConfiguration(const NetworkSettings &settings)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (!settings.pinnedSha256.isEmpty())
        configuration.setCaCertificates({});
    return configuration;
}

std::optional<Error> judgeCertificate(const NetworkSettings &settings, const QSslCertificate &certificate,
                                      const QString &systemText)
{
    if (settings.pinnedSha256.isEmpty())
        return Error{.kind = ErrorKind::Tls, .reason = Reason::TlsUntrusted, .detail = systemText};
    if (!certificate.isNull() && certificate.digest(QCryptographicHash::Sha256) == settings.pinnedSha256)
        return std::nullopt;
    return Error{.kind = ErrorKind::Tls, .reason = Reason::TlsChanged, .detail = systemText};
}

ErrorReason handshakeReason(const QString &systemText)
{
    // our OpenSSL reports the first if the peer answers with an old version; the peer sends the second if ours is too
    // new for it
    const bool version = systemText.contains(QLatin1StringView("unsupported protocol"))
        || systemText.contains(QLatin1StringView("alert protocol version"));
    return version ? Reason::TlsTooOld : Reason::TlsExpected;
}

CertificateInfo describeCertificate(const QSslCertificate &certificate)
{
    return CertificateInfo{
        .sha256 = certificate.digest(QCryptographicHash::Sha256),
        .subject = firstOf(certificate.subjectInfo(QSslCertificate::CommonName)),
        .issuer = firstOf(certificate.issuerInfo(QSslCertificate::CommonName)),
        .notAfter = fromMSecs(certificate.expiryDate().toMSecsSinceEpoch()),
    };
}

TlsProbe::TlsProbe(Clock &clock, const NetworkSettings &settings, const QUrl &url, milliseconds limit,
                   Callback callback)
    : m_callback(std::move(callback))
    , m_limit(clock, [this] { finish(false); })
{
    m_socket.setPeerVerifyMode(QSslSocket::VerifyNone);
    m_socket.setProxy(proxyFor(settings, url));
    connect(&m_socket, &QSslSocket::encrypted, this, [this] { finish(true); });
    connect(&m_socket, &QSslSocket::errorOccurred, this, [this] { finish(false); });
    m_limit.start(limit);
    m_socket.connectToHostEncrypted(url.host(), static_cast<quint16>(url.port(80)));
}

TlsProbe::~TlsProbe()
{
    m_socket.disconnect(this);
    m_socket.abort();
}

void TlsProbe::cancel()
{
    m_limit.stop();
    m_callback = nullptr;
}

void TlsProbe::finish(bool speaksTls)
{
    m_limit.stop();
    if (Callback callback = std::exchange(m_callback, nullptr))
        callback(speaksTls);
}

} // namespace rookery::io
