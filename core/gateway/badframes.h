// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QList>

namespace rookery::gateway {

//! Counts oversize and broken frames across links: the third within ten minutes ends the automatic reconnecting (design
//! section 5).
class BadFrames final
{
public:
    static constexpr milliseconds kWindow = std::chrono::minutes(10);
    static constexpr int kAllowed = 2;

    //! Records why a link ended; returns true if bad frames have now ended too many links.
    [[nodiscard]] bool tooMany(const Error &why, SteadyTime now);

    bool operator==(const BadFrames &) const = default;

private:
    QList<SteadyTime> m_seen;
};

} // namespace rookery::gateway
