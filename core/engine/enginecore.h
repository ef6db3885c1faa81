// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delta.h"
#include "engine.h"

#include "base/clock.h"

#include <functional>
#include <memory>

namespace rookery::config {
class SecretStore;
}
namespace rookery::gateway {
class Gateway;
class ReverseListener;
} // namespace rookery::gateway
namespace rookery::broadcast {
class BroadcastService;
}
namespace rookery::store {
class Database;
}

namespace rookery::engine {

class DeltaCollector;
class GatewayBackend;
class HealthBackend;
class ProfileBackend;
class ProfileWriter;
class SessionBackend;
class ShutdownCoordinator;

//! Composes the backends of the services on the engine thread, and passes facts between them. All calls are made on
//! that thread.
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

    EngineCore(const Options &options, const Settings &settings, const Paths &paths, ProfileWriter &writer,
               store::Database &database, Makers makers = {});
    ~EngineCore() override;

    //! Builds the backends and starts what is enabled. Called first on the engine thread.
    void open();
    //! Begins nothing new, and ends the thread's loop once sends in flight are recorded and our own programs have
    //! ended. Called last.
    void close();

    // valid after `open`
    void logLinesTaken(); //!< of the last delta that had some; the next follow only then
    [[nodiscard]] ProfileBackend &profile() { return *m_profile; }
    [[nodiscard]] GatewayBackend &gateways() { return *m_gateways; }
    [[nodiscard]] SessionBackend &sessions() { return *m_sessions; }
    [[nodiscard]] broadcast::BroadcastService &broadcasts() { return *m_broadcasts; }

Q_SIGNALS:
    void delta(const rookery::engine::Delta &delta);
    void keyringChanged(rookery::KeyringState state);
    void settingsChanged(const rookery::Settings &settings);
    void proxyTroubleChanged(const rookery::Error &trouble);
    void storageTrouble(const rookery::Error &error);
    void storageRecovered();
    void databaseRestored(int deliveries);

private:
    [[nodiscard]] std::unique_ptr<config::SecretStore> makeSecrets() const;
    void watchKeyring();
    void watchBroadcasts();

    const Options m_options;
    const Paths m_paths;
    const Settings m_settings; //!< as read at the start
    ProfileWriter &m_writer;
    store::Database &m_database;
    const Makers m_makers;
    SystemClock m_clock;
    std::unique_ptr<DeltaCollector> m_deltas;
    std::unique_ptr<config::SecretStore> m_secrets;
    std::unique_ptr<gateway::ReverseListener> m_listener; // outlives the drivers
    std::unique_ptr<ProfileBackend> m_profile;
    std::unique_ptr<HealthBackend> m_health;
    std::unique_ptr<broadcast::BroadcastService> m_broadcasts;
    std::unique_ptr<SessionBackend> m_sessions;
    std::unique_ptr<GatewayBackend> m_gateways;
    std::unique_ptr<ShutdownCoordinator> m_shutdown;
};

} // namespace rookery::engine
