// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/backoff.h"
#include "model/broadcast.h"

#include <optional>

namespace rookery::broadcast {

//! Keeps the distance between two sends of one account: the interval, spread by jitter, longer for the first sends
//! after a login or an outage. Pure except for the injected jitter.
class SendPacer final
{
public:
    explicit SendPacer(Jitter jitter) : m_jitter(std::move(jitter)) {}

    //! Makes the next sends count as the first ones again.
    void restartRamp() { m_sends = 0; }
    void sent(SteadyTime now);
    //! Gives the time until the next send may start; 0: now.
    [[nodiscard]] milliseconds wait(SteadyTime now, const Pace &pace) const;

    //! Gives the time from the first to the last of `sends`, without jitter.
    [[nodiscard]] static milliseconds plannedDuration(int sends, const Pace &pace);

private:
    Jitter m_jitter;
    std::optional<SteadyTime> m_lastSend;
    double m_drawn = 0.5; //!< the jitter of the running interval
    int m_sends = 0;
};

} // namespace rookery::broadcast
