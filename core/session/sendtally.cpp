// SPDX-License-Identifier: GPL-3.0-or-later
#include "sendtally.h"

namespace rookery::session {

namespace {

int SendCounters::*counterFor(const Delivery &delivery)
{
    switch (delivery.state) {
    case DeliveryState::Verified:
        return &SendCounters::verified;
    case DeliveryState::Unknown:
        return &SendCounters::unknown;
    case DeliveryState::Failed:
        return &SendCounters::failed;
    case DeliveryState::Accepted:
        return delivery.finallyAccepted ? &SendCounters::accepted : nullptr;
    case DeliveryState::Queued:
    case DeliveryState::Waiting:
    case DeliveryState::Sending:
    case DeliveryState::Cancelled:
        break;
    }
    return nullptr;
}

} // namespace

bool SendTally::count(const Delivery &delivery)
{
    const Counter before = m_counted.value(delivery.id, nullptr);
    const Counter now = counterFor(delivery);
    if (before == now)
        return false;
    if (before)
        --(m_counters.*before);
    if (now)
        ++(m_counters.*now);
    remember(delivery.id, now);
    return true;
}

void SendTally::remember(DeliveryId delivery, Counter counted)
{
    if (!m_counted.contains(delivery))
        m_order.push_back(delivery);
    m_counted.insert(delivery, counted);
    if (m_counted.size() > kRemembered) {
        m_counted.remove(m_order.front());
        m_order.pop_front();
    }
}

} // namespace rookery::session
