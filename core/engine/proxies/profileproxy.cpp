// SPDX-License-Identifier: GPL-3.0-or-later
#include "profileproxy.h"

#include <utility>

namespace rookery::engine {

ProfileProxy::ProfileProxy(ThreadProxy<ProfileBackend> backend, ThreadProxy<SessionBackend> sessions,
                           ProfileWriter &writer, const Settings &settings, const QJsonObject &windowState)
    : m_backend(std::move(backend))
    , m_sessions(std::move(sessions))
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

void ProfileProxy::applyLogRules(const Result<QByteArray> &rules)
{
    m_logRules = rules.value_or(QByteArray());
    m_logRulesTrouble = rules ? Error() : rules.error();
    std::ignore = m_sessions(&SessionBackend::setLogRules, m_logRules);
    Q_EMIT logRulesChanged();
}

FutureResult<> ProfileProxy::importLogRules(const QString &path)
{
    return andThen(this, m_writer.importLogRules(path), [this](const QByteArray &rules) {
        applyLogRules(rules);
        return readyResult<void>({});
    });
}

FutureResult<> ProfileProxy::exportLogRules(const QString &path)
{
    return m_writer.exportLogRules(path, m_logRules);
}

FutureResult<> ProfileProxy::removeLogRules()
{
    return andThen(this, m_writer.removeLogRules(), [this] {
        applyLogRules(QByteArray());
        return readyResult<void>({});
    });
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
