// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/action.h"
#include "model/ids.h"

#include "base/result.h"

//! Translates OneBot calls into Milky calls, and Milky answers back into OneBot answers. Pure. MilkySender handles
//! sends.
namespace rookery::gateway::milky {

struct Translation {
    QString api;
    QJsonObject params;
    bool changes = false; //!< false: only reads
};

[[nodiscard]] bool isSend(const Action &action);

//! Translates a call. Rejected/UnknownAction: Milky has no such call; Rejected/BadInput or NotFound: the parameters
//! name nothing in Milky.
[[nodiscard]] Result<Translation> translate(const Action &action);

//! Gives the answer to a translated call as OneBot would have given it. For get_status, "not logged in" is an answer,
//! not a failure.
[[nodiscard]] Result<Reply> oneBotReply(const Action &action, const Result<QJsonObject> &data,
                                        const AccountId &account);

} // namespace rookery::gateway::milky
