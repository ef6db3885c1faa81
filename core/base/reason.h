// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "enumname.h"
#include "reasons/access.h"
#include "reasons/gateway.h"
#include "reasons/input.h"
#include "reasons/login.h"
#include "reasons/machine.h"
#include "reasons/picture.h"
#include "reasons/sending.h"
#include "reasons/transport.h"

#include <array>

namespace rookery {

//! Lists every cause with its name. Only code that handles all of them includes this header; other sources include the
//! families of the causes that they name, so that a new cause does not rebuild them all. Each has one sentence per
//! language in `ui/text`.
inline constexpr auto kReasonNames = std::to_array<EnumName<ErrorReason>>({
    {Reason::None, "none"},
    // reaching a gateway
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
    {Reason::ProxyPasswordMissing, "proxy-password-missing"},
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
    {Reason::PacketBackendOff, "packet-backend-off"},
    {Reason::FrameTooLarge, "frame-too-large"},
    {Reason::NotReading, "not-reading"},
    {Reason::TlsTooOld, "tls-too-old"},
    {Reason::Garbage, "garbage"},
    // secrets and login
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
    // sending
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
    {Reason::Excluded, "excluded"},
    {Reason::ArrivedAgain, "arrived-again"},
    {Reason::TimeLimit, "time-limit"},
    // pictures
    {Reason::PictureUnreadable, "picture-unreadable"},
    {Reason::PictureTooLarge, "picture-too-large"},
    {Reason::PictureTooManyPixels, "picture-too-many-pixels"},
    {Reason::PictureFormat, "picture-format"},
    {Reason::PictureEmpty, "picture-empty"},
    {Reason::FileMissing, "file-missing"},
    // this machine
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
    {Reason::OtherVersionRuns, "other-version-runs"},
    // input and lifetime
    {Reason::BadInput, "bad-input"},
    {Reason::NotFound, "not-found"},
    {Reason::Duplicate, "duplicate"},
    {Reason::ShuttingDown, "shutting-down"},
    {Reason::Internal, "internal"},
});

} // namespace rookery
