// SPDX-License-Identifier: GPL-3.0-or-later
#include "profileproxy.h"

#include <utility>

namespace rookery::engine {

ProfileProxy::ProfileProxy(ThreadProxy<ProfileBackend> backend, ProfileWriter &writer, const Settings &settings,
                           const QJsonObject &windowState)
    : m_backend(std::move(backend))
    , m_writer(writer)
    , m_settings(settings)
    , m_windowState(windowState)
{}

void ProfileProxy::apply(KeyringState keyring)
{
    m_keyring = keyring;
    Q_EMIT keyringChanged(keyring);
}

void ProfileProxy::applyProxyTrouble(const Error &trouble)
{
    m_proxyTrouble = trouble;
    Q_EMIT proxyTroubleChanged(trouble);
}

FutureResult<> ProfileProxy::saveSettings(const Settings &settings)
{
    return m_backend(&ProfileBackend::save, settings);
}

FutureResult<> ProfileProxy::saveProxy(const ProxySettings &proxy, const std::optional<Redacted<QString>> &password)
{
    return m_backend(&ProfileBackend::saveProxy, proxy, password);
}

FutureResult<> ProfileProxy::saveWindowState(const QJsonObject &state)
{
    m_windowState = state;
    return m_writer.saveWindowState(state);
}

FutureResult<> ProfileProxy::backup(const QString &path)
{
    return m_writer.backup(path, m_clock.wallNow());
}

FutureResult<AutostartState> ProfileProxy::autostart()
{
    return m_writer.autostart();
}

FutureResult<> ProfileProxy::setAutostart(bool on)
{
    return m_writer.setAutostart(on);
}

} // namespace rookery::engine

#include "moc_profileproxy.cpp"
