// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QList>

namespace rookery::gateway {

//! Design section 5: the third oversize or broken frame in ten minutes ends the reconnecting. Outlives the links.
class BadFrames final
{
public:
    static constexpr milliseconds kWindow = std::chrono::minutes(10);
    static constexpr int kAllowed = 2;

    //! True when this end of a link was one too many.
    [[nodiscard]] bool tooMany(const Error &why, SteadyTime now)
    {
        if (why.reason != Reason::FrameTooLarge && why.reason != Reason::Garbage)
            return false;
        m_seen.removeIf([now](SteadyTime at) { return now - at > kWindow; });
        m_seen.append(now);
        return m_seen.size() > kAllowed;
    }

private:
    QList<SteadyTime> m_seen;
};

} // namespace rookery::gateway
