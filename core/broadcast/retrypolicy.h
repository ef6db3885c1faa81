// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/backoff.h"
#include "base/result.h"

//! What follows a failure. Pure; the table of docs/architecture in code.
namespace rookery::broadcast {

//! Waits of the bounded retries; as many retries as entries, then the delivery fails.
inline constexpr seconds kRetryTable[] = {seconds(5), seconds(20), seconds(60)};
//! When a gateway asks for patience without saying how long.
inline constexpr milliseconds kRateLimitWait = seconds(30);
//! Between two tries of an account that turned out to be offline; its session usually speaks first.
inline constexpr milliseconds kOfflineWait = seconds(2);

struct Verdict {
    enum class Move {
        Wait, //!< nothing was delivered; later again, at no attempt
        Retry, //!< refused in a way that may pass; one of the bounded retries
        Restage, //!< the staged picture is gone; the one free second upload
        AwaitEcho, //!< the gateway took it and saw no confirmation; the echo decides
        Unknown, //!< it may have been delivered; never sent again by itself
        Fail, //!< it was not delivered and will not be
    };
    Move move = Move::Unknown;
    milliseconds delay{0}; //!< with Wait and Retry
    bool holdAccount = false; //!< the account, not this delivery, has to wait

    bool operator==(const Verdict &) const = default;
};

//! After a send that was claimed. Only what proves that nothing was delivered leads back to the queue.
[[nodiscard]] Verdict afterSend(const Error &error, int retries, bool restaged, double jitter01);

//! After a failed upload, before any claim: nothing was sent, so nothing can become unknown.
[[nodiscard]] Verdict afterStaging(const Error &error, int retries, double jitter01);

} // namespace rookery::broadcast
