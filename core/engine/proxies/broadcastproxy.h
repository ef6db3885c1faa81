// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "threadproxy.h"

#include "broadcast/broadcastservice.h"
#include "engine/backends/profilebackend.h"
#include "engine/broadcastservice.h"

#include <QMap>

namespace rookery::engine {

//! Implements the service on the window's thread.
class BroadcastProxy final : public BroadcastService
{
    Q_OBJECT

public:
    BroadcastProxy(ThreadProxy<broadcast::BroadcastService> backend, ThreadProxy<ProfileBackend> profile,
                   bool sendingStopped);

    void apply(const BroadcastChanges &changes);
    void applySendingStopped(bool stopped);

    [[nodiscard]] QList<BroadcastSummary> all() const override;
    [[nodiscard]] bool sendingStopped() const override { return m_sendingStopped; }
    FutureResult<Plan> plan(const Draft &draft) override;
    FutureResult<SentBroadcast> sent(BroadcastId broadcast) override;
    FutureResult<BroadcastId> enqueue(const Plan &plan) override;
    FutureResult<> pause(BroadcastId broadcast) override;
    FutureResult<> resume(BroadcastId broadcast) override;
    FutureResult<> cancel(BroadcastId broadcast) override;
    FutureResult<QList<Delivery>> deliveries(BroadcastId broadcast) override;
    FutureResult<> confirmArrived(const QList<DeliveryId> &deliveries) override;
    FutureResult<> sendAgain(const QList<DeliveryId> &deliveries) override;
    FutureResult<> setSendingStopped(bool stopped) override;

private:
    const ThreadProxy<broadcast::BroadcastService> m_backend;
    const ThreadProxy<ProfileBackend> m_profile;
    QMap<qint64, BroadcastSummary> m_broadcasts;
    bool m_sendingStopped = false;
};

} // namespace rookery::engine
