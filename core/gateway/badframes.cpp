// SPDX-License-Identifier: GPL-3.0-or-later
#include "badframes.h"

#include "base/reasons/transport.h"

namespace rookery::gateway {

bool BadFrames::tooMany(const Error &why, SteadyTime now)
{
    if (why.reason != Reason::FrameTooLarge && why.reason != Reason::Garbage)
        return false;
    m_seen.removeIf([now](SteadyTime at) { return now - at > kWindow; });
    m_seen.append(now);
    return m_seen.size() > kAllowed;
}

} // namespace rookery::gateway
