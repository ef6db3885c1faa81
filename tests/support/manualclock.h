// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <algorithm>
#include <map>

namespace rookery {

//! Time that stands still until the test moves it; due timers run inside `advance`, in order.
class ManualClock final : public Clock
{
public:
    [[nodiscard]] WallTime wallNow() const override { return m_wall; }
    [[nodiscard]] SteadyTime now() const override { return m_now; }

    TimerId arm(milliseconds delay, Callback callback) override
    {
        const TimerId id = m_nextId++;
        m_timers.emplace(id, Armed{m_now + std::max(delay, milliseconds(0)), std::move(callback)});
        return id;
    }
    void cancel(TimerId id) override { m_timers.erase(id); }

    //! Moves both clocks; timers armed by due callbacks run too when they fall inside the span.
    void advance(milliseconds span)
    {
        const SteadyTime end = m_now + span;
        for (;;) {
            auto next = std::min_element(m_timers.begin(), m_timers.end(),
                                         [](const auto &a, const auto &b) { return a.second.due < b.second.due; });
            if (next == m_timers.end() || next->second.due > end)
                break;
            moveTo(std::max(m_now, next->second.due));
            const Callback callback = std::move(next->second.callback);
            m_timers.erase(next);
            callback();
        }
        moveTo(end);
    }
    //! Moves the wall clock alone, as a correction of the system time would.
    void jumpWall(milliseconds span) { m_wall += span; }
    [[nodiscard]] int armedTimers() const { return static_cast<int>(m_timers.size()); }
    //! How far the next timer is away; -1: none is armed.
    [[nodiscard]] milliseconds nextDue() const
    {
        const auto next = std::min_element(m_timers.begin(), m_timers.end(),
                                           [](const auto &a, const auto &b) { return a.second.due < b.second.due; });
        return next == m_timers.end() ? milliseconds(-1)
                                      : std::chrono::duration_cast<milliseconds>(next->second.due - m_now);
    }

private:
    struct Armed {
        SteadyTime due;
        Callback callback;
    };
    void moveTo(SteadyTime time)
    {
        m_wall += time - m_now;
        m_now = time;
    }

    WallTime m_wall{seconds(1'795'000'000)};
    SteadyTime m_now{seconds(1'000)};
    TimerId m_nextId = 1;
    std::map<TimerId, Armed> m_timers;
};

} // namespace rookery
