// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/broadcast.h"
#include "model/session.h"

#include <QHash>

#include <deque>

namespace rookery::session {

//! Counts an account's sends by how they ended. A delivery whose outcome is corrected (by the operator or a late echo)
//! moves from one counter to the other.
class SendTally final
{
public:
    //! Deliveries whose counting can still be corrected. Older ones stay counted as they are, so that memory does not
    //! grow with months of sending.
    static constexpr int kRemembered = 10'000;

    //! Counts a changed delivery; false: it is counted already, or has no outcome yet.
    bool count(const Delivery &delivery);
    [[nodiscard]] const SendCounters &counters() const { return m_counters; }

private:
    using Counter = int SendCounters::*; //!< null: no outcome

    void remember(DeliveryId delivery, Counter counted);

    SendCounters m_counters;
    QHash<DeliveryId, Counter> m_counted; //!< the last kRemembered ones
    std::deque<DeliveryId> m_order; //!< the keys of m_counted, oldest first
};

} // namespace rookery::session
