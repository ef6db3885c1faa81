// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <functional>

namespace rookery::broadcast {

//! Forwards to a clock and detects that the wall clock was set: it moved differently from the steady clock by more
//! than `kJump`. `onJump(by)` runs before the new time is returned, so that stored deadlines can be moved first.
class WatchedClock final : public Clock
{
public:
    static constexpr milliseconds kJump = seconds(60); //!< smaller differences are drift that time servers correct

    WatchedClock(Clock &clock, std::function<void(milliseconds by)> onJump);

    [[nodiscard]] WallTime wallNow() const override;
    [[nodiscard]] SteadyTime now() const override { return m_clock.now(); }
    TimerId arm(milliseconds delay, Callback callback) override { return m_clock.arm(delay, std::move(callback)); }
    void cancel(TimerId id) override { m_clock.cancel(id); }

private:
    [[nodiscard]] milliseconds offset() const;

    Clock &m_clock;
    std::function<void(milliseconds by)> m_onJump;
    mutable milliseconds m_offset; //!< wall minus steady; mutable, because reading a clock is const
};

} // namespace rookery::broadcast
