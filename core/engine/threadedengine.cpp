// SPDX-License-Identifier: GPL-3.0-or-later
#include "threadedengine.h"

#include "base/log.h"

#include <QFile>

namespace rookery::engine {

namespace {

//! Returns the user's log rules; empty: there are none.
Result<QByteArray> logRulesOf(const config::Profile &profile)
{
    const QString path = profile.logRulesPath();
    Result<QByteArray> rules = QFile::exists(path) ? readUserRules(path) : QByteArray();
    if (!rules)
        rkWarn("the rules in {} are not used: {}", path, rules.error().detail);
    return rules;
}

} // namespace

ThreadedEngine::ThreadedEngine(const Options &options, std::unique_ptr<config::Profile> profile,
                               std::unique_ptr<store::Database> database)
    : m_database(std::move(database))
{
    const Settings settings = profile->settings();
    const QJsonObject windowState = profile->windowState();
    const Result<QByteArray> logRules = logRulesOf(*profile);
    const EngineCore::Paths paths{.cacheFolder = profile->cacheFolder(), .profileFolder = profile->folder()};
    m_writer = std::make_unique<ProfileWriter>(std::move(profile), options.startCommand);
    m_writer->moveToThread(&m_fileThread);
    m_core = std::make_unique<EngineCore>(options, settings, paths, *m_writer, *m_database);
    m_core->moveToThread(&m_engineThread);
    makeProxies(settings, windowState);

    m_fileThread.setObjectName(QStringLiteral("files"));
    m_engineThread.setObjectName(QStringLiteral("engine"));
    m_fileThread.start();
    m_engineThread.start();
    QMetaObject::invokeMethod(m_core.get(), &EngineCore::open, Qt::QueuedConnection);
    m_profile->applyLogRules(logRules);
}

void ThreadedEngine::makeProxies(const Settings &settings, const QJsonObject &windowState)
{
    EngineCore *core = m_core.get();
    const ThreadProxy<ProfileBackend> profile(core, [core]() -> ProfileBackend & { return core->profile(); });
    const ThreadProxy<GatewayBackend> gateways(core, [core]() -> GatewayBackend & { return core->gateways(); });
    const ThreadProxy<SessionBackend> sessions(core, [core]() -> SessionBackend & { return core->sessions(); });
    const ThreadProxy<broadcast::BroadcastService> broadcasts(
        core, [core]() -> broadcast::BroadcastService & { return core->broadcasts(); });
    m_profile = std::make_unique<ProfileProxy>(profile, sessions, *m_writer, settings, windowState);
    m_gateways = std::make_unique<GatewayProxy>(gateways, *m_profile);
    m_sessions = std::make_unique<SessionProxy>(sessions, settings.gateways);
    m_broadcasts = std::make_unique<BroadcastProxy>(broadcasts, profile, settings.sendingStopped);
    m_health = std::make_unique<HealthProxy>(sessions, *m_sessions);
    m_logs.setLimit(settings.liveLogLines);

    connect(core, &EngineCore::delta, this, &ThreadedEngine::apply);
    connect(core, &EngineCore::keyringChanged, this, [this](KeyringState state) { m_profile->apply(state); });
    connect(core, &EngineCore::settingsChanged, this, [this](const Settings &changed) {
        m_profile->apply(changed);
        m_logs.setLimit(changed.liveLogLines);
        m_broadcasts->applySendingStopped(changed.sendingStopped);
        Q_EMIT m_profile->settingsChanged(changed);
    });
    connect(core, &EngineCore::proxyTroubleChanged, this,
            [this](const Error &trouble) { m_profile->applyProxyTrouble(trouble); });
    connect(core, &EngineCore::storageTrouble, m_profile.get(), &ProfileService::storageTrouble);
    connect(core, &EngineCore::storageRecovered, m_profile.get(), &ProfileService::storageRecovered);
    connect(core, &EngineCore::databaseRestored, m_profile.get(), &ProfileService::databaseRestored);
}

ThreadedEngine::~ThreadedEngine()
{
    // The core destroys its sockets and timers on their own thread; then everything that it requested from the store
    // and the files is finished; the lock is released last.
    EngineCore *core = m_core.release();
    connect(&m_engineThread, &QThread::finished, core, &QObject::deleteLater);
    QMetaObject::invokeMethod(core, &EngineCore::close, Qt::QueuedConnection);
    m_engineThread.wait();
    m_database.reset();
    ProfileWriter *writer = m_writer.release();
    connect(&m_fileThread, &QThread::finished, writer, &QObject::deleteLater);
    // The writer itself quits the thread: a quit from here could overtake pending writes.
    QMetaObject::invokeMethod(
        writer, [this] { m_fileThread.quit(); }, Qt::QueuedConnection);
    m_fileThread.wait();
}

//! Updates the snapshots of all services before any of them announces its changes, so that a listener which shows
//! several of them never sees them apart.
void ThreadedEngine::apply(const Delta &delta)
{
    m_sessions->apply(delta.sessions);
    m_health->apply(delta.health);
    m_health->forget(delta.sessions.removed);
    m_broadcasts->apply(delta.broadcasts);
    m_logs.apply(delta.logLines);
    if (!delta.logLines.isEmpty())
        QMetaObject::invokeMethod(m_core.get(), &EngineCore::logLinesTaken, Qt::QueuedConnection);
    if (delta.listener)
        m_gateways->apply(*delta.listener);
    announce(delta, *this);
}

} // namespace rookery::engine

#include "moc_threadedengine.cpp"
