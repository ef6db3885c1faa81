// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "condition.h"
#include "gateway.h"
#include "ids.h"
#include "service.h"

#include "base/clock.h"
#include "base/redacted.h"
#include "base/result.h"

#include <QList>
#include <QString>

#include <array>
#include <optional>

namespace rookery {

enum class SessionPhase { Stopped, Connecting, Authenticating, NeedsTotp, LoginRequired, Online, Backoff, Rejected };

enum class LoginReason {
    None,
    Fresh,
    Expired,
    Captcha,
    NewDevice,
    Kicked,
    OfflineByQq,
    Elsewhere,
    TakenOver,
    SignToken, //!< the gateway cannot even ask for a code without an Auth Token of its own
};

//! The connection and login state of an account. Degraded and its kin belong to `health`.
struct SessionState {
    SessionPhase phase = SessionPhase::Stopped;
    LoginReason login = LoginReason::None; //!< with LoginRequired
    Error why; //!< with Backoff and Rejected; else the last trouble, kind Bug/Reason::None = none
    int attempt = 0; //!< with Backoff: retries so far
    WallTime retryAt{}; //!< with Backoff
    WallTime since{};

    bool operator==(const SessionState &) const = default;
};

//! Says what keeps an account from being logged in.
[[nodiscard]] constexpr Reason reasonOf(LoginReason login)
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

//! Returns whether a refusal says that no account is logged in at the gateway.
[[nodiscard]] constexpr bool saysAway(Reason reason)
{
    return reason == Reason::NotLoggedIn || reason == Reason::AccountOffline || reason == Reason::Kicked
        || reason == Reason::OfflineByQq;
}

//! Says why nothing can be sent in this state; Reason::None while it is online.
[[nodiscard]] inline Error whyAway(const SessionState &state)
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
        break; // while it tries again, the last trouble is still the reason
    }
    if (state.why.reason == Reason::None)
        return {.kind = ErrorKind::Offline, .reason = Reason::AccountOffline};
    return {.kind = state.why.kind, .reason = state.why.reason, .code = state.why.code};
}

//! A login code on show. The text is a credential: never to disk, never to a log.
struct QrCode {
    Redacted<QString> text;
    int generation = 0; //!< counts codes that are proven different from the one before
    WallTime shownSince{};
    std::optional<WallTime> expiresAt; //!< only where the gateway states a life
    bool scanned = false; //!< only the phone has to confirm; told by what tells it
    bool expired = false;
    bool refreshUnchanged = false; //!< a refresh was answered with OK, but the same code came back

    bool operator==(const QrCode &) const = default;
};

struct QuickLoginEntry {
    AccountId account;
    QString nickname;
    bool operator==(const QuickLoginEntry &) const = default;
};

//! What the login page shows of one gateway.
struct LoginView {
    std::optional<QrCode> qr;
    QList<QuickLoginEntry> quick;
    QString gatewayText; //!< the gateway's own last login message (remote text)
    bool refreshing = false;
    bool operator==(const LoginView &) const = default;
};

//! The readiness ladder: one rung per fact, lowest first.
enum class Rung { Reachable, Authenticated, LoggedIn, ActionsAnswer, EventsFlow, SendingProven };
inline constexpr int kRungCount = 6;

enum class RungState { Unknown, Working, Broken };

struct RungEvidence {
    RungState state = RungState::Unknown;
    WallTime since{};
    Error why; //!< with Broken
    bool operator==(const RungEvidence &) const = default;
};

using Ladder = std::array<RungEvidence, kRungCount>;

//! What the account drawer shows of one connection.
struct ConnectionInfo {
    QString label; //!< "webui", "events", "logs", "onebot"
    bool up = false;
    bool quiet = false; //!< up, without a heartbeat, and nothing came for so long that nobody knows whether it would
    WallTime since{};
    int reconnects = 0;
    int closeCode = 0; //!< of the last close, 0: none
    bool closedByPeer = false;
    Error lastError; //!< Reason::None: none
    milliseconds latency{-1}; //!< last round trip; -1: not measured
    bool operator==(const ConnectionInfo &) const = default;
};

//! Sends since the program started, by how they ended.
struct SendCounters {
    int verified = 0;
    int accepted = 0; //!< finally accepted, proof impossible
    int unknown = 0;
    int failed = 0;
    bool operator==(const SendCounters &) const = default;
};

//! What a gateway counts of itself, where it tells (LLBot's panel).
struct GatewayVitals {
    QString mode; //!< how it reaches QQ, in its own word: "direct", "pmhq"
    qint64 received = 0;
    qint64 sent = 0;
    WallTime startedAt{}; //!< default: not told
    WallTime asOf{};
    bool operator==(const GatewayVitals &) const = default;
};

//! Everything the window knows of one gateway and its account, as one value.
struct AccountSnapshot {
    GatewayProfile profile;
    Capabilities capabilities;
    GatewayVersion version;
    std::optional<GatewayVitals> vitals; //!< newest; empty: not told
    AccountId account; //!< null before the first login was seen
    QString nickname;
    SessionState session;
    LoginView login;
    std::optional<ServiceView> service; //!< Probe, once it was looked at
    Ladder ladder;
    QList<ConnectionInfo> connections;
    WallTime lastEventAt{}; //!< default: none yet
    WallTime lastHeartbeatAt{};
    quint64 eventCount = 0;
    quint64 undecodable = 0; //!< frames or events that were skipped
    SendCounters sends;
    int groups = -1; //!< -1: not loaded
    int friends = -1;
    int answerable = -1; //!< chats that can be answered now; -1: not known, or no such limit
    std::optional<CertificateInfo> refusedCertificate; //!< waiting for the operator's word
    bool sameAccountElsewhere = false; //!< another gateway holds the same account
    AccountCondition condition; //!< set by the engine (model/severity.h); the one truth for every surface

    bool operator==(const AccountSnapshot &) const = default;
};

} // namespace rookery
