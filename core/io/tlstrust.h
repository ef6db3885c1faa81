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

//! How every TLS connection of ours verifies its peer. With a pin there is no trusted issuer at all, so that
//! each handshake, even one with a certificate the system trusts, asks `judgeCertificate` before a byte leaves.
[[nodiscard]] QSslConfiguration tlsConfiguration(const NetworkSettings &settings);

//! nullopt: the certificate is the pinned one. Otherwise kind Tls: TlsChanged with a pin, TlsUntrusted without.
[[nodiscard]] std::optional<Error> judgeCertificate(const NetworkSettings &settings, const QSslCertificate &certificate,
                                                    const QString &systemText);

//! Why a handshake failed, a refused certificate apart: TlsTooOld, or TlsExpected for a peer that does not speak TLS.
//! Qt tells it in OpenSSL's words alone.
[[nodiscard]] Reason handshakeReason(const QString &systemText);

[[nodiscard]] CertificateInfo describeCertificate(const QSslCertificate &certificate);

//! Asks whether a port that hung up on plain text speaks TLS. Sends a handshake and nothing else; trusts
//! nobody. The callback is called once, at the latest after `limit`, unless the probe is destroyed before.
class TlsProbe final : public QObject
{
    Q_DISABLE_COPY_MOVE(TlsProbe)

public:
    using Callback = std::function<void(bool speaksTls)>;

    TlsProbe(Clock &clock, const NetworkSettings &settings, const QUrl &url, milliseconds limit, Callback callback);
    ~TlsProbe() override;
    //! No callback any more and no use of the clock; safe inside the callback, where destroying it is not.
    void cancel();

private:
    void finish(bool speaksTls);

    Callback m_callback;
    QSslSocket m_socket;
    Timer m_limit;
};

} // namespace rookery::io
