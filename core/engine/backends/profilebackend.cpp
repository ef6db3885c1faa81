// SPDX-License-Identifier: GPL-3.0-or-later
#include "profilebackend.h"

#include "base/log.h"

#include <algorithm>

namespace rookery::engine {

namespace {

bool needsPassword(const ProxySettings &proxy)
{
    return proxy.isManual() && proxy.hasPassword;
}

} // namespace

ProfileBackend::ProfileBackend(const Settings &settings, const QString &folder, ProfileWriter &writer,
                               config::SecretStore &secrets, gateway::ReverseListener &listener)
    : m_settings(settings)
    , m_writer(writer)
    , m_secrets(secrets)
    , m_listener(listener)
    , m_trust(secrets, folder, settings.gateways)
    , m_proxyPassword(secrets)
{
    connect(&m_trust, &config::CommandTrust::judged, this, &ProfileBackend::onJudged);
    connect(&m_proxyPassword, &config::ProxyPassword::changed, this, &ProfileBackend::onProxyPassword);
    static_cast<void>(proxyReady()); // begins to read the password
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
    const ProxySettings &proxy = m_settings.proxy;
    io::NetworkSettings network;
    network.pinnedSha256 = gateway.pinnedSha256;
    network.systemProxy = proxy.mode == ProxyMode::System;
    if (!proxy.isManual())
        return network;
    const auto type = proxy.mode == ProxyMode::Http ? QNetworkProxy::HttpProxy : QNetworkProxy::Socks5Proxy;
    network.proxy = QNetworkProxy(type, proxy.host, proxy.port, proxy.user);
    if (proxy.hasPassword) {
        network.proxy.setPassword(m_proxyPassword.value().reveal());
        network.proxyTrouble = m_proxyPassword.trouble();
    }
    return network;
}

bool ProfileBackend::isProxyPending() const
{
    return needsPassword(m_settings.proxy) && m_proxyPassword.isBeingRead();
}

FutureResult<> ProfileBackend::proxyReady()
{
    return needsPassword(m_settings.proxy) ? m_proxyPassword.read() : readyResult<void>({});
}

void ProfileBackend::onProxyPassword()
{
    if (!needsPassword(m_settings.proxy))
        return;
    Q_EMIT proxyTroubleChanged(m_proxyPassword.trouble());
    Q_EMIT proxyChanged();
}

FutureResult<> ProfileBackend::saveProxy(const ProxySettings &given, const std::optional<Redacted<QString>> &password)
{
    const ProxySettings &before = m_settings.proxy;
    ProxySettings proxy = given;
    proxy.host = given.host.section(u'@', -1).trimmed(); // a name and password in front of it would be saved in a file
    const bool sameOwner = proxy.host == before.host && proxy.user == before.user;
    const bool wanted = password ? !password->isEmpty() : sameOwner && before.hasPassword;
    proxy.hasPassword = wanted && !proxy.user.isEmpty();
    if (password || proxy.hasPassword != before.hasPassword) {
        m_secrets.askAgain();
        const Redacted<QString> kept = proxy.hasPassword ? password.value_or(Redacted<QString>()) : Redacted<QString>();
        return andThen(this, m_proxyPassword.change(kept), [this, proxy] { return keepProxy(proxy); });
    }
    if (!needsPassword(proxy))
        return keepProxy(proxy);
    return andThen(this, m_proxyPassword.read(), [this, proxy] { return keepProxy(proxy); });
}

FutureResult<> ProfileBackend::keepProxy(const ProxySettings &proxy)
{
    m_settings.proxy = proxy;
    Q_EMIT proxyTroubleChanged(needsPassword(proxy) ? m_proxyPassword.trouble() : Error());
    Q_EMIT proxyChanged();
    return store();
}

FutureResult<> ProfileBackend::save(const Settings &settings)
{
    Settings wanted = settings;
    wanted.gateways = m_settings.gateways;
    wanted.proxy = m_settings.proxy;
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
    m_settings = settings;
    m_listener.setSettings(m_settings.listener);
    return store();
}

FutureResult<> ProfileBackend::setSendingStopped(bool stopped)
{
    m_settings.sendingStopped = stopped;
    Q_EMIT sendingStoppedChanged(stopped);
    return store();
}

} // namespace rookery::engine

#include "moc_profilebackend.cpp"
