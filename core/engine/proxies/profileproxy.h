// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "threadproxy.h"

#include "engine/backends/profilebackend.h"
#include "engine/profileservice.h"
#include "engine/profilewriter.h"

namespace rookery::engine {

//! Implements the service on the window's thread.
class ProfileProxy final : public ProfileService
{
    Q_OBJECT

public:
    //! Creates the proxy; `writer` outlives it.
    ProfileProxy(ThreadProxy<ProfileBackend> backend, ProfileWriter &writer, const Settings &settings,
                 const QJsonObject &windowState);

    void apply(const Settings &settings) { m_settings = settings; }
    void apply(KeyringState keyring);

    [[nodiscard]] Settings settings() const override { return m_settings; }
    [[nodiscard]] KeyringState keyring() const override { return m_keyring; }
    [[nodiscard]] QJsonObject windowState() const override { return m_windowState; }
    FutureResult<> saveSettings(const Settings &settings) override;
    FutureResult<> saveWindowState(const QJsonObject &state) override;
    FutureResult<> backup(const QString &path) override;
    FutureResult<AutostartState> autostart() override;
    FutureResult<> setAutostart(bool on) override;

private:
    const ThreadProxy<ProfileBackend> m_backend;
    ProfileWriter &m_writer;
    SystemClock m_clock;
    Settings m_settings;
    KeyringState m_keyring = KeyringState::Probing;
    QJsonObject m_windowState;
};

} // namespace rookery::engine
