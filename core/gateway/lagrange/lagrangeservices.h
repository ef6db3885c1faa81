// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/drivercontext.h"
#include "gateway/onebot11/onebotclient.h"
#include "lagrangeports.h"
#include "lagrangesettings.h"

#include "base/epoch.h"

#include <functional>
#include <memory>

namespace rookery::gateway {

//! Connects to one of Lagrange's services: the address that the operator named, or the one that the link chooses among
//! those of the folder. While the one in use has no events, it tries the services with events beside it and moves to
//! the first that answers. Watches the ports that it does not use. Reports to `driver` what needs no decision. Lives on
//! the engine thread.
class LagrangeServices final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LagrangeServices)

public:
    LagrangeServices(const GatewayProfile &profile, const DriverContext &around, Gateway &driver);
    ~LagrangeServices() override;

    //! Returns true if the folder names the services, false if the profile names the address.
    [[nodiscard]] bool areFound() const { return !m_profile.folder.isEmpty() && m_profile.oneBot.isEmpty(); }
    //! Sets the services of the folder that can be used, best first, until `close`.
    void setFound(const QList<LagrangeService> &services) { m_found = services; }

    //! Starts one attempt at the operator's address.
    void openAddress();
    //! Starts one attempt at a service of the folder.
    void open(qsizetype index);
    //! Closes the service in use without a signal; the others stay.
    void closeCurrent();
    //! Closes everything without a signal.
    void close();
    //! Returns the client of the service in use; null: none yet.
    [[nodiscard]] OneBotClient *client() const { return m_client.get(); }

Q_SIGNALS:
    void up(); //!< also after a move to another service
    // of the service in use, as OneBotClient emits them
    void down(const rookery::Error &why, bool forGood);
    void selfKnown(const rookery::AccountId &account, const QString &nickname);
    void offline(rookery::LoginReason reason, const QString &text);

private:
    //! Makes a client for one service of the folder, not opened, after its token is stored where the client reads it.
    //! `done` is not called if the attempt has ended.
    void prepare(const LagrangeService &service, const std::function<void(std::unique_ptr<OneBotClient>)> &done);
    [[nodiscard]] std::unique_ptr<OneBotClient> makeClient(const GatewayProfile &profile, config::SecretStore &secrets);
    void use(std::unique_ptr<OneBotClient> ready);
    void onUp();
    void tryBetter();
    void moveToBetter();
    void watchOtherPorts();

    GatewayProfile m_profile;
    DriverContext m_around;
    Gateway &m_driver;
    std::unique_ptr<config::SecretStore> m_foundSecrets; //!< the token found in the folder; in memory only
    QList<LagrangeService> m_found;
    LagrangeService m_current; //!< the service of m_client
    std::unique_ptr<OneBotClient> m_client;
    std::unique_ptr<OneBotClient> m_better; //!< for m_betterService; replaces m_client once it is up
    LagrangeService m_betterService;
    qsizetype m_betterTries = 0;
    std::unique_ptr<OneBotClient> m_leaving; //!< replaced; calls in flight may still be answered
    LagrangePorts m_ports; //!< those that m_client does not use
    Epoch m_epoch;
    Timer m_betterRetry;
    Timer m_leavingEnd;
};

} // namespace rookery::gateway
