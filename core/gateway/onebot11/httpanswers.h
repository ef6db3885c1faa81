// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/dialect.h"
#include "io/httpclient.h"
#include "protocol/onebot11.h"

namespace rookery::gateway {

// These functions interpret HTTP answers to OneBot actions. All are pure. Facts: docs/protocol/onebot11.md, "HTTP".

//! Returns the action that shows whether the server speaks OneBot; every gateway has it.
[[nodiscard]] protocol::Action httpGreeting();

//! Returns true for 401 and 403: the server denies us access.
[[nodiscard]] bool isRefusal(int status);
//! Returns true if the gateway accepts only form bodies, as the standard allows; it says so before it executes
//! anything.
[[nodiscard]] bool refusesJson(const io::HttpResponse &response);
//! Reads OneBot's own envelope. Protocol/Garbage if there is none.
[[nodiscard]] Result<protocol::ReplyEnvelope> envelopeOf(const io::HttpResponse &response);
//! Returns the error for a status that the gateway itself sent without its envelope.
[[nodiscard]] Error statusError(int status, bool hasToken);

//! Returns true if something in front of the gateway answered: the link is lost until that stops.
[[nodiscard]] bool isForeign(const Dialect &dialect, const CallWords &call, const io::HttpResponse &response);
//! Converts the answer to a call to a result, as `judgeReply` does for an envelope; `hasToken`: the call sent a token.
//! If something in front of the gateway answered a send, the outcome is unknown.
[[nodiscard]] Result<protocol::Reply> judgeHttp(const Dialect &dialect, const CallWords &call,
                                                const io::HttpResponse &response, bool hasToken);

} // namespace rookery::gateway
