// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/broadcast.h"
#include "model/incident.h"
#include "model/settings.h"

#include "base/async.h"

#include <memory>

namespace rookery::engine {

//! Reads a profile without owning it, beside a running program: takes no lock, writes nothing.
class Reader
{
    Q_DISABLE_COPY_MOVE(Reader)

public:
    //! Opens a profile. Storage errors: FileMissing when there is no profile, DatabaseBroken, DatabaseTooNew.
    [[nodiscard]] static Result<std::unique_ptr<Reader>> open(const QString &profileFolder);
    virtual ~Reader() = default;

    [[nodiscard]] virtual QList<GatewayProfile> gateways() const = 0;
    [[nodiscard]] virtual bool sendingStopped() const = 0;
    //! Returns the pace of a broadcast that names none.
    [[nodiscard]] virtual Pace pace() const = 0;
    //! Gives the broadcasts, newest first; without rate, time left and waits, which only the running owner knows.
    [[nodiscard]] virtual FutureResult<QList<BroadcastSummary>> broadcasts() = 0;
    [[nodiscard]] virtual FutureResult<QList<Delivery>> deliveries(BroadcastId broadcast) = 0;
    [[nodiscard]] virtual FutureResult<QList<Incident>> incidents() = 0;

protected:
    Reader() = default;
};

} // namespace rookery::engine
