// SPDX-License-Identifier: GPL-3.0-or-later
#include "names.h"

#include "broadcast.h"
#include "condition.h"
#include "detection.h"
#include "gateway.h"
#include "incident.h"
#include "listener.h"
#include "logline.h"
#include "rkey.h"
#include "service.h"
#include "session.h"
#include "settings.h"
#include "target.h"

#include "base/reason.h"

#include <array>

namespace rookery {

namespace {

//! Returns the table. A value without a row, or one out of order, does not compile; `Last` is the enum's last value.
template <auto Last, std::size_t N>
consteval std::array<EnumName<decltype(Last)>, N> complete(const std::array<EnumName<decltype(Last)>, N> &table)
{
    static_assert(N == static_cast<std::size_t>(Last) + 1);
    for (std::size_t i = 0; i < N; ++i) {
        if (static_cast<std::size_t>(table[i].value) != i)
            throw "out of order";
    }
    return table;
}

constexpr auto kErrorKind = complete<ErrorKind::Bug>(std::to_array<EnumName<ErrorKind>>({
    {ErrorKind::Offline, "offline"},
    {ErrorKind::Timeout, "timeout"},
    {ErrorKind::Network, "network"},
    {ErrorKind::Tls, "tls"},
    {ErrorKind::Auth, "auth"},
    {ErrorKind::RateLimited, "rate-limited"},
    {ErrorKind::Rejected, "rejected"},
    {ErrorKind::Expired, "expired"},
    {ErrorKind::Protocol, "protocol"},
    {ErrorKind::Storage, "storage"},
    {ErrorKind::Cancelled, "cancelled"},
    {ErrorKind::Bug, "bug"},
}));

constexpr auto kOneBotTransportKind =
    complete<OneBotTransportKind::HttpEvents>(std::to_array<EnumName<OneBotTransportKind>>({
        {OneBotTransportKind::Socket, "socket"},
        {OneBotTransportKind::TwoSockets, "two-sockets"},
        {OneBotTransportKind::Reverse, "reverse"},
        {OneBotTransportKind::Http, "http"},
        {OneBotTransportKind::HttpPost, "http-post"},
        {OneBotTransportKind::HttpEvents, "http-events"},
    }));

constexpr auto kProxyMode = complete<ProxyMode::Socks5>(std::to_array<EnumName<ProxyMode>>({
    {ProxyMode::System, "system"},
    {ProxyMode::None, "none"},
    {ProxyMode::Http, "http"},
    {ProxyMode::Socks5, "socks5"},
}));

constexpr auto kCloseAction = complete<CloseAction::Quit>(std::to_array<EnumName<CloseAction>>({
    {CloseAction::Ask, "ask"},
    {CloseAction::KeepInTray, "keep-in-tray"},
    {CloseAction::Quit, "quit"},
}));

constexpr auto kKeyringState = complete<KeyringState::None>(std::to_array<EnumName<KeyringState>>({
    {KeyringState::Probing, "probing"},
    {KeyringState::Works, "works"},
    {KeyringState::Locked, "locked"},
    {KeyringState::None, "none"},
}));

constexpr auto kTestStep = complete<TestStep::Actions>(std::to_array<EnumName<TestStep>>({
    {TestStep::Connect, "connect"},
    {TestStep::Kind, "kind"},
    {TestStep::Token, "token"},
    {TestStep::Version, "version"},
    {TestStep::Login, "login"},
    {TestStep::Actions, "actions"},
}));

constexpr auto kStepState = complete<StepState::Skipped>(std::to_array<EnumName<StepState>>({
    {StepState::NotRun, "not-run"},
    {StepState::Passed, "passed"},
    {StepState::Failed, "failed"},
    {StepState::Skipped, "skipped"},
}));

constexpr auto kDetectedAs = complete<DetectedAs::WebPage>(std::to_array<EnumName<DetectedAs>>({
    {DetectedAs::Unknown, "unknown"},
    {DetectedAs::NothingThere, "nothing"},
    {DetectedAs::Panel, "panel"},
    {DetectedAs::OneBot, "onebot11"},
    {DetectedAs::Milky, "milky"},
    {DetectedAs::ILink, "ilink"},
    {DetectedAs::WebPage, "web-page"},
}));

constexpr auto kRejectReason = complete<RejectReason::TooMany>(std::to_array<EnumName<RejectReason>>({
    {RejectReason::NoToken, "no-token"},
    {RejectReason::WrongToken, "wrong-token"},
    {RejectReason::NewAccount, "new-account"},
    {RejectReason::Collision, "collision"},
    {RejectReason::BadRequest, "bad-request"},
    {RejectReason::TooMany, "too-many"},
}));

constexpr auto kSessionPhase = complete<SessionPhase::Rejected>(std::to_array<EnumName<SessionPhase>>({
    {SessionPhase::Stopped, "stopped"},
    {SessionPhase::Connecting, "connecting"},
    {SessionPhase::Authenticating, "authenticating"},
    {SessionPhase::NeedsTotp, "needs-totp"},
    {SessionPhase::LoginRequired, "login-required"},
    {SessionPhase::Online, "online"},
    {SessionPhase::Backoff, "backoff"},
    {SessionPhase::Rejected, "rejected"},
}));

constexpr auto kLoginReason = complete<LoginReason::SignToken>(std::to_array<EnumName<LoginReason>>({
    {LoginReason::None, "none"},
    {LoginReason::Fresh, "fresh"},
    {LoginReason::Expired, "expired"},
    {LoginReason::Captcha, "captcha"},
    {LoginReason::NewDevice, "new-device"},
    {LoginReason::Kicked, "kicked"},
    {LoginReason::OfflineByQq, "offline-by-qq"},
    {LoginReason::Elsewhere, "elsewhere"},
    {LoginReason::TakenOver, "taken-over"},
    {LoginReason::SignToken, "sign-token"},
}));

constexpr auto kReadinessCheck = complete<ReadinessCheck::SendingProven>(std::to_array<EnumName<ReadinessCheck>>({
    {ReadinessCheck::Reachable, "reachable"},
    {ReadinessCheck::Authenticated, "authenticated"},
    {ReadinessCheck::LoggedIn, "logged-in"},
    {ReadinessCheck::ActionsAnswer, "actions-answer"},
    {ReadinessCheck::EventsFlow, "events-flow"},
    {ReadinessCheck::SendingProven, "sending-proven"},
}));

constexpr auto kReadinessState = complete<ReadinessState::Broken>(std::to_array<EnumName<ReadinessState>>({
    {ReadinessState::Unknown, "unknown"},
    {ReadinessState::Working, "working"},
    {ReadinessState::Broken, "broken"},
}));

constexpr auto kServiceState = complete<ServiceState::TimedOut>(std::to_array<EnumName<ServiceState>>({
    {ServiceState::Unknown, "unknown"},
    {ServiceState::Online, "online"},
    {ServiceState::BotUnproven, "bot-unproven"},
    {ServiceState::BotUnwatched, "bot-unwatched"},
    {ServiceState::NoBot, "no-bot"},
    {ServiceState::BotWaiting, "bot-waiting"},
    {ServiceState::PaymentsOff, "payments-off"},
    {ServiceState::SessionLost, "session-lost"},
    {ServiceState::Failing, "failing"},
    {ServiceState::FrontDown, "front-down"},
    {ServiceState::WaitingForScan, "waiting-for-scan"},
    {ServiceState::BackendDown, "backend-down"},
    {ServiceState::TimedOut, "timed-out"},
}));

constexpr auto kCondition = complete<Condition::Failed>(std::to_array<EnumName<Condition>>({
    {Condition::Stopped, "stopped"},
    {Condition::Working, "working"},
    {Condition::Unproven, "unproven"},
    {Condition::Connecting, "connecting"},
    {Condition::Degraded, "degraded"},
    {Condition::NeedsAttention, "needs-attention"},
    {Condition::Failed, "failed"},
}));

constexpr auto kConditionCause = complete<ConditionCause::Rkey>(std::to_array<EnumName<ConditionCause>>({
    {ConditionCause::State, "state"},
    {ConditionCause::Incident, "incident"},
    {ConditionCause::Actions, "actions"},
    {ConditionCause::Events, "events"},
    {ConditionCause::Sending, "sending"},
    {ConditionCause::Rkey, "rkey"},
}));

constexpr auto kChatKind = complete<ChatKind::Friend>(std::to_array<EnumName<ChatKind>>({
    {ChatKind::Group, "group"},
    {ChatKind::Friend, "friend"},
}));

constexpr auto kDeliveryState = complete<DeliveryState::Cancelled>(std::to_array<EnumName<DeliveryState>>({
    {DeliveryState::Queued, "queued"},
    {DeliveryState::Waiting, "waiting"},
    {DeliveryState::Sending, "sending"},
    {DeliveryState::Accepted, "accepted"},
    {DeliveryState::Unknown, "unknown"},
    {DeliveryState::Verified, "verified"},
    {DeliveryState::Failed, "failed"},
    {DeliveryState::Cancelled, "cancelled"},
}));

constexpr auto kVerifiedBy = complete<VerifiedBy::Operator>(std::to_array<EnumName<VerifiedBy>>({
    {VerifiedBy::None, "none"},
    {VerifiedBy::Echo, "echo"},
    {VerifiedBy::History, "history"},
    {VerifiedBy::Operator, "operator"},
}));

constexpr auto kBroadcastState = complete<BroadcastState::Cancelled>(std::to_array<EnumName<BroadcastState>>({
    {BroadcastState::Running, "running"},
    {BroadcastState::Paused, "paused"},
    {BroadcastState::Settled, "settled"},
    {BroadcastState::Cancelled, "cancelled"},
}));

constexpr auto kIncidentKind = complete<IncidentKind::LoginCheckNeeded>(std::to_array<EnumName<IncidentKind>>({
    {IncidentKind::GatewayUnreachable, "gateway-unreachable"},
    {IncidentKind::TokenRefused, "token-refused"},
    {IncidentKind::LoginNeeded, "login-needed"},
    {IncidentKind::AccountKicked, "account-kicked"},
    {IncidentKind::AccountOfflineByQq, "account-offline"},
    {IncidentKind::RkeyFallback, "rkey-fallback"},
    {IncidentKind::RkeyServerFailing, "rkey-server-failing"},
    {IncidentKind::RichMediaFailing, "rich-media-failing"},
    {IncidentKind::SendTimeouts, "send-timeouts"},
    {IncidentKind::BroadcastUnknown, "broadcast-unknown"},
    {IncidentKind::StorageFull, "storage-full"},
    {IncidentKind::KeyringTrouble, "keyring-trouble"},
    {IncidentKind::ProtocolGarbage, "protocol-garbage"},
    {IncidentKind::GatewayRestarted, "gateway-restarted"},
    {IncidentKind::CertificateRefused, "certificate-refused"},
    {IncidentKind::SameAccountTwice, "same-account-twice"},
    {IncidentKind::QrRefreshStuck, "qr-refresh-stuck"},
    {IncidentKind::PortsSilent, "ports-silent"},
    {IncidentKind::AccountRestricted, "account-restricted"},
    {IncidentKind::SignTokenNeeded, "sign-token-needed"},
    {IncidentKind::GatewayChanged, "gateway-changed"},
    {IncidentKind::ServiceHeldUp, "service-held-up"},
    {IncidentKind::ServiceBotOff, "service-bot-off"},
    {IncidentKind::ServiceSessionLost, "service-session-lost"},
    {IncidentKind::ServiceFailing, "service-failing"},
    {IncidentKind::PortFull, "port-full"},
    {IncidentKind::RkeyNativeDown, "rkey-native-down"},
    {IncidentKind::TotpNeeded, "totp-needed"},
    {IncidentKind::LoginCheckNeeded, "login-check-needed"},
}));

constexpr auto kSeverity = complete<Severity::Failed>(std::to_array<EnumName<Severity>>({
    {Severity::Info, "info"},
    {Severity::Degraded, "degraded"},
    {Severity::NeedsHand, "needs-hand"},
    {Severity::Failed, "failed"},
}));

constexpr auto kRkeySource = complete<RkeySource::None>(std::to_array<EnumName<RkeySource>>({
    {RkeySource::Unknown, "unknown"},
    {RkeySource::Native, "native"},
    {RkeySource::RemoteServer, "remote-server"},
    {RkeySource::StaleFallback, "stale-fallback"},
    {RkeySource::None, "none"},
}));

constexpr auto kRkeyProbeOutcome = complete<RkeyProbeOutcome::NoPicture>(std::to_array<EnumName<RkeyProbeOutcome>>({
    {RkeyProbeOutcome::NotRun, "not-run"},
    {RkeyProbeOutcome::Downloads, "downloads"},
    {RkeyProbeOutcome::ExpiredLink, "expired-link"},
    {RkeyProbeOutcome::Unreachable, "unreachable"},
    {RkeyProbeOutcome::NoPicture, "no-picture"},
}));

constexpr auto kLogLevel = complete<LogLevel::Fatal>(std::to_array<EnumName<LogLevel>>({
    {LogLevel::Debug, "debug"},
    {LogLevel::Info, "info"},
    {LogLevel::Warn, "warn"},
    {LogLevel::Error, "error"},
    {LogLevel::Fatal, "fatal"},
}));

constexpr auto kLogCategory = complete<LogCategory::Refused>(std::to_array<EnumName<LogCategory>>({
    {LogCategory::None, "none"},
    {LogCategory::Fallback, "fallback"},
    {LogCategory::Timeout, "timeout"},
    {LogCategory::RichMedia, "rich-media"},
    {LogCategory::Rkey, "rkey"},
    {LogCategory::KickOffline, "kick-offline"},
    {LogCategory::Login, "login"},
    {LogCategory::Restart, "restart"},
    {LogCategory::Port, "port"},
    {LogCategory::UnknownEvent, "unknown-event"},
    {LogCategory::RiskControl, "risk-control"},
    {LogCategory::Refused, "refused"},
}));

} // namespace

template <>
std::span<const EnumName<ErrorReason>> namesOf()
{
    return kReasonNames;
}

template <>
std::span<const EnumName<ErrorKind>> namesOf()
{
    return kErrorKind;
}

template <>
std::span<const EnumName<OneBotTransportKind>> namesOf()
{
    return kOneBotTransportKind;
}

template <>
std::span<const EnumName<ProxyMode>> namesOf()
{
    return kProxyMode;
}

template <>
std::span<const EnumName<CloseAction>> namesOf()
{
    return kCloseAction;
}

template <>
std::span<const EnumName<KeyringState>> namesOf()
{
    return kKeyringState;
}

template <>
std::span<const EnumName<TestStep>> namesOf()
{
    return kTestStep;
}

template <>
std::span<const EnumName<StepState>> namesOf()
{
    return kStepState;
}

template <>
std::span<const EnumName<DetectedAs>> namesOf()
{
    return kDetectedAs;
}

template <>
std::span<const EnumName<RejectReason>> namesOf()
{
    return kRejectReason;
}

template <>
std::span<const EnumName<SessionPhase>> namesOf()
{
    return kSessionPhase;
}

template <>
std::span<const EnumName<LoginReason>> namesOf()
{
    return kLoginReason;
}

template <>
std::span<const EnumName<ReadinessCheck>> namesOf()
{
    return kReadinessCheck;
}

template <>
std::span<const EnumName<ReadinessState>> namesOf()
{
    return kReadinessState;
}

template <>
std::span<const EnumName<ServiceState>> namesOf()
{
    return kServiceState;
}

template <>
std::span<const EnumName<Condition>> namesOf()
{
    return kCondition;
}

template <>
std::span<const EnumName<ConditionCause>> namesOf()
{
    return kConditionCause;
}

template <>
std::span<const EnumName<ChatKind>> namesOf()
{
    return kChatKind;
}

template <>
std::span<const EnumName<DeliveryState>> namesOf()
{
    return kDeliveryState;
}

template <>
std::span<const EnumName<VerifiedBy>> namesOf()
{
    return kVerifiedBy;
}

template <>
std::span<const EnumName<BroadcastState>> namesOf()
{
    return kBroadcastState;
}

template <>
std::span<const EnumName<IncidentKind>> namesOf()
{
    return kIncidentKind;
}

template <>
std::span<const EnumName<Severity>> namesOf()
{
    return kSeverity;
}

template <>
std::span<const EnumName<RkeySource>> namesOf()
{
    return kRkeySource;
}

template <>
std::span<const EnumName<RkeyProbeOutcome>> namesOf()
{
    return kRkeyProbeOutcome;
}

template <>
std::span<const EnumName<LogLevel>> namesOf()
{
    return kLogLevel;
}

template <>
std::span<const EnumName<LogCategory>> namesOf()
{
    return kLogCategory;
}

} // namespace rookery
