// SPDX-License-Identifier: GPL-3.0-or-later
#include "names.h"

#include <algorithm>
#include <array>

namespace rookery::store {

namespace {

//! Maps an enumerator to its name; one row per enumerator.
template <class E>
struct Named {
    E value;
    const char *name;
};

constexpr auto kErrorKinds = std::to_array<Named<ErrorKind>>({
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
});

constexpr auto kReasons = std::to_array<Named<Reason>>({
    {Reason::None, "none"},
    {Reason::HostNotFound, "host-not-found"},
    {Reason::ConnectionRefused, "connection-refused"},
    {Reason::Unreachable, "unreachable"},
    {Reason::ConnectionLost, "connection-lost"},
    {Reason::HandshakeSilent, "handshake-silent"},
    {Reason::HalfOpen, "half-open"},
    {Reason::WrongServer, "wrong-server"},
    {Reason::OldVersion, "old-version"},
    {Reason::TlsUntrusted, "tls-untrusted"},
    {Reason::TlsChanged, "tls-changed"},
    {Reason::TlsExpected, "tls-expected"},
    {Reason::ProxyFailed, "proxy-failed"},
    {Reason::GatewayRestarting, "gateway-restarting"},
    {Reason::NotDialledIn, "not-dialled-in"},
    {Reason::PortFull, "port-full"},
    {Reason::PortUnavailable, "port-unavailable"},
    {Reason::PortsSilent, "ports-silent"},
    {Reason::ProgramNotStarted, "program-not-started"},
    {Reason::ProgramEnded, "program-ended"},
    {Reason::SetupUnfinished, "setup-unfinished"},
    {Reason::BackendDown, "backend-down"},
    {Reason::ServiceFails, "service-fails"},
    {Reason::LogUnreadable, "log-unreadable"},
    {Reason::AccessDenied, "access-denied"},
    {Reason::FrontRefuses, "front-refuses"},
    {Reason::TokenOrFront, "token-or-front"},
    {Reason::NoEvents, "no-events"},
    {Reason::RestartByHand, "restart-by-hand"},
    {Reason::FrameTooLarge, "frame-too-large"},
    {Reason::NotReading, "not-reading"},
    {Reason::TlsTooOld, "tls-too-old"},
    {Reason::Garbage, "garbage"},
    {Reason::TokenWrong, "token-wrong"},
    {Reason::TokenMissing, "token-missing"},
    {Reason::LoginRateLimit, "login-rate-limit"},
    {Reason::PanelLocked, "panel-locked"},
    {Reason::PanelPasswordUnset, "panel-password-unset"},
    {Reason::NoOneBotServer, "no-onebot-server"},
    {Reason::TotpNeeded, "totp-needed"},
    {Reason::TotpWrong, "totp-wrong"},
    {Reason::PhoneDigitsNeeded, "phone-digits-needed"},
    {Reason::PhoneDigitsWrong, "phone-digits-wrong"},
    {Reason::CredentialExpired, "credential-expired"},
    {Reason::NotLoggedIn, "not-logged-in"},
    {Reason::AlreadyLoggedIn, "already-logged-in"},
    {Reason::QrUnchanged, "qr-unchanged"},
    {Reason::QrExpired, "qr-expired"},
    {Reason::QuickLoginFailed, "quick-login-failed"},
    {Reason::CaptchaNeeded, "captcha-needed"},
    {Reason::NewDeviceCheck, "new-device-check"},
    {Reason::SignTokenNeeded, "sign-token-needed"},
    {Reason::GatewayChanged, "gateway-changed"},
    {Reason::Kicked, "kicked"},
    {Reason::OfflineByQq, "offline-by-qq"},
    {Reason::BoundElsewhere, "bound-elsewhere"},
    {Reason::NoReply, "no-reply"},
    {Reason::SendTimeout, "send-timeout"},
    {Reason::RichMediaFailed, "rich-media-failed"},
    {Reason::StagedFileGone, "staged-file-gone"},
    {Reason::UploadMismatch, "upload-mismatch"},
    {Reason::Muted, "muted"},
    {Reason::NotInGroup, "not-in-group"},
    {Reason::TargetUnknown, "target-unknown"},
    {Reason::UnknownAction, "unknown-action"},
    {Reason::SendRefused, "send-refused"},
    {Reason::SendUnclear, "send-unclear"},
    {Reason::MessageTooLarge, "message-too-large"},
    {Reason::MustWriteFirst, "must-write-first"},
    {Reason::PictureLost, "picture-lost"},
    {Reason::RiskControl, "risk-control"},
    {Reason::NoProof, "no-proof"},
    {Reason::CrashWhileSending, "crash-while-sending"},
    {Reason::Restored, "restored"},
    {Reason::SendingStopped, "sending-stopped"},
    {Reason::AccountOffline, "account-offline"},
    {Reason::GatewayStopped, "gateway-stopped"},
    {Reason::GatewayRemoved, "gateway-removed"},
    {Reason::AnotherAccount, "another-account"},
    {Reason::ReachedByAnother, "reached-by-another"},
    {Reason::ArrivedAgain, "arrived-again"},
    {Reason::TimeLimit, "time-limit"},
    {Reason::PictureUnreadable, "picture-unreadable"},
    {Reason::PictureTooLarge, "picture-too-large"},
    {Reason::PictureTooManyPixels, "picture-too-many-pixels"},
    {Reason::PictureFormat, "picture-format"},
    {Reason::PictureEmpty, "picture-empty"},
    {Reason::FileMissing, "file-missing"},
    {Reason::KeyringLocked, "keyring-locked"},
    {Reason::KeyringAbsent, "keyring-absent"},
    {Reason::KeyringFailed, "keyring-failed"},
    {Reason::DiskFull, "disk-full"},
    {Reason::DiskFailed, "disk-failed"},
    {Reason::FileDenied, "file-denied"},
    {Reason::SettingsBroken, "settings-broken"},
    {Reason::SettingsRefused, "settings-refused"},
    {Reason::DatabaseBroken, "database-broken"},
    {Reason::DatabaseTooNew, "database-too-new"},
    {Reason::DatabaseForeign, "database-foreign"},
    {Reason::DatabaseReplaced, "database-replaced"},
    {Reason::ProfileInUse, "profile-in-use"},
    {Reason::BadInput, "bad-input"},
    {Reason::NotFound, "not-found"},
    {Reason::Duplicate, "duplicate"},
    {Reason::ShuttingDown, "shutting-down"},
    {Reason::Internal, "internal"},
});
// `Internal` is the last reason: a new reason without a name fails here.
static_assert(kReasons.size() == static_cast<std::size_t>(Reason::Internal) + 1);

constexpr auto kDeliveryStates = std::to_array<Named<DeliveryState>>({
    {DeliveryState::Queued, "queued"},
    {DeliveryState::Waiting, "waiting"},
    {DeliveryState::Sending, "sending"},
    {DeliveryState::Accepted, "accepted"},
    {DeliveryState::Unknown, "unknown"},
    {DeliveryState::Verified, "verified"},
    {DeliveryState::Failed, "failed"},
    {DeliveryState::Cancelled, "cancelled"},
});

constexpr auto kVerifiedBy = std::to_array<Named<VerifiedBy>>({
    {VerifiedBy::None, ""},
    {VerifiedBy::Echo, "echo"},
    {VerifiedBy::History, "history"},
    {VerifiedBy::Operator, "operator"},
});

constexpr auto kBroadcastStates = std::to_array<Named<BroadcastState>>({
    {BroadcastState::Running, "running"},
    {BroadcastState::Paused, "paused"},
    {BroadcastState::Settled, "settled"},
    {BroadcastState::Cancelled, "cancelled"},
});

constexpr auto kChatKinds = std::to_array<Named<ChatKind>>({{ChatKind::Group, "group"}, {ChatKind::Friend, "friend"}});

template <class Table, class E>
QLatin1StringView find(const Table &table, E value)
{
    const auto it = std::find_if(table.begin(), table.end(), [value](const auto &row) { return row.value == value; });
    return it == table.end() ? QLatin1StringView() : QLatin1StringView(it->name);
}

template <class Table, class E>
E find(const Table &table, const QString &name, E fallback)
{
    const auto it = std::find_if(table.begin(), table.end(),
                                 [&name](const auto &row) { return name == QLatin1StringView(row.name); });
    return it == table.end() ? fallback : it->value;
}

} // namespace

QLatin1StringView nameOf(ErrorKind value)
{
    return find(kErrorKinds, value);
}

QLatin1StringView nameOf(Reason value)
{
    return find(kReasons, value);
}

QLatin1StringView nameOf(DeliveryState value)
{
    return find(kDeliveryStates, value);
}

QLatin1StringView nameOf(VerifiedBy value)
{
    return find(kVerifiedBy, value);
}

QLatin1StringView nameOf(BroadcastState value)
{
    return find(kBroadcastStates, value);
}

QLatin1StringView nameOf(ChatKind value)
{
    return find(kChatKinds, value);
}

ErrorKind errorKind(const QString &name)
{
    return find(kErrorKinds, name, ErrorKind::Bug);
}

Reason reason(const QString &name)
{
    return find(kReasons, name, Reason::Internal);
}

DeliveryState deliveryState(const QString &name)
{
    return find(kDeliveryStates, name, DeliveryState::Unknown);
}

VerifiedBy verifiedBy(const QString &name)
{
    return find(kVerifiedBy, name, VerifiedBy::None);
}

BroadcastState broadcastState(const QString &name)
{
    return find(kBroadcastStates, name, BroadcastState::Paused);
}

ChatKind chatKind(const QString &name)
{
    return find(kChatKinds, name, ChatKind::Group);
}

} // namespace rookery::store
