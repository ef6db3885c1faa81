// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ids.h"

#include "base/clock.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

namespace rookery {

enum class GatewayKind { NapCat };

//! What the operator told us about a gateway. Secrets are not part of it (SecretStore).
struct GatewayProfile {
    GatewayId id;
    GatewayKind kind = GatewayKind::NapCat;
    QString name; //!< free text; empty: show the id
    QUrl webUi; //!< scheme, host, port; NapCat's panel address
    QUrl oneBot; //!< optional second way for actions (ws://…); empty: not used
    QByteArray pinnedSha256; //!< trusted certificate (DER, SHA-256, raw bytes); empty: only the system's trust
    bool enabled = true; //!< false: stopped by the operator, not connected at start

    [[nodiscard]] QString displayName() const { return name.isEmpty() ? id.value() : name; }
    bool operator==(const GatewayProfile &) const = default;
};

//! What a gateway can show and prove; what it cannot is said in the window, never invented.
struct Capabilities {
    bool qrLogin = false;
    bool qrLifeStated = false; //!< false: show the code's age, not a countdown
    bool quickLogin = false;
    bool ownMessageEcho = false; //!< pushes own messages that were confirmed
    bool historyIsServerSide = false; //!< only then a history can prove that something is missing
    bool logStream = false;
    bool rkey = false;
    bool stagedUpload = false;
    bool remoteRestart = false;
    bool logout = false;

    bool operator==(const Capabilities &) const = default;
};

//! Names and version as the gateway states them.
struct GatewayVersion {
    QString app;
    QString version;
    QString qqVersion;
    bool operator==(const GatewayVersion &) const = default;
};

//! A certificate that was refused, to be shown before it may be trusted.
struct CertificateInfo {
    QByteArray sha256; //!< raw bytes
    QString subject;
    QString issuer;
    WallTime notAfter{};
    bool operator==(const CertificateInfo &) const = default;
};

} // namespace rookery
