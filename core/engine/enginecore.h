// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectiontests.h"
#include "deltacollector.h"
#include "engine.h"
#include "profilewriter.h"
#include "shutdowncoordinator.h"

#include "base/backoff.h"
#include "broadcast/broadcastservice.h"
#include "config/commandtrust.h"
#include "config/secretstore.h"
#include "gateway/gateway.h"
#include "gateway/onebot11/reverselistener.h"
#include "health/healthmonitor.h"
#include "io/network.h"
#include "rkey/rkeywatch.h"
#include "session/accountsession.h"
#include "session/sessionregistry.h"
#include "store/database.h"
#include "store/incidentrepository.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace rookery::engine {

//! Owns the graph of services on the engine thread: facts from the sessions are distributed as values, commands go
//! down to them. All calls are made on that thread.
class EngineCore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EngineCore)

public:
    //! Names the folders that the engine uses.
    struct Paths {
        QString cacheFolder;
        QString profileFolder;
    };

    //! Factories that tests replace; empty: the real thing. Called on the engine thread.
    struct Makers {
        std::function<std::unique_ptr<config::SecretStore>()> secrets;
        std::function<std::unique_ptr<gateway::Gateway>(const GatewayProfile &)> driver;
    };

    EngineCore(const Options &options, const Settings &settings, const Paths &paths, ProfileWriter &keeper,
               store::Database &database, Makers makers = {});
    ~EngineCore() override;

    //! Builds the services and starts what is enabled. Called first on the engine thread.
    void open();
    //! Begins nothing new, and ends the thread's loop once sends in flight are booked and our own programs have
    //! ended. Called last.
    void close();

    [[nodiscard]] FutureResult<> addGateway(const GatewayProfile &profile, const Redacted<QString> &token,
                                            const Redacted<QString> &oneBotToken);
    [[nodiscard]] FutureResult<> updateGateway(const GatewayProfile &profile, const Redacted<QString> &token = {});
    [[nodiscard]] FutureResult<> changeToken(const GatewayId &gateway, const Redacted<QString> &token,
                                             const Redacted<QString> &oneBotToken);
    [[nodiscard]] FutureResult<> removeGateway(const GatewayId &gateway);
    [[nodiscard]] FutureResult<GatewayTestReport> testGateway(const GatewayProfile &profile,
                                                              const Redacted<QString> &token);
    [[nodiscard]] FutureResult<Detection> detectGateway(const QString &address);
    void cancelTest(const GatewayId &gateway);
    [[nodiscard]] FutureResult<> clearIncoming();
    [[nodiscard]] FutureResult<> pinCertificate(const GatewayId &gateway, const QByteArray &sha256);
    [[nodiscard]] FutureResult<> setRunning(const GatewayId &gateway, bool running);
    [[nodiscard]] FutureResult<> retryNow(const GatewayId &gateway);
    [[nodiscard]] FutureResult<> setSendingStopped(bool stopped);
    [[nodiscard]] FutureResult<> saveSettings(const Settings &settings);
    [[nodiscard]] FutureResult<> probeRkey(const GatewayId &gateway);
    [[nodiscard]] FutureResult<QList<Contact>> contacts(const GatewayId &gateway, bool refresh);

    //! Runs `f` with the gateway's session; NotFound if there is no such gateway.
    [[nodiscard]] FutureResult<> withSession(const GatewayId &gateway,
                                             const std::function<FutureResult<>(session::AccountSession &)> &f);
    [[nodiscard]] broadcast::BroadcastService &broadcasts() { return *m_broadcasts; }

Q_SIGNALS:
    void delta(const rookery::engine::Delta &delta);
    void keyringChanged(rookery::KeyringState state);
    void settingsChanged(const rookery::Settings &settings);
    void storageTrouble(const rookery::Error &error);
    void storageRecovered();
    void databaseRestored(int deliveries);

private:
    //! Describes the account that sends through a gateway.
    struct SendRoute {
        AccountId account; //!< null: no account has logged in yet
        Capabilities can; //!< may change when the version becomes known
        bool online = false;
        Error away; //!< why it is not
        bool operator==(const SendRoute &) const = default;
    };
    //! Holds what watches a session; destroyed before the session.
    struct Watched {
        std::unique_ptr<io::HttpClient> probeClient;
        std::unique_ptr<rkey::RkeyWatch> rkey;
        std::optional<SendRoute> route; //!< as last passed to the broadcasts
        AccountCondition condition; //!< as last published
    };

    void addSession(const GatewayProfile &profile);
    void wireSession(session::AccountSession &session);
    void wireBroadcasts();
    void wireHealth();
    void loadStored();
    void resumeIncidents(const QList<Incident> &stored);
    void tellHealth(std::function<void(health::HealthMonitor &)> fact);
    void publish(AccountSnapshot snapshot, Watched &watched);
    [[nodiscard]] AccountCondition judge(const AccountSnapshot &snapshot, const Watched &watched) const;
    void judgeAgain();
    void onSnapshot(const AccountSnapshot &snapshot);
    void updateRoute(const AccountSnapshot &snapshot, Watched &watched);
    [[nodiscard]] io::NetworkSettings networkFor(const GatewayProfile &profile) const;
    [[nodiscard]] io::NetworkSettings probeNetworkFor(const GatewayProfile &profile) const;
    [[nodiscard]] std::unique_ptr<gateway::Gateway> makeDriver(const GatewayProfile &given);
    [[nodiscard]] GatewayProfile *profileOf(const GatewayId &gateway);
    [[nodiscard]] FutureResult<> store();
    [[nodiscard]] FutureResult<> keepSettings(const Settings &settings);
    [[nodiscard]] FutureResult<> forget(const GatewayId &gateway, QList<config::SecretKind> secrets);
    [[nodiscard]] FutureResult<> applyUpdate(const GatewayProfile &profile, const Redacted<QString> &token);
    [[nodiscard]] FutureResult<> updateWithToken(const GatewayProfile &profile, const Redacted<QString> &token);
    [[nodiscard]] FutureResult<> replaceTokens(const GatewayId &gateway, GatewayKind kind,
                                               const Redacted<QString> &token, const Redacted<QString> &oneBotToken);
    [[nodiscard]] FutureResult<> writeTokens(const GatewayId &gateway, GatewayKind kind, const Redacted<QString> &token,
                                             const Redacted<QString> &oneBotToken);
    void undoAdding(const GatewayId &gateway, const Error &why, const Promise<void> &answer);
    void onKeyring(KeyringState state);
    void onCommandsJudged(const QList<GatewayId> &trusted, const QList<GatewayId> &leftOut);
    [[nodiscard]] std::unique_ptr<config::SecretStore> makeSecrets() const;
    void reconnect(const GatewayProfile &profile);
    void passContacts(const GatewayId &gateway);

    const Options m_options;
    const Paths m_paths;
    Settings m_settings;
    ProfileWriter &m_keeper;
    store::Database &m_database;
    const Makers m_makers;
    SystemClock m_clock;
    std::unique_ptr<DeltaCollector> m_deltas;
    std::unique_ptr<config::SecretStore> m_secrets;
    std::unique_ptr<config::CommandTrust> m_trust;
    std::unique_ptr<store::IncidentRepository> m_incidentStore;
    std::unique_ptr<health::HealthMonitor> m_health;
    //! Facts that came before the incidents of earlier runs were read; nullopt: they have been read.
    std::optional<QList<std::function<void(health::HealthMonitor &)>>> m_earlyFacts{std::in_place};
    std::unique_ptr<io::ChildProcesses> m_children; // outlives the drivers
    std::unique_ptr<gateway::ReverseListener> m_listener; // outlives the drivers
    std::unique_ptr<session::SessionRegistry> m_sessions;
    std::unique_ptr<broadcast::BroadcastService> m_broadcasts;
    std::map<GatewayId, Watched> m_watched;
    std::unique_ptr<ConnectionTests> m_tests;
    ShutdownCoordinator m_shutdown{m_clock, [this] { thread()->quit(); }};
    Timer m_closing{m_clock, [this] { m_shutdown.begin(*m_children, *m_sessions); }};
};

} // namespace rookery::engine
