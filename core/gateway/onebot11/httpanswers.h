// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/dialect.h"
#include "io/httpclient.h"
#include "protocol/onebot11.h"

namespace rookery::gateway {

// What an HTTP answer to a OneBot action means. Pure. Facts: docs/protocol/onebot11.md, "HTTP".

//! The action that shows whether OneBot is spoken: every gateway has it.
[[nodiscard]] Action httpGreeting();

//! True for 401 and 403: whoever answers does not let us in.
[[nodiscard]] bool isRefusal(int status);
//! True when the gateway understands forms alone, as the standard lets it; it says so before it carries anything out.
[[nodiscard]] bool refusesJson(const io::HttpResponse &response);
//! Reads OneBot's own envelope. Protocol/Garbage where there is none.
[[nodiscard]] Result<protocol::ReplyEnvelope> envelopeOf(const io::HttpResponse &response);
//! Gives the error of a status that the gateway itself answers without its envelope.
[[nodiscard]] Error statusError(int status, bool hasToken);

//! True when something in front of the gateway answered: the link is lost, and comes back when that is gone.
[[nodiscard]] bool isForeign(const Dialect &dialect, const CallWords &call, const io::HttpResponse &response);
//! Judges the answer to a call, as `judgeReply` does an envelope; `hasToken`: the call showed one. What something in
//! front says of a send leaves its outcome unknown.
[[nodiscard]] Result<Reply> judgeHttp(const Dialect &dialect, const CallWords &call, const io::HttpResponse &response,
                                      bool hasToken);

} // namespace rookery::gateway
