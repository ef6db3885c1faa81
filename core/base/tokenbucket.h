// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"

#include <algorithm>

namespace rookery {

//! Allows `burst` events at once and one more per `interval`. Pure: the caller brings the time.
class TokenBucket final
{
public:
    TokenBucket(int burst, milliseconds interval) : m_burst(burst), m_interval(interval) {}

    //! Takes one token, or says how long until there is one. A zero interval never waits.
    [[nodiscard]] milliseconds take(SteadyTime now)
    {
        if (m_interval.count() <= 0)
            return milliseconds(0);
        // m_next is when the bucket would be empty of debt: the generic cell rate algorithm
        const SteadyTime earliest = m_next - m_interval * (m_burst - 1);
        if (m_started && now < earliest)
            return earliest - now;
        m_next = (m_started ? std::max(m_next, now) : now) + m_interval;
        m_started = true;
        return milliseconds(0);
    }

private:
    int m_burst;
    milliseconds m_interval;
    SteadyTime m_next{};
    bool m_started = false;
};

} // namespace rookery
