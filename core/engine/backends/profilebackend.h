// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/commandtrust.h"
#include "config/proxypassword.h"
#include "config/secretstore.h"
#include "engine/profilewriter.h"
#include "gateway/onebot11/reverselistener.h"
#include "io/network.h"

#include <QObject>

namespace rookery::engine {

//! Owns the settings on the engine thread: changes, seals and saves them.
class ProfileBackend final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProfileBackend)

public:
    //! Creates the owner; all references outlive it.
    ProfileBackend(const Settings &settings, const QString &folder, ProfileWriter &writer, config::SecretStore &secrets,
                   gateway::ReverseListener &listener);

    [[nodiscard]] const Settings &settings() const { return m_settings; }
    [[nodiscard]] QList<GatewayId> gatewayIds() const;
    //! Finds a gateway; null: there is none. Valid until the list changes.
    [[nodiscard]] GatewayProfile *find(const GatewayId &gateway);

    void append(const GatewayProfile &gateway);
    void replace(const GatewayProfile &gateway);
    //! Removes a gateway; what follows has to be stored.
    void remove(const GatewayId &gateway);
    void publish() { Q_EMIT settingsChanged(m_settings); }
    //! Publishes the settings and saves them, sealed.
    [[nodiscard]] FutureResult<> store();

    //! Returns the profile a driver may be created from: without a command that was not typed in this program.
    [[nodiscard]] GatewayProfile runnable(const GatewayProfile &gateway) const { return m_trust.runnable(gateway); }
    //! Returns how to reach a gateway, with the password of the proxy as far as it is known.
    [[nodiscard]] io::NetworkSettings networkFor(const GatewayProfile &gateway) const;
    //! Returns whether the password of the proxy is being read. Connections that leave this machine then wait for
    //! `proxyReady`, because the proxy would refuse them.
    [[nodiscard]] bool isProxyPending() const;
    //! Reads the password of the proxy if one is needed and not usable yet. Always succeeds.
    [[nodiscard]] FutureResult<> proxyReady();

    // commands; see ProfileService
    //! Saves all but the gateways and the proxy.
    [[nodiscard]] FutureResult<> save(const Settings &settings);
    [[nodiscard]] FutureResult<> saveProxy(const ProxySettings &proxy,
                                           const std::optional<Redacted<QString>> &password);
    [[nodiscard]] FutureResult<> setSendingStopped(bool stopped);

Q_SIGNALS:
    void settingsChanged(const rookery::Settings &settings);
    void sendingStoppedChanged(bool stopped); //!< at once; it is saved later
    void proxyChanged(); //!< another one, or its password became known
    void proxyTroubleChanged(const rookery::Error &trouble);
    //! Reports gateways whose command runs from now on (`trusted`), or is left out.
    void commandsJudged(const QList<rookery::GatewayId> &trusted, const QList<rookery::GatewayId> &leftOut);

private:
    void onJudged(const QList<GatewayId> &trusted, const QList<GatewayId> &leftOut);
    [[nodiscard]] FutureResult<> keep(const Settings &settings);
    [[nodiscard]] FutureResult<> keepProxy(const ProxySettings &proxy);
    void onProxyPassword();

    Settings m_settings;
    ProfileWriter &m_writer;
    config::SecretStore &m_secrets;
    gateway::ReverseListener &m_listener;
    config::CommandTrust m_trust;
    config::ProxyPassword m_proxyPassword;
};

} // namespace rookery::engine
