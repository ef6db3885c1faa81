// SPDX-License-Identifier: GPL-3.0-or-later
#include "controlconnection.h"

#include "base/overloaded.h"
#include "base/reasons/input.h"
#include "base/reasons/machine.h"
#include "base/reasons/transport.h"

#include <QCoreApplication>

#include <utility>

namespace rookery::engine {

namespace {

constexpr int kDeliveriesAtOnce = 200;

//! Returns whether the broadcast can still change. A program that begins to watch gets only such broadcasts.
bool isUnfinished(const BroadcastSummary &broadcast)
{
    return broadcast.counts.live() > 0 || broadcast.state == BroadcastState::Running
        || broadcast.state == BroadcastState::Paused;
}

} // namespace

ControlConnection::ControlConnection(Engine &engine, Clock &clock, const ControlLimits &limits,
                                     std::unique_ptr<io::LocalChannel> channel, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_clock(clock)
    , m_limits(limits)
    , m_channel(std::move(channel))
    , m_idle(clock, [this] { refuse({.kind = ErrorKind::Timeout, .reason = Reason::NoReply}); })
    , m_facts(clock, [this] { sendFacts(); })
{
    connect(m_channel.get(), &io::LocalChannel::received, this, &ControlConnection::onLine);
    connect(m_channel.get(), &io::LocalChannel::closed, this, &ControlConnection::ended);
    connect(m_channel.get(), &io::LocalChannel::sent, this, [this] {
        if (!m_facts.isActive())
            sendFacts();
    });
    m_idle.start(m_limits.helloDeadline);
}

void ControlConnection::refuse(const Error &error)
{
    m_idle.stop();
    m_watching = false;
    send(error);
    m_channel->finish();
}

void ControlConnection::onLine(const QByteArray &line)
{
    if (isTooFast())
        return refuse({.kind = ErrorKind::RateLimited});
    const ParsedRequest request = parseControlRequest(line);
    if (!m_greeted)
        return greet(request);
    if (request.ask)
        carryOut(request.id, *request.ask);
    else if (request.ask.error().kind == ErrorKind::Protocol)
        return refuse(request.ask.error()); // not a client of ours
    else
        send(request.ask.error(), request.id);
    updateIdle();
}

bool ControlConnection::isTooFast()
{
    const SteadyTime now = m_clock.now();
    if (now - m_secondBegan >= seconds(1)) {
        m_secondBegan = now;
        m_inThisSecond = 0;
    }
    return ++m_inThisSecond > m_limits.maxPerSecond;
}

void ControlConnection::greet(const ParsedRequest &request)
{
    const auto *hello = request.ask ? std::get_if<ControlHello>(&*request.ask) : nullptr;
    if (!hello) {
        return refuse(
            request.ask
                ? Error{.kind = ErrorKind::Rejected, .reason = Reason::BadInput, .detail = QStringLiteral("hello")}
                : request.ask.error());
    }
    send(ControlHello{.program = QStringLiteral("rookery"), .version = QCoreApplication::applicationVersion()});
    if (hello->protocol != kControlProtocol) {
        return refuse({.kind = ErrorKind::Rejected,
                       .reason = Reason::OtherVersionRuns,
                       .detail = QCoreApplication::applicationVersion()});
    }
    m_greeted = true;
    updateIdle();
}

void ControlConnection::carryOut(qint64 id, const ControlAsk &ask)
{
    std::visit(
        Overloaded{
            [this, id](const ControlHello &) {
                send(Error{.kind = ErrorKind::Rejected, .reason = Reason::BadInput, .detail = QStringLiteral("hello")},
                     id);
            },
            [this, id](const StartWish &wish) {
                Q_EMIT startWanted(wish);
                send(ControlDone(), id);
            },
            [this, id](const WatchRequest &request) { watch(id, request); },
            [this, id](const BroadcastRequest &order) { carryOut(id, order); },
        },
        ask);
}

void ControlConnection::carryOut(qint64 id, const BroadcastRequest &order)
{
    if (m_unanswered >= m_limits.maxUnanswered)
        return refuse({.kind = ErrorKind::RateLimited});
    ++m_unanswered;
    BroadcastService &broadcasts = m_engine.broadcasts();
    const auto carriedOut = [&broadcasts, &order] {
        switch (order.order) {
        case BroadcastOrder::Pause:
            return broadcasts.pause(order.broadcast);
        case BroadcastOrder::Resume:
            return broadcasts.resume(order.broadcast);
        case BroadcastOrder::Cancel:
            break;
        }
        return broadcasts.cancel(order.broadcast);
    };
    onResult(this, carriedOut(), [this, id](const Result<> &result) {
        --m_unanswered;
        send(result ? ControlTold(ControlDone()) : ControlTold(result.error()), id);
        updateIdle();
    });
}

void ControlConnection::watch(qint64 id, const WatchRequest &request)
{
    m_watched = request.deliveries;
    if (!std::exchange(m_watching, true)) {
        connect(&m_engine.sessions(), &SessionService::changed, this, &ControlConnection::onAccounts);
        connect(&m_engine.broadcasts(), &BroadcastService::changed, this, &ControlConnection::onBroadcasts);
    }
    const QList<AccountSnapshot> accounts = m_engine.sessions().accounts();
    for (const AccountSnapshot &account : accounts)
        send(account);
    const QList<BroadcastSummary> broadcasts = m_engine.broadcasts().all();
    for (const BroadcastSummary &broadcast : broadcasts) {
        if (isUnfinished(broadcast))
            send(broadcast);
    }
    send(ControlDone(), id);
}

void ControlConnection::onAccounts(const SessionChanges &changes)
{
    for (const AccountSnapshot &account : changes.accounts) {
        m_accounts.insert(account.profile.id);
        m_removedAccounts.remove(account.profile.id);
    }
    for (const GatewayId &gone : changes.removed) {
        m_accounts.remove(gone);
        m_removedAccounts.insert(gone);
    }
    factsChanged();
}

void ControlConnection::onBroadcasts(const BroadcastChanges &changes)
{
    for (const BroadcastSummary &broadcast : changes.broadcasts)
        m_broadcasts.insert(broadcast.id);
    for (const BroadcastId gone : changes.removed) {
        m_broadcasts.remove(gone);
        m_removedBroadcasts.insert(gone);
    }
    for (const Delivery &delivery : changes.deliveries) {
        if (delivery.broadcast == m_watched)
            m_deliveries.insert(delivery.id.value(), delivery);
    }
    if (m_deliveries.size() > m_limits.maxDeliveries)
        return refuse({.kind = ErrorKind::Network, .reason = Reason::NotReading});
    factsChanged();
}

void ControlConnection::factsChanged()
{
    if (m_watching && !m_facts.isActive())
        m_facts.start(m_limits.factsEvery);
}

//! Sends what has changed, unless the program still has to read what it was sent before: it then gets the newest values
//! once it has caught up. Deliveries go before the broadcasts that count them.
void ControlConnection::sendFacts()
{
    if (!m_watching || m_channel->unsent() > m_limits.maxUnsent)
        return;
    sendAccounts();
    sendDeliveries();
    if (m_deliveries.isEmpty())
        sendBroadcasts();
    else
        factsChanged();
}

void ControlConnection::sendAccounts()
{
    const QSet<GatewayId> changed = std::exchange(m_accounts, {});
    if (!changed.isEmpty()) {
        const QList<AccountSnapshot> accounts = m_engine.sessions().accounts();
        for (const AccountSnapshot &account : accounts) {
            if (changed.contains(account.profile.id))
                send(account);
        }
    }
    const QSet<GatewayId> removed = std::exchange(m_removedAccounts, {});
    for (const GatewayId &gone : removed)
        send(AccountRemoved{gone});
}

void ControlConnection::sendBroadcasts()
{
    const QSet<BroadcastId> changed = std::exchange(m_broadcasts, {});
    if (!changed.isEmpty()) {
        const QList<BroadcastSummary> broadcasts = m_engine.broadcasts().all();
        for (const BroadcastSummary &broadcast : broadcasts) {
            if (changed.contains(broadcast.id))
                send(broadcast);
        }
    }
    const QSet<BroadcastId> removed = std::exchange(m_removedBroadcasts, {});
    for (const BroadcastId gone : removed)
        send(BroadcastRemoved{gone});
}

void ControlConnection::sendDeliveries()
{
    for (int i = 0; i < kDeliveriesAtOnce && !m_deliveries.isEmpty(); ++i)
        send(m_deliveries.take(m_deliveries.firstKey()));
}

void ControlConnection::send(const ControlTold &told, qint64 id)
{
    m_channel->send(toLine(ControlReply{id, told}));
}

void ControlConnection::updateIdle()
{
    if (m_watching || m_unanswered > 0 || !m_channel->isOpen())
        m_idle.stop();
    else
        m_idle.start(m_limits.idleDeadline);
}

} // namespace rookery::engine

#include "moc_controlconnection.cpp"
