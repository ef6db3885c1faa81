// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network.h"

#include "base/clock.h"
#include "base/result.h"

#include <QObject>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslSocket>

#include <functional>

namespace rookery::io {

//! Returns the configuration with which all our TLS connections verify their peer. With a pin there is no trusted
//! issuer, so that each handshake, even with a certificate that the system trusts, goes through `judgeCertificate`
//! before any byte is sent.
[[nodiscard]] QSslConfiguration tlsConfiguration(const NetworkSettings &settings);

//! Judges a certificate. nullopt: it is the pinned one. Otherwise kind Tls: TlsChanged with a pin, TlsUntrusted
//! without.
[[nodiscard]] std::optional<Error> judgeCertificate(const NetworkSettings &settings, const QSslCertificate &certificate,
                                                    const QString &systemText);

//! Returns why a handshake failed for a cause other than the certificate: TlsTooOld, or TlsExpected for a peer that
//! does not use TLS. Qt reports it only as OpenSSL's text.
[[nodiscard]] ErrorReason handshakeReason(const QString &systemText);

[[nodiscard]] CertificateInfo describeCertificate(const QSslCertificate &certificate);

//! Finds out whether a port that closed a plain-text connection uses TLS. Sends a handshake and nothing else, and
//! accepts any certificate. The callback is called once, at the latest after `limit`, unless the probe is destroyed
//! before.
class TlsProbe final : public QObject
{
    Q_DISABLE_COPY_MOVE(TlsProbe)

public:
    using Callback = std::function<void(bool speaksTls)>;
    static constexpr milliseconds kLimit = seconds(2);

    TlsProbe(Clock &clock, const NetworkSettings &settings, const QUrl &url, milliseconds limit, Callback callback);
    ~TlsProbe() override;
    //! Cancels the callback and stops using the clock. May be called inside the callback, where destroying the probe is
    //! not safe.
    void cancel();

private:
    void finish(bool speaksTls);

    Callback m_callback;
    QSslSocket m_socket;
    Timer m_limit;
};

} // namespace rookery::io
