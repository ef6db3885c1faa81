// SPDX-License-Identifier: GPL-3.0-or-later
#include "enginecore.h"

#include "backends/gatewaybackend.h"
#include "failpoints.h"
#include "shutdowncoordinator.h"

#include "base/log.h"

#include <QCryptographicHash>
#include <QThread>

#include <utility>

namespace rookery::engine {

namespace {

// Two profiles of one user must not share keyring entries.
QString profileKey(const QString &folder)
{
    return QString::fromLatin1(QCryptographicHash::hash(folder.toUtf8(), QCryptographicHash::Sha256).toHex().left(12));
}

} // namespace

EngineCore::EngineCore(const Options &options, const Settings &settings, const Paths &paths, ProfileWriter &writer,
                       store::Database &database, Makers makers)
    : m_options(options)
    , m_paths(paths)
    , m_settings(settings)
    , m_writer(writer)
    , m_database(database)
    , m_makers(std::move(makers))
{}

EngineCore::~EngineCore()
{
    m_shutdown.reset();
    m_gateways.reset();
    // Sending ends before the sessions are destroyed, so that no claim is made whose reply would be lost.
    m_broadcasts.reset();
    m_sessions.reset();
}

void EngineCore::open()
{
    m_deltas = std::make_unique<DeltaCollector>(m_clock, [this](const Delta &changes) { Q_EMIT delta(changes); });
    m_secrets = makeSecrets();
    m_listener = std::make_unique<gateway::ReverseListener>(m_clock, m_settings.listener);
    connect(m_listener.get(), &gateway::ReverseListener::stateChanged, this,
            [this](const ListenerState &state) { m_deltas->listener(state); });
    m_deltas->listener(m_listener->state());
    m_profile = std::make_unique<ProfileBackend>(m_settings, m_paths.profileFolder, m_writer, *m_secrets, *m_listener);
    connect(m_profile.get(), &ProfileBackend::settingsChanged, this, &EngineCore::settingsChanged);
    connect(m_profile.get(), &ProfileBackend::proxyTroubleChanged, this, &EngineCore::proxyTroubleChanged);
    m_health = std::make_unique<HealthBackend>(m_clock, m_database, *m_deltas, *m_listener);
    m_broadcasts = std::make_unique<broadcast::BroadcastService>(
        broadcast::ServiceSetup{.clock = m_clock,
                                .database = m_database,
                                .pictureFolder = m_paths.cacheFolder + QStringLiteral("/pictures"),
                                .failpoint = failpointsFromEnvironment()});
    m_sessions = std::make_unique<SessionBackend>(SessionBackend::Setup{.clock = m_clock,
                                                                        .secrets = *m_secrets,
                                                                        .listener = *m_listener,
                                                                        .profile = *m_profile,
                                                                        .health = *m_health,
                                                                        .broadcasts = *m_broadcasts,
                                                                        .deltas = *m_deltas,
                                                                        .makeDriver = m_makers.driver,
                                                                        .connectAtStart = m_options.connectAtStart});
    m_gateways = std::make_unique<GatewayBackend>(GatewayBackend::Setup{.clock = m_clock,
                                                                        .secrets = *m_secrets,
                                                                        .listener = *m_listener,
                                                                        .profile = *m_profile,
                                                                        .sessions = *m_sessions,
                                                                        .deltas = *m_deltas});
    m_shutdown = std::make_unique<ShutdownCoordinator>(m_clock, m_sessions->children(), m_sessions->registry(),
                                                       [this] { thread()->quit(); });
    watchKeyring();
    watchBroadcasts();
    m_health->start(*m_profile);
    onResult(this, m_broadcasts->start(), [](const Result<> &started) {
        if (!started) // storageTrouble reports it to the operator
            rkError("the queue cannot be opened: {}", started.error().detail);
    });
    m_broadcasts->setSendingStopped(m_settings.sendingStopped);
    for (const GatewayProfile &gateway : m_settings.gateways)
        m_sessions->add(gateway);
}

void EngineCore::logLinesTaken()
{
    m_deltas->logLinesTaken();
}

std::unique_ptr<config::SecretStore> EngineCore::makeSecrets() const
{
    if (m_makers.secrets)
        return m_makers.secrets();
    return m_options.memorySecrets ? config::makeMemorySecretStore()
                                   : config::makeKeyringSecretStore(profileKey(m_paths.profileFolder));
}

void EngineCore::watchKeyring()
{
    connect(m_secrets.get(), &config::SecretStore::keyringChanged, this, [this](KeyringState state) {
        m_health->observe([state](health::HealthMonitor &health) { health.observeKeyring(state); });
        Q_EMIT keyringChanged(state);
        if (state == KeyringState::Works)
            m_sessions->retryWithoutToken();
    });
    Q_EMIT keyringChanged(m_secrets->keyring());
}

void EngineCore::watchBroadcasts()
{
    using broadcast::BroadcastService;
    connect(m_profile.get(), &ProfileBackend::sendingStoppedChanged, m_broadcasts.get(),
            &BroadcastService::setSendingStopped);
    connect(m_broadcasts.get(), &BroadcastService::broadcastChanged, this, [this](const BroadcastSummary &summary) {
        m_health->observe([summary](health::HealthMonitor &health) { health.observeBroadcast(summary); });
        m_deltas->broadcast(summary);
    });
    connect(m_broadcasts.get(), &BroadcastService::deliveriesChanged, this, [this](const QList<Delivery> &changed) {
        m_deltas->deliveries(changed);
        for (const Delivery &delivery : changed) {
            m_health->observe([delivery](health::HealthMonitor &health) { health.observeDelivery(delivery); });
            m_sessions->observeDelivery(delivery);
        }
    });
    connect(m_broadcasts.get(), &BroadcastService::broadcastsPruned, this, [this](const QList<BroadcastId> &gone) {
        for (const BroadcastId id : gone)
            m_health->observe([id](health::HealthMonitor &health) { health.observeBroadcastGone(id); });
        m_deltas->broadcastsRemoved(gone);
    });
    connect(m_broadcasts.get(), &BroadcastService::storageTrouble, this, [this](const Error &error) {
        m_health->observe([error](health::HealthMonitor &health) { health.observeStorageTrouble(error); });
        Q_EMIT storageTrouble(error);
    });
    connect(m_broadcasts.get(), &BroadcastService::storageRecovered, this, [this] {
        m_health->observe([](health::HealthMonitor &health) { health.observeStorageRecovered(); });
        Q_EMIT storageRecovered();
    });
    connect(m_broadcasts.get(), &BroadcastService::restored, this, &EngineCore::databaseRestored);
}

void EngineCore::close()
{
    m_shutdown->begin(m_broadcasts->quiesce());
}

} // namespace rookery::engine

#include "moc_enginecore.cpp"
