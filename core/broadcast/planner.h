// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/preflight.h"
#include "model/broadcast.h"

#include <QHash>
#include <QSet>

namespace rookery::broadcast {

//! What the planner knows of one gateway.
struct PlanOutlet {
    GatewayId gateway;
    AccountId account; //!< null: never logged in, so that nobody knows who would send
    std::optional<QSet<Target>> contacts; //!< once loaded: a target that is not among them is skipped
    bool answersOnly = false; //!< a friend that is not among them has to write first
};

//! The dry run. Pure. Skipped: BadInput (no id), NotFound (no such gateway), AccountOffline (never logged in),
//! TargetUnknown or MustWriteFirst (not in the account's list), Duplicate. An account that is merely offline keeps its
//! targets: they wait for it. Groups muted as a whole are not skipped, because their admins may speak.
[[nodiscard]] Plan plan(const Draft &draft, const QList<PlanOutlet> &outlets, const media::PreflightReport &preflight,
                        WallTime now);

} // namespace rookery::broadcast
