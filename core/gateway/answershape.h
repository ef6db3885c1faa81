// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "io/httpclient.h"

namespace rookery::gateway {

//! The interface that an address is meant to have.
enum class Interface { NapCatPanel, LLBotPanel, Milky, OneBot11, ILink };

//! Who gave an HTTP answer. Unclear: a refusal without a word, which both the gateway and what stands in front may
//! give.
enum class Speaker { Gateway, Front, Unclear };

//! Pure: tells by status, content type and body who gave an answer. A gateway answers in its own form (docs/protocol);
//! everything else is the word of a reverse proxy, a firewall, a login page or another program at this address.
[[nodiscard]] Speaker speakerOf(Interface face, const io::HttpResponse &response);

//! Gives the error of an answer that the gateway did not give: Network or Protocol, which is tried again, and never a
//! verdict on the token. `speaker` is Front or Unclear.
[[nodiscard]] Error frontError(int status, Speaker speaker = Speaker::Front);

//! Gives the error of the same answer to a send: SendUnclear, because the message may have arrived.
[[nodiscard]] Error frontErrorOfSend(int status);

//! True for what `frontError` gives: something in front answers, and may stop doing so at any time.
[[nodiscard]] bool isFromFront(const Error &error);

//! Pure: a guarded question was refused with `refusedWith` (401, 403) and without a word; `other` answers a question at
//! the same address that the refused secret does not decide. Who lets that one through has judged the secret.
[[nodiscard]] Speaker speakerOfRefusal(int refusedWith, const Result<io::HttpResponse> &other);

} // namespace rookery::gateway
