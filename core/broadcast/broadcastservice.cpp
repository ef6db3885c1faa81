// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcastservice.h"

#include "base/log.h"
#include "base/reasons/gateway.h"
#include "base/reasons/input.h"
#include "base/reasons/login.h"
#include "base/reasons/sending.h"

#include <algorithm>
#include <utility>

namespace rookery::broadcast {

using store::BroadcastContent;
using store::Recovery;

BroadcastService::BroadcastService(const ServiceSetup &setup, QObject *parent)
    : QObject(parent)
    , m_clock(setup.clock, [this](milliseconds by) { onClockSet(by); })
    , m_database(setup.database)
    , m_broadcasts(setup.database)
    , m_deliveries(setup.database)
    , m_contents(m_broadcasts)
    , m_cache(setup.pictureFolder, m_workers)
    , m_stager(m_clock, m_cache)
    , m_limits(setup.limits)
    , m_recorder(m_clock, m_database, m_deliveries, setup.jitter, setup.failpoint)
    , m_retention(m_clock, m_database, m_cache)
    , m_summaries(m_clock, m_broadcasts, m_recorder,
                  [this](const store::AccountQueue &queue) { return whyWaiting(queue); })
    , m_enqueuer(m_clock, m_broadcasts, m_cache, m_retention)
    , m_context{m_clock, m_deliveries, m_contents, m_stager, m_recorder, setup.jitter, setup.failpoint}
{
    connect(&m_recorder, &DeliveryRecorder::changed, this,
            [this](const Delivery &delivery) { onDeliveries({delivery}); });
    connect(&m_recorder, &DeliveryRecorder::manyChanged, this, &BroadcastService::onDeliveries);
    connect(&m_recorder, &DeliveryRecorder::disproved, this, [this](const GatewayId &gateway) {
        if (const auto it = m_routes.find(gateway); it != m_routes.end())
            it->second.sender->endHoldAway();
    });
    connect(&m_recorder, &DeliveryRecorder::troubled, this, &BroadcastService::storageTrouble);
    connect(&m_summaries, &SummaryFeed::changed, this, &BroadcastService::broadcastChanged);
    connect(&m_enqueuer, &Enqueuer::enqueued, this, &BroadcastService::onEnqueued);
    connect(&m_retention, &RetentionJob::pruned, this, &BroadcastService::broadcastsPruned);
    connect(&m_retention, &RetentionJob::failed, this, [this](const Error &error) {
        if (error.kind == ErrorKind::Storage)
            m_recorder.storageFailed(error);
    });
    watchSoundness();
    connect(&m_recorder, &DeliveryRecorder::recovered, this, [this] {
        shiftStored();
        Q_EMIT storageRecovered();
        if (std::exchange(m_startFailed, false)) {
            m_starting = {};
            static_cast<void>(start()); // a failure is storage trouble again, and reported as such
        }
        wakeAll();
        m_summaries.refresh();
    });
}

BroadcastService::~BroadcastService() = default;

FutureResult<> BroadcastService::start()
{
    onResult(this, m_starting.future(), [this](const Result<> &started) {
        if (!started)
            onStartFailed(started.error());
    });
    const auto recovering =
        store::recoverQueue(m_database, m_clock.wallNow(), {.echo = DeliveryVerifier::kWindow, .refusal = kEchoGrace});
    onResult(this, recovering, [this](const Result<Recovery> &recovery) {
        if (recovery)
            onRecovered(*recovery);
        else
            m_starting.resolve(fail(recovery.error()));
    });
    return m_starting.future();
}

void BroadcastService::onClockSet(milliseconds by)
{
    rkWarn("the wall clock was set by {} s; what waits goes on as long as before",
           std::chrono::duration_cast<seconds>(by).count());
    m_shift += by;
    m_retention.postpone();
    shiftStored();
}

void BroadcastService::shiftStored()
{
    const milliseconds by = std::exchange(m_shift, milliseconds(0));
    if (by.count() == 0)
        return;
    onResult(this, store::shiftDeadlines(m_database, by), [this, by](const Result<> &shifted) {
        if (shifted || shifted.error().kind != ErrorKind::Storage)
            return;
        m_shift += by; // applied once the database takes writes again
        m_recorder.storageFailed(shifted.error());
    });
}

void BroadcastService::watchSoundness()
{
    // A damaged database takes no writes, so this trouble does not pass.
    onResult(this, m_database.soundness(), [this](const Result<> &sound) {
        if (!sound && sound.error().kind == ErrorKind::Storage)
            m_recorder.storageFailed(sound.error());
    });
}

void BroadcastService::onStartFailed(const Error &error)
{
    m_startFailed = true;
    m_recorder.storageFailed(error); // it detects when writing works again
}

void BroadcastService::onRecovered(const Recovery &recovery)
{
    if (recovery.crashed > 0)
        rkWarn("{} deliveries were being sent when the last run ended; they are unknown now", recovery.crashed);
    if (recovery.restored) {
        rkWarn("the database is older than the last send from it, or another one; {} live deliveries are unknown now",
               *recovery.restored);
        Q_EMIT restored(*recovery.restored);
    }
    restoreNext(recovery.open);
}

void BroadcastService::restoreNext(QList<Delivery> open)
{
    if (open.isEmpty()) {
        m_recorder.watchDeadlines();
        return announce();
    }
    const BroadcastId broadcast = open.first().broadcast;
    onResult(this, m_broadcasts.content(broadcast), [=, this](const Result<BroadcastContent> &content) {
        if (!content)
            return m_starting.resolve(fail(content.error()));
        QList<Delivery> rest;
        for (const Delivery &delivery : open) {
            if (delivery.broadcast == broadcast)
                m_recorder.restore(delivery, fingerprintOf(*content, delivery.target));
            else
                rest.append(delivery);
        }
        restoreNext(rest);
    });
}

void BroadcastService::announce()
{
    onResult(this, m_summaries.all(), [this](const Result<QList<BroadcastSummary>> &all) {
        if (!all)
            return m_starting.resolve(fail(all.error()));
        m_started = true; // last: recovery must never see a send of this run
        applyStop();
        for (const BroadcastSummary &summary : *all)
            Q_EMIT broadcastChanged(summary);
        m_starting.resolve({});
        m_retention.begin();
    });
}

FutureResult<> BroadcastService::quiesce()
{
    m_quiescing = true;
    applyStop();
    const Promise<void> answer;
    m_quiet.append(answer);
    checkQuiet();
    return answer.future();
}

void BroadcastService::checkQuiet()
{
    std::erase_if(m_retired, [](std::unique_ptr<AccountSender> &sender) {
        if (sender->isBusy())
            return false;
        sender.release()->deleteLater(); // it may be the sender of this signal
        return true;
    });
    if (m_quiet.isEmpty())
        return;
    const bool busy = !m_retired.empty() || std::any_of(m_routes.begin(), m_routes.end(), [](const auto &entry) {
        return entry.second.sender->isBusy();
    });
    if (busy)
        return;
    const auto waiting = std::exchange(m_quiet, {});
    for (const Promise<void> &answer : waiting)
        answer.resolve({});
}

void BroadcastService::setRoute(const GatewayId &id, gateway::Gateway *gateway, const AccountId &account,
                                const Capabilities &capabilities, bool online, const Error &away)
{
    SendRoute &route = m_routes[id];
    if (!route.sender) {
        route.sender = std::make_unique<AccountSender>(id, m_context);
        route.sender->setStopped(!m_started || m_stopped || m_quiescing);
        connect(route.sender.get(), &AccountSender::claimed, this, &BroadcastService::onClaimed);
        connect(route.sender.get(), &AccountSender::idle, this, &BroadcastService::checkQuiet);
        connect(route.sender.get(), &AccountSender::heldAway, &m_summaries, &SummaryFeed::waitsChanged);
    }
    if (!account.isNull() && route.account != account) {
        route.account = account;
        route.contacts.reset();
    }
    route.answersOnly = capabilities.answersOnly;
    // A lost login keeps the ids; after a lost link the gateway may have restarted.
    const bool loggedOut = away.kind == ErrorKind::Rejected;
    if (!online && !loggedOut)
        m_recorder.forgetIds(id);
    route.away = away;
    if (online)
        route.away = {};
    else if (away.reason == Reason::None)
        route.away = {.kind = ErrorKind::Offline, .reason = Reason::AccountOffline};
    route.sender->setRoute(gateway, account, capabilities, online);
    m_summaries.waitsChanged();
}

void BroadcastService::removeRoute(const GatewayId &id)
{
    const auto it = m_routes.find(id);
    if (it == m_routes.end())
        return;
    disposeLater(std::move(it->second.sender));
    m_routes.erase(it);
    m_recorder.forgetIds(id);
    m_stager.forget(id);
    m_summaries.waitsChanged();
}

void BroadcastService::disposeLater(std::unique_ptr<AccountSender> sender)
{
    // A send in flight still ends in a booked outcome: all futures of its gateway finish.
    sender->setStopped(true);
    m_retired.push_back(std::move(sender));
    checkQuiet();
}

void BroadcastService::setContacts(const GatewayId &id, const QList<Contact> &contacts)
{
    const auto it = m_routes.find(id);
    if (it == m_routes.end())
        return;
    QSet<Target> targets;
    for (const Contact &contact : contacts)
        targets.insert(canonical(contact.target));
    it->second.contacts = std::move(targets);
}

void BroadcastService::onEvent(const GatewayId &id, const Event &event)
{
    const auto *message = std::get_if<MessageEvent>(&event.body);
    if (message == nullptr || !message->own)
        return;
    const auto it = m_routes.find(id);
    const AccountId account = event.self.isNull() && it != m_routes.end() ? it->second.account : event.self;
    m_recorder.echo(id, account, *message);
}

void BroadcastService::setSendingStopped(bool stopped)
{
    m_stopped = stopped;
    applyStop();
}

void BroadcastService::applyStop()
{
    for (auto &[id, route] : m_routes)
        route.sender->setStopped(!m_started || m_stopped || m_quiescing);
    m_summaries.waitsChanged();
}

void BroadcastService::wakeAll()
{
    for (auto &[id, route] : m_routes)
        route.sender->wake();
}

FutureResult<Plan> BroadcastService::plan(const Draft &draft)
{
    const Promise<Plan> answer;
    onResult(this, media::preflight(m_workers, draft.pictures, m_limits),
             [this, draft, answer](const Result<media::PreflightReport> &report) {
                 if (!report)
                     return answer.resolve(fail(report.error()));
                 QList<PlanRoute> routes;
                 for (const auto &[id, route] : m_routes)
                     routes.append({id, route.account, route.contacts, route.answersOnly, route.away});
                 answer.resolve(broadcast::plan(draft, routes, *report, m_clock.wallNow()));
             });
    return answer.future();
}

FutureResult<BroadcastId> BroadcastService::enqueue(const Plan &plan)
{
    const bool complete = plan.pictures.size() == plan.draft.pictures.size();
    if (!plan.sendable() || !complete)
        return failedResult<BroadcastId>({.kind = ErrorKind::Rejected, .reason = Reason::BadInput});
    if (m_started)
        return m_enqueuer.enqueue(plan);
    return andThen(this, m_starting.future(), [this, plan] { return m_enqueuer.enqueue(plan); });
}

void BroadcastService::onEnqueued(BroadcastId broadcast)
{
    m_summaries.markDirty(broadcast);
    onResult(this, m_deliveries.deliveries(broadcast), [this](const Result<QList<Delivery>> &rows) {
        if (rows)
            onDeliveries(*rows);
    });
    wakeAll();
}

FutureResult<> BroadcastService::broadcastCommand(BroadcastId broadcast, const FutureResult<> &done)
{
    onResult(this, done, [this, broadcast](const Result<> &result) {
        if (!result)
            return;
        m_summaries.markDirty(broadcast);
        wakeAll();
    });
    return done;
}

FutureResult<> BroadcastService::pause(BroadcastId broadcast)
{
    return broadcastCommand(broadcast, m_broadcasts.pause(broadcast));
}

FutureResult<> BroadcastService::resume(BroadcastId broadcast)
{
    return broadcastCommand(broadcast, m_broadcasts.resume(broadcast));
}

FutureResult<> BroadcastService::cancel(BroadcastId broadcast)
{
    const Promise<void> answer;
    onResult(this, m_broadcasts.cancel(broadcast, m_clock.wallNow()),
             [this, broadcast, answer](const Result<QList<Delivery>> &cancelled) {
                 if (!cancelled)
                     return answer.resolve(fail(cancelled.error()));
                 onDeliveries(*cancelled);
                 m_summaries.markDirty(broadcast);
                 answer.resolve({});
             });
    return answer.future();
}

FutureResult<QList<Delivery>> BroadcastService::deliveries(BroadcastId broadcast)
{
    return m_deliveries.deliveries(broadcast);
}

FutureResult<QList<BroadcastSummary>> BroadcastService::broadcasts()
{
    return m_summaries.all();
}

FutureResult<> BroadcastService::operatorsWord(const FutureResult<QList<Delivery>> &done)
{
    const Promise<void> answer;
    onResult(this, done, [this, answer](const Result<QList<Delivery>> &changed) {
        if (!changed)
            return answer.resolve(fail(changed.error()));
        if (changed->isEmpty())
            return answer.resolve(fail(ErrorKind::Rejected, Reason::BadInput));
        QList<DeliveryId> ids;
        for (const Delivery &delivery : *changed)
            ids.append(delivery.id);
        m_recorder.forget(ids);
        onDeliveries(*changed);
        answer.resolve({});
        wakeAll();
    });
    return answer.future();
}

FutureResult<> BroadcastService::confirmArrived(const QList<DeliveryId> &deliveries)
{
    return operatorsWord(m_deliveries.confirmArrived(deliveries, m_clock.wallNow()));
}

FutureResult<> BroadcastService::sendAgain(const QList<DeliveryId> &deliveries)
{
    return operatorsWord(m_deliveries.requeue(deliveries, QStringLiteral("operator"), m_clock.wallNow()));
}

void BroadcastService::onClaimed(const Delivery &delivery)
{
    m_summaries.onClaimed(delivery);
    onDeliveries({delivery});
}

void BroadcastService::onDeliveries(const QList<Delivery> &deliveries)
{
    if (deliveries.isEmpty())
        return;
    Q_EMIT deliveriesChanged(deliveries);
    for (const Delivery &delivery : deliveries)
        m_summaries.markDirty(delivery.broadcast);
}

Error BroadcastService::whyWaiting(const store::AccountQueue &queue) const
{
    const auto offline = [](ErrorReason reason) { return Error{.kind = ErrorKind::Offline, .reason = reason}; };
    if (m_stopped)
        return {.kind = ErrorKind::Rejected, .reason = Reason::SendingStopped};
    const auto it = m_routes.find(queue.gateway);
    if (it == m_routes.end())
        return offline(Reason::GatewayRemoved);
    const SendRoute &route = it->second;
    if (route.away.reason != Reason::None)
        return route.away;
    if (route.account != queue.account)
        return offline(Reason::AnotherAccount);
    if (route.sender->isHeldAway())
        return {.kind = ErrorKind::Rejected, .reason = Reason::AccountOffline};
    return {};
}

} // namespace rookery::broadcast
