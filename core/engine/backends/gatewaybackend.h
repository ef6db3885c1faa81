// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectiontests.h"
#include "sessionbackend.h"

namespace rookery::engine {

//! Edits the list of gateways on the engine thread: their settings, secrets and sessions.
class GatewayBackend final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GatewayBackend)

public:
    //! Names what the editor works with; all of it outlives it.
    struct Setup {
        Clock &clock;
        config::SecretStore &secrets;
        gateway::ReverseListener &listener;
        ProfileBackend &profile;
        SessionBackend &sessions;
        DeltaCollector &deltas;
    };

    explicit GatewayBackend(const Setup &setup);

    // commands; see GatewayService
    [[nodiscard]] FutureResult<> add(const GatewayProfile &given, const Redacted<QString> &token,
                                     const Redacted<QString> &oneBotToken);
    [[nodiscard]] FutureResult<> update(const GatewayProfile &given, const Redacted<QString> &token);
    [[nodiscard]] FutureResult<> changeToken(const GatewayId &gateway, const Redacted<QString> &token,
                                             const Redacted<QString> &oneBotToken);
    [[nodiscard]] FutureResult<> remove(const GatewayId &gateway);
    [[nodiscard]] FutureResult<> pinCertificate(const GatewayId &gateway, const CertificateInfo &certificate);
    [[nodiscard]] FutureResult<GatewayTestReport> test(const GatewayProfile &given, const Redacted<QString> &token);
    [[nodiscard]] FutureResult<> cancelTest(const GatewayId &gateway);
    [[nodiscard]] FutureResult<Detection> detect(const QString &address);
    [[nodiscard]] FutureResult<> clearIncoming();

private:
    [[nodiscard]] FutureResult<> undoAdding(const GatewayId &gateway, const Error &why);
    [[nodiscard]] FutureResult<> forget(const GatewayId &gateway, QList<config::SecretKind> secrets);
    [[nodiscard]] FutureResult<> applyUpdate(const GatewayProfile &profile, const Redacted<QString> &token);
    [[nodiscard]] FutureResult<> updateWithToken(const GatewayProfile &profile, const Redacted<QString> &token);
    [[nodiscard]] FutureResult<> replaceTokens(const GatewayId &gateway, GatewayKind kind,
                                               const Redacted<QString> &token, const Redacted<QString> &oneBotToken);
    [[nodiscard]] FutureResult<> writeTokens(const GatewayId &gateway, GatewayKind kind, const Redacted<QString> &token,
                                             const Redacted<QString> &oneBotToken);

    const Setup m_setup;
    ConnectionTests m_tests;
};

} // namespace rookery::engine
