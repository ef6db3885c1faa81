// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/backoff.h"
#include "base/result.h"

//! Decides what follows a failure. Pure; the table of docs/architecture in code.
namespace rookery::broadcast {

//! Waits before the bounded retries; after the last one the delivery fails.
inline constexpr seconds kRetryTable[] = {seconds(5), seconds(20), seconds(60)};
//! Hold times of an account whose gateway keeps refusing sends as "offline" while its session says online; the last
//! entry repeats.
inline constexpr seconds kAwayTable[] = {seconds(30), seconds(120), seconds(300), seconds(600)};
//! Wait when a gateway limits the rate without saying for how long.
inline constexpr milliseconds kRateLimitWait = seconds(30);
//! Pause between two tries of an account that turned out to be offline; its session usually reports it first.
inline constexpr milliseconds kOfflineWait = seconds(2);
//! Shortest wait before a refused message is sent again, so that an echo that contradicts the refusal can arrive.
inline constexpr milliseconds kEchoGrace = seconds(5);

struct Verdict {
    enum class RetryDecision {
        Wait, //!< nothing was delivered; sent later, without counting as an attempt
        Retry, //!< refused in a way that may pass; one of the bounded retries
        Restage, //!< the staged picture is gone; one free second upload
        AwaitEcho, //!< the gateway took it and does not say whether it was sent; the echo decides
        Unknown, //!< it may have been delivered; never sent again automatically
        Fail, //!< it was not delivered and will not be
    };
    RetryDecision decision = RetryDecision::Unknown;
    milliseconds delay{0}; //!< with Wait, Retry and Restage: when this delivery may be sent again
    milliseconds hold{0}; //!< the whole account waits this long, not only this delivery
    bool saidOffline = false; //!< with Wait: the gateway had taken it, so the attempt counts; the account is held
    bool unsent = false; //!< no byte left, so no echo can contradict
    bool wholeGateway = false; //!< with Fail: the rest of the broadcast would fail at this gateway too

    bool operator==(const Verdict &) const = default;
};

//! Decides after a claimed send. A failure that is not known to be a refusal never returns the delivery to the queue.
[[nodiscard]] Verdict afterSend(const Error &error, int retries, bool restaged, double jitter01);

//! Decides after a failed upload, before any claim: nothing was sent, so nothing can become unknown.
[[nodiscard]] Verdict afterStaging(const Error &error, int retries, double jitter01);

} // namespace rookery::broadcast
