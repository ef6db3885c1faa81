// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "healthbackend.h"
#include "profilebackend.h"
#include "userlogrules.h"

#include "broadcast/broadcastservice.h"
#include "io/childprocesses.h"
#include "rkey/rkeywatch.h"
#include "session/sessionregistry.h"

#include <QSet>
#include <functional>

#include <map>
#include <memory>
#include <optional>

namespace rookery::engine {

//! Holds the sessions on the engine thread, with what watches each of them: facts that a session reports are
//! distributed as values to health, broadcasts and the window.
class SessionBackend final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SessionBackend)

public:
    using MakeDriver = std::function<std::unique_ptr<gateway::Gateway>(const GatewayProfile &)>;

    //! Names what the sessions work with; all of it outlives them.
    struct Setup {
        Clock &clock;
        config::SecretStore &secrets;
        gateway::ReverseListener &listener;
        ProfileBackend &profile;
        HealthBackend &health;
        broadcast::BroadcastService &broadcasts;
        DeltaCollector &deltas;
        MakeDriver makeDriver = {}; //!< empty: the kind's own
        bool connectAtStart = true;
    };

    explicit SessionBackend(const Setup &setup);
    ~SessionBackend() override;

    //! Adds a session and starts it, if the gateway is enabled.
    void add(const GatewayProfile &gateway);
    void remove(const GatewayId &gateway);
    [[nodiscard]] bool has(const GatewayId &gateway) const { return m_sessions.find(gateway) != nullptr; }
    //! Applies a changed profile: with another driver, or only its name and the like.
    void reconnect(const GatewayProfile &gateway);
    void rename(const GatewayProfile &gateway);
    //! Passes a changed delivery to the session it was sent through.
    void observeDelivery(const Delivery &delivery);
    //! Publishes the accounts whose condition changed with an incident or with the picture keys.
    void judgeAgain();
    //! Connects the sessions that wait only because a token could not be read.
    void retryWithoutToken();

    [[nodiscard]] const io::ChildProcesses &children() const { return m_children; }
    [[nodiscard]] const session::SessionRegistry &registry() const { return m_sessions; }

    //! Uses a user's rule file for the lines that are shown; empty: none. Always succeeds.
    [[nodiscard]] FutureResult<> setLogRules(const QByteArray &file);

    // commands; NotFound if there is no such gateway
    [[nodiscard]] FutureResult<> start(const GatewayId &gateway);
    [[nodiscard]] FutureResult<> stop(const GatewayId &gateway);
    [[nodiscard]] FutureResult<> retryNow(const GatewayId &gateway);
    [[nodiscard]] FutureResult<> refreshQr(const GatewayId &gateway);
    [[nodiscard]] FutureResult<> quickLogin(const GatewayId &gateway, const AccountId &account);
    [[nodiscard]] FutureResult<> submitTotp(const GatewayId &gateway, const Redacted<QString> &code);
    [[nodiscard]] FutureResult<> submitSignToken(const GatewayId &gateway, const Redacted<QString> &token);
    [[nodiscard]] FutureResult<> restart(const GatewayId &gateway);
    [[nodiscard]] FutureResult<QList<Contact>> contacts(const GatewayId &gateway, Freshness freshness);
    [[nodiscard]] FutureResult<> probeRkey(const GatewayId &gateway);

private:
    //! Describes the account that sends through a gateway.
    struct SendRoute {
        AccountId account; //!< null: no account has logged in yet
        Capabilities can; //!< may change when the version becomes known
        bool online = false;
        Error away; //!< why it is not
        bool excluded = false; //!< the operator sends no broadcasts through it
        bool operator==(const SendRoute &) const = default;
    };
    //! Holds what watches a session; destroyed before the session.
    struct Watched {
        std::unique_ptr<io::HttpClient> probeClient;
        std::unique_ptr<rkey::RkeyWatch> rkey;
        std::optional<SendRoute> route; //!< as last passed to the broadcasts
        AccountCondition condition; //!< as last published
    };

    [[nodiscard]] std::unique_ptr<gateway::Gateway> makeDriver(const GatewayProfile &given);
    [[nodiscard]] io::NetworkSettings probeNetworkFor(const GatewayProfile &gateway) const;
    void watch(session::AccountSession &session, Watched &watched);
    //! Starts a session, or lets it wait for the password of the proxy that it needs.
    void begin(session::AccountSession &session);
    void onProxy();
    void onSnapshot(const AccountSnapshot &snapshot);
    void onActivity(const GatewayId &gateway);
    void publish(AccountSnapshot snapshot, Watched &watched);
    [[nodiscard]] AccountCondition judge(const AccountSnapshot &snapshot, const Watched &watched) const;
    void updateRoute(const AccountSnapshot &snapshot, Watched &watched);
    void passContacts(const GatewayId &gateway);
    [[nodiscard]] FutureResult<> keepRunning(session::AccountSession &session, bool running);

    const Setup m_setup;
    io::ChildProcesses m_children; // outlives the drivers
    session::SessionRegistry m_sessions;
    std::map<GatewayId, Watched> m_watched;
    UserLogRules m_logRules;
    QSet<GatewayId> m_waitForProxy; //!< to be started once the proxy's password is read
    QSet<GatewayId> m_active; //!< their activity changed since it was last published
    Timer m_publishActivity; // last: its callback uses everything above
};

} // namespace rookery::engine
