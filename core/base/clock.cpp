// SPDX-License-Identifier: GPL-3.0-or-later
#include "clock.h"

#include <QHash>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <memory>

namespace rookery {

namespace {

// A QTimer belongs to the thread that created it, so each thread has its own table of running timers.
QHash<Clock::TimerId, QTimer *> &runningTimers()
{
    thread_local QHash<Clock::TimerId, QTimer *> timers;
    return timers;
}

std::atomic<Clock::TimerId> s_nextTimerId{1};

} // namespace

WallTime SystemClock::wallNow() const
{
    return std::chrono::time_point_cast<milliseconds>(std::chrono::system_clock::now());
}

SteadyTime SystemClock::now() const
{
    return std::chrono::time_point_cast<milliseconds>(std::chrono::steady_clock::now());
}

Clock::TimerId SystemClock::arm(milliseconds delay, Callback callback)
{
    const TimerId id = s_nextTimerId.fetch_add(1);
    auto timer = std::make_unique<QTimer>();
    timer->setSingleShot(true);
    timer->setTimerType(delay >= seconds(2) ? Qt::CoarseTimer : Qt::PreciseTimer);
    QTimer *raw = timer.release(); // owned by the table until it fires or is cancelled
    runningTimers().insert(id, raw);
    QObject::connect(raw, &QTimer::timeout, raw, [id, callback = std::move(callback)] {
        if (QTimer *fired = runningTimers().take(id))
            fired->deleteLater();
        const Callback keptAlive = callback; // the callback may destroy what owns it
        keptAlive();
    });
    raw->start(std::max(delay, milliseconds(0)));
    return id;
}

void SystemClock::cancel(TimerId id)
{
    // Deleted at once, not with deleteLater: a timer that is firing has left the table already, and a thread that is
    // ending would never run the deferred delete.
    delete runningTimers().take(id);
}

void Timer::start(milliseconds delay)
{
    stop();
    m_id = m_clock.arm(delay, [this] {
        m_id = 0;
        m_callback();
    });
}

void Timer::stop()
{
    if (m_id != 0)
        m_clock.cancel(std::exchange(m_id, 0));
}

} // namespace rookery
