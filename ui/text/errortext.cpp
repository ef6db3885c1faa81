// SPDX-License-Identifier: GPL-3.0-or-later
#include "errortext.h"

#include "format.h"
#include "kindwording.h"

#include "base/reason.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cstddef>

namespace rookery::text {

namespace {

struct Words {
    ErrorReason reason;
    const char *clause;
    const char *advice;
};

// One row per cause, in the order of kReasonNames; the assertion below keeps it complete.
constexpr std::array<Words, kReasonNames.size()> kWords{{
    {Reason::None, "", ""},
    // reaching a gateway
    {Reason::HostNotFound, QT_TRANSLATE_NOOP("Errors", "this host name cannot be resolved"),
     QT_TRANSLATE_NOOP("Errors", "DNS has no such host. Check the spelling of the address, or use the IP address.")},
    {Reason::ConnectionRefused, QT_TRANSLATE_NOOP("Errors", "nothing listens at this address and port"),
     QT_TRANSLATE_NOOP("Errors",
                       "The machine answered that the port is closed: the gateway is not running, or uses another "
                       "port. Start it or correct the port, then press Retry now.")},
    {Reason::Unreachable, QT_TRANSLATE_NOOP("Errors", "the machine does not answer"),
     QT_TRANSLATE_NOOP("Errors",
                       "No answer came within the deadline: the machine is off, or a firewall drops the connection. "
                       "Check the address and the firewall, then press Retry now.")},
    {Reason::ConnectionLost, QT_TRANSLATE_NOOP("Errors", "the connection was lost"),
     QT_TRANSLATE_NOOP("Errors",
                       "The connection was open and then ended. Rookery reconnects by itself; if this keeps happening, "
                       "check the gateway's log.")},
    {Reason::HandshakeSilent, QT_TRANSLATE_NOOP("Errors", "connected, but the gateway never answered the handshake"),
     QT_TRANSLATE_NOOP("Errors",
                       "The port is open, but nothing was received for 5 s: the gateway hangs, or another service uses "
                       "the port. Restart the gateway, then press Retry now.")},
    {Reason::HalfOpen, QT_TRANSLATE_NOOP("Errors", "the gateway stopped responding although the connection is open"),
     QT_TRANSLATE_NOOP(
         "Errors", "Heartbeats stopped and a request was not answered. Rookery closes the connection and reconnects.")},
    {Reason::WrongServer, QT_TRANSLATE_NOOP("Errors", "something other than this kind of gateway answers there"),
     QT_TRANSLATE_NOOP(
         "Errors",
         "The answer does not have this gateway's own format: it comes from a proxy or a login page in front, or from "
         "another service at this address. Rookery retries by itself; if this continues, check address and kind.")},
    {Reason::OldVersion, QT_TRANSLATE_NOOP("Errors", "this version of the gateway does not know the call"),
     QT_TRANSLATE_NOOP("Errors", "The gateway answers, but without this function: it is too old. Update the gateway.")},
    {Reason::TlsUntrusted, QT_TRANSLATE_NOOP("Errors", "the certificate is not trusted"),
     QT_TRANSLATE_NOOP("Errors",
                       "It is self-signed or from an unknown issuer. Compare its fingerprint with the one on the "
                       "gateway's machine; if they are equal, press Trust this certificate.")},
    {Reason::TlsChanged, QT_TRANSLATE_NOOP("Errors", "the certificate is not the one you trusted"),
     QT_TRANSLATE_NOOP("Errors",
                       "Its fingerprint differs from the stored one. If the gateway's certificate was renewed, compare "
                       "the new fingerprint and trust it; if not, the connection may be intercepted.")},
    {Reason::TlsExpected, QT_TRANSLATE_NOOP("Errors", "one side speaks https, the other plain http"),
     QT_TRANSLATE_NOOP("Errors", "Change http to https in the gateway's address, or the other way round.")},
    {Reason::ProxyFailed, QT_TRANSLATE_NOOP("Errors", "the proxy refused the connection"),
     QT_TRANSLATE_NOOP("Errors",
                       "Check the proxy in the settings, section Network. Addresses on this machine are never sent "
                       "through it.")},
    {Reason::ProxyPasswordMissing, QT_TRANSLATE_NOOP("Errors", "the password of the proxy is not stored here"),
     QT_TRANSLATE_NOOP("Errors",
                       "The settings came from another machine, or the password was removed from the keyring. Enter "
                       "it in the settings, section Network.")},
    {Reason::GatewayRestarting, QT_TRANSLATE_NOOP("Errors", "the gateway is restarting"),
     QT_TRANSLATE_NOOP("Errors", "It takes a few seconds; Rookery connects as soon as the port is open again.")},
    {Reason::NotDialledIn, QT_TRANSLATE_NOOP("Errors", "the gateway has not connected"),
     QT_TRANSLATE_NOOP("Errors",
                       "This gateway connects to Rookery. Set it up as a WebSocket client with the address and token "
                       "that Rookery shows, and make sure that it can reach this machine.")},
    {Reason::PortFull, QT_TRANSLATE_NOOP("Errors", "connections without a token fill the port for gateways"),
     QT_TRANSLATE_NOOP("Errors",
                       "Those that have waited longest are closed to make room, so a gateway with the right token can "
                       "still connect. Find the program at that address and stop it.")},
    {Reason::PortUnavailable, QT_TRANSLATE_NOOP("Errors", "Rookery's own port could not be opened"),
     QT_TRANSLATE_NOOP("Errors",
                       "Another program uses it, or this address is not one of this machine. Choose another port or "
                       "address for incoming gateway connections.")},
    {Reason::PortsSilent, QT_TRANSLATE_NOOP("Errors", "logged in, but none of the gateway's ports answers"),
     QT_TRANSLATE_NOOP("Errors",
                       "The account is logged in, yet the gateway has not opened its HTTP and WebSocket services. "
                       "Restart the gateway; if it happens again, look in its log for a port that is in use.")},
    {Reason::ProgramNotStarted, QT_TRANSLATE_NOOP("Errors", "the program could not be started"),
     QT_TRANSLATE_NOOP("Errors",
                       "The file or its folder is missing, or you may not run it. Check the path of the program and "
                       "its working folder, then press Retry now.")},
    {Reason::ProgramEnded, QT_TRANSLATE_NOOP("Errors", "the program has ended"),
     QT_TRANSLATE_NOOP("Errors",
                       "Rookery started it and it exited by itself; its last log lines say why. Rookery restarts it a "
                       "limited number of times, because each start is another login. After that, press Retry now.")},
    {Reason::SetupUnfinished,
     QT_TRANSLATE_NOOP("Errors", "the gateway runs for the first time and waits for its settings"),
     QT_TRANSLATE_NOOP("Errors",
                       "It has written appsettings.json into its folder and waits for a key to be pressed. Edit that "
                       "file (its implementations, ports and tokens), then press Retry now.")},
    {Reason::BackendDown, QT_TRANSLATE_NOOP("Errors", "a web server in front answers, but what is behind it does not"),
     QT_TRANSLATE_NOOP(
         "Errors",
         "The process behind it is gone, starting or not ready; its last log lines say why. Rookery tries "
         "again by itself.")},
    {Reason::ServiceFails, QT_TRANSLATE_NOOP("Errors", "the service reports an error"),
     QT_TRANSLATE_NOOP(
         "Errors", "The process runs, but something that it depends on does not, often its database. Check its log.")},
    {Reason::LogUnreadable, QT_TRANSLATE_NOOP("Errors", "the log cannot be followed"),
     QT_TRANSLATE_NOOP("Errors",
                       "The file is missing or cannot be read, or the command ended. Rookery keeps trying; until then "
                       "the state of the bot behind the service is unknown.")},
    {Reason::AccessDenied, QT_TRANSLATE_NOOP("Errors", "the gateway does not accept this machine's address"),
     QT_TRANSLATE_NOOP("Errors",
                       "The gateway's list of allowed addresses does not include this machine. Add it there.")},
    {Reason::FrontRefuses, QT_TRANSLATE_NOOP("Errors", "something in front of the gateway refuses the request"),
     QT_TRANSLATE_NOOP("Errors",
                       "The answer does not have the gateway's own format: a reverse proxy, a firewall or a login page "
                       "gave it. Rookery retries by itself; if this continues, allow this machine there.")},
    {Reason::TokenOrFront,
     QT_TRANSLATE_NOOP("Errors", "the token was refused, or a proxy in front of the gateway refuses"),
     QT_TRANSLATE_NOOP("Errors",
                       "The refusal is empty and does not say who gave it. Rookery tries again by itself. Compare the "
                       "token with the gateway's, and look at the rules of a proxy in front of it.")},
    {Reason::NoEvents, QT_TRANSLATE_NOOP("Errors", "no events come this way: sends cannot be proven"),
     QT_TRANSLATE_NOOP("Errors",
                       "The gateway is reached over HTTP alone. Switch a WebSocket server on there; where its "
                       "configuration is read, Rookery moves to it by itself.")},
    {Reason::RestartByHand, QT_TRANSLATE_NOOP("Errors", "the gateway cannot restart itself"),
     QT_TRANSLATE_NOOP("Errors",
                       "It runs as a single process, without one that could start it again. Stop and start it on its "
                       "own machine (its window, service or container); Rookery connects again by itself.")},
    {Reason::PacketBackendOff, QT_TRANSLATE_NOOP("Errors", "the gateway's packet back end does not work"),
     QT_TRANSLATE_NOOP(
         "Errors",
         "Without it the gateway cannot ask QQ for picture keys. NapCat: set packetBackend to auto in its "
         "napcat.json, use a version of QQ that it supports, and restart it.")},
    {Reason::FrameTooLarge, QT_TRANSLATE_NOOP("Errors", "the gateway sent more than is allowed at once"),
     QT_TRANSLATE_NOOP("Errors",
                       "The message was larger than the limit, so the connection was closed to protect this program. "
                       "If it happens again, look at what the gateway forwards.")},
    {Reason::NotReading, QT_TRANSLATE_NOOP("Errors", "the gateway does not read what is sent to it"),
     QT_TRANSLATE_NOOP(
         "Errors",
         "More than 8 MiB of answers waited for it, so the connection was closed to protect this program. "
         "Rookery connects again by itself; if it happens again, restart the gateway.")},
    {Reason::TlsTooOld,
     QT_TRANSLATE_NOOP("Errors", "the other side speaks only versions of TLS that are no longer safe"),
     QT_TRANSLATE_NOOP(
         "Errors",
         "TLS 1.2 or later is needed. Update the gateway, or the proxy that holds its certificate, or let "
         "it offer TLS 1.2.")},
    {Reason::Garbage, QT_TRANSLATE_NOOP("Errors", "the gateway sent data that cannot be decoded"),
     QT_TRANSLATE_NOOP("Errors",
                       "It was counted and skipped. If this keeps happening, the gateway's version may be too new, or "
                       "a proxy changes the data.")},
    // secrets and login
    {Reason::TokenWrong, QT_TRANSLATE_NOOP("Errors", "the token was refused"),
     QT_TRANSLATE_NOOP("Errors",
                       "The gateway rejected the token. Rookery does not retry by itself, because repeated attempts "
                       "lock out all clients. Press Change token.")},
    {Reason::TokenMissing, QT_TRANSLATE_NOOP("Errors", "no token is stored for this gateway"),
     QT_TRANSLATE_NOOP("Errors",
                       "Neither the keyring nor the environment has one. Press Change token and enter it, or set the "
                       "variable ROOKERY_SECRET_<ID> before the start (<ID> is the gateway's, in capitals).")},
    {Reason::LoginRateLimit, QT_TRANSLATE_NOOP("Errors", "too many logins at this gateway's panel"),
     QT_TRANSLATE_NOOP(
         "Errors",
         "The gateway allows a few logins per minute, for all users together. Rookery waits and then tries once.")},
    {Reason::PanelLocked, QT_TRANSLATE_NOOP("Errors", "the gateway's panel is locked after too many wrong passwords"),
     QT_TRANSLATE_NOOP("Errors",
                       "LLBot rejects every login for up to an hour, even with the right password. Wait, or restart "
                       "LLBot; then check the password in its data/webui_token.txt and press Change token.")},
    {Reason::PanelPasswordUnset, QT_TRANSLATE_NOOP("Errors", "the gateway's panel has no password yet"),
     QT_TRANSLATE_NOOP("Errors",
                       "Open LLBot's WebUI in a browser and choose a password; then press Change token and type it "
                       "here.")},
    {Reason::NoOneBotServer, QT_TRANSLATE_NOOP("Errors", "no OneBot server is switched on in the gateway"),
     QT_TRANSLATE_NOOP("Errors",
                       "LLBot: open its WebUI, page OneBot 11, and enable a WebSocket server (type ws) or an HTTP "
                       "server. Lagrange: add a ForwardWebSocket with host, port and token to Implementations in its "
                       "appsettings.json. Rookery never changes that configuration itself.")},
    {Reason::TotpNeeded, QT_TRANSLATE_NOOP("Errors", "the gateway's panel asks for a two-factor code"),
     QT_TRANSLATE_NOOP(
         "Errors", "Two-factor login is switched on there. Enter the six digits that your authenticator shows now.")},
    {Reason::TotpWrong, QT_TRANSLATE_NOOP("Errors", "the two-factor code was refused"),
     QT_TRANSLATE_NOOP(
         "Errors", "A code is good for 30 s, and both clocks must agree. Wait for the next code and enter that one.")},
    {Reason::PhoneDigitsNeeded, QT_TRANSLATE_NOOP("Errors", "the phone shows digits that have to be entered here"),
     QT_TRANSLATE_NOOP("Errors",
                       "WeChat checks that the phone and this console belong together. Open Login and enter the digits "
                       "that the phone shows after the scan.")},
    {Reason::PhoneDigitsWrong, QT_TRANSLATE_NOOP("Errors", "the digits do not match those on the phone"),
     QT_TRANSLATE_NOOP(
         "Errors",
         "Enter them again as the phone shows them. After several wrong attempts WeChat asks for another scan.")},
    {Reason::CredentialExpired, QT_TRANSLATE_NOOP("Errors", "the login at the gateway's panel has expired"),
     QT_TRANSLATE_NOOP("Errors", "Rookery logs in again with the stored token; no action is needed.")},
    {Reason::NotLoggedIn, QT_TRANSLATE_NOOP("Errors", "no account is logged in at this gateway"),
     QT_TRANSLATE_NOOP("Errors", "Open Login and scan the code with the phone.")},
    {Reason::AlreadyLoggedIn, QT_TRANSLATE_NOOP("Errors", "an account is already logged in"),
     QT_TRANSLATE_NOOP("Errors",
                       "The gateway shows a code only while no account is logged in. To use another account, log this "
                       "one out first.")},
    {Reason::QrUnchanged,
     QT_TRANSLATE_NOOP("Errors", "the gateway said the code was refreshed, but it is still the old one"),
     QT_TRANSLATE_NOOP("Errors",
                       "The same code came back, and an old code cannot be scanned. Press New code again; if it does "
                       "not change, restart the gateway.")},
    {Reason::QrExpired, QT_TRANSLATE_NOOP("Errors", "the code has expired"),
     QT_TRANSLATE_NOOP("Errors", "Press New code and scan that one.")},
    {Reason::QuickLoginFailed, QT_TRANSLATE_NOOP("Errors", "quick login failed"),
     QT_TRANSLATE_NOOP("Errors", "QQ no longer accepts the saved login. Scan the code instead.")},
    {Reason::CaptchaNeeded, QT_TRANSLATE_NOOP("Errors", "QQ asks for a captcha"),
     QT_TRANSLATE_NOOP("Errors", "It can only be solved on the gateway's own page. Press Open gateway page.")},
    {Reason::NewDeviceCheck, QT_TRANSLATE_NOOP("Errors", "QQ wants this device confirmed"),
     QT_TRANSLATE_NOOP("Errors", "It can only be confirmed on the gateway's own page. Press Open gateway page.")},
    {Reason::SignTokenNeeded, QT_TRANSLATE_NOOP("Errors", "LLBot's own Auth Token is missing or refused"),
     QT_TRANSLATE_NOOP("Errors",
                       "Enter the token that belongs to the account on the Login page, or on LLBot's panel.")},
    {Reason::GatewayChanged, QT_TRANSLATE_NOOP("Errors", "the gateway was replaced or updated"),
     QT_TRANSLATE_NOOP("Errors", "It is not the same as before. Check its kind on the Gateways page.")},
    {Reason::Kicked, QT_TRANSLATE_NOOP("Errors", "kicked offline by QQ"),
     QT_TRANSLATE_NOOP("Errors",
                       "The account was used on another device, or QQ ended the session. Log in again; if it happens "
                       "again within hours, stop using the account for a while.")},
    {Reason::OfflineByQq, QT_TRANSLATE_NOOP("Errors", "QQ reports the account as offline"),
     QT_TRANSLATE_NOOP("Errors", "The gateway still runs, but QQ has cut the account off. Log in again.")},
    {Reason::BoundElsewhere, QT_TRANSLATE_NOOP("Errors", "another program has bound the bot"),
     QT_TRANSLATE_NOOP("Errors",
                       "A WeChat bot can be bound to one program at a time. Open Login and scan the code to bind it "
                       "here; the other program then loses it.")},
    // sending
    {Reason::NoReply, QT_TRANSLATE_NOOP("Errors", "the gateway did not answer in time"),
     QT_TRANSLATE_NOOP("Errors",
                       "The request may or may not have been carried out. Check the chat before you send again.")},
    {Reason::SendTimeout, QT_TRANSLATE_NOOP("Errors", "the gateway saw no confirmation from QQ"),
     QT_TRANSLATE_NOOP("Errors",
                       "The gateway accepted the message and QQ did not confirm it in time. It may have arrived: check "
                       "the chat, then press Mark as delivered or Resend.")},
    {Reason::RichMediaFailed, QT_TRANSLATE_NOOP("Errors", "the picture was not accepted (rich media transfer failed)"),
     QT_TRANSLATE_NOOP("Errors",
                       "The upload failed. Rookery retries a few times with increasing delays; if this continues, send "
                       "fewer pictures at once or restart the gateway.")},
    {Reason::StagedFileGone, QT_TRANSLATE_NOOP("Errors", "the picture is no longer on the gateway"),
     QT_TRANSLATE_NOOP(
         "Errors",
         "The gateway cleans its cache from time to time. Rookery uploads the picture once more and goes on.")},
    {Reason::UploadMismatch, QT_TRANSLATE_NOOP("Errors", "the gateway received a different file than was sent"),
     QT_TRANSLATE_NOOP("Errors",
                       "The checksums differ, so the picture is not used. Resend it; if it repeats, check the "
                       "connection and the gateway's disk.")},
    {Reason::Muted, QT_TRANSLATE_NOOP("Errors", "the account is muted there"),
     QT_TRANSLATE_NOOP("Errors",
                       "A group administrator muted the account or all members. Ask to be unmuted, then send again.")},
    {Reason::NotInGroup, QT_TRANSLATE_NOOP("Errors", "the account is not in this group"),
     QT_TRANSLATE_NOOP("Errors",
                       "It left or was removed. Take the group off the list, or reach it through another account.")},
    {Reason::TargetUnknown, QT_TRANSLATE_NOOP("Errors", "the account does not know this group or friend"),
     QT_TRANSLATE_NOOP("Errors", "It is not in the account's lists. Check the number, or refresh the lists with F5.")},
    {Reason::UnknownAction, QT_TRANSLATE_NOOP("Errors", "the gateway does not support this call"),
     QT_TRANSLATE_NOOP("Errors", "Its version lacks the function. Update the gateway.")},
    {Reason::SendRefused, QT_TRANSLATE_NOOP("Errors", "QQ refused the message"),
     QT_TRANSLATE_NOOP("Errors",
                       "QQ refused it. If the message appears in the chat after all, it is marked as delivered. The "
                       "evidence has the gateway's response; change the message or the target.")},
    {Reason::SendUnclear,
     QT_TRANSLATE_NOOP("Errors", "the gateway reported an error that does not say whether the message was sent"),
     QT_TRANSLATE_NOOP("Errors",
                       "The message may have arrived. Check the chat, then press Mark as delivered or Resend.")},
    {Reason::MessageTooLarge, QT_TRANSLATE_NOOP("Errors", "the message is larger than the gateway accepts"),
     QT_TRANSLATE_NOOP(
         "Errors",
         "Nothing was sent, and the other targets at this gateway were not tried. Use smaller pictures, or "
         "raise the size limit of the gateway or of the proxy in front of it.")},
    {Reason::MustWriteFirst, QT_TRANSLATE_NOOP("Errors", "the user has to write first"),
     QT_TRANSLATE_NOOP("Errors",
                       "WeChat lets a bot reply only to users who wrote to it within the last 24 hours; nothing was "
                       "sent. Once the user has written, send again.")},
    {Reason::PictureLost, QT_TRANSLATE_NOOP("Errors", "the message arrived without its picture"),
     QT_TRANSLATE_NOOP("Errors",
                       "The gateway reported success, but the message that it sent has no picture. The text is in the "
                       "chat already: resending repeats it, so send the picture alone.")},
    {Reason::RiskControl, QT_TRANSLATE_NOOP("Errors", "QQ silently dropped the message"),
     QT_TRANSLATE_NOOP("Errors",
                       "QQ restricts the account for a while, so nothing was sent. Pause its broadcasts, and look in "
                       "the phone app for a notice that lets you lift it.")},
    {Reason::NoProof, QT_TRANSLATE_NOOP("Errors", "accepted, but delivery was not confirmed"),
     QT_TRANSLATE_NOOP("Errors",
                       "The gateway returned a message number, but no echo of the message arrived. Check the chat, "
                       "then press Mark as delivered or Resend.")},
    {Reason::CrashWhileSending, QT_TRANSLATE_NOOP("Errors", "the program ended while this was being sent"),
     QT_TRANSLATE_NOOP("Errors",
                       "It may or may not have been sent. Check the chat, then press Mark as delivered or Resend; "
                       "nothing is resent automatically.")},
    {Reason::Restored, QT_TRANSLATE_NOOP("Errors", "the database is older than the last send"),
     QT_TRANSLATE_NOOP("Errors",
                       "The profile was restored from an older copy, so this message may have been sent since. Check "
                       "the chat, then press Mark as delivered or Resend; nothing is resent automatically.")},
    {Reason::SendingStopped, QT_TRANSLATE_NOOP("Errors", "all sending is stopped"),
     QT_TRANSLATE_NOOP("Errors",
                       "Stop all sending was pressed. Press Resume sending at the top of the window to continue.")},
    {Reason::AccountOffline, QT_TRANSLATE_NOOP("Errors", "the account is not online"),
     QT_TRANSLATE_NOOP("Errors",
                       "Its messages wait and cost no attempt. They go out once the account is online again.")},
    {Reason::GatewayStopped, QT_TRANSLATE_NOOP("Errors", "disconnected manually"),
     QT_TRANSLATE_NOOP("Errors",
                       "Rookery does not connect to this gateway until Connect is pressed. Its messages wait.")},
    {Reason::GatewayRemoved, QT_TRANSLATE_NOOP("Errors", "its gateway was removed from Rookery"),
     QT_TRANSLATE_NOOP("Errors",
                       "The messages wait for a gateway with this id. Add it again, or cancel the rest of the "
                       "broadcast.")},
    {Reason::AnotherAccount, QT_TRANSLATE_NOOP("Errors", "another account is logged in at its gateway"),
     QT_TRANSLATE_NOOP("Errors",
                       "Messages are never handed to another account. Log the right one in there, or cancel the rest "
                       "of the broadcast.")},
    {Reason::ReachedByAnother, QT_TRANSLATE_NOOP("Errors", "it gets the message through another account"),
     QT_TRANSLATE_NOOP("Errors", "A group that several accounts reach gets the message once.")},
    {Reason::Excluded, QT_TRANSLATE_NOOP("Errors", "this account is excluded from broadcasts"),
     QT_TRANSLATE_NOOP("Errors",
                       "It is marked \"Never broadcast from this account\" in its gateway's settings: nothing was sent "
                       "through it. Clear the mark there to send from it again.")},
    {Reason::ArrivedAgain, QT_TRANSLATE_NOOP("Errors", "later messages arrived"),
     QT_TRANSLATE_NOOP("Errors", "No action needed.")},
    {Reason::TimeLimit, QT_TRANSLATE_NOOP("Errors", "not finished within the time limit"),
     QT_TRANSLATE_NOOP("Errors", "Unfinished messages stay in the queue, paused. Resume the broadcast to continue.")},
    // pictures
    {Reason::PictureUnreadable, QT_TRANSLATE_NOOP("Errors", "the picture cannot be read"),
     QT_TRANSLATE_NOOP("Errors", "The file is damaged or cut short. Choose another file.")},
    {Reason::PictureTooLarge, QT_TRANSLATE_NOOP("Errors", "the picture file is too large"),
     QT_TRANSLATE_NOOP("Errors", "QQ does not take files of this size as pictures. Save it smaller.")},
    {Reason::PictureTooManyPixels, QT_TRANSLATE_NOOP("Errors", "the picture has too many pixels"),
     QT_TRANSLATE_NOOP("Errors", "Scale it down and add it again.")},
    {Reason::PictureFormat, QT_TRANSLATE_NOOP("Errors", "this picture format cannot be sent"),
     QT_TRANSLATE_NOOP("Errors", "The content, not the name, decides. Save it as PNG, JPEG, GIF, WebP or BMP.")},
    {Reason::PictureEmpty, QT_TRANSLATE_NOOP("Errors", "the picture file is empty"),
     QT_TRANSLATE_NOOP("Errors", "It has no bytes. Choose another file.")},
    {Reason::FileMissing, QT_TRANSLATE_NOOP("Errors", "the file does not exist"),
     QT_TRANSLATE_NOOP("Errors", "It was moved or deleted. Choose it again.")},
    // this machine
    {Reason::KeyringLocked, QT_TRANSLATE_NOOP("Errors", "the keyring is locked"),
     QT_TRANSLATE_NOOP(
         "Errors", "Stored tokens cannot be read now, and none is overwritten. Unlock the keyring of your desktop.")},
    {Reason::KeyringAbsent, QT_TRANSLATE_NOOP("Errors", "there is no keyring on this machine"),
     QT_TRANSLATE_NOOP("Errors",
                       "Tokens are kept for this run only and must be entered again after a start. Install a keyring "
                       "service to keep them.")},
    {Reason::KeyringFailed, QT_TRANSLATE_NOOP("Errors", "the keyring reported a failure"),
     QT_TRANSLATE_NOOP("Errors", "The token is kept for this run only. Check the keyring of your desktop.")},
    {Reason::DiskFull, QT_TRANSLATE_NOOP("Errors", "the disk is full"),
     QT_TRANSLATE_NOOP("Errors",
                       "Nothing can be recorded, so nothing is sent. Free some space; sending resumes by itself.")},
    {Reason::DiskFailed, QT_TRANSLATE_NOOP("Errors", "the disk reported an error"),
     QT_TRANSLATE_NOOP("Errors",
                       "Reading or writing the profile failed although there is free space. Nothing can be recorded, "
                       "so nothing is sent; sending resumes by itself once the disk works. Check the disk.")},
    {Reason::FileDenied, QT_TRANSLATE_NOOP("Errors", "no permission to use the file or folder"),
     QT_TRANSLATE_NOOP("Errors", "The system refused access. Check its owner and permissions.")},
    {Reason::SettingsBroken, QT_TRANSLATE_NOOP("Errors", "the profile's settings.json is empty or unreadable"),
     QT_TRANSLATE_NOOP("Errors",
                       "Nothing was changed in it. The last good copy is beside it as settings.last-good.json; "
                       "\"rookeryctl settings restore\" restores it and keeps the unreadable file.")},
    {Reason::SettingsRefused, QT_TRANSLATE_NOOP("Errors", "the profile's settings.json contradicts itself"),
     QT_TRANSLATE_NOOP(
         "Errors",
         "A gateway id appears twice, or a gateway has a kind that this version does not know. Nothing was changed in "
         "the file. Correct it in an editor, or restore the last good copy with \"rookeryctl settings restore\".")},
    {Reason::DatabaseBroken, QT_TRANSLATE_NOOP("Errors", "the profile's database is damaged"),
     QT_TRANSLATE_NOOP(
         "Errors", "It cannot be read safely. Restore a backup of the profile folder, or start with another profile.")},
    {Reason::DatabaseTooNew, QT_TRANSLATE_NOOP("Errors", "the profile was used by a newer version"),
     QT_TRANSLATE_NOOP("Errors", "This version would misread it. Update Rookery, or start with another profile.")},
    {Reason::DatabaseForeign, QT_TRANSLATE_NOOP("Errors", "the profile's database was changed by another program"),
     QT_TRANSLATE_NOOP("Errors",
                       "Its tables or triggers are not those that Rookery creates, so it is not used. Restore a backup "
                       "of the profile folder, or start with another profile.")},
    {Reason::DatabaseReplaced,
     QT_TRANSLATE_NOOP("Errors", "the profile's database was removed or replaced while Rookery runs"),
     QT_TRANSLATE_NOOP("Errors",
                       "Sends could not be recorded, so nothing is sent. Put the original file back, or restart "
                       "Rookery; messages with an unknown outcome are not resent.")},
    {Reason::ProfileInUse, QT_TRANSLATE_NOOP("Errors", "the profile is in use by another program"),
     QT_TRANSLATE_NOOP(
         "Errors", "Only one program may send from a profile. Close the other one, or start with another profile.")},
    {Reason::OtherVersionRuns, QT_TRANSLATE_NOOP("Errors", "another version of Rookery is running with this profile"),
     QT_TRANSLATE_NOOP("Errors", "Quit it first (its tray icon has a menu), then start this version again.")},
    // input and life
    {Reason::BadInput, QT_TRANSLATE_NOOP("Errors", "this input cannot be used"),
     QT_TRANSLATE_NOOP("Errors", "Correct it and try again.")},
    {Reason::NotFound, QT_TRANSLATE_NOOP("Errors", "it no longer exists"),
     QT_TRANSLATE_NOOP("Errors", "It was removed in the meantime. Refresh with F5.")},
    {Reason::Duplicate, QT_TRANSLATE_NOOP("Errors", "it already exists"),
     QT_TRANSLATE_NOOP("Errors", "The same entry can be added only once.")},
    {Reason::ShuttingDown, QT_TRANSLATE_NOOP("Errors", "cancelled because the program or the connection is closing"),
     QT_TRANSLATE_NOOP("Errors", "No action needed.")},
    {Reason::Internal, QT_TRANSLATE_NOOP("Errors", "an internal error of this program"),
     QT_TRANSLATE_NOOP("Errors", "This should not happen. Please report it with the program's log.")},
}};

constexpr bool causesInOrder()
{
    for (std::size_t i = 0; i < kWords.size(); ++i) {
        if (kWords[i].reason != kReasonNames[i].value)
            return false;
    }
    return true;
}
static_assert(causesInOrder(), "every cause has its row, in the order of kReasonNames");

QString wordOf(const char *source)
{
    return *source == '\0' ? QString() : QCoreApplication::translate("Errors", source);
}

const Words &wordsOf(ErrorReason reason)
{
    const auto *const row =
        std::find_if(kWords.begin(), kWords.end(), [reason](const Words &words) { return words.reason == reason; });
    return row == kWords.end() ? kWords.front() : *row;
}

//! Returns the advice for the dialog that asks for address and token, where the usual buttons are missing. Empty: the
//! general advice fits.
QString formAdvice(ErrorReason reason)
{
    switch (reason) {
    case Reason::ConnectionRefused:
        return QCoreApplication::translate("Errors",
                                           "The machine answered that the port is closed: the gateway is not running, "
                                           "or uses another port. Start it, or go back and correct the address.");
    case Reason::Unreachable:
    case Reason::HandshakeSilent:
        return QCoreApplication::translate("Errors",
                                           "No usable answer came within the deadline. Check the address, the gateway "
                                           "and the firewall; then press Test again.");
    case Reason::WrongServer:
    case Reason::FrontRefuses:
        return QCoreApplication::translate(
            "Errors",
            "The answer does not have this gateway's own format: a proxy or a login page in front gave it, or another "
            "service. Go back and check address and kind.");
    case Reason::TokenOrFront:
        return QCoreApplication::translate("Errors",
                                           "The refusal is empty and does not say who gave it. Go back and compare the "
                                           "token, or look at the rules of a proxy in front of the gateway.");
    case Reason::TokenWrong:
        return QCoreApplication::translate("Errors",
                                           "The gateway rejected the token. Go back and correct it; too many wrong "
                                           "tokens lock some panels for all clients.");
    case Reason::TokenMissing:
        return QCoreApplication::translate("Errors", "Go back and enter the token.");
    case Reason::PanelLocked:
        return QCoreApplication::translate(
            "Errors",
            "LLBot rejects every login for up to an hour, even with the right password. Wait, or restart LLBot; then "
            "go back and compare the password with its data/webui_token.txt.");
    case Reason::PanelPasswordUnset:
        return QCoreApplication::translate(
            "Errors", "Open LLBot's WebUI in a browser and choose a password; then go back and type it.");
    case Reason::ProgramNotStarted:
        return QCoreApplication::translate(
            "Errors",
            "The file or its folder is missing, or you may not run it. Go back and check "
            "the path of the program and its working folder.");
    case Reason::SetupUnfinished:
        return QCoreApplication::translate("Errors",
                                           "It has written appsettings.json into its folder and waits for a key to be "
                                           "pressed. Edit that file, then press Test again.");
    case Reason::TlsUntrusted:
        return QCoreApplication::translate("Errors",
                                           "It is self-signed or from an unknown issuer. Compare its fingerprint with "
                                           "the one on the gateway's machine; press Review certificate.");
    default:
        return {};
    }
}

//! Returns advice that holds only for that kind of gateway; empty: none.
QString kindAdvice(ErrorReason reason, GatewayKind kind)
{
    const KindWords words = kindWords(kind);
    if (reason == Reason::ConnectionRefused)
        return words.portAdvice();
    if (reason == Reason::TokenWrong)
        return words.tokenAdvice();
    if (reason == Reason::AccessDenied)
        return words.accessAdvice();
    return {};
}

QString remoteWords(const Error &error)
{
    const QString detail = visibleControls(error.detail.trimmed());
    if (error.code != 0 && !detail.isEmpty())
        return QStringLiteral("%1: %2").arg(error.code).arg(detail);
    return error.code != 0 ? QString::number(error.code) : detail;
}

} // namespace

QString kindClause(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Offline:
        return QCoreApplication::translate("Errors", "there was no connection, nothing was sent");
    case ErrorKind::Timeout:
        return QCoreApplication::translate("Errors", "no answer in time");
    case ErrorKind::Network:
        return QCoreApplication::translate("Errors", "the connection failed");
    case ErrorKind::Tls:
        return QCoreApplication::translate("Errors", "no trusted connection could be made");
    case ErrorKind::Auth:
        return QCoreApplication::translate("Errors", "access was refused");
    case ErrorKind::RateLimited:
        return QCoreApplication::translate("Errors", "too many requests");
    case ErrorKind::Rejected:
        return QCoreApplication::translate("Errors", "the gateway refused");
    case ErrorKind::Expired:
        return QCoreApplication::translate("Errors", "it has expired");
    case ErrorKind::Protocol:
        return QCoreApplication::translate("Errors", "the answer is not the expected protocol");
    case ErrorKind::Storage:
        return QCoreApplication::translate("Errors", "it could not be stored");
    case ErrorKind::Cancelled:
        return QCoreApplication::translate("Errors", "cancelled");
    case ErrorKind::Bug:
        return QCoreApplication::translate("Errors", "an internal error of this program");
    }
    return {};
}

QString errorClause(const Error &error)
{
    if (error.reason != Reason::None)
        return wordOf(wordsOf(error.reason).clause);
    return error.kind == ErrorKind::Bug && error.detail.isEmpty() ? QString() : kindClause(error.kind);
}

QString sentence(const QString &clause)
{
    if (clause.isEmpty())
        return {};
    const QString words = clause.at(0).toUpper() + clause.mid(1);
    return QCoreApplication::translate("Errors", "%1.", "full stop behind a sentence").arg(words);
}

QString errorText(const Error &error)
{
    QString clause = errorClause(error);
    if (clause.isEmpty())
        return {};
    clause.replace(0, 1, clause.at(0).toUpper());
    const QString remote = remoteWords(error);
    if (!remote.isEmpty())
        clause = QCoreApplication::translate("Errors", "%1 (%2)", "what happened (the other side's own words)")
                     .arg(clause, remote);
    if (error.retryAfter > milliseconds(0))
        return QCoreApplication::translate("Errors", "%1; next try in %2.").arg(clause, duration(error.retryAfter));
    return sentence(clause);
}

QString errorAdvice(const Error &error, const AdvicePlace &place)
{
    const QString own = place.inForm ? formAdvice(error.reason) : QString();
    const QString advice = own.isEmpty() ? wordOf(wordsOf(error.reason).advice) : own;
    const QString more = place.kind ? kindAdvice(error.reason, *place.kind) : QString();
    return more.isEmpty() ? advice : QString(advice + u' ' + more);
}

} // namespace rookery::text
