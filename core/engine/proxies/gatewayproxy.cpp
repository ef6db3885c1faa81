// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewayproxy.h"

#include "config/profile.h"

#include <utility>

namespace rookery::engine {

GatewayProxy::GatewayProxy(ThreadProxy<GatewayBackend> backend, const ProfileService &profile)
    : m_backend(std::move(backend))
    , m_profile(profile)
{}

QList<GatewayId> GatewayProxy::taken() const
{
    QList<GatewayId> ids;
    const QList<GatewayProfile> gateways = m_profile.settings().gateways;
    for (const GatewayProfile &gateway : gateways)
        ids.append(gateway.id);
    return ids;
}

PasteResult GatewayProxy::parsePasted(const QString &text) const
{
    return config::parsePastedGateways(text, taken());
}

GatewayId GatewayProxy::suggestId(const QString &name) const
{
    return config::makeGatewayId(name, taken());
}

FutureResult<> GatewayProxy::add(const GatewayProfile &profile, const Redacted<QString> &token,
                                 const Redacted<QString> &oneBotToken)
{
    return m_backend(&GatewayBackend::add, profile, token, oneBotToken);
}

FutureResult<> GatewayProxy::update(const GatewayProfile &profile, const Redacted<QString> &token)
{
    return m_backend(&GatewayBackend::update, profile, token);
}

FutureResult<> GatewayProxy::changeToken(const GatewayId &gateway, const Redacted<QString> &token,
                                         const Redacted<QString> &oneBotToken)
{
    return m_backend(&GatewayBackend::changeToken, gateway, token, oneBotToken);
}

FutureResult<> GatewayProxy::remove(const GatewayId &gateway)
{
    return m_backend(&GatewayBackend::remove, gateway);
}

FutureResult<> GatewayProxy::pinCertificate(const GatewayId &gateway, const CertificateInfo &certificate)
{
    return m_backend(&GatewayBackend::pinCertificate, gateway, certificate);
}

FutureResult<GatewayTestReport> GatewayProxy::test(const GatewayProfile &profile, const Redacted<QString> &token)
{
    return m_backend(&GatewayBackend::test, profile, token);
}

void GatewayProxy::cancelTest(const GatewayId &gateway)
{
    static_cast<void>(m_backend(&GatewayBackend::cancelTest, gateway));
}

FutureResult<Detection> GatewayProxy::detect(const QString &address)
{
    return m_backend(&GatewayBackend::detect, address);
}

FutureResult<> GatewayProxy::clearIncoming()
{
    return m_backend(&GatewayBackend::clearIncoming);
}

} // namespace rookery::engine

#include "moc_gatewayproxy.cpp"
