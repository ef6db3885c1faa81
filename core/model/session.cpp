// SPDX-License-Identifier: GPL-3.0-or-later
#include "session.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/login.h"

namespace rookery {

ErrorReason reasonOf(LoginReason login)
{
    switch (login) {
    case LoginReason::Expired:
        return Reason::QrExpired;
    case LoginReason::Captcha:
        return Reason::CaptchaNeeded;
    case LoginReason::NewDevice:
        return Reason::NewDeviceCheck;
    case LoginReason::Kicked:
        return Reason::Kicked;
    case LoginReason::OfflineByQq:
        return Reason::OfflineByQq;
    case LoginReason::Elsewhere:
        return Reason::AlreadyLoggedIn;
    case LoginReason::TakenOver:
        return Reason::BoundElsewhere;
    case LoginReason::SignToken:
        return Reason::SignTokenNeeded;
    case LoginReason::None:
    case LoginReason::Fresh:
        break;
    }
    return Reason::NotLoggedIn;
}

bool saysAway(ErrorReason reason)
{
    return reason == Reason::NotLoggedIn || reason == Reason::AccountOffline || reason == Reason::Kicked
        || reason == Reason::OfflineByQq;
}

Error whyAway(const SessionState &state)
{
    switch (state.phase) {
    case SessionPhase::Online:
        return {};
    case SessionPhase::Stopped:
        return {.kind = ErrorKind::Offline, .reason = Reason::GatewayStopped};
    case SessionPhase::LoginRequired:
        return {.kind = ErrorKind::Rejected, .reason = reasonOf(state.login)};
    case SessionPhase::NeedsTotp:
        if (state.why.reason == Reason::None)
            return {.kind = ErrorKind::Auth, .reason = Reason::TotpNeeded};
        break;
    case SessionPhase::Connecting:
    case SessionPhase::Authenticating:
    case SessionPhase::Backoff:
    case SessionPhase::Rejected:
        break; // while it retries, the last trouble is still the reason
    }
    if (state.why.reason == Reason::None)
        return {.kind = ErrorKind::Offline, .reason = Reason::AccountOffline};
    return {.kind = state.why.kind, .reason = state.why.reason, .code = state.why.code};
}

std::optional<QuickLoginEntry> rememberedAccount(const AccountSnapshot &snapshot)
{
    const QList<QuickLoginEntry> &quick = snapshot.login.quick;
    if (!snapshot.account.isNull() || quick.size() != 1)
        return {};
    return quick.constFirst();
}

} // namespace rookery
