// SPDX-License-Identifier: GPL-3.0-or-later
#include "retrypolicy.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/input.h"
#include "base/reasons/picture.h"
#include "base/reasons/sending.h"
#include "model/session.h"

#include <algorithm>
#include <iterator>

namespace rookery::broadcast {

namespace {

Verdict boundedRetry(int retries, double jitter01)
{
    if (retries >= int(std::size(kRetryTable)))
        return {.decision = Verdict::RetryDecision::Fail};
    return {.decision = Verdict::RetryDecision::Retry,
            .delay = std::max(kEchoGrace, backoffDelay(kRetryTable, retries + 1, jitter01))};
}

Verdict rateLimited(const Error &error)
{
    const milliseconds wait = std::max(kEchoGrace, error.retryAfter.count() > 0 ? error.retryAfter : kRateLimitWait);
    return {.decision = Verdict::RetryDecision::Wait, .delay = wait, .hold = wait};
}

constexpr Verdict kNothingLeft{
    .decision = Verdict::RetryDecision::Wait, .delay = kOfflineWait, .hold = kOfflineWait, .unsent = true};

constexpr Verdict kSaidOffline{.decision = Verdict::RetryDecision::Wait, .delay = kEchoGrace, .saidOffline = true};

//! Returns true for reasons that a dialect gives only for texts and codes which say that nothing was sent.
bool isRefusal(ErrorReason reason)
{
    switch (reason) {
    case Reason::Muted:
    case Reason::NotInGroup:
    case Reason::TargetUnknown:
    case Reason::MustWriteFirst:
    case Reason::SendRefused:
    case Reason::RiskControl:
    case Reason::UnknownAction:
    case Reason::PacketBackendOff:
    case Reason::BadInput:
    case Reason::NotFound:
    case Reason::MessageTooLarge:
    case Reason::PictureLost: // part of it is in the chat: sending again would double that part
    case Reason::PictureUnreadable:
    case Reason::PictureTooLarge:
    case Reason::PictureTooManyPixels:
    case Reason::PictureFormat:
    case Reason::PictureEmpty:
    case Reason::FileMissing:
    case Reason::UploadMismatch:
        return true;
    default:
        return false;
    }
}

Verdict afterRefusal(const Error &error, int retries, bool restaged, double jitter01)
{
    if (saysAway(error.reason))
        return kSaidOffline;
    if (error.reason == Reason::StagedFileGone) {
        if (restaged)
            return {.decision = Verdict::RetryDecision::Fail};
        return {.decision = Verdict::RetryDecision::Restage, .delay = kEchoGrace};
    }
    if (error.reason == Reason::RichMediaFailed || error.reason == Reason::CredentialExpired)
        return boundedRetry(retries, jitter01);
    if (!isRefusal(error.reason))
        return {.decision = Verdict::RetryDecision::AwaitEcho};
    return {.decision = Verdict::RetryDecision::Fail, .wholeGateway = error.reason == Reason::MessageTooLarge};
}

} // namespace

Verdict afterSend(const Error &error, int retries, bool restaged, double jitter01)
{
    if (error.reason == Reason::SendTimeout)
        return {.decision = Verdict::RetryDecision::AwaitEcho};
    switch (error.kind) {
    case ErrorKind::Offline:
        return kNothingLeft;
    case ErrorKind::RateLimited:
        return rateLimited(error);
    case ErrorKind::Expired:
    case ErrorKind::Rejected:
        return afterRefusal(error, retries, restaged, jitter01);
    case ErrorKind::Auth:
        return {.decision = Verdict::RetryDecision::Fail};
    case ErrorKind::Timeout:
    case ErrorKind::Network:
    case ErrorKind::Tls:
    case ErrorKind::Protocol:
    case ErrorKind::Storage:
    case ErrorKind::Cancelled:
    case ErrorKind::Bug:
        break;
    }
    return {.decision = Verdict::RetryDecision::Unknown};
}

Verdict afterStaging(const Error &error, int retries, double jitter01)
{
    if (error.kind == ErrorKind::Offline || error.kind == ErrorKind::Cancelled || saysAway(error.reason))
        return kNothingLeft;
    if (error.kind == ErrorKind::RateLimited)
        return rateLimited(error);
    if (error.reason == Reason::MessageTooLarge)
        return {.decision = Verdict::RetryDecision::Fail, .wholeGateway = true};
    if (error.kind == ErrorKind::Auth || error.reason == Reason::FileMissing)
        return {.decision = Verdict::RetryDecision::Fail};
    return boundedRetry(retries, jitter01);
}

} // namespace rookery::broadcast
