// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace rookery {

//! Names the cause of a failure as far as it is known. Each value has one sentence per language in `ui/text`.
enum class Reason {
    None,
    // reaching a gateway
    HostNotFound,
    ConnectionRefused, //!< nothing listens on that port: wrong port, or not started
    Unreachable,
    ConnectionLost,
    HandshakeSilent, //!< connected, but the peer never answered the handshake
    HalfOpen, //!< the peer went quiet although the socket looks open
    WrongServer, //!< something answers there, but not the expected kind of server
    OldVersion, //!< this version of the gateway does not know the call
    TlsUntrusted, //!< unknown issuer or self-signed; can be pinned by fingerprint
    TlsChanged, //!< a pinned fingerprint no longer matches
    TlsExpected, //!< plain http was sent to a TLS port, or TLS to a plain port
    ProxyFailed,
    GatewayRestarting,
    NotDialledIn, //!< the gateway dials in, and it has not done so
    PortFull, //!< unauthenticated connections hold all the places on our own port that they may have
    PortUnavailable, //!< our own port cannot be opened: in use, or no permission
    PortsSilent, //!< logged in, but none of its configured ports answers
    ProgramNotStarted, //!< a local program that we were to start is missing, or may not be run
    ProgramEnded, //!< a program that we started has ended
    SetupUnfinished, //!< the program has just written its configuration, which has to be edited before it can run
    BackendDown, //!< the reverse proxy or front page answers, the service behind it does not
    ServiceFails, //!< the service answers with a failure
    LogUnreadable, //!< a log that we were to follow is missing, or may not be read
    AccessDenied, //!< refused by the gateway's own address list
    FrontRefuses, //!< refused by something in front of the gateway: a reverse proxy, a firewall, a login page
    TokenOrFront, //!< refused without a reason: by the gateway because of the token, or by something in front of it
    NoEvents, //!< the gateway is reached over a transport without events, so nothing can be proven
    RestartByHand, //!< the gateway cannot restart itself, given the way it was started
    FrameTooLarge,
    NotReading, //!< the peer does not read what is sent to it
    TlsTooOld, //!< the peer supports only unsafe versions of TLS
    Garbage, //!< bytes that are not the protocol
    // secrets and login
    TokenWrong,
    TokenMissing,
    LoginRateLimit,
    PanelLocked, //!< too many wrong passwords: all logins are blocked for a while
    PanelPasswordUnset, //!< the panel requires a password to be chosen first
    NoOneBotServer, //!< no OneBot server is enabled in the gateway's own configuration
    TotpNeeded,
    TotpWrong,
    PhoneDigitsNeeded, //!< WeChat: the phone that scanned shows digits that must be entered here
    PhoneDigitsWrong,
    CredentialExpired,
    NotLoggedIn,
    AlreadyLoggedIn,
    QrUnchanged, //!< the refresh was answered with OK, but the code did not change
    QrExpired,
    QuickLoginFailed,
    CaptchaNeeded,
    NewDeviceCheck,
    SignTokenNeeded, //!< the gateway's own Auth Token is missing or refused
    GatewayChanged, //!< the gateway reports another kind or generation than before
    Kicked,
    OfflineByQq,
    BoundElsewhere, //!< WeChat: another program has bound the bot
    // sending
    NoReply,
    SendTimeout, //!< the gateway accepted the message, then saw no confirmation
    RichMediaFailed,
    StagedFileGone,
    UploadMismatch,
    Muted,
    NotInGroup,
    TargetUnknown,
    UnknownAction,
    SendRefused,
    SendUnclear, //!< the gateway reports a failure that does not say whether the message was sent
    MessageTooLarge, //!< larger than the gateway accepts
    MustWriteFirst, //!< WeChat: only users who wrote within the last day can be answered
    PictureLost, //!< the message is in the chat, but without its picture
    RiskControl, //!< QQ restricts the account and silently dropped the message
    NoProof, //!< accepted, but nothing has shown that it arrived
    CrashWhileSending,
    Restored, //!< the database is an older copy: the message may have been sent since
    SendingStopped, //!< "stop all sending" is on
    AccountOffline,
    GatewayStopped, //!< the operator stopped the connection
    GatewayRemoved, //!< the delivery's gateway is no longer in the profile
    AnotherAccount, //!< another account is logged in at the gateway
    ReachedByAnother, //!< the same group gets the message through another account
    ArrivedAgain, //!< no failure: later sends were seen to arrive
    TimeLimit, //!< the caller's own time limit passed; pending deliveries stay queued
    // pictures
    PictureUnreadable,
    PictureTooLarge,
    PictureTooManyPixels,
    PictureFormat,
    PictureEmpty,
    FileMissing,
    // this machine
    KeyringLocked,
    KeyringAbsent,
    KeyringFailed,
    DiskFull,
    DiskFailed, //!< the system reports a disk error although there is free space
    FileDenied,
    SettingsBroken, //!< settings.json is empty, or is not a settings file
    SettingsRefused, //!< settings.json contains something invalid: a duplicate id, an unknown kind
    DatabaseBroken,
    DatabaseTooNew,
    DatabaseForeign, //!< its schema is not the one that this program creates
    DatabaseReplaced, //!< its file, or the profile's lock, was removed or replaced while the program was running
    ProfileInUse,
    // input and lifetime
    BadInput,
    NotFound,
    Duplicate,
    ShuttingDown,
    Internal,
};

} // namespace rookery
