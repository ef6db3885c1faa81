// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcastservice.h"

#include "base/log.h"
#include "base/reasons/input.h"
#include "base/reasons/sending.h"
#include "sentbroadcast.h"

#include <utility>

namespace rookery::broadcast {

BroadcastService::BroadcastService(const ServiceSetup &setup, QObject *parent)
    : QObject(parent)
    , m_clock(setup.clock, [this](milliseconds by) { onClockSet(by); })
    , m_database(setup.database)
    , m_broadcasts(setup.database)
    , m_deliveries(setup.database)
    , m_contents(m_broadcasts)
    , m_cache(setup.pictureFolder, m_workers)
    , m_stager(m_clock, m_cache)
    , m_recorder(m_clock, m_database, m_deliveries, setup.jitter, setup.failpoint)
    , m_retention(m_clock, m_database, m_cache)
    , m_recovery(m_clock, m_database, m_broadcasts, m_recorder)
    , m_summaries(m_clock, m_broadcasts, m_recorder,
                  [this](const store::AccountQueue &queue) { return whyWaiting(queue); })
    , m_routes({m_clock, m_deliveries, m_contents, m_stager, m_recorder, setup.jitter, setup.failpoint})
    , m_intake({m_clock, m_broadcasts, m_workers, m_cache, setup.limits, m_routes, m_retention})
{
    connect(&m_recorder, &DeliveryRecorder::changed, this, &BroadcastService::onDelivery);
    connect(&m_recorder, &DeliveryRecorder::manyChanged, this, &BroadcastService::onDeliveries);
    connect(&m_recorder, &DeliveryRecorder::disproved, &m_routes, &SendRoutes::endHoldAway);
    connect(&m_recorder, &DeliveryRecorder::troubled, this, &BroadcastService::storageTrouble);
    connect(&m_recovery, &QueueRecovery::restored, this, &BroadcastService::restored);
    connect(&m_summaries, &SummaryFeed::changed, this, &BroadcastService::broadcastChanged);
    connect(&m_routes, &SendRoutes::claimed, &m_summaries, &SummaryFeed::onClaimed);
    connect(&m_routes, &SendRoutes::claimed, this, &BroadcastService::onDelivery);
    connect(&m_routes, &SendRoutes::waitsChanged, &m_summaries, &SummaryFeed::waitsChanged);
    connect(&m_intake, &Intake::enqueued, this, &BroadcastService::onEnqueued);
    connect(&m_retention, &RetentionJob::pruned, this, &BroadcastService::broadcastsPruned);
    connect(&m_retention, &RetentionJob::failed, this, [this](const Error &error) {
        if (error.kind == ErrorKind::Storage)
            m_recorder.storageFailed(error);
    });
    connect(&m_recorder, &DeliveryRecorder::recovered, this, [this] {
        Q_EMIT storageRecovered();
        if (std::exchange(m_startFailed, false)) {
            m_starting = {};
            static_cast<void>(start()); // a failure is storage trouble again, and reported as such
        }
        m_routes.wakeAll();
        m_summaries.refresh();
    });
}

BroadcastService::~BroadcastService() = default;

FutureResult<> BroadcastService::start()
{
    const auto recovered = andThen(this, m_recovery.run(), [this] { return m_summaries.all(); });
    onResult(this, recovered, [this](const Result<QList<BroadcastSummary>> &all) {
        if (all)
            onStarted(*all);
        else
            onStartFailed(all.error());
    });
    return m_starting.future();
}

void BroadcastService::onStarted(const QList<BroadcastSummary> &all)
{
    m_started = true; // recovery is over: it must never see a send of this run
    applyStop();
    for (const BroadcastSummary &summary : all)
        Q_EMIT broadcastChanged(summary);
    m_starting.resolve({});
    m_retention.begin();
}

void BroadcastService::onStartFailed(const Error &error)
{
    m_startFailed = true;
    m_starting.resolve(fail(error));
    m_recorder.storageFailed(error); // it detects when writing works again
}

void BroadcastService::onClockSet(milliseconds by)
{
    rkWarn("the wall clock was set by {} s; what waits goes on as long as before",
           std::chrono::duration_cast<seconds>(by).count());
    m_retention.postpone();
    m_recovery.shiftDeadlines(by);
}

FutureResult<> BroadcastService::quiesce()
{
    m_quiescing = true;
    applyStop();
    return m_routes.quiet();
}

void BroadcastService::setRoute(const GatewayId &id, gateway::Gateway *gateway, const AccountId &account,
                                const Capabilities &capabilities, bool online, const Error &away)
{
    m_routes.set(id, gateway, account, capabilities, online, away);
}

void BroadcastService::setExcluded(const GatewayId &id, bool excluded)
{
    m_routes.setExcluded(id, excluded);
}

void BroadcastService::removeRoute(const GatewayId &id)
{
    m_routes.remove(id);
}

void BroadcastService::setContacts(const GatewayId &id, const QList<Contact> &contacts)
{
    m_routes.setContacts(id, contacts);
}

void BroadcastService::onEvent(const GatewayId &id, const Event &event)
{
    const auto *message = std::get_if<MessageEvent>(&event.body);
    if (message == nullptr || !message->own)
        return;
    m_recorder.echo(id, event.self.isNull() ? m_routes.accountOf(id) : event.self, *message);
}

void BroadcastService::setSendingStopped(bool stopped)
{
    m_stopped = stopped;
    applyStop();
}

void BroadcastService::applyStop()
{
    m_routes.setStopped(!m_started || m_stopped || m_quiescing);
}

Error BroadcastService::whyWaiting(const store::AccountQueue &queue) const
{
    if (m_stopped)
        return {.kind = ErrorKind::Rejected, .reason = Reason::SendingStopped};
    return m_routes.whyWaiting(queue);
}

FutureResult<Plan> BroadcastService::plan(const Draft &draft)
{
    return m_intake.plan(draft);
}

FutureResult<SentBroadcast> BroadcastService::sent(BroadcastId broadcast)
{
    return andThen(this, m_broadcasts.content(broadcast), [this, broadcast](const store::BroadcastContent &content) {
        return andThen(this, m_deliveries.deliveries(broadcast), [this, content](const QList<Delivery> &deliveries) {
            QList<QByteArray> pictures;
            for (const store::StoredPicture &picture : content.pictures)
                pictures.append(picture.sha256);
            return map(this, m_cache.paths(pictures), [content, deliveries](const QStringList &paths) {
                return sentBroadcast(content, deliveries, paths);
            });
        });
    });
}

FutureResult<BroadcastId> BroadcastService::enqueue(const Plan &plan)
{
    return m_intake.enqueue(plan, m_starting.future());
}

void BroadcastService::onEnqueued(BroadcastId broadcast)
{
    m_summaries.markDirty(broadcast);
    onResult(this, m_deliveries.deliveries(broadcast), [this](const Result<QList<Delivery>> &rows) {
        if (rows)
            onDeliveries(*rows);
    });
    m_routes.wakeAll();
}

FutureResult<> BroadcastService::broadcastCommand(BroadcastId broadcast, const FutureResult<> &done)
{
    onResult(this, done, [this, broadcast](const Result<> &result) {
        if (!result)
            return;
        m_summaries.markDirty(broadcast);
        m_routes.wakeAll();
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
    return map(this, m_broadcasts.cancel(broadcast, m_clock.wallNow()),
               [this, broadcast](const QList<Delivery> &cancelled) {
                   onDeliveries(cancelled);
                   m_summaries.markDirty(broadcast);
               });
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
    return map(this, done, [this](const QList<Delivery> &changed) -> Result<> {
        if (changed.isEmpty())
            return fail(ErrorKind::Rejected, Reason::BadInput);
        QList<DeliveryId> ids;
        for (const Delivery &delivery : changed)
            ids.append(delivery.id);
        m_recorder.forget(ids);
        onDeliveries(changed);
        m_routes.wakeAll();
        return {};
    });
}

FutureResult<> BroadcastService::confirmArrived(const QList<DeliveryId> &deliveries)
{
    return operatorsWord(m_deliveries.confirmArrived(deliveries, m_clock.wallNow()));
}

FutureResult<> BroadcastService::sendAgain(const QList<DeliveryId> &deliveries)
{
    return operatorsWord(m_deliveries.requeue(deliveries, QStringLiteral("operator"), m_clock.wallNow()));
}

void BroadcastService::onDelivery(const Delivery &delivery)
{
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

} // namespace rookery::broadcast

#include "moc_broadcastservice.cpp"
