// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/broadcastrepository.h"

namespace rookery::broadcast {

//! Makes a draft of a stored broadcast: its message, its pace, and each target through the gateway that had it. Pure.
//! `paths` has the file of each picture, in the order of the content; an empty one is reported as lost.
[[nodiscard]] SentBroadcast sentBroadcast(const store::BroadcastContent &content, const QList<Delivery> &deliveries,
                                          const QStringList &paths);

} // namespace rookery::broadcast
