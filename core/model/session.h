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
    SignToken, //!< the gateway cannot request a code without its own Auth Token
};

//! Describes the connection and login state of an account. Health states such as Degraded belong to `health`.
struct SessionState {
    SessionPhase phase = SessionPhase::Stopped;
    LoginReason login = LoginReason::None; //!< with LoginRequired
    Error why; //!< with Backoff and Rejected; else the last trouble; Reason::None: none
    int attempt = 0; //!< with Backoff: retries so far
    WallTime retryAt{}; //!< with Backoff
    WallTime since{};

    bool operator==(const SessionState &) const = default;
};

//! Returns the reason that keeps an account from being logged in.
[[nodiscard]] ErrorReason reasonOf(LoginReason login);

//! Returns whether a refusal says that no account is logged in at the gateway.
[[nodiscard]] bool saysAway(ErrorReason reason);

//! Returns why nothing can be sent in this state; Reason::None while it is online.
[[nodiscard]] Error whyAway(const SessionState &state);

//! Describes a login code that is shown. The text is a credential: never write it to disk or to a log.
struct QrCode {
    Redacted<QString> text;
    int generation = 0; //!< counts codes that are proven to differ from the previous one
    WallTime shownSince{};
    std::optional<WallTime> expiresAt; //!< only if the gateway states a lifetime
    bool scanned = false; //!< only the phone's confirmation is missing; set only if the gateway reports it
    bool expired = false;
    bool refreshUnchanged = false; //!< a refresh was answered with OK, but the same code came back

    bool operator==(const QrCode &) const = default;
};

//! Names an account that can log in at the gateway without a scan.
struct QuickLoginEntry {
    AccountId account;
    QString nickname;
    bool operator==(const QuickLoginEntry &) const = default;
};

//! Holds what the login page shows of one gateway.
struct LoginView {
    std::optional<QrCode> qr;
    QList<QuickLoginEntry> quick;
    QString gatewayText; //!< the gateway's own last login message (remote text)
    bool refreshing = false;
    bool operator==(const LoginView &) const = default;
};

//! Lists the rungs of the readiness ladder, one per fact, lowest first.
enum class ReadinessCheck { Reachable, Authenticated, LoggedIn, ActionsAnswer, EventsFlow, SendingProven };
inline constexpr int kReadinessCheckCount = 6;

enum class ReadinessState { Unknown, Working, Broken };

//! Holds the state of one readiness check, with its time and evidence.
struct ReadinessEvidence {
    ReadinessState state = ReadinessState::Unknown;
    WallTime since{};
    Error why; //!< with Broken
    bool operator==(const ReadinessEvidence &) const = default;
};

using Readiness = std::array<ReadinessEvidence, kReadinessCheckCount>;

//! Describes one connection as the account drawer shows it.
struct ConnectionInfo {
    QString label; //!< "webui", "events", "logs", "onebot"
    bool up = false;
    bool quiet = false; //!< up, without heartbeats, and silent for so long that it may be dead
    WallTime since{};
    int reconnects = 0;
    int closeCode = 0; //!< of the last close, 0: none
    bool closedByPeer = false;
    Error lastError; //!< Reason::None: none
    milliseconds latency{-1}; //!< last round trip; -1: not measured
    bool operator==(const ConnectionInfo &) const = default;
};

//! Counts sends since the program started, by outcome.
struct SendCounters {
    int verified = 0;
    int accepted = 0; //!< finally accepted, proof impossible
    int unknown = 0;
    int failed = 0;
    bool operator==(const SendCounters &) const = default;
};

//! Holds a gateway's own counters, where it reports them (LLBot's panel).
struct GatewayVitals {
    QString mode; //!< how it reaches QQ, in the gateway's own term: "direct", "pmhq"
    qint64 received = 0;
    qint64 sent = 0;
    WallTime startedAt{}; //!< default: not stated
    WallTime asOf{};
    bool operator==(const GatewayVitals &) const = default;
};

//! Holds what changes with every event. It is published without evaluating the account's condition each time.
struct AccountActivity {
    WallTime lastEventAt{}; //!< default: none yet
    WallTime lastHeartbeatAt{};
    quint64 eventCount = 0;
    quint64 undecodable = 0; //!< frames or events that were skipped
    SendCounters sends;
    bool operator==(const AccountActivity &) const = default;
};

//! Holds everything the window knows of one gateway and its account, as one value.
struct AccountSnapshot {
    GatewayProfile profile;
    Capabilities capabilities;
    GatewayVersion version;
    std::optional<GatewayVitals> vitals; //!< newest; empty: not reported
    AccountId account; //!< null before the first login was seen
    QString nickname;
    SessionState session;
    LoginView login;
    std::optional<ServiceView> service; //!< Probe, after the first check
    Readiness readiness;
    QList<ConnectionInfo> connections;
    AccountActivity activity;
    int groups = -1; //!< -1: not loaded
    int friends = -1;
    int answerable = -1; //!< chats that can be answered now; -1: unknown, or no such limit
    std::optional<CertificateInfo> refusedCertificate; //!< waiting for the operator's decision
    bool sameAccountElsewhere = false; //!< another gateway holds the same account
    AccountCondition condition; //!< set by the engine (model/severity.h); every surface shows this one

    bool operator==(const AccountSnapshot &) const = default;
};

//! Returns the account that a login without a scan would bring back, where none was seen yet and only one is possible.
[[nodiscard]] std::optional<QuickLoginEntry> rememberedAccount(const AccountSnapshot &snapshot);

} // namespace rookery
