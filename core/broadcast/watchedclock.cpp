// SPDX-License-Identifier: GPL-3.0-or-later
#include "watchedclock.h"

#include <utility>

namespace rookery::broadcast {

WatchedClock::WatchedClock(Clock &clock, std::function<void(milliseconds by)> onJump)
    : m_clock(clock)
    , m_onJump(std::move(onJump))
    , m_offset(offset())
{}

WallTime WatchedClock::wallNow() const
{
    const milliseconds by = offset() - m_offset;
    if (by > kJump || by < -kJump) {
        m_offset += by;
        m_onJump(by);
    }
    return m_clock.wallNow();
}

milliseconds WatchedClock::offset() const
{
    return m_clock.wallNow().time_since_epoch() - m_clock.now().time_since_epoch();
}

} // namespace rookery::broadcast
