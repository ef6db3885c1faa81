// SPDX-License-Identifier: GPL-3.0-or-later
#include "enginecore.h"

#include "failpoints.h"
#include "profilechecks.h"

#include "base/log.h"
#include "base/reasons/access.h"
#include "base/reasons/input.h"
#include "base/reasons/machine.h"
#include "gateway/kinddetector.h"
#include "gateway/kinds.h"
#include "model/severity.h"

#include <QCryptographicHash>
#include <QPointer>

#include <algorithm>
#include <utility>

namespace rookery::engine {

namespace {

// Two profiles of one user must not share keyring entries.
QString profileKey(const QString &folder)
{
    return QString::fromLatin1(QCryptographicHash::hash(folder.toUtf8(), QCryptographicHash::Sha256).toHex().left(12));
}

FutureResult<> notFound(const GatewayId &gateway)
{
    return failedResult<void>({.kind = ErrorKind::Rejected, .reason = Reason::NotFound, .detail = gateway.value()});
}

} // namespace

EngineCore::EngineCore(const Options &options, const Settings &settings, const Paths &paths, ProfileWriter &keeper,
                       store::Database &database, Makers makers)
    : m_options(options)
    , m_paths(paths)
    , m_settings(settings)
    , m_keeper(keeper)
    , m_database(database)
    , m_makers(std::move(makers))
{}

EngineCore::~EngineCore()
{
    // Sending ends before the sessions are destroyed, so that no claim is made whose reply would be lost.
    m_broadcasts.reset();
    m_watched.clear();
    m_sessions.reset();
}

void EngineCore::open()
{
    m_deltas = std::make_unique<DeltaCollector>(m_clock, [this](const Delta &changes) { Q_EMIT delta(changes); });
    m_secrets = makeSecrets();
    m_trust = std::make_unique<config::CommandTrust>(*m_secrets, m_paths.profileFolder, m_settings.gateways);
    connect(m_trust.get(), &config::CommandTrust::judged, this, &EngineCore::onCommandsJudged);
    m_incidentStore = std::make_unique<store::IncidentRepository>(m_database);
    m_health = std::make_unique<health::HealthMonitor>(m_clock);
    m_listener = std::make_unique<gateway::ReverseListener>(m_clock, m_settings.listener);
    m_tests = std::make_unique<ConnectionTests>(m_clock, *m_secrets, *m_listener);
    connect(m_listener.get(), &gateway::ReverseListener::stateChanged, this, [this](const ListenerState &state) {
        m_deltas->listener(state);
        m_health->observeListener(state);
    });
    m_deltas->listener(m_listener->state());
    m_children = std::make_unique<io::ChildProcesses>();
    m_sessions = std::make_unique<session::SessionRegistry>();
    m_broadcasts = std::make_unique<broadcast::BroadcastService>(
        broadcast::ServiceSetup{.clock = m_clock,
                                .database = m_database,
                                .pictureFolder = m_paths.cacheFolder + QStringLiteral("/pictures"),
                                .failpoint = failpointsFromEnvironment()});
    wireHealth();
    wireBroadcasts();
    connect(m_secrets.get(), &config::SecretStore::keyringChanged, this, &EngineCore::onKeyring);
    Q_EMIT keyringChanged(m_secrets->keyring());
    loadStored();
    m_broadcasts->setSendingStopped(m_settings.sendingStopped);
    const QList<GatewayProfile> profiles = m_settings.gateways;
    for (const GatewayProfile &profile : profiles) {
        addSession(profile);
        if (m_options.connectAtStart && profile.enabled)
            m_sessions->find(profile.id)->start();
    }
}

std::unique_ptr<config::SecretStore> EngineCore::makeSecrets() const
{
    if (m_makers.secrets)
        return m_makers.secrets();
    return m_options.memorySecrets ? config::makeMemorySecretStore()
                                   : config::makeKeyringSecretStore(profileKey(m_paths.profileFolder));
}

void EngineCore::onKeyring(KeyringState state)
{
    tellHealth([state](health::HealthMonitor &health) { health.observeKeyring(state); });
    Q_EMIT keyringChanged(state);
    if (state != KeyringState::Works)
        return;
    // A session that waits only because the keyring was not readable or did not exist can connect now.
    for (session::AccountSession *session : m_sessions->all()) {
        const ErrorReason why = session->snapshot().session.why.reason;
        if (why == Reason::KeyringLocked || why == Reason::KeyringAbsent || why == Reason::KeyringFailed
            || why == Reason::TokenMissing)
            session->retryNow();
    }
}

void EngineCore::onCommandsJudged(const QList<GatewayId> &trusted, const QList<GatewayId> &leftOut)
{
    for (GatewayProfile &profile : m_settings.gateways) {
        m_trust->apply(profile);
        session::AccountSession *session = m_sessions->find(profile.id);
        if (session && trusted.contains(profile.id))
            reconnect(profile); // it ran without its command until now
        else if (session && leftOut.contains(profile.id))
            session->setProfile(profile);
    }
    onResult(this, store(), [](const Result<> &stored) {
        if (!stored)
            rkWarn("the seals of commands could not be stored: {}", stored.error().detail);
    });
}

void EngineCore::loadStored()
{
    onResult(this, m_incidentStore->newest(), [this](const Result<QList<Incident>> &incidents) {
        if (!incidents)
            rkWarn("incidents of earlier runs cannot be read: {}", incidents.error().detail);
        resumeIncidents(incidents.value_or(QList<Incident>()));
    });
    onResult(this, m_broadcasts->start(), [](const Result<> &started) {
        if (!started) // storageTrouble reports it to the operator
            rkError("the queue cannot be opened: {}", started.error().detail);
    });
}

void EngineCore::resumeIncidents(const QList<Incident> &stored)
{
    QList<GatewayId> known;
    for (const GatewayProfile &profile : std::as_const(m_settings.gateways))
        known.append(profile.id);
    m_health->restore(stored, known);
    m_health->observeListener(m_listener->state()); // it changes only when a gateway dials in
    const QList<Incident> all = m_health->incidents();
    for (const Incident &incident : all) {
        m_deltas->incident(incident);
        if (!incident.isOpen())
            continue;
        if (incident.kind == IncidentKind::StorageFull) { // a successful save proves that writing works again
            onResult(this, m_incidentStore->save(incident, m_clock.wallNow()), [this](const Result<> &saved) {
                if (saved)
                    tellHealth([](health::HealthMonitor &health) { health.observeStorageRecovered(); });
            });
        }
        // A refused poll is repeated anyway, and its answer decides.
        const bool onlyRefused = incident.kind == IncidentKind::RkeyNativeDown
            && std::none_of(incident.evidence.cbegin(), incident.evidence.cend(),
                            [](const IncidentEvidence &evidence) { return evidence.what == Error{}; });
        if ((incident.kind != IncidentKind::RkeyFallback && incident.kind != IncidentKind::RkeyNativeDown)
            || onlyRefused)
            continue;
        const WallTime lastSeen = incident.evidence.isEmpty() ? incident.startedAt : incident.evidence.constLast().at;
        for (const GatewayId &gateway : incident.gateways) {
            if (const auto watched = m_watched.find(gateway); watched != m_watched.end())
                watched->second.rkey->rememberTrouble(lastSeen);
        }
    }
    const auto early = std::exchange(m_earlyFacts, std::nullopt).value_or(decltype(m_earlyFacts)::value_type());
    for (const auto &fact : early)
        fact(*m_health);
    judgeAgain();
}

//! Passes a fact to the health monitor, or keeps it until the incidents of earlier runs are known, so that none of
//! them is taken for new.
void EngineCore::tellHealth(std::function<void(health::HealthMonitor &)> fact)
{
    if (m_earlyFacts)
        m_earlyFacts->append(std::move(fact));
    else
        fact(*m_health);
}

AccountCondition EngineCore::judge(const AccountSnapshot &snapshot, const Watched &watched) const
{
    return conditionOf(snapshot, m_health->openAt(snapshot.profile.id), &watched.rkey->state());
}

void EngineCore::publish(AccountSnapshot snapshot, Watched &watched)
{
    snapshot.condition = watched.condition = judge(snapshot, watched);
    m_deltas->account(snapshot);
}

//! Publishes the accounts whose condition changed with an incident or with the picture keys.
void EngineCore::judgeAgain()
{
    for (session::AccountSession *session : m_sessions->all()) {
        const auto watched = m_watched.find(session->id());
        if (watched != m_watched.end() && judge(session->snapshot(), watched->second) != watched->second.condition)
            publish(session->snapshot(), watched->second);
    }
}

void EngineCore::close()
{
    // Sends in flight get a moment to be booked; one that takes longer is unknown at the next start.
    constexpr seconds kPatience{3};
    m_closing.start(kPatience);
    onResult(this, m_broadcasts->quiesce(), [this](const Result<> &) { m_shutdown.begin(*m_children, *m_sessions); });
}

void EngineCore::wireHealth()
{
    connect(m_health.get(), &health::HealthMonitor::incidentChanged, this, [this](const Incident &incident) {
        m_deltas->incident(incident);
        judgeAgain();
        onResult(this, m_incidentStore->save(incident, m_clock.wallNow()), [](const Result<> &saved) {
            if (!saved) // the incident itself is shown; only its storage failed
                rkWarn("an incident could not be stored: {}", saved.error().detail);
        });
    });
}

void EngineCore::wireBroadcasts()
{
    connect(m_broadcasts.get(), &broadcast::BroadcastService::broadcastChanged, this,
            [this](const BroadcastSummary &summary) {
                tellHealth([summary](health::HealthMonitor &health) { health.observeBroadcast(summary); });
                m_deltas->broadcast(summary);
            });
    connect(m_broadcasts.get(), &broadcast::BroadcastService::deliveriesChanged, this,
            [this](const QList<Delivery> &changed) {
                m_deltas->deliveries(changed);
                for (const Delivery &delivery : changed) {
                    tellHealth([delivery](health::HealthMonitor &health) { health.observeDelivery(delivery); });
                    if (session::AccountSession *session = m_sessions->find(delivery.gateway))
                        session->observeDelivery(delivery);
                }
            });
    connect(m_broadcasts.get(), &broadcast::BroadcastService::broadcastsPruned, this,
            [this](const QList<BroadcastId> &gone) {
                for (const BroadcastId id : gone)
                    tellHealth([id](health::HealthMonitor &health) { health.observeBroadcastGone(id); });
                m_deltas->broadcastsRemoved(gone);
            });
    connect(m_broadcasts.get(), &broadcast::BroadcastService::storageTrouble, this, [this](const Error &error) {
        tellHealth([error](health::HealthMonitor &health) { health.observeStorageTrouble(error); });
        Q_EMIT storageTrouble(error);
    });
    connect(m_broadcasts.get(), &broadcast::BroadcastService::storageRecovered, this, [this] {
        tellHealth([](health::HealthMonitor &health) { health.observeStorageRecovered(); });
        Q_EMIT storageRecovered();
    });
    connect(m_broadcasts.get(), &broadcast::BroadcastService::restored, this, &EngineCore::databaseRestored);
}

io::NetworkSettings EngineCore::networkFor(const GatewayProfile &profile) const
{
    io::NetworkSettings network;
    network.pinnedSha256 = profile.pinnedSha256;
    network.systemProxy = m_settings.proxyMode == ProxyMode::System;
    if (m_settings.proxyMode == ProxyMode::Http)
        network.proxy = QNetworkProxy(QNetworkProxy::HttpProxy, m_settings.proxyHost, m_settings.proxyPort);
    else if (m_settings.proxyMode == ProxyMode::Socks5)
        network.proxy = QNetworkProxy(QNetworkProxy::Socks5Proxy, m_settings.proxyHost, m_settings.proxyPort);
    return network;
}

io::NetworkSettings EngineCore::probeNetworkFor(const GatewayProfile &profile) const
{
    // Pictures come from the public internet: the gateway's pinned certificate does not apply to them.
    io::NetworkSettings network = networkFor(profile);
    network.pinnedSha256.clear();
    return network;
}

//! Makes the driver, without a command that was not typed in this program.
std::unique_ptr<gateway::Gateway> EngineCore::makeDriver(const GatewayProfile &given)
{
    const GatewayProfile profile = m_trust->runnable(given);
    if (m_makers.driver)
        return m_makers.driver(profile);
    return gateway::makeGateway(profile,
                                {.clock = m_clock,
                                 .secrets = *m_secrets,
                                 .children = *m_children,
                                 .network = networkFor(profile),
                                 .listener = m_listener.get()});
}

void EngineCore::addSession(const GatewayProfile &profile)
{
    session::AccountSession *session = m_sessions->add(
        std::make_unique<session::AccountSession>(profile, makeDriver(profile), m_clock, systemJitter()));
    if (!session) {
        rkError("two gateways with the id {}", profile.id.value());
        return;
    }
    Watched &watched = m_watched[profile.id];
    watched.probeClient = std::make_unique<io::HttpClient>(m_clock, probeNetworkFor(profile));
    const QPointer<session::AccountSession> guarded(session);
    watched.rkey = std::make_unique<rkey::RkeyWatch>(
        profile,
        [guarded](milliseconds deadline) {
            return guarded
                ? guarded->pictureKeys(deadline)
                : failedResult<QList<PictureKey>>({.kind = ErrorKind::Cancelled, .reason = Reason::ShuttingDown});
        },
        *watched.probeClient, m_clock);
    wireSession(*session);
    publish(session->snapshot(), watched);
    updateRoute(session->snapshot(), watched); // known from the start, so that a plan can say that no account has
                                               // logged in yet
}

void EngineCore::wireSession(session::AccountSession &session)
{
    const GatewayId id = session.id();
    rkey::RkeyWatch *watch = m_watched[id].rkey.get();
    connect(&session, &session::AccountSession::snapshotChanged, this, &EngineCore::onSnapshot);
    connect(&session, &session::AccountSession::eventReceived, watch, [this, id, watch](const Event &event) {
        watch->observeEvent(event);
        m_broadcasts->onEvent(id, event);
    });
    connect(&session, &session::AccountSession::contactsChanged, watch, [this, id] { passContacts(id); });
    connect(&session, &session::AccountSession::keyFact, watch, &rkey::RkeyWatch::observeKeyFact);
    connect(&session, &session::AccountSession::logLine, watch, [this](const LogLine &line) {
        m_deltas->logLine(line);
        tellHealth([line](health::HealthMonitor &health) { health.observeLogLine(line); });
    });
    connect(watch, &rkey::RkeyWatch::stateChanged, this, [this](const RkeyState &state) {
        m_deltas->rkey(state);
        tellHealth([state](health::HealthMonitor &health) { health.observeRkey(state); });
        judgeAgain();
    });
}

void EngineCore::passContacts(const GatewayId &gateway)
{
    if (session::AccountSession *session = m_sessions->find(gateway)) {
        // With one list missing, its targets would count as unknown and be skipped in every plan.
        if (session->snapshot().groups < 0 || session->snapshot().friends < 0)
            return;
        onResult(this, session->contacts(), [this, gateway](const Result<QList<Contact>> &contacts) {
            if (contacts)
                m_broadcasts->setContacts(gateway, *contacts);
        });
    }
}

void EngineCore::onSnapshot(const AccountSnapshot &snapshot)
{
    tellHealth([snapshot](health::HealthMonitor &health) { health.observeSnapshot(snapshot); });
    const auto watched = m_watched.find(snapshot.profile.id);
    if (watched == m_watched.end())
        return;
    publish(snapshot, watched->second);
    updateRoute(snapshot, watched->second);
}

void EngineCore::updateRoute(const AccountSnapshot &snapshot, Watched &watched)
{
    const SendRoute now{.account = snapshot.account,
                        .can = snapshot.capabilities,
                        .online = snapshot.session.phase == SessionPhase::Online,
                        .away = whyAway(snapshot.session)};
    if (watched.route == now)
        return;
    const GatewayId &id = snapshot.profile.id;
    const std::optional<SendRoute> before = std::exchange(watched.route, now);
    if (before && !before->account.isNull() && before->account != now.account) {
        // Another account gets its own sender; deliveries queued for the previous account wait for that account.
        rkInfo("{}: another account is logged in; what was queued for the one before waits for it", id.value());
        m_broadcasts->removeRoute(id);
        watched.rkey->setOnline(false);
    }
    watched.rkey->setOnline(now.online && snapshot.capabilities.rkey); // gateways without rkey have no keys to poll
    session::AccountSession *session = m_sessions->find(id);
    m_broadcasts->setRoute(id, &session->driver(), now.account, snapshot.capabilities, now.online, now.away);
}

GatewayProfile *EngineCore::profileOf(const GatewayId &gateway)
{
    const auto it = std::find_if(m_settings.gateways.begin(), m_settings.gateways.end(),
                                 [&gateway](const GatewayProfile &profile) { return profile.id == gateway; });
    return it == m_settings.gateways.end() ? nullptr : &*it;
}

FutureResult<> EngineCore::store()
{
    for (GatewayProfile &profile : m_settings.gateways)
        m_trust->apply(profile);
    Q_EMIT settingsChanged(m_settings);
    if (m_trust->isReady())
        return m_keeper.save(m_settings);
    // A typed command is sealed only in the save that follows, so that save waits until seals can be made.
    const Promise<void> answer;
    onResult(this, m_trust->ready(), [this, answer](const Result<> &) { pipe(this, store(), answer); });
    return answer.future();
}

FutureResult<> EngineCore::writeTokens(const GatewayId &gateway, GatewayKind kind, const Redacted<QString> &token,
                                       const Redacted<QString> &oneBotToken)
{
    const Promise<void> answer;
    onResult(this, m_secrets->write(gateway, config::tokenKind(kind), token),
             [this, gateway, oneBotToken, answer](Result<> written) {
                 if (!written || oneBotToken.isEmpty())
                     return answer.resolve(std::move(written));
                 pipe(this, m_secrets->write(gateway, config::SecretKind::OneBotToken, oneBotToken), answer);
             });
    return answer.future();
}

FutureResult<> EngineCore::addGateway(const GatewayProfile &given, const Redacted<QString> &token,
                                      const Redacted<QString> &oneBotToken)
{
    const GatewayProfile profile = withAddress(given);
    if (!config::isValidGatewayId(profile.id.value()) || !isComplete(profile))
        return failedResult<void>(
            {.kind = ErrorKind::Rejected, .reason = Reason::BadInput, .detail = profile.id.value()});
    if (profileOf(profile.id))
        return failedResult<void>(
            {.kind = ErrorKind::Rejected, .reason = Reason::Duplicate, .detail = profile.id.value()});
    m_trust->edited({}, profile);
    m_settings.gateways.append(profile); // reserves the id
    m_secrets->askAgain();
    const Promise<void> answer;
    onResult(this, writeTokens(profile.id, profile.kind, token, oneBotToken),
             [this, profile, answer](const Result<> &written) {
                 if (!written)
                     return undoAdding(profile.id, written.error(), answer);
                 onResult(this, store(), [this, profile, answer](const Result<> &stored) {
                     if (!stored)
                         return undoAdding(profile.id, stored.error(), answer);
                     addSession(profile);
                     if (m_options.connectAtStart && profile.enabled)
                         m_sessions->find(profile.id)->start();
                     m_deltas->flush(); // the caller must see it in the list when its future finishes
                     answer.resolve({});
                 });
             });
    return answer.future();
}

void EngineCore::undoAdding(const GatewayId &gateway, const Error &why, const Promise<void> &answer)
{
    // The token must not stay behind. The id stays reserved until the token is removed, so that the removal cannot
    // hit the token of another attempt.
    onResult(this, m_secrets->remove(gateway), [this, gateway, why, answer](const Result<> &removed) {
        if (!removed)
            rkWarn("{}: the token of a gateway that could not be added may still be in the keyring", gateway.value());
        m_settings.gateways.removeIf([&gateway](const GatewayProfile &other) { return other.id == gateway; });
        Q_EMIT settingsChanged(m_settings);
        answer.resolve(fail(why));
    });
}

void EngineCore::reconnect(const GatewayProfile &profile)
{
    session::AccountSession *session = m_sessions->find(profile.id);
    if (!session)
        return; // still being added: its driver is made later
    m_broadcasts->removeRoute(profile.id); // the old driver goes away
    Watched &watched = m_watched[profile.id];
    watched.route.reset();
    watched.rkey->setOnline(false);
    watched.rkey->setProfile(profile);
    watched.probeClient->setNetworkSettings(probeNetworkFor(profile));
    session->replaceDriver(profile, makeDriver(profile));
}

FutureResult<> EngineCore::updateGateway(const GatewayProfile &given, const Redacted<QString> &token)
{
    const GatewayProfile profile = withAddress(given);
    const GatewayProfile *known = profileOf(profile.id);
    if (!known)
        return notFound(profile.id);
    const QList<config::SecretKind> foreign = config::foreignSecrets(known->kind, profile.kind);
    if (foreign.isEmpty())
        return applyUpdate(profile, token);
    // The secret of the previous kind must not be sent to the new one.
    const Promise<void> answer;
    onResult(this, forget(profile.id, foreign), [=, this](const Result<> &forgotten) {
        if (forgotten)
            pipe(this, applyUpdate(profile, token), answer);
        else
            answer.resolve(forgotten);
    });
    return answer.future();
}

FutureResult<> EngineCore::forget(const GatewayId &gateway, QList<config::SecretKind> secrets)
{
    if (secrets.isEmpty())
        return readyResult<void>({});
    const config::SecretKind last = secrets.takeLast();
    const Promise<void> answer;
    onResult(this, m_secrets->write(gateway, last, {}), [=, this](const Result<> &written) {
        if (written)
            pipe(this, forget(gateway, secrets), answer);
        else
            answer.resolve(written);
    });
    return answer.future();
}

FutureResult<> EngineCore::applyUpdate(const GatewayProfile &profile, const Redacted<QString> &token)
{
    GatewayProfile *known = profileOf(profile.id);
    session::AccountSession *session = m_sessions->find(profile.id);
    if (!known || !session)
        return notFound(profile.id);
    if (!token.isEmpty())
        return updateWithToken(profile, token);
    m_trust->edited(*known, profile);
    const GatewayProfile before = std::exchange(*known, profile);
    if (needsNewDriver(before, profile))
        reconnect(profile);
    else
        session->setProfile(profile);
    return store();
}

FutureResult<> EngineCore::updateWithToken(const GatewayProfile &profile, const Redacted<QString> &token)
{
    const Promise<void> answer;
    onResult(this, replaceTokens(profile.id, profile.kind, token, {}), [this, profile, answer](Result<> written) {
        GatewayProfile *known = profileOf(profile.id);
        if (!written || !known) // refused, or removed meanwhile
            return answer.resolve(std::move(written));
        m_trust->edited(*known, profile);
        *known = profile;
        reconnect(profile);
        pipe(this, store(), answer);
    });
    return answer.future();
}

FutureResult<> EngineCore::replaceTokens(const GatewayId &gateway, GatewayKind kind, const Redacted<QString> &token,
                                         const Redacted<QString> &oneBotToken)
{
    m_secrets->askAgain();
    const Promise<void> answer;
    // A credential of the old token would hide that the new one is wrong. Only that one is removed: the token of the
    // OneBot port, which may not be given again, stays.
    onResult(this, m_secrets->write(gateway, config::SecretKind::WebUiCredential, {}),
             [this, gateway, kind, token, oneBotToken, answer](const Result<> &) {
                 pipe(this, writeTokens(gateway, kind, token, oneBotToken), answer);
             });
    return answer.future();
}

FutureResult<> EngineCore::changeToken(const GatewayId &gateway, const Redacted<QString> &token,
                                       const Redacted<QString> &oneBotToken)
{
    const GatewayProfile *known = profileOf(gateway);
    if (!known || !m_sessions->find(gateway))
        return notFound(gateway);
    const Promise<void> answer;
    onResult(this, replaceTokens(gateway, known->kind, token, oneBotToken), [this, gateway, answer](Result<> written) {
        const GatewayProfile *profile = profileOf(gateway);
        if (written && profile)
            reconnect(*profile);
        answer.resolve(std::move(written));
    });
    return answer.future();
}

FutureResult<> EngineCore::removeGateway(const GatewayId &gateway)
{
    if (!m_sessions->find(gateway)) // a gateway still being added counts as not found, because it would come back
        return notFound(gateway);
    m_settings.gateways.removeIf([&gateway](const GatewayProfile &profile) { return profile.id == gateway; });
    m_broadcasts->removeRoute(gateway);
    m_watched.erase(gateway);
    m_sessions->remove(gateway);
    tellHealth([gateway](health::HealthMonitor &health) { health.forget(gateway); });
    m_deltas->accountRemoved(gateway);
    m_deltas->flush();
    m_secrets->askAgain();
    const Promise<void> answer;
    onResult(this, m_secrets->remove(gateway), [this, answer](const Result<> &removed) {
        onResult(this, store(),
                 [removed, answer](const Result<> &stored) { answer.resolve(stored ? removed : stored); });
    });
    return answer.future();
}

FutureResult<GatewayTestReport> EngineCore::testGateway(const GatewayProfile &given, const Redacted<QString> &token)
{
    GatewayProfile profile = withAddress(given);
    if (profile.commandLeftOut) {
        profile.logCommand.clear();
        profile.program.clear();
    }
    return m_tests->run(profile, token, networkFor(profile));
}

FutureResult<Detection> EngineCore::detectGateway(const QString &address)
{
    Result<ParsedAddress> parsed = config::parseGatewayAddress(address);
    if (!parsed) // it may be the address of a socket
        parsed = config::parseAddress(address, {.scheme = QLatin1StringView("ws")});
    if (!parsed)
        return failedResult<Detection>(parsed.error());
    GatewayProfile unknown;
    unknown.webUi = parsed->url;
    return gateway::detectKind(parsed->url, m_clock, networkFor(unknown), this);
}

void EngineCore::cancelTest(const GatewayId &gateway)
{
    m_tests->cancel(gateway);
}

FutureResult<> EngineCore::clearIncoming()
{
    m_listener->clearIncoming();
    return readyResult<void>({});
}

FutureResult<> EngineCore::pinCertificate(const GatewayId &gateway, const QByteArray &sha256)
{
    const GatewayProfile *known = profileOf(gateway);
    if (!known)
        return notFound(gateway);
    GatewayProfile profile = *known;
    profile.pinnedSha256 = sha256;
    return updateGateway(profile);
}

FutureResult<> EngineCore::setRunning(const GatewayId &gateway, bool running)
{
    GatewayProfile *profile = profileOf(gateway);
    session::AccountSession *session = m_sessions->find(gateway);
    if (!profile || !session)
        return notFound(gateway);
    if (running) {
        m_secrets->askAgain();
        session->start();
    } else {
        session->stop();
    }
    if (profile->enabled == running)
        return readyResult<void>({});
    profile->enabled = running;
    session->setProfile(*profile);
    return store();
}

FutureResult<> EngineCore::retryNow(const GatewayId &gateway)
{
    session::AccountSession *session = m_sessions->find(gateway);
    if (!session)
        return notFound(gateway);
    m_secrets->askAgain(); // first, because the token is read next
    session->retryNow();
    return readyResult<void>({});
}

FutureResult<> EngineCore::setSendingStopped(bool stopped)
{
    m_broadcasts->setSendingStopped(stopped); // takes effect at once; saving may take a moment
    m_settings.sendingStopped = stopped;
    return store();
}

FutureResult<> EngineCore::saveSettings(const Settings &settings)
{
    Settings wanted = settings;
    wanted.gateways = m_settings.gateways;
    wanted.sendingStopped = m_settings.sendingStopped;
    if (wanted.listener == m_settings.listener)
        return keepSettings(wanted);
    const Promise<void> answer;
    onResult(this, m_listener->check(wanted.listener), [this, wanted, before = m_settings, answer](Result<> possible) {
        if (!possible)
            return answer.resolve(std::move(possible));
        Settings now = m_settings == before ? wanted : m_settings; // settings saved meanwhile take precedence
        now.listener = wanted.listener;
        pipe(this, keepSettings(now), answer);
    });
    return answer.future();
}

FutureResult<> EngineCore::keepSettings(const Settings &settings)
{
    const bool proxyChanged = settings.proxyMode != m_settings.proxyMode || settings.proxyHost != m_settings.proxyHost
        || settings.proxyPort != m_settings.proxyPort;
    m_settings = settings;
    m_listener->setSettings(m_settings.listener);
    if (proxyChanged) {
        for (const GatewayProfile &profile : std::as_const(m_settings.gateways))
            reconnect(profile);
    }
    return store();
}

FutureResult<> EngineCore::probeRkey(const GatewayId &gateway)
{
    const auto watched = m_watched.find(gateway);
    return watched == m_watched.end() ? notFound(gateway) : watched->second.rkey->probe();
}

FutureResult<QList<Contact>> EngineCore::contacts(const GatewayId &gateway, bool refresh)
{
    if (session::AccountSession *session = m_sessions->find(gateway))
        return session->contacts(refresh);
    return failedResult<QList<Contact>>(
        {.kind = ErrorKind::Rejected, .reason = Reason::NotFound, .detail = gateway.value()});
}

FutureResult<> EngineCore::withSession(const GatewayId &gateway,
                                       const std::function<FutureResult<>(session::AccountSession &)> &f)
{
    session::AccountSession *session = m_sessions->find(gateway);
    return session ? f(*session) : notFound(gateway);
}

} // namespace rookery::engine
