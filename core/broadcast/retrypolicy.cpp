// SPDX-License-Identifier: GPL-3.0-or-later
#include "retrypolicy.h"

#include <iterator>

namespace rookery::broadcast {

namespace {

Verdict boundedRetry(int retries, double jitter01)
{
    if (retries >= int(std::size(kRetryTable)))
        return {.move = Verdict::Move::Fail};
    return {.move = Verdict::Move::Retry, .delay = backoffDelay(kRetryTable, retries + 1, jitter01)};
}

Verdict rateLimited(const Error &error)
{
    const milliseconds wait = error.retryAfter.count() > 0 ? error.retryAfter : kRateLimitWait;
    return {.move = Verdict::Move::Wait, .delay = wait, .holdAccount = true};
}

constexpr Verdict kAccountAway{.move = Verdict::Move::Wait, .delay = kOfflineWait, .holdAccount = true};

bool accountIsAway(const Error &error)
{
    if (error.kind == ErrorKind::Offline)
        return true;
    if (error.kind != ErrorKind::Rejected)
        return false;
    return error.reason == Reason::NotLoggedIn || error.reason == Reason::AccountOffline
        || error.reason == Reason::Kicked || error.reason == Reason::OfflineByQq;
}

} // namespace

Verdict afterSend(const Error &error, int retries, bool restaged, double jitter01)
{
    if (accountIsAway(error))
        return kAccountAway;
    if (error.reason == Reason::SendTimeout)
        return {.move = Verdict::Move::AwaitEcho};
    switch (error.kind) {
    case ErrorKind::RateLimited:
        return rateLimited(error);
    case ErrorKind::Expired:
    case ErrorKind::Rejected:
        if (error.reason == Reason::StagedFileGone)
            return {.move = restaged ? Verdict::Move::Fail : Verdict::Move::Restage};
        if (error.reason == Reason::RichMediaFailed || error.kind == ErrorKind::Expired)
            return boundedRetry(retries, jitter01);
        return {.move = Verdict::Move::Fail};
    case ErrorKind::Auth:
        return {.move = Verdict::Move::Fail};
    case ErrorKind::Offline:
    case ErrorKind::Timeout:
    case ErrorKind::Network:
    case ErrorKind::Tls:
    case ErrorKind::Protocol:
    case ErrorKind::Storage:
    case ErrorKind::Cancelled:
    case ErrorKind::Bug:
        break;
    }
    return {.move = Verdict::Move::Unknown};
}

Verdict afterStaging(const Error &error, int retries, double jitter01)
{
    if (accountIsAway(error) || error.kind == ErrorKind::Cancelled)
        return kAccountAway;
    if (error.kind == ErrorKind::RateLimited)
        return rateLimited(error);
    if (error.kind == ErrorKind::Auth || error.reason == Reason::FileMissing)
        return {.move = Verdict::Move::Fail};
    return boundedRetry(retries, jitter01);
}

} // namespace rookery::broadcast
