// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/action.h"
#include "model/ids.h"

#include "base/result.h"

//! OneBot's calls in Milky's words, and Milky's answers in OneBot's. Pure. Sends are MilkySender's.
namespace rookery::gateway::milky {

struct Translation {
    QString api;
    QJsonObject params;
    bool changes = false; //!< false: only reads
};

[[nodiscard]] bool isSend(const Action &action);

//! Rejected/UnknownAction for a call that Milky has no word for, Rejected/BadInput or NotFound for parameters that
//! name nothing there.
[[nodiscard]] Result<Translation> translate(const Action &action);

//! The answer to a translated call, as OneBot would have given it. That nobody is logged in is an answer to
//! get_status, not a failure.
[[nodiscard]] Result<Reply> oneBotReply(const Action &action, const Result<QJsonObject> &data,
                                        const AccountId &account);

} // namespace rookery::gateway::milky
