// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace rookery {

//! Why, as far as we can tell: each value has one sentence per language in `ui/text`.
enum class Reason {
    None,
    // reaching a gateway
    HostNotFound,
    ConnectionRefused, //!< nothing listens there: wrong port, or not started
    Unreachable,
    ConnectionLost,
    HandshakeSilent, //!< connected, but the peer never answered the handshake
    HalfOpen, //!< the peer went quiet although the socket looks open
    WrongServer, //!< something answers there, but not the expected kind of server
    OldVersion, //!< the call is unknown to this version of the gateway
    TlsUntrusted, //!< unknown issuer or self-signed; can be pinned by fingerprint
    TlsChanged, //!< a pinned fingerprint no longer matches
    TlsExpected, //!< plain http was spoken to a TLS port, or the other way round
    ProxyFailed,
    GatewayRestarting,
    NotDialledIn, //!< it is the gateway that dials, and it has not
    PortFull, //!< strangers hold all the places of our own port that they may have
    PortUnavailable, //!< our own port cannot be opened: in use, or not ours to take
    PortsSilent, //!< logged in, but none of its configured ports answers
    ProgramNotStarted, //!< a program of this machine that we were to start: missing, or not ours to run
    ProgramEnded, //!< one that we started is gone
    SetupUnfinished, //!< it has just written its configuration and waits for somebody to edit it
    BackendDown, //!< the page in front answers, the service behind it does not
    ServiceFails, //!< the service answers that it failed
    LogUnreadable, //!< a log that we were to follow is missing, or not ours to read
    AccessDenied, //!< refused by the gateway's own address list
    FrontRefuses, //!< refused by something in front of the gateway: a reverse proxy, a firewall, a login page
    TokenOrFront, //!< refused without a word: by the gateway because of the token, or by something in front of it
    NoEvents, //!< it is reached by a way that carries no events, so that nothing can be proven
    RestartByHand, //!< it cannot restart itself as it was started
    FrameTooLarge,
    NotReading, //!< the peer does not take what is sent to it
    TlsTooOld, //!< the peer speaks only versions of TLS that are not safe
    Garbage, //!< bytes that are not the protocol
    // secrets and login
    TokenWrong,
    TokenMissing,
    LoginRateLimit,
    PanelLocked, //!< too many wrong passwords: nobody gets in for a while
    PanelPasswordUnset, //!< the panel wants a password to be chosen first
    NoOneBotServer, //!< the gateway's own configuration has no OneBot server switched on
    TotpNeeded,
    TotpWrong,
    PhoneDigitsNeeded, //!< WeChat: the phone that scanned shows digits, to be given here
    PhoneDigitsWrong,
    CredentialExpired,
    NotLoggedIn,
    AlreadyLoggedIn,
    QrUnchanged, //!< "refreshed" was answered, but the same code came back
    QrExpired,
    QuickLoginFailed,
    CaptchaNeeded,
    NewDeviceCheck,
    SignTokenNeeded, //!< the gateway's own Auth Token is missing or refused
    GatewayChanged, //!< it says it is another kind or generation than before
    Kicked,
    OfflineByQq,
    BoundElsewhere, //!< WeChat: another program has bound the bot
    // sending
    NoReply,
    SendTimeout, //!< the gateway accepted and then saw no confirmation
    RichMediaFailed,
    StagedFileGone,
    UploadMismatch,
    Muted,
    NotInGroup,
    TargetUnknown,
    UnknownAction,
    SendRefused,
    SendUnclear, //!< the gateway reports a failure that does not say whether the message was sent
    MessageTooLarge, //!< larger than the gateway takes
    MustWriteFirst, //!< WeChat: only who wrote within a day can be answered
    PictureLost, //!< the message stands in the chat, but without its picture
    RiskControl, //!< swallowed without a word: QQ restricts the account
    NoProof, //!< accepted, but nothing has shown that it arrived
    CrashWhileSending,
    Restored, //!< the database is an older copy: this may have been sent since
    SendingStopped, //!< "stop all sending" is on
    AccountOffline,
    GatewayStopped, //!< the operator stopped the connection
    GatewayRemoved, //!< its gateway is no longer in the profile
    AnotherAccount, //!< another account is logged in at the gateway
    ReachedByAnother, //!< the same group gets the message through another account
    ArrivedAgain, //!< no failure: later sends were seen to arrive
    TimeLimit, //!< the caller's own limit is over; what is open stays queued
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
    DiskFailed, //!< the system reports an error of the disk, and there is room
    FileDenied,
    SettingsBroken, //!< settings.json is empty, or no settings at all
    SettingsRefused, //!< settings.json has something that cannot be meant: one id twice, an unknown kind
    DatabaseBroken,
    DatabaseTooNew,
    DatabaseForeign, //!< its schema is not the one that this program makes
    DatabaseReplaced, //!< its file, or the profile's lock, was removed or replaced under the running program
    ProfileInUse,
    // input and life
    BadInput,
    NotFound,
    Duplicate,
    ShuttingDown,
    Internal,
};

} // namespace rookery
