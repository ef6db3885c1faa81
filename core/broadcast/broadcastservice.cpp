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
using store::SummaryRow;

namespace {

constexpr milliseconds kRefreshEvery(100);
constexpr milliseconds kRateWindow = seconds(60);
constexpr milliseconds kShortestRateSpan = seconds(5); //!< two sends in a millisecond are not 120 000 a minute

} // namespace

BroadcastService::BroadcastService(const ServiceSetup &setup, QObject *parent)
    : QObject(parent)
    , m_clock(setup.clock, [this](milliseconds by) { onClockSet(by); })
    , m_database(setup.database)
    , m_repository(setup.database)
    , m_contents(m_repository)
    , m_cache(setup.pictureFolder, m_workers)
    , m_stager(m_clock, m_cache)
    , m_limits(setup.limits)
    , m_recorder(m_clock, m_repository, setup.jitter, setup.failpoint)
    , m_retention(m_clock, m_repository, m_cache)
    , m_context{m_clock, m_repository, m_contents, m_stager, m_recorder, setup.jitter, setup.failpoint}
    , m_refreshTimer(m_clock, [this] { refresh(); })
{
    connect(&m_recorder, &DeliveryRecorder::changed, this,
            [this](const Delivery &delivery) { onDeliveries({delivery}); });
    connect(&m_recorder, &DeliveryRecorder::manyChanged, this, &BroadcastService::onDeliveries);
    connect(&m_recorder, &DeliveryRecorder::disproved, this, [this](const GatewayId &gateway) {
        if (const auto it = m_routes.find(gateway); it != m_routes.end())
            it->second.sender->endHoldAway();
    });
    connect(&m_recorder, &DeliveryRecorder::troubled, this, &BroadcastService::storageTrouble);
    connect(&m_retention, &RetentionJob::pruned, this, &BroadcastService::broadcastsPruned);
    connect(&m_retention, &RetentionJob::failed, this, [this](const Error &error) {
        if (error.kind == ErrorKind::Storage)
            m_recorder.storageFailed(error);
    });
    watchSoundness();
    connect(&m_recorder, &DeliveryRecorder::recovered, this, [this] {
        shiftStored();
        Q_EMIT storageRecovered();
        if (std::exchange(m_startFailed, std::nullopt))
            static_cast<void>(start()); // a failure is storage trouble again, and reported as such
        wakeAll();
        if (!m_dirty.isEmpty())
            refresh();
    });
}

BroadcastService::~BroadcastService() = default;

FutureResult<> BroadcastService::start()
{
    const Promise<void> done;
    onResult(this, done.future(), [this](const Result<> &started) {
        if (!started)
            onStartFailed(started.error());
    });
    const auto recovering =
        m_repository.recover(m_clock.wallNow(), {.echo = DeliveryVerifier::kWindow, .refusal = kEchoGrace});
    onResult(this, recovering, [this, done](const Result<Recovery> &recovery) {
        if (recovery)
            onRecovered(*recovery, done);
        else
            done.resolve(fail(recovery.error()));
    });
    return done.future();
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
    onResult(this, m_repository.shiftDue(by), [this, by](const Result<> &shifted) {
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
    m_startFailed = error;
    const auto early = std::exchange(m_early, {});
    for (const EarlyPlan &one : early)
        one.answer.resolve(fail(error));
    m_recorder.storageFailed(error); // it detects when writing works again
}

void BroadcastService::onRecovered(const Recovery &recovery, const Promise<void> &done)
{
    if (recovery.crashed > 0)
        rkWarn("{} deliveries were being sent when the last run ended; they are unknown now", recovery.crashed);
    if (recovery.restored) {
        rkWarn("the database is older than the last send from it, or another one; {} live deliveries are unknown now",
               *recovery.restored);
        Q_EMIT restored(*recovery.restored);
    }
    restoreNext(recovery.open, done);
}

void BroadcastService::restoreNext(QList<Delivery> open, const Promise<void> &done)
{
    if (open.isEmpty()) {
        m_recorder.watchDeadlines();
        return announce(done);
    }
    const BroadcastId broadcast = open.first().broadcast;
    onResult(this, m_repository.content(broadcast), [=, this](const Result<BroadcastContent> &content) {
        if (!content)
            return done.resolve(fail(content.error()));
        QList<Delivery> rest;
        for (const Delivery &delivery : open) {
            if (delivery.broadcast == broadcast)
                m_recorder.restore(delivery, fingerprintOf(*content, delivery.target));
            else
                rest.append(delivery);
        }
        restoreNext(rest, done);
    });
}

void BroadcastService::announce(const Promise<void> &done)
{
    onResult(this, m_repository.summaries(), [this, done](const Result<QList<SummaryRow>> &rows) {
        if (!rows)
            return done.resolve(fail(rows.error()));
        m_started = true; // last: recovery must never see a send of this run
        applyStop();
        for (const SummaryRow &row : *rows)
            Q_EMIT broadcastChanged(finished(row));
        done.resolve({});
        const auto early = std::exchange(m_early, {});
        for (const EarlyPlan &one : early)
            beginEnqueue(one.plan, one.answer);
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
        connect(route.sender.get(), &AccountSender::heldAway, this, &BroadcastService::waitsChanged);
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
    waitsChanged();
}

void BroadcastService::setExcluded(const GatewayId &id, bool excluded)
{
    if (const auto it = m_routes.find(id); it != m_routes.end())
        it->second.excluded = excluded;
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
    waitsChanged();
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
    waitsChanged();
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
                     routes.append({id, route.account, route.contacts, route.answersOnly, route.away, route.excluded});
                 answer.resolve(broadcast::plan(draft, routes, *report, m_clock.wallNow()));
             });
    return answer.future();
}

FutureResult<BroadcastId> BroadcastService::enqueue(const Plan &plan)
{
    const bool complete = plan.pictures.size() == plan.draft.pictures.size();
    if (!plan.sendable() || !complete)
        return failedResult<BroadcastId>({.kind = ErrorKind::Rejected, .reason = Reason::BadInput});
    for (const PlanAccount &account : plan.accounts) {
        const auto route = m_routes.find(account.gateway);
        if (route != m_routes.end() && route->second.excluded)
            return failedResult<BroadcastId>(
                {.kind = ErrorKind::Rejected, .reason = Reason::Excluded, .detail = account.gateway.value()});
    }
    if (m_startFailed)
        return failedResult<BroadcastId>(*m_startFailed);
    const Promise<BroadcastId> answer;
    if (m_started)
        beginEnqueue(plan, answer);
    else
        m_early.append({plan, answer});
    return answer.future();
}

void BroadcastService::beginEnqueue(const Plan &plan, const Promise<BroadcastId> &answer)
{
    onResult(this, answer.future(), [this](const Result<BroadcastId> &) { m_retention.release(); });
    m_retention.admit([this, plan, answer] { copyPictures(plan, 0, answer); });
}

void BroadcastService::copyPictures(const Plan &plan, qsizetype from, const Promise<BroadcastId> &answer)
{
    if (from == plan.pictures.size())
        return commitPlan(plan, answer);
    const PreflightPicture &picture = plan.pictures.at(from);
    onResult(this, m_cache.put(picture.path, picture.sha256), [=, this](const Result<> &copied) {
        if (copied)
            copyPictures(plan, from + 1, answer);
        else
            answer.resolve(fail(copied.error()));
    });
}

void BroadcastService::commitPlan(const Plan &plan, const Promise<BroadcastId> &answer)
{
    onResult(this, m_repository.enqueue(plan, m_clock.wallNow()), [this, answer](const Result<BroadcastId> &id) {
        answer.resolve(id);
        if (!id)
            return;
        markDirty(*id);
        onResult(this, m_repository.deliveries(*id), [this](const Result<QList<Delivery>> &rows) {
            if (rows)
                onDeliveries(*rows);
        });
        wakeAll();
    });
}

FutureResult<> BroadcastService::broadcastCommand(BroadcastId broadcast, const FutureResult<> &done)
{
    onResult(this, done, [this, broadcast](const Result<> &result) {
        if (!result)
            return;
        markDirty(broadcast);
        wakeAll();
    });
    return done;
}

FutureResult<> BroadcastService::pause(BroadcastId broadcast)
{
    return broadcastCommand(broadcast, m_repository.pause(broadcast));
}

FutureResult<> BroadcastService::resume(BroadcastId broadcast)
{
    return broadcastCommand(broadcast, m_repository.resume(broadcast));
}

FutureResult<> BroadcastService::cancel(BroadcastId broadcast)
{
    const Promise<void> answer;
    onResult(this, m_repository.cancel(broadcast, m_clock.wallNow()),
             [this, broadcast, answer](const Result<QList<Delivery>> &cancelled) {
                 if (!cancelled)
                     return answer.resolve(fail(cancelled.error()));
                 onDeliveries(*cancelled);
                 markDirty(broadcast);
                 answer.resolve({});
             });
    return answer.future();
}

FutureResult<QList<Delivery>> BroadcastService::deliveries(BroadcastId broadcast)
{
    return m_repository.deliveries(broadcast);
}

FutureResult<QList<BroadcastSummary>> BroadcastService::broadcasts()
{
    const Promise<QList<BroadcastSummary>> answer;
    onResult(this, m_repository.summaries(), [this, answer](const Result<QList<SummaryRow>> &rows) {
        if (!rows)
            return answer.resolve(fail(rows.error()));
        QList<BroadcastSummary> list;
        for (const SummaryRow &row : *rows)
            list.append(finished(row));
        answer.resolve(list);
    });
    return answer.future();
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
    return operatorsWord(m_repository.confirmArrived(deliveries, m_clock.wallNow()));
}

FutureResult<> BroadcastService::sendAgain(const QList<DeliveryId> &deliveries)
{
    return operatorsWord(m_repository.requeue(deliveries, QStringLiteral("operator"), m_clock.wallNow()));
}

void BroadcastService::onClaimed(const Delivery &delivery)
{
    const SteadyTime now = m_clock.now();
    m_recentSends.removeIf([now](const auto &entry) { return entry.value().back() + kRateWindow < now; });
    std::deque<SteadyTime> &recent = m_recentSends[delivery.broadcast];
    while (!recent.empty() && recent.front() + kRateWindow < now)
        recent.pop_front();
    recent.push_back(now);
    onDeliveries({delivery});
}

void BroadcastService::onDeliveries(const QList<Delivery> &deliveries)
{
    if (deliveries.isEmpty())
        return;
    Q_EMIT deliveriesChanged(deliveries);
    for (const Delivery &delivery : deliveries)
        markDirty(delivery.broadcast);
}

void BroadcastService::markDirty(BroadcastId broadcast)
{
    m_dirty.insert(broadcast);
    if (!m_refreshTimer.isActive())
        refresh();
}

void BroadcastService::refresh()
{
    // One round of queries at a time: over a long queue they take longer than the timer, and the rest of the store
    // waits.
    if (m_dirty.isEmpty() || m_recorder.isTroubled() || m_reading > 0)
        return;
    m_refreshTimer.start(kRefreshEvery);
    const auto dirty = std::exchange(m_dirty, {});
    for (const BroadcastId id : dirty) {
        ++m_reading;
        onResult(this, m_repository.summary(id), [this, id](const Result<SummaryRow> &row) {
            --m_reading;
            if (row) {
                Q_EMIT broadcastChanged(finished(*row));
            } else if (row.error().kind == ErrorKind::Storage) {
                m_dirty.insert(id);
                m_recorder.storageFailed(row.error());
            }
            if (!m_refreshTimer.isActive())
                refresh();
        });
    }
}

void BroadcastService::waitsChanged()
{
    for (const BroadcastId id : std::as_const(m_unfinished))
        markDirty(id);
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

double BroadcastService::sendsPerMinute(BroadcastId broadcast) const
{
    const auto sends = m_recentSends.constFind(broadcast);
    if (sends == m_recentSends.constEnd())
        return 0;
    const SteadyTime now = m_clock.now();
    const auto first = std::lower_bound(sends->begin(), sends->end(), now - kRateWindow);
    const auto recent = sends->end() - first;
    if (recent < 2)
        return 0;
    const milliseconds span = std::max(kShortestRateSpan, std::min(kRateWindow, milliseconds(now - *first)));
    return double(recent) * double(kRateWindow.count()) / double(span.count());
}

BroadcastSummary BroadcastService::finished(const SummaryRow &row)
{
    BroadcastSummary summary = row.summary;
    const bool unfinished = summary.state == BroadcastState::Running && summary.counts.queued > 0;
    if (!unfinished) {
        m_unfinished.remove(summary.id);
        return summary;
    }
    m_unfinished.insert(summary.id);
    int longest = 0; // of the accounts that can send
    for (const store::AccountQueue &queue : row.queues) {
        if (const Error why = whyWaiting(queue); why.reason != Reason::None)
            summary.waits.append({queue.gateway, queue.account, why, queue.queued});
        else
            longest = std::max(longest, queue.queued);
    }
    if (longest == 0) // nothing moves: any estimate would be invented
        return summary;
    summary.sentPerMinute = sendsPerMinute(summary.id);
    if (row.pace.interval.count() > 0)
        summary.estimatedEnd = m_clock.wallNow() + row.pace.interval * longest;
    else if (summary.sentPerMinute > 0)
        summary.estimatedEnd = m_clock.wallNow()
            + milliseconds(qint64(double(summary.counts.queued - summary.waiting()) * 60'000.0
                                  / summary.sentPerMinute));
    return summary;
}

} // namespace rookery::broadcast
