// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <chrono>
#include <functional>
#include <utility>

namespace rookery {

using std::chrono::milliseconds;
using std::chrono::seconds;

//! Wall clock: for display, for the database and for clock skew. Never for durations.
using WallTime = std::chrono::time_point<std::chrono::system_clock, milliseconds>;
//! Steady clock: for deadlines and durations. Meaningless across processes.
using SteadyTime = std::chrono::time_point<std::chrono::steady_clock, milliseconds>;

//! The only source of time and timers. Timers fire on the thread that armed them.
class Clock
{
public:
    using TimerId = quint64;
    using Callback = std::function<void()>;

    Clock() = default;
    virtual ~Clock() = default;
    Q_DISABLE_COPY_MOVE(Clock)

    [[nodiscard]] virtual WallTime wallNow() const = 0;
    [[nodiscard]] virtual SteadyTime now() const = 0;

    //! Calls `callback` once after `delay`; prefer `Timer`, which cancels itself.
    virtual TimerId arm(milliseconds delay, Callback callback) = 0;
    virtual void cancel(TimerId id) = 0;
};

//! The machine's clocks, timers through QTimer.
class SystemClock final : public Clock
{
public:
    [[nodiscard]] WallTime wallNow() const override;
    [[nodiscard]] SteadyTime now() const override;
    TimerId arm(milliseconds delay, Callback callback) override;
    void cancel(TimerId id) override;
};

//! A timer as a member: restartable, silent once destroyed.
class Timer final
{
public:
    Timer(Clock &clock, Clock::Callback callback) : m_clock(clock), m_callback(std::move(callback)) {}
    ~Timer() { stop(); }
    Q_DISABLE_COPY_MOVE(Timer)

    //! Fires once after `delay`; a running timer is restarted.
    void start(milliseconds delay);
    void stop();
    [[nodiscard]] bool isActive() const { return m_id != 0; }

private:
    Clock &m_clock;
    Clock::Callback m_callback;
    Clock::TimerId m_id = 0;
};

//! Milliseconds since the epoch, as stored in the database.
[[nodiscard]] inline qint64 toMSecs(WallTime time)
{
    return time.time_since_epoch().count();
}

[[nodiscard]] inline WallTime fromMSecs(qint64 msecs)
{
    return WallTime(milliseconds(msecs));
}

} // namespace rookery
