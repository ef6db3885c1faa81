// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/incident.h"
#include "model/rkey.h"

#include "base/async.h"

#include <QObject>

namespace rookery::engine {

//! Holds what changed of the incidents and picture keys since the last signal.
struct HealthChanges {
    QList<Incident> incidents;
    QList<RkeyState> rkeys;

    [[nodiscard]] bool isEmpty() const { return incidents.isEmpty() && rkeys.isEmpty(); }
};

//! Shows what is wrong: incidents, and the state of every account's picture keys. Lives on the window's thread.
class HealthService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HealthService)

public:
    [[nodiscard]] virtual QList<Incident> incidents() const = 0; //!< open ones first, newest first
    [[nodiscard]] virtual QList<RkeyState> rkeys() const = 0; //!< in the order of the accounts

    //! Downloads a picture with the gateway's keys; NotFound if there is no such gateway.
    virtual FutureResult<> probeRkey(const GatewayId &gateway) = 0;

Q_SIGNALS:
    //! Reports changes, at most ten times a second; the snapshots of all services are up to date then.
    void changed(const rookery::engine::HealthChanges &changes);

protected:
    HealthService() = default;
};

} // namespace rookery::engine
