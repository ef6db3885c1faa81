// SPDX-License-Identifier: GPL-3.0-or-later
#include "sessionbackend.h"

#include "base/log.h"
#include "base/reasons/access.h"
#include "base/reasons/input.h"
#include "base/reasons/machine.h"
#include "gateway/kinds.h"
#include "model/severity.h"
#include "profilechecks.h"

#include <QPointer>

#include <utility>

namespace rookery::engine {

namespace {

Error notFound(const GatewayId &gateway)
{
    return {.kind = ErrorKind::Rejected, .reason = Reason::NotFound, .detail = gateway.value()};
}

} // namespace

SessionBackend::SessionBackend(const Setup &setup)
    : m_setup(setup)
    , m_publishActivity(setup.clock, [this] {
        const QSet<GatewayId> active = std::exchange(m_active, {});
        for (const GatewayId &gateway : active) {
            if (const auto watched = m_watched.find(gateway); watched != m_watched.end())
                publish(m_sessions.find(gateway)->snapshot(), watched->second);
        }
    })
{
    connect(&setup.health, &HealthBackend::incidentsChanged, this, &SessionBackend::judgeAgain);
    connect(&setup.health, &HealthBackend::rkeyTroubleRemembered, this,
            [this](const GatewayId &gateway, WallTime lastSeen) {
                if (const auto watched = m_watched.find(gateway); watched != m_watched.end())
                    watched->second.rkey->rememberTrouble(lastSeen);
            });
    connect(&setup.profile, &ProfileBackend::proxyChanged, this, &SessionBackend::onProxy);
    connect(&setup.profile, &ProfileBackend::commandsJudged, this,
            [this](const QList<GatewayId> &trusted, const QList<GatewayId> &leftOut) {
                for (const GatewayProfile &profile : m_setup.profile.settings().gateways) {
                    if (trusted.contains(profile.id))
                        reconnect(profile); // it ran without its command until now
                    else if (leftOut.contains(profile.id))
                        rename(profile);
                }
            });
}

SessionBackend::~SessionBackend()
{
    m_watched.clear();
}

io::NetworkSettings SessionBackend::probeNetworkFor(const GatewayProfile &gateway) const
{
    // Pictures come from the public internet: the gateway's pinned certificate does not apply to them.
    io::NetworkSettings network = m_setup.profile.networkFor(gateway);
    network.pinnedSha256.clear();
    return network;
}

std::unique_ptr<gateway::Gateway> SessionBackend::makeDriver(const GatewayProfile &given)
{
    const GatewayProfile profile = m_setup.profile.runnable(given);
    if (m_setup.makeDriver)
        return m_setup.makeDriver(profile);
    return gateway::makeGateway(profile,
                                {.clock = m_setup.clock,
                                 .secrets = m_setup.secrets,
                                 .children = m_children,
                                 .network = m_setup.profile.networkFor(profile),
                                 .listener = &m_setup.listener});
}

void SessionBackend::add(const GatewayProfile &gateway)
{
    session::AccountSession *session = m_sessions.add(
        std::make_unique<session::AccountSession>(gateway, makeDriver(gateway), m_setup.clock, systemJitter()));
    if (!session) {
        rkError("two gateways with the id {}", gateway.id.value());
        return;
    }
    Watched &watched = m_watched[gateway.id];
    watched.probeClient = std::make_unique<io::HttpClient>(m_setup.clock, probeNetworkFor(gateway));
    const QPointer<session::AccountSession> guarded(session);
    watched.rkey = std::make_unique<rkey::RkeyWatch>(
        gateway,
        [guarded](milliseconds deadline) {
            return guarded
                ? guarded->pictureKeys(deadline)
                : failedResult<QList<PictureKey>>({.kind = ErrorKind::Cancelled, .reason = Reason::ShuttingDown});
        },
        *watched.probeClient, m_setup.clock);
    watch(*session, watched);
    publish(session->snapshot(), watched);
    // known from the start, so that a plan can say that no account has logged in yet
    updateRoute(session->snapshot(), watched);
    if (m_setup.connectAtStart && gateway.enabled)
        begin(*session);
}

void SessionBackend::begin(session::AccountSession &session)
{
    const GatewayId id = session.id();
    if (!m_setup.profile.isProxyPending() || !leavesThisMachine(session.snapshot().profile)) {
        session.start();
        return;
    }
    m_waitForProxy.insert(id);
    onResult(this, m_setup.profile.proxyReady(), [this, id](const Result<> &) {
        session::AccountSession *waiting = m_sessions.find(id);
        if (m_waitForProxy.remove(id) && waiting)
            waiting->start();
    });
}

//! Connects again what leaves this machine; the others never use a proxy, but the pictures of their chats may.
void SessionBackend::onProxy()
{
    for (const GatewayProfile &profile : m_setup.profile.settings().gateways) {
        const auto watched = m_watched.find(profile.id);
        if (watched == m_watched.end())
            continue; // still being added: its driver is made later
        if (leavesThisMachine(profile))
            reconnect(profile);
        else
            watched->second.probeClient->setNetworkSettings(probeNetworkFor(profile));
    }
}

void SessionBackend::watch(session::AccountSession &session, Watched &watched)
{
    const GatewayId id = session.id();
    rkey::RkeyWatch *keys = watched.rkey.get();
    connect(&session, &session::AccountSession::snapshotChanged, this, &SessionBackend::onSnapshot);
    connect(&session, &session::AccountSession::activityChanged, this, [this, id] { onActivity(id); });
    connect(&session, &session::AccountSession::eventReceived, keys, [this, id, keys](const Event &event) {
        keys->observeEvent(event);
        m_setup.broadcasts.onEvent(id, event);
    });
    connect(&session, &session::AccountSession::contactsChanged, keys, [this, id] { passContacts(id); });
    connect(&session, &session::AccountSession::keyFact, keys, &rkey::RkeyWatch::observeKeyFact);
    connect(&session, &session::AccountSession::logLine, keys, [this, id](const LogLine &line) {
        LogLine shown = line;
        if (const GatewayProfile *profile = m_setup.profile.find(id))
            m_logRules.apply(profile->kind, shown);
        m_setup.deltas.logLine(shown);
        m_setup.health.observe([line](health::HealthMonitor &health) { health.observeLogLine(line); });
    });
    connect(keys, &rkey::RkeyWatch::stateChanged, this, [this](const RkeyState &state) {
        m_setup.deltas.rkey(state);
        m_setup.health.observe([state](health::HealthMonitor &health) { health.observeRkey(state); });
        judgeAgain();
    });
}

void SessionBackend::remove(const GatewayId &gateway)
{
    m_setup.broadcasts.removeRoute(gateway);
    m_waitForProxy.remove(gateway);
    m_watched.erase(gateway);
    m_sessions.remove(gateway);
    m_setup.health.observe([gateway](health::HealthMonitor &health) { health.forget(gateway); });
    m_setup.deltas.accountRemoved(gateway);
}

void SessionBackend::reconnect(const GatewayProfile &gateway)
{
    session::AccountSession *session = m_sessions.find(gateway.id);
    if (!session)
        return; // still being added: its driver is made later
    m_setup.broadcasts.removeRoute(gateway.id); // the old driver goes away
    Watched &watched = m_watched[gateway.id];
    watched.route.reset();
    watched.rkey->setOnline(false);
    watched.rkey->setProfile(gateway);
    watched.probeClient->setNetworkSettings(probeNetworkFor(gateway));
    session->replaceDriver(gateway, makeDriver(gateway));
}

void SessionBackend::rename(const GatewayProfile &gateway)
{
    if (session::AccountSession *session = m_sessions.find(gateway.id))
        session->setProfile(gateway);
}

void SessionBackend::observeDelivery(const Delivery &delivery)
{
    if (session::AccountSession *session = m_sessions.find(delivery.gateway))
        session->observeDelivery(delivery);
}

void SessionBackend::onSnapshot(const AccountSnapshot &snapshot)
{
    m_setup.health.observe([snapshot](health::HealthMonitor &health) { health.observeSnapshot(snapshot); });
    const auto watched = m_watched.find(snapshot.profile.id);
    if (watched == m_watched.end())
        return;
    publish(snapshot, watched->second);
    updateRoute(snapshot, watched->second);
}

//! Publishes the activity of the next moment together, because judging an account costs more than counting an event.
void SessionBackend::onActivity(const GatewayId &gateway)
{
    m_active.insert(gateway);
    if (!m_publishActivity.isActive())
        m_publishActivity.start(DeltaCollector::kInterval);
}

void SessionBackend::publish(AccountSnapshot snapshot, Watched &watched)
{
    snapshot.condition = watched.condition = judge(snapshot, watched);
    m_setup.deltas.account(snapshot);
}

AccountCondition SessionBackend::judge(const AccountSnapshot &snapshot, const Watched &watched) const
{
    return conditionOf(snapshot, m_setup.health.openAt(snapshot.profile.id), &watched.rkey->state());
}

void SessionBackend::judgeAgain()
{
    for (session::AccountSession *session : m_sessions.all()) {
        const auto watched = m_watched.find(session->id());
        if (watched != m_watched.end() && judge(session->snapshot(), watched->second) != watched->second.condition)
            publish(session->snapshot(), watched->second);
    }
}

void SessionBackend::updateRoute(const AccountSnapshot &snapshot, Watched &watched)
{
    const SendRoute now{.account = snapshot.account,
                        .can = snapshot.capabilities,
                        .online = snapshot.session.phase == SessionPhase::Online,
                        .away = whyAway(snapshot.session),
                        .excluded = snapshot.profile.neverBroadcast};
    if (watched.route == now)
        return;
    const GatewayId &id = snapshot.profile.id;
    const std::optional<SendRoute> before = std::exchange(watched.route, now);
    if (before && !before->account.isNull() && before->account != now.account) {
        // Another account gets its own sender; deliveries queued for the previous account wait for that account.
        rkInfo("{}: another account is logged in; what was queued for the one before waits for it", id.value());
        m_setup.broadcasts.removeRoute(id);
        watched.rkey->setOnline(false);
    }
    watched.rkey->setOnline(now.online && snapshot.capabilities.rkey); // gateways without rkey have no keys to poll
    session::AccountSession *session = m_sessions.find(id);
    m_setup.broadcasts.setRoute(id, &session->driver(), now.account, snapshot.capabilities, now.online, now.away);
    m_setup.broadcasts.setExcluded(id, now.excluded);
}

void SessionBackend::passContacts(const GatewayId &gateway)
{
    session::AccountSession *session = m_sessions.find(gateway);
    // With one list missing, its targets would count as unknown and be skipped in every plan.
    if (!session || session->snapshot().groups < 0 || session->snapshot().friends < 0)
        return;
    onResult(this, session->contacts(), [this, gateway](const Result<QList<Contact>> &contacts) {
        if (contacts)
            m_setup.broadcasts.setContacts(gateway, *contacts);
    });
}

void SessionBackend::retryWithoutToken()
{
    for (session::AccountSession *session : m_sessions.all()) {
        const ErrorReason why = session->snapshot().session.why.reason;
        if (why == Reason::KeyringLocked || why == Reason::KeyringAbsent || why == Reason::KeyringFailed
            || why == Reason::TokenMissing)
            session->retryNow();
    }
}

FutureResult<> SessionBackend::setLogRules(const QByteArray &file)
{
    m_logRules.set(file);
    return readyResult<void>({});
}

FutureResult<> SessionBackend::start(const GatewayId &gateway)
{
    session::AccountSession *session = m_sessions.find(gateway);
    if (!session)
        return failedResult<void>(notFound(gateway));
    m_setup.secrets.askAgain();
    begin(*session);
    return keepRunning(*session, true);
}

FutureResult<> SessionBackend::stop(const GatewayId &gateway)
{
    session::AccountSession *session = m_sessions.find(gateway);
    if (!session)
        return failedResult<void>(notFound(gateway));
    m_waitForProxy.remove(gateway);
    session->stop();
    return keepRunning(*session, false);
}

//! Stores whether the gateway is connected at the next start.
FutureResult<> SessionBackend::keepRunning(session::AccountSession &session, bool running)
{
    GatewayProfile *profile = m_setup.profile.find(session.id());
    if (!profile)
        return failedResult<void>(notFound(session.id()));
    if (profile->enabled == running)
        return readyResult<void>({});
    profile->enabled = running;
    session.setProfile(*profile);
    return m_setup.profile.store();
}

FutureResult<> SessionBackend::retryNow(const GatewayId &gateway)
{
    session::AccountSession *session = m_sessions.find(gateway);
    if (!session)
        return failedResult<void>(notFound(gateway));
    m_setup.secrets.askAgain(); // first, because the token is read next
    static_cast<void>(m_setup.profile.proxyReady()); // reads its password again if that failed before
    session->retryNow();
    return readyResult<void>({});
}

FutureResult<> SessionBackend::refreshQr(const GatewayId &gateway)
{
    session::AccountSession *session = m_sessions.find(gateway);
    return session ? session->refreshQr() : failedResult<void>(notFound(gateway));
}

FutureResult<> SessionBackend::quickLogin(const GatewayId &gateway, const AccountId &account)
{
    session::AccountSession *session = m_sessions.find(gateway);
    return session ? session->quickLogin(account) : failedResult<void>(notFound(gateway));
}

FutureResult<> SessionBackend::submitTotp(const GatewayId &gateway, const Redacted<QString> &code)
{
    session::AccountSession *session = m_sessions.find(gateway);
    if (!session)
        return failedResult<void>(notFound(gateway));
    session->submitTotp(code);
    return readyResult<void>({});
}

FutureResult<> SessionBackend::submitSignToken(const GatewayId &gateway, const Redacted<QString> &token)
{
    session::AccountSession *session = m_sessions.find(gateway);
    return session ? session->submitSignToken(token) : failedResult<void>(notFound(gateway));
}

FutureResult<> SessionBackend::restart(const GatewayId &gateway)
{
    session::AccountSession *session = m_sessions.find(gateway);
    return session ? session->restart() : failedResult<void>(notFound(gateway));
}

FutureResult<QList<Contact>> SessionBackend::contacts(const GatewayId &gateway, Freshness freshness)
{
    session::AccountSession *session = m_sessions.find(gateway);
    return session ? session->contacts(freshness) : failedResult<QList<Contact>>(notFound(gateway));
}

FutureResult<> SessionBackend::probeRkey(const GatewayId &gateway)
{
    const auto watched = m_watched.find(gateway);
    return watched == m_watched.end() ? failedResult<void>(notFound(gateway)) : watched->second.rkey->probe();
}

} // namespace rookery::engine

#include "moc_sessionbackend.cpp"
