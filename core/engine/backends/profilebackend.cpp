// SPDX-License-Identifier: GPL-3.0-or-later
#include "profilebackend.h"

#include "base/log.h"

#include <algorithm>
#include <tuple>

namespace rookery::engine {

ProfileBackend::ProfileBackend(const Settings &settings, const QString &folder, ProfileWriter &writer,
                               config::SecretStore &secrets, gateway::ReverseListener &listener)
    : m_settings(settings)
    , m_writer(writer)
    , m_listener(listener)
    , m_trust(secrets, folder, settings.gateways)
{
    connect(&m_trust, &config::CommandTrust::judged, this, &ProfileBackend::onJudged);
}

QList<GatewayId> ProfileBackend::gatewayIds() const
{
    QList<GatewayId> ids;
    for (const GatewayProfile &gateway : m_settings.gateways)
        ids.append(gateway.id);
    return ids;
}

GatewayProfile *ProfileBackend::find(const GatewayId &gateway)
{
    const auto it = std::find_if(m_settings.gateways.begin(), m_settings.gateways.end(),
                                 [&gateway](const GatewayProfile &profile) { return profile.id == gateway; });
    return it == m_settings.gateways.end() ? nullptr : &*it;
}

void ProfileBackend::append(const GatewayProfile &gateway)
{
    m_trust.edited({}, gateway);
    m_settings.gateways.append(gateway);
}

void ProfileBackend::replace(const GatewayProfile &gateway)
{
    if (GatewayProfile *known = find(gateway.id)) {
        m_trust.edited(*known, gateway);
        *known = gateway;
    }
}

void ProfileBackend::remove(const GatewayId &gateway)
{
    m_settings.gateways.removeIf([&gateway](const GatewayProfile &profile) { return profile.id == gateway; });
}

FutureResult<> ProfileBackend::store()
{
    for (GatewayProfile &profile : m_settings.gateways)
        m_trust.apply(profile);
    publish();
    if (m_trust.isReady())
        return m_writer.save(m_settings);
    // A typed command is sealed only in the save that follows, so that save waits until seals can be made.
    return andThen(this, m_trust.ready(), [this] { return store(); });
}

void ProfileBackend::onJudged(const QList<GatewayId> &trusted, const QList<GatewayId> &leftOut)
{
    for (GatewayProfile &profile : m_settings.gateways)
        m_trust.apply(profile);
    Q_EMIT commandsJudged(trusted, leftOut);
    onResult(this, store(), [](const Result<> &stored) {
        if (!stored)
            rkWarn("the seals of commands could not be stored: {}", stored.error().detail);
    });
}

io::NetworkSettings ProfileBackend::networkFor(const GatewayProfile &gateway) const
{
    io::NetworkSettings network;
    network.pinnedSha256 = gateway.pinnedSha256;
    network.systemProxy = m_settings.proxyMode == ProxyMode::System;
    if (m_settings.proxyMode == ProxyMode::Http)
        network.proxy = QNetworkProxy(QNetworkProxy::HttpProxy, m_settings.proxyHost, m_settings.proxyPort);
    else if (m_settings.proxyMode == ProxyMode::Socks5)
        network.proxy = QNetworkProxy(QNetworkProxy::Socks5Proxy, m_settings.proxyHost, m_settings.proxyPort);
    return network;
}

FutureResult<> ProfileBackend::save(const Settings &settings)
{
    Settings wanted = settings;
    wanted.gateways = m_settings.gateways;
    wanted.sendingStopped = m_settings.sendingStopped;
    if (wanted.listener == m_settings.listener)
        return keep(wanted);
    return andThen(this, m_listener.check(wanted.listener), [this, wanted, before = m_settings] {
        Settings now = m_settings == before ? wanted : m_settings; // settings saved meanwhile take precedence
        now.listener = wanted.listener;
        return keep(now);
    });
}

FutureResult<> ProfileBackend::keep(const Settings &settings)
{
    const auto proxy = [](const Settings &of) { return std::tuple(of.proxyMode, of.proxyHost, of.proxyPort); };
    const bool otherProxy = proxy(settings) != proxy(m_settings);
    m_settings = settings;
    m_listener.setSettings(m_settings.listener);
    if (otherProxy)
        Q_EMIT proxyChanged();
    return store();
}

FutureResult<> ProfileBackend::setSendingStopped(bool stopped)
{
    m_settings.sendingStopped = stopped;
    Q_EMIT sendingStoppedChanged(stopped);
    return store();
}

} // namespace rookery::engine
