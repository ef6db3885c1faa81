// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/broadcast.h"

#include "base/async.h"

#include <QObject>

namespace rookery::engine {

//! Holds what changed of the broadcasts since the last signal.
struct BroadcastChanges {
    QList<BroadcastSummary> broadcasts; //!< changed or new
    QList<BroadcastId> removed; //!< over long ago, and removed with their deliveries
    QList<Delivery> deliveries; //!< changed ones of any broadcast

    [[nodiscard]] bool isEmpty() const { return broadcasts.isEmpty() && removed.isEmpty() && deliveries.isEmpty(); }
};

//! Plans, queues and steers broadcasts. Lives on the window's thread; every command returns at once and its future
//! finishes later.
class BroadcastService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BroadcastService)

public:
    [[nodiscard]] virtual QList<BroadcastSummary> all() const = 0; //!< newest first
    [[nodiscard]] virtual bool sendingStopped() const = 0;

    virtual FutureResult<Plan> plan(const Draft &draft) = 0;
    //! Returns what a broadcast sent, as a draft that can be sent once more.
    virtual FutureResult<SentBroadcast> sent(BroadcastId broadcast) = 0;
    //! Queues a broadcast; finishes after the commit, because only then it is queued.
    virtual FutureResult<BroadcastId> enqueue(const Plan &plan) = 0;
    virtual FutureResult<> pause(BroadcastId broadcast) = 0;
    virtual FutureResult<> resume(BroadcastId broadcast) = 0;
    virtual FutureResult<> cancel(BroadcastId broadcast) = 0;
    virtual FutureResult<QList<Delivery>> deliveries(BroadcastId broadcast) = 0;
    virtual FutureResult<> confirmArrived(const QList<DeliveryId> &deliveries) = 0;
    virtual FutureResult<> sendAgain(const QList<DeliveryId> &deliveries) = 0;
    virtual FutureResult<> setSendingStopped(bool stopped) = 0;

Q_SIGNALS:
    //! Reports changes, at most ten times a second; the snapshots of all services are up to date then.
    void changed(const rookery::engine::BroadcastChanges &changes);
    void sendingStoppedChanged(bool stopped);

protected:
    BroadcastService() = default;
};

} // namespace rookery::engine
