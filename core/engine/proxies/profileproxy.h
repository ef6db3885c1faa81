// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "threadproxy.h"

#include "engine/backends/profilebackend.h"
#include "engine/backends/sessionbackend.h"
#include "engine/profileservice.h"
#include "engine/profilewriter.h"

namespace rookery::engine {

//! Implements the service on the window's thread.
class ProfileProxy final : public ProfileService
{
    Q_OBJECT

public:
    //! Creates the proxy; `writer` outlives it.
    ProfileProxy(ThreadProxy<ProfileBackend> backend, ThreadProxy<SessionBackend> sessions, ProfileWriter &writer,
                 const Settings &settings, const QJsonObject &windowState);

    //! Updates the snapshot; `settingsChanged` is emitted once those of the other services are updated, too.
    void apply(const Settings &settings) { m_settings = settings; }
    void apply(KeyringState keyring);
    void applyProxyTrouble(const Error &trouble);
    //! Uses these log rules, or none of the user's if they could not be read.
    void applyLogRules(const Result<QByteArray> &rules);

    [[nodiscard]] Settings settings() const override { return m_settings; }
    [[nodiscard]] KeyringState keyring() const override { return m_keyring; }
    [[nodiscard]] Error proxyTrouble() const override { return m_proxyTrouble; }
    [[nodiscard]] QJsonObject windowState() const override { return m_windowState; }
    FutureResult<> saveSettings(const Settings &settings) override;
    FutureResult<> saveProxy(const ProxySettings &proxy, const std::optional<Redacted<QString>> &password) override;
    FutureResult<> saveWindowState(const QJsonObject &state) override;
    [[nodiscard]] QByteArray logRules() const override { return m_logRules; }
    [[nodiscard]] Error logRulesTrouble() const override { return m_logRulesTrouble; }
    FutureResult<> importLogRules(const QString &path) override;
    FutureResult<> exportLogRules(const QString &path) override;
    FutureResult<> removeLogRules() override;
    FutureResult<> backup(const QString &path) override;
    FutureResult<AutostartState> autostart() override;
    FutureResult<> setAutostart(bool on) override;

private:
    const ThreadProxy<ProfileBackend> m_backend;
    const ThreadProxy<SessionBackend> m_sessions;
    ProfileWriter &m_writer;
    SystemClock m_clock;
    Settings m_settings;
    KeyringState m_keyring = KeyringState::Probing;
    Error m_proxyTrouble;
    QJsonObject m_windowState;
    QByteArray m_logRules;
    Error m_logRulesTrouble;
};

} // namespace rookery::engine
