// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "io/httpclient.h"

namespace rookery::gateway {

//! Names the interface that an address is expected to serve.
enum class Interface { NapCatPanel, LLBotPanel, Milky, OneBot11, ILink };

//! Says who sent an HTTP answer. Unclear: a refusal without a distinctive body, which either the gateway or something
//! in front of it may send.
enum class Speaker { Gateway, Front, Unclear };

//! Decides from status, content type and body who sent an answer. A gateway answers in its own form (docs/protocol);
//! any other answer comes from a reverse proxy, a firewall, a login page or another program at this address. Pure.
[[nodiscard]] Speaker speakerOf(Interface face, const io::HttpResponse &response);

//! Returns the error for an answer that did not come from the gateway: Network or Protocol, which is retried, and never
//! a verdict on the token. `speaker` is Front or Unclear.
[[nodiscard]] Error frontError(int status, Speaker speaker = Speaker::Front);

//! Returns the error for a send whose answer did not come from the gateway: SendUnclear, because the message may have
//! arrived.
[[nodiscard]] Error frontErrorOfSend(int status);

//! Returns true for the errors that `frontError` creates: something in front of the gateway answers, and may stop doing
//! so at any time.
[[nodiscard]] bool isFromFront(const Error &error);

//! Decides who refused a request that carried a secret. `refusedWith` is the status of that refusal (401 or 403,
//! without a distinctive body); `other` is the answer at the same address to a request that does not depend on the
//! refused secret. A different answer to it means that the refusal was a verdict on the secret, so the gateway sent it.
//! Pure.
[[nodiscard]] Speaker speakerOfRefusal(int refusedWith, const Result<io::HttpResponse> &other);

} // namespace rookery::gateway
