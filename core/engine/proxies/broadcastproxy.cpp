// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcastproxy.h"

#include <algorithm>
#include <utility>

namespace rookery::engine {

using Backend = broadcast::BroadcastService;

BroadcastProxy::BroadcastProxy(ThreadProxy<Backend> backend, ThreadProxy<ProfileBackend> profile, bool sendingStopped)
    : m_backend(std::move(backend))
    , m_profile(std::move(profile))
    , m_sendingStopped(sendingStopped)
{}

void BroadcastProxy::apply(const BroadcastChanges &changes)
{
    for (const BroadcastSummary &broadcast : changes.broadcasts)
        m_broadcasts.insert(broadcast.id.value(), broadcast);
    for (const BroadcastId gone : changes.removed)
        m_broadcasts.remove(gone.value());
}

void BroadcastProxy::applySendingStopped(bool stopped)
{
    if (std::exchange(m_sendingStopped, stopped) != stopped)
        Q_EMIT sendingStoppedChanged(stopped);
}

QList<BroadcastSummary> BroadcastProxy::all() const
{
    QList<BroadcastSummary> newestFirst = m_broadcasts.values();
    std::reverse(newestFirst.begin(), newestFirst.end());
    return newestFirst;
}

FutureResult<Plan> BroadcastProxy::plan(const Draft &draft)
{
    return m_backend(&Backend::plan, draft);
}

FutureResult<SentBroadcast> BroadcastProxy::sent(BroadcastId broadcast)
{
    return m_backend(&Backend::sent, broadcast);
}

FutureResult<BroadcastId> BroadcastProxy::enqueue(const Plan &plan)
{
    return m_backend(&Backend::enqueue, plan);
}

FutureResult<> BroadcastProxy::pause(BroadcastId broadcast)
{
    return m_backend(&Backend::pause, broadcast);
}

FutureResult<> BroadcastProxy::resume(BroadcastId broadcast)
{
    return m_backend(&Backend::resume, broadcast);
}

FutureResult<> BroadcastProxy::cancel(BroadcastId broadcast)
{
    return m_backend(&Backend::cancel, broadcast);
}

FutureResult<QList<Delivery>> BroadcastProxy::deliveries(BroadcastId broadcast)
{
    return m_backend(&Backend::deliveries, broadcast);
}

FutureResult<> BroadcastProxy::confirmArrived(const QList<DeliveryId> &deliveries)
{
    return m_backend(&Backend::confirmArrived, deliveries);
}

FutureResult<> BroadcastProxy::sendAgain(const QList<DeliveryId> &deliveries)
{
    return m_backend(&Backend::sendAgain, deliveries);
}

FutureResult<> BroadcastProxy::setSendingStopped(bool stopped)
{
    return m_profile(&ProfileBackend::setSendingStopped, stopped);
}

} // namespace rookery::engine

#include "moc_broadcastproxy.cpp"
