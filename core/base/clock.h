// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <chrono>
#include <functional>
#include <utility>

namespace rookery {

using std::chrono::milliseconds;
using std::chrono::seconds;

//! Represents wall clock time: for display, for the database and for clock skew. Never for durations.
using WallTime = std::chrono::time_point<std::chrono::system_clock, milliseconds>;
//! Represents steady clock time: for deadlines and durations. Meaningless across processes.
using SteadyTime = std::chrono::time_point<std::chrono::steady_clock, milliseconds>;

//! Provides all time and timers of the program. Timers fire on the thread that armed them.
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

    //! Calls `callback` once after `delay`. Prefer `Timer`, which cancels itself.
    virtual TimerId arm(milliseconds delay, Callback callback) = 0;
    virtual void cancel(TimerId id) = 0;
};

//! Reads the machine's clocks and runs timers through QTimer.
class SystemClock final : public Clock
{
public:
    [[nodiscard]] WallTime wallNow() const override;
    [[nodiscard]] SteadyTime now() const override;
    TimerId arm(milliseconds delay, Callback callback) override;
    void cancel(TimerId id) override;
};

//! Wraps one timer as a class member: it can be restarted and never fires after its destruction.
class Timer final
{
public:
    Timer(Clock &clock, Clock::Callback callback) : m_clock(clock), m_callback(std::move(callback)) {}
    ~Timer() { stop(); }
    Q_DISABLE_COPY_MOVE(Timer)

    //! Fires once after `delay`; restarts a running timer.
    void start(milliseconds delay);
    void stop();
    [[nodiscard]] bool isActive() const { return m_id != 0; }

private:
    Clock &m_clock;
    Clock::Callback m_callback;
    Clock::TimerId m_id = 0;
};

//! Returns milliseconds since the epoch, as stored in the database.
[[nodiscard]] inline qint64 toMSecs(WallTime time)
{
    return time.time_since_epoch().count();
}

[[nodiscard]] inline WallTime fromMSecs(qint64 msecs)
{
    return WallTime(milliseconds(msecs));
}

} // namespace rookery
