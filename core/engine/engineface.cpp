// SPDX-License-Identifier: GPL-3.0-or-later
#include "engineface.h"

#include <algorithm>

namespace rookery::engine {

namespace {

constexpr int kMaxLogLines = 20'000;
constexpr seconds kEventWindow{10};

} // namespace

EngineFace::EngineFace(const Options &options, std::unique_ptr<config::Profile> profile,
                       std::unique_ptr<store::Database> database)
    : Engine(nullptr)
    , m_settings(profile->settings())
    , m_windowState(profile->windowState())
    , m_database(std::move(database))
{
    EngineCore::Paths paths{.cacheFolder = profile->cacheFolder(), .profileFolder = profile->folder()};
    m_keeper = std::make_unique<ProfileWriter>(std::move(profile));
    m_keeper->moveToThread(&m_fileThread);
    m_core = std::make_unique<EngineCore>(options, m_settings, paths, *m_keeper, *m_database);
    m_core->moveToThread(&m_engineThread);

    for (const GatewayProfile &gateway : std::as_const(m_settings.gateways)) {
        AccountSnapshot snapshot;
        snapshot.profile = gateway;
        m_accounts.append(snapshot);
    }
    connect(m_core.get(), &EngineCore::delta, this, &EngineFace::apply);
    connect(m_core.get(), &EngineCore::keyringChanged, this, [this](KeyringState state) {
        m_keyring = state;
        Q_EMIT keyringChanged(state);
    });
    connect(m_core.get(), &EngineCore::settingsChanged, this, [this](const Settings &settings) {
        const bool stopped = settings.sendingStopped != m_settings.sendingStopped;
        m_settings = settings;
        if (stopped)
            Q_EMIT sendingStoppedChanged(settings.sendingStopped);
    });
    connect(m_core.get(), &EngineCore::storageTrouble, this, &Engine::storageTrouble);
    connect(m_core.get(), &EngineCore::storageRecovered, this, &Engine::storageRecovered);
    connect(m_core.get(), &EngineCore::databaseRestored, this, &Engine::databaseRestored);

    m_fileThread.setObjectName(QStringLiteral("files"));
    m_engineThread.setObjectName(QStringLiteral("engine"));
    m_fileThread.start();
    m_engineThread.start();
    QMetaObject::invokeMethod(m_core.get(), &EngineCore::open, Qt::QueuedConnection);
}

EngineFace::~EngineFace()
{
    // The core destroys its sockets and timers on their own thread; then everything that it requested from the store
    // and the files is finished; the lock is released last.
    EngineCore *core = m_core.release();
    connect(&m_engineThread, &QThread::finished, core, &QObject::deleteLater);
    QMetaObject::invokeMethod(core, &EngineCore::close, Qt::QueuedConnection);
    m_engineThread.wait();
    m_database.reset();
    ProfileWriter *keeper = m_keeper.release();
    connect(&m_fileThread, &QThread::finished, keeper, &QObject::deleteLater);
    // The keeper itself quits the thread: a quit from here could overtake pending writes.
    QMetaObject::invokeMethod(
        keeper, [this] { m_fileThread.quit(); }, Qt::QueuedConnection);
    m_fileThread.wait();
}

QList<AccountSnapshot> EngineFace::accounts() const
{
    return m_accounts;
}

QList<BroadcastSummary> EngineFace::broadcasts() const
{
    QList<BroadcastSummary> newestFirst = m_broadcasts.values();
    std::reverse(newestFirst.begin(), newestFirst.end());
    return newestFirst;
}

QList<RkeyState> EngineFace::rkeys() const
{
    QList<RkeyState> inOrder;
    for (const AccountSnapshot &account : m_accounts) {
        if (const auto it = m_rkeys.constFind(account.profile.id); it != m_rkeys.constEnd())
            inOrder.append(*it);
    }
    return inOrder;
}

QList<Incident> EngineFace::incidents() const
{
    return m_incidents.list();
}

double EngineFace::eventsPerSecond() const
{
    const SteadyTime from = m_clock.now() - kEventWindow;
    quint64 sum = 0;
    for (const auto &[time, count] : m_recentEvents) {
        if (time >= from)
            sum += count;
    }
    return double(sum) / double(kEventWindow.count());
}

void EngineFace::apply(const Delta &delta)
{
    for (const GatewayId &gone : delta.removedAccounts) {
        m_accounts.removeIf([&gone](const AccountSnapshot &account) { return account.profile.id == gone; });
        m_rkeys.remove(gone);
    }
    for (const AccountSnapshot &account : delta.accounts) {
        const auto known =
            std::find_if(m_accounts.begin(), m_accounts.end(), [&account](const AccountSnapshot &candidate) {
                return candidate.profile.id == account.profile.id;
            });
        if (known == m_accounts.end()) {
            m_accounts.append(account);
            continue;
        }
        countEvents(*known, account);
        *known = account;
    }
    for (const BroadcastSummary &broadcast : delta.broadcasts)
        m_broadcasts.insert(broadcast.id.value(), broadcast);
    for (const BroadcastId gone : delta.removedBroadcasts)
        m_broadcasts.remove(gone.value());
    for (const RkeyState &state : delta.rkeys)
        m_rkeys.insert(state.gateway, state);
    m_incidents.apply(delta.incidents);
    m_logLines += delta.logLines;
    if (m_logLines.size() > kMaxLogLines + kMaxLogLines / 10) // in chunks: dropping from the front is linear
        m_logLines.remove(0, m_logLines.size() - kMaxLogLines);
    if (delta.listener)
        m_listener = *delta.listener;
    Q_EMIT changed(delta);
}

void EngineFace::countEvents(const AccountSnapshot &before, const AccountSnapshot &after)
{
    if (after.eventCount <= before.eventCount)
        return;
    // Trimmed here and not on reading: nothing reads it while the window is hidden.
    const SteadyTime now = m_clock.now();
    while (!m_recentEvents.empty() && m_recentEvents.front().first < now - kEventWindow)
        m_recentEvents.pop_front();
    m_recentEvents.emplace_back(now, after.eventCount - before.eventCount);
}

PasteResult EngineFace::parsePasted(const QString &text) const
{
    QList<GatewayId> taken;
    for (const GatewayProfile &gateway : m_settings.gateways)
        taken.append(gateway.id);
    return config::parsePastedGateways(text, taken);
}

GatewayId EngineFace::suggestId(const QString &name) const
{
    QList<GatewayId> taken;
    for (const GatewayProfile &gateway : m_settings.gateways)
        taken.append(gateway.id);
    return config::makeGatewayId(name, taken);
}

FutureResult<> EngineFace::addGateway(const GatewayProfile &profile, const Redacted<QString> &token,
                                      const Redacted<QString> &oneBotToken)
{
    return ask<void>([=](EngineCore &core) { return core.addGateway(profile, token, oneBotToken); });
}

FutureResult<> EngineFace::updateGateway(const GatewayProfile &profile, const Redacted<QString> &token)
{
    return ask<void>([=](EngineCore &core) { return core.updateGateway(profile, token); });
}

FutureResult<> EngineFace::changeToken(const GatewayId &gateway, const Redacted<QString> &token,
                                       const Redacted<QString> &oneBotToken)
{
    return ask<void>([=](EngineCore &core) { return core.changeToken(gateway, token, oneBotToken); });
}

FutureResult<> EngineFace::removeGateway(const GatewayId &gateway)
{
    return ask<void>([=](EngineCore &core) { return core.removeGateway(gateway); });
}

FutureResult<GatewayTestReport> EngineFace::testGateway(const GatewayProfile &profile, const Redacted<QString> &token)
{
    return ask<GatewayTestReport>([=](EngineCore &core) { return core.testGateway(profile, token); });
}

FutureResult<Detection> EngineFace::detectGateway(const QString &address)
{
    return ask<Detection>([=](EngineCore &core) { return core.detectGateway(address); });
}

void EngineFace::cancelTest(const GatewayId &gateway)
{
    EngineCore *core = m_core.get();
    QMetaObject::invokeMethod(
        core, [core, gateway] { core->cancelTest(gateway); }, Qt::QueuedConnection);
}

FutureResult<> EngineFace::clearIncoming()
{
    return ask<void>([](EngineCore &core) { return core.clearIncoming(); });
}

FutureResult<> EngineFace::pinCertificate(const GatewayId &gateway, const QByteArray &sha256)
{
    return ask<void>([=](EngineCore &core) { return core.pinCertificate(gateway, sha256); });
}

FutureResult<> EngineFace::startGateway(const GatewayId &gateway)
{
    return ask<void>([=](EngineCore &core) { return core.setRunning(gateway, true); });
}

FutureResult<> EngineFace::stopGateway(const GatewayId &gateway)
{
    return ask<void>([=](EngineCore &core) { return core.setRunning(gateway, false); });
}

FutureResult<> EngineFace::retryNow(const GatewayId &gateway)
{
    return ask<void>([=](EngineCore &core) { return core.retryNow(gateway); });
}

FutureResult<> EngineFace::refreshQr(const GatewayId &gateway)
{
    return ask<void>([=](EngineCore &core) {
        return core.withSession(gateway, [](session::AccountSession &session) { return session.refreshQr(); });
    });
}

FutureResult<> EngineFace::quickLogin(const GatewayId &gateway, const AccountId &account)
{
    return ask<void>([=](EngineCore &core) {
        return core.withSession(gateway,
                                [account](session::AccountSession &session) { return session.quickLogin(account); });
    });
}

FutureResult<> EngineFace::submitTotp(const GatewayId &gateway, const Redacted<QString> &code)
{
    return ask<void>([=](EngineCore &core) {
        return core.withSession(gateway, [code](session::AccountSession &session) {
            session.submitTotp(code);
            return readyResult<void>({});
        });
    });
}

FutureResult<> EngineFace::submitSignToken(const GatewayId &gateway, const Redacted<QString> &token)
{
    return ask<void>([=](EngineCore &core) {
        return core.withSession(gateway,
                                [token](session::AccountSession &session) { return session.submitSignToken(token); });
    });
}

FutureResult<> EngineFace::restartGateway(const GatewayId &gateway)
{
    return ask<void>([=](EngineCore &core) {
        return core.withSession(gateway, [](session::AccountSession &session) { return session.restart(); });
    });
}

FutureResult<QList<Contact>> EngineFace::contacts(const GatewayId &gateway, bool refresh)
{
    return ask<QList<Contact>>([=](EngineCore &core) { return core.contacts(gateway, refresh); });
}

FutureResult<Plan> EngineFace::plan(const Draft &draft)
{
    return ask<Plan>([=](EngineCore &core) { return core.broadcasts().plan(draft); });
}

FutureResult<BroadcastId> EngineFace::enqueue(const Plan &plan)
{
    return ask<BroadcastId>([=](EngineCore &core) { return core.broadcasts().enqueue(plan); });
}

FutureResult<> EngineFace::pause(BroadcastId broadcast)
{
    return ask<void>([=](EngineCore &core) { return core.broadcasts().pause(broadcast); });
}

FutureResult<> EngineFace::resume(BroadcastId broadcast)
{
    return ask<void>([=](EngineCore &core) { return core.broadcasts().resume(broadcast); });
}

FutureResult<> EngineFace::cancel(BroadcastId broadcast)
{
    return ask<void>([=](EngineCore &core) { return core.broadcasts().cancel(broadcast); });
}

FutureResult<QList<Delivery>> EngineFace::deliveries(BroadcastId broadcast)
{
    return ask<QList<Delivery>>([=](EngineCore &core) { return core.broadcasts().deliveries(broadcast); });
}

FutureResult<> EngineFace::confirmArrived(const QList<DeliveryId> &deliveries)
{
    return ask<void>([=](EngineCore &core) { return core.broadcasts().confirmArrived(deliveries); });
}

FutureResult<> EngineFace::sendAgain(const QList<DeliveryId> &deliveries)
{
    return ask<void>([=](EngineCore &core) { return core.broadcasts().sendAgain(deliveries); });
}

FutureResult<> EngineFace::setSendingStopped(bool stopped)
{
    return ask<void>([=](EngineCore &core) { return core.setSendingStopped(stopped); });
}

FutureResult<> EngineFace::probeRkey(const GatewayId &gateway)
{
    return ask<void>([=](EngineCore &core) { return core.probeRkey(gateway); });
}

FutureResult<> EngineFace::saveSettings(const Settings &settings)
{
    return ask<void>([=](EngineCore &core) { return core.saveSettings(settings); });
}

FutureResult<> EngineFace::saveWindowState(const QJsonObject &state)
{
    m_windowState = state;
    return m_keeper->saveWindowState(state);
}

FutureResult<> EngineFace::backupProfile(const QString &path)
{
    return m_keeper->backup(path, m_clock.wallNow());
}

} // namespace rookery::engine
