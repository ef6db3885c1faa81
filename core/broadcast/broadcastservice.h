// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contentcache.h"
#include "deliveryrecorder.h"
#include "failpoints.h"
#include "intake.h"
#include "queuerecovery.h"
#include "retentionjob.h"
#include "sendroutes.h"
#include "summaryfeed.h"
#include "watchedclock.h"

#include "media/picturecache.h"
#include "media/preflight.h"
#include "media/stager.h"
#include "model/broadcast.h"
#include "model/event.h"
#include "store/broadcastrepository.h"
#include "store/deliveryrepository.h"

#include <QObject>

namespace rookery::broadcast {

struct ServiceSetup {
    Clock &clock;
    store::Database &database; //!< outlives the service
    QString pictureFolder; //!< copies of queued pictures
    Jitter jitter = systemJitter();
    Failpoints failpoint = {};
    media::PreflightLimits limits = {};
};

//! Does all sending for the engine: the durable queue, one sender per gateway, the proofs. Session state is passed in
//! as values; the service never asks for it. Engine thread. Commands finish after their commit.
class BroadcastService final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BroadcastService)

public:
    explicit BroadcastService(const ServiceSetup &setup, QObject *parent = nullptr);
    ~BroadcastService() override;

    //! Starts the service; call once. Sending becomes Unknown, running broadcasts come back paused; then commands are
    //! carried out and every broadcast is announced. After a storage error, also reported by storageTrouble, it tries
    //! again as soon as the database takes writes.
    [[nodiscard]] FutureResult<> start();
    //! Begins nothing new; finishes when no send is in flight. The caller limits the wait.
    [[nodiscard]] FutureResult<> quiesce();

    // facts from the sessions
    //! Takes the state of a gateway's account. `away` says why it is not online, for plans and for what a broadcast
    //! waits for.
    void setRoute(const GatewayId &id, gateway::Gateway *gateway, const AccountId &account,
                  const Capabilities &capabilities, bool online, const Error &away = {});
    //! Excludes a gateway from plans, or includes it again; forgotten with its route. What is queued is not touched.
    void setExcluded(const GatewayId &id, bool excluded);
    void removeRoute(const GatewayId &id);
    //! Takes the account's loaded lists; the planner then skips targets that are not in them.
    void setContacts(const GatewayId &id, const QList<Contact> &contacts);
    void onEvent(const GatewayId &id, const Event &event);

    // orders
    void setSendingStopped(bool stopped);

    // commands; Rejected/BadInput or NotFound where they make no sense, Storage errors otherwise
    [[nodiscard]] FutureResult<Plan> plan(const Draft &draft);
    //! Returns what a stored broadcast sent, as a draft. NotFound: there is no such broadcast.
    [[nodiscard]] FutureResult<SentBroadcast> sent(BroadcastId broadcast);
    //! Copies the pictures, then queues all or nothing; waits until the start is complete. BadInput: the plan is not
    //! sendable; Excluded: a gateway of it was excluded since the plan; PictureUnreadable or FileMissing: a picture
    //! changed since the plan.
    [[nodiscard]] FutureResult<BroadcastId> enqueue(const Plan &plan);
    [[nodiscard]] FutureResult<> pause(BroadcastId broadcast);
    [[nodiscard]] FutureResult<> resume(BroadcastId broadcast);
    [[nodiscard]] FutureResult<> cancel(BroadcastId broadcast);
    [[nodiscard]] FutureResult<QList<Delivery>> deliveries(BroadcastId broadcast);
    [[nodiscard]] FutureResult<QList<BroadcastSummary>> broadcasts(); //!< newest first
    //! Marks Unknown deliveries as Verified(operator). BadInput: none of them is unknown.
    [[nodiscard]] FutureResult<> confirmArrived(const QList<DeliveryId> &deliveries);
    //! Queues Unknown or Failed deliveries again. BadInput: none of them is.
    [[nodiscard]] FutureResult<> sendAgain(const QList<DeliveryId> &deliveries);

Q_SIGNALS:
    void broadcastChanged(const rookery::BroadcastSummary &summary); //!< at most ten a second each
    void deliveriesChanged(const QList<rookery::Delivery> &deliveries);
    void broadcastsPruned(const QList<rookery::BroadcastId> &broadcasts); //!< over long ago, and removed now
    void storageTrouble(const rookery::Error &error); //!< nothing is sent until storageRecovered
    void storageRecovered();
    //! Reports that the database is older than the last send from it, or another one: `deliveries` (possibly 0) were
    //! live in it and are now Unknown(Restored).
    void restored(int deliveries);

private:
    void onClockSet(milliseconds by);
    void onStarted(const QList<BroadcastSummary> &all);
    void onStartFailed(const Error &error);
    void onEnqueued(BroadcastId broadcast);
    void onDelivery(const Delivery &delivery);
    void onDeliveries(const QList<Delivery> &deliveries);
    [[nodiscard]] FutureResult<> operatorsWord(const FutureResult<QList<Delivery>> &done);
    [[nodiscard]] FutureResult<> broadcastCommand(BroadcastId broadcast, const FutureResult<> &done);
    void applyStop();
    [[nodiscard]] Error whyWaiting(const store::AccountQueue &queue) const;

    WatchedClock m_clock;
    store::Database &m_database;
    store::BroadcastRepository m_broadcasts;
    store::DeliveryRepository m_deliveries;
    ContentCache m_contents;
    media::Workers m_workers;
    media::PictureCache m_cache;
    media::Stager m_stager;
    DeliveryRecorder m_recorder;
    RetentionJob m_retention;
    QueueRecovery m_recovery;
    SummaryFeed m_summaries;
    SendRoutes m_routes;
    Intake m_intake;
    Promise<void> m_starting; //!< resolved when the start is complete or has failed; then a new one waits for the next
    bool m_started = false;
    bool m_startFailed = false;
    bool m_stopped = false;
    bool m_quiescing = false;
};

} // namespace rookery::broadcast
