// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/preflight.h"
#include "model/broadcast.h"

#include <QHash>
#include <QSet>

namespace rookery::broadcast {

//! Holds what the planner knows about one gateway.
struct PlanRoute {
    GatewayId gateway;
    AccountId account; //!< null: never logged in, so the sender is unknown
    std::optional<QSet<Target>> contacts; //!< once loaded; a target not among them is skipped
    bool answersOnly = false; //!< a friend not among them has to write first
    Error away = {}; //!< why it is not online; Reason::None: it is
    bool excluded = false; //!< the operator sends no broadcasts through it
};

//! Makes the dry run. Pure. Ids are compared in canonical form, in which they are stored later. Skipped: BadInput (no
//! id), NotFound (no such gateway), Excluded (the operator sends no broadcasts through it), AccountOffline (never
//! logged in), TargetUnknown or MustWriteFirst (not in the account's list), Duplicate (the same account already sends
//! to it), ReachedByAnother (a group that another account of the draft sends to; only with Draft::mergeAccounts). If
//! two reach the same receiver, an account that is online goes before one that is away, then the first chosen. An
//! account that is merely away keeps its targets: they wait for it. Groups muted as a whole are not skipped, because
//! their admins may speak.
[[nodiscard]] Plan plan(const Draft &draft, const QList<PlanRoute> &routes, const media::PreflightReport &preflight,
                        WallTime now);

} // namespace rookery::broadcast
