// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <QSet>

#include <memory>

namespace rookery::sim {

//! Runs callbacks later; runs none after `clear` or destruction. A delay of zero calls at once.
class Scheduler final
{
public:
    explicit Scheduler(Clock &clock) : m_clock(clock) {}
    ~Scheduler() { clear(); }
    Q_DISABLE_COPY_MOVE(Scheduler)

    void after(milliseconds delay, Clock::Callback callback)
    {
        if (delay.count() <= 0) {
            callback();
            return;
        }
        const auto id = std::make_shared<Clock::TimerId>(0);
        *id = m_clock.arm(delay, [this, id, callback = std::move(callback)] {
            m_armed.remove(*id);
            callback();
        });
        m_armed.insert(*id);
    }
    void clear()
    {
        const auto armed = std::exchange(m_armed, {});
        for (const Clock::TimerId id : armed)
            m_clock.cancel(id);
    }

private:
    Clock &m_clock;
    QSet<Clock::TimerId> m_armed;
};

} // namespace rookery::sim
