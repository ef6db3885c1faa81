// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "threadproxy.h"

#include "engine/backends/gatewaybackend.h"
#include "engine/gatewayservice.h"
#include "engine/profileservice.h"

namespace rookery::engine {

//! Implements the service on the window's thread.
class GatewayProxy final : public GatewayService
{
    Q_OBJECT

public:
    //! Creates the proxy; `profile` outlives it.
    GatewayProxy(ThreadProxy<GatewayBackend> backend, const ProfileService &profile);

    void apply(const ListenerState &listener) { m_listener = listener; }

    [[nodiscard]] ListenerState listener() const override { return m_listener; }
    [[nodiscard]] PasteResult parsePasted(const QString &text) const override;
    [[nodiscard]] GatewayId suggestId(const QString &name) const override;
    FutureResult<> add(const GatewayProfile &profile, const Redacted<QString> &token,
                       const Redacted<QString> &oneBotToken) override;
    FutureResult<> update(const GatewayProfile &profile, const Redacted<QString> &token) override;
    FutureResult<> changeToken(const GatewayId &gateway, const Redacted<QString> &token,
                               const Redacted<QString> &oneBotToken) override;
    FutureResult<> remove(const GatewayId &gateway) override;
    FutureResult<> pinCertificate(const GatewayId &gateway, const CertificateInfo &certificate) override;
    FutureResult<GatewayTestReport> test(const GatewayProfile &profile, const Redacted<QString> &token) override;
    void cancelTest(const GatewayId &gateway) override;
    FutureResult<Detection> detect(const QString &address) override;
    FutureResult<> clearIncoming() override;

private:
    [[nodiscard]] QList<GatewayId> taken() const;

    const ThreadProxy<GatewayBackend> m_backend;
    const ProfileService &m_profile;
    ListenerState m_listener;
};

} // namespace rookery::engine
