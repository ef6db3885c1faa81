// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/backoff.h"
#include "base/result.h"

//! What follows a failure. Pure; the table of docs/architecture in code.
namespace rookery::broadcast {

//! Waits of the bounded retries; as many retries as entries, then the delivery fails.
inline constexpr seconds kRetryTable[] = {seconds(5), seconds(20), seconds(60)};
//! Holds of an account whose gateway refuses one send after the other as "offline" while its session says online; the
//! last one stays.
inline constexpr seconds kAwayTable[] = {seconds(30), seconds(120), seconds(300), seconds(600)};
//! When a gateway asks for patience without saying how long.
inline constexpr milliseconds kRateLimitWait = seconds(30);
//! Between two tries of an account that turned out to be offline; its session usually speaks first.
inline constexpr milliseconds kOfflineWait = seconds(2);
//! A refused message is not sent again before that much time, so that an echo which contradicts the refusal can come.
inline constexpr milliseconds kEchoGrace = seconds(5);

struct Verdict {
    enum class Move {
        Wait, //!< nothing was delivered; later again, at no attempt
        Retry, //!< refused in a way that may pass; one of the bounded retries
        Restage, //!< the staged picture is gone; the one free second upload
        AwaitEcho, //!< the gateway had it and does not say whether it was sent; the echo decides
        Unknown, //!< it may have been delivered; never sent again by itself
        Fail, //!< it was not delivered and will not be
    };
    Move move = Move::Unknown;
    milliseconds delay{0}; //!< with Wait, Retry and Restage: when this delivery may go again
    milliseconds hold{0}; //!< the account, not only this delivery, waits that long
    bool saidOffline = false; //!< with Wait: the gateway had it in hand, so the attempt counts; the account is held
    bool unsent = false; //!< no byte left, so that no echo can contradict
    bool wholeGateway = false; //!< with Fail: the rest of the broadcast would fail at this gateway too

    bool operator==(const Verdict &) const = default;
};

//! Decides after a send that was claimed. A failure that is not known to be a refusal leads nowhere near the queue.
[[nodiscard]] Verdict afterSend(const Error &error, int retries, bool restaged, double jitter01);

//! Decides after a failed upload, before any claim: nothing was sent, so nothing can become unknown.
[[nodiscard]] Verdict afterStaging(const Error &error, int retries, double jitter01);

} // namespace rookery::broadcast
