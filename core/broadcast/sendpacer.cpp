// SPDX-License-Identifier: GPL-3.0-or-later
#include "sendpacer.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace rookery::broadcast {

namespace {

//! Factors by which the interval after the first, second … send of a fresh session is longer.
constexpr std::array kRamp = {3.0, 2.5, 2.0, 1.5, 1.25};

double rampFactor(int sends, const Pace &pace)
{
    if (!pace.rampUp || sends < 1 || sends > int(kRamp.size()))
        return 1.0;
    return kRamp[static_cast<std::size_t>(sends - 1)];
}

milliseconds scaled(milliseconds interval, double factor)
{
    return milliseconds(std::llround(static_cast<double>(interval.count()) * factor));
}

} // namespace

void SendPacer::sent(SteadyTime now)
{
    m_lastSend = now;
    m_drawn = m_jitter();
    ++m_sends;
}

milliseconds SendPacer::wait(SteadyTime now, const Pace &pace) const
{
    if (!m_lastSend || pace.interval.count() <= 0)
        return milliseconds(0);
    const double spread = 1.0 + pace.jitter * (2.0 * m_drawn - 1.0);
    // A paused account that restarts its ramp has m_sends 0 and an old last send: no extra wait.
    const milliseconds distance = scaled(pace.interval, spread * rampFactor(m_sends, pace));
    return std::max(milliseconds(0), *m_lastSend + distance - now);
}

milliseconds SendPacer::plannedDuration(int sends, const Pace &pace)
{
    milliseconds sum(0);
    const int ramp = std::min(sends - 1, int(kRamp.size()));
    for (int i = 1; i <= ramp; ++i)
        sum += scaled(pace.interval, rampFactor(i, pace));
    return sum + pace.interval * std::max(0, sends - 1 - std::max(0, ramp));
}

} // namespace rookery::broadcast
