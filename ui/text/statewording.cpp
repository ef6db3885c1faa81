// SPDX-License-Identifier: GPL-3.0-or-later
// The words of rkey, incidents, keyring and the gateway test; wording.h declares them.
#include "wording.h"

#include "errortext.h"
#include "kindwording.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "base/reasons/machine.h"
#include "base/reasons/sending.h"
#include "model/severity.h"

#include <QCoreApplication>
#include <QUrl>

#include <array>
#include <cstddef>
#include <optional>

namespace rookery::text {

QString rkeySourceWord(RkeySource source)
{
    switch (source) {
    case RkeySource::Unknown:
        return QCoreApplication::translate("Words", "unknown", "rkey source");
    case RkeySource::Native:
        return QCoreApplication::translate("Words", "from QQ (native)");
    case RkeySource::RemoteServer:
        return QCoreApplication::translate("Words", "remote server");
    case RkeySource::StaleFallback:
        return QCoreApplication::translate("Words", "fallback (stale key)");
    case RkeySource::None:
        return QCoreApplication::translate("Words", "none", "rkey source");
    }
    return {};
}

QString rkeyWord(const RkeyState &state)
{
    if (state.source == RkeySource::Native && !state.proven)
        return QCoreApplication::translate("Words", "from QQ (asked)");
    if (state.source != RkeySource::Unknown)
        return rkeySourceWord(state.source);
    if (state.nativeLatched || state.nativeOff)
        return QCoreApplication::translate("Words", "unknown, native off");
    if (conditionOf(state) == Condition::Degraded)
        return QCoreApplication::translate("Words", "unknown, QQ gave no key");
    return rkeySourceWord(state.source);
}

namespace {

QString unknownSourceMeaning(const RkeyState &state, WallTime now)
{
    if (state.nativeLatched || state.nativeOff)
        return QCoreApplication::translate("Rkey",
                                           "Keys do not come from QQ: the gateway's native source is off. The next "
                                           "picture will show whether a public server gives keys.");
    if (conditionOf(state) == Condition::Degraded)
        return QCoreApplication::translate("Rkey",
                                           "At %1 the gateway got no key from QQ. The next picture will show whether a "
                                           "public server gives keys.")
            .arg(localTime(state.askedAt, now));
    if (state.proven)
        return QCoreApplication::translate("Rkey",
                                           "Pictures come with fresh keys. Whether these are from QQ or from a public "
                                           "server is not known yet.");
    if (state.askedAt != WallTime{} && !state.askError)
        return QCoreApplication::translate("Rkey",
                                           "At %1 QQ gave a key. In an earlier run keys did not come from QQ; the next "
                                           "picture will show whether pictures get fresh keys again.")
            .arg(localTime(state.askedAt, now));
    return QCoreApplication::translate("Rkey",
                                       "The source of the keys is not known yet. The first picture will show it.");
}

} // namespace

QString rkeyMeaning(const RkeyState &state, WallTime now)
{
    switch (state.source) {
    case RkeySource::Unknown:
        return unknownSourceMeaning(state, now);
    case RkeySource::Native:
        if (!state.proven)
            return QCoreApplication::translate("Rkey",
                                               "At %1 QQ gave a key: the native source works. The first picture will "
                                               "show which key pictures carry.")
                .arg(localTime(state.askedAt, now));
        return QCoreApplication::translate("Rkey",
                                           "The gateway gets its keys from QQ itself. This is the normal source: links "
                                           "to received pictures work until the key expires.");
    case RkeySource::RemoteServer:
        return QCoreApplication::translate("Rkey",
                                           "The gateway cannot get keys itself and uses a public server. Pictures work "
                                           "only as long as that server does.");
    case RkeySource::StaleFallback:
        return QCoreApplication::translate(
            "Rkey",
            "No source answers, so the gateway builds picture links with an old key that is compiled into it. Such "
            "links usually do not download, although every message looks normal. Sending is not affected.");
    case RkeySource::None:
        return QCoreApplication::translate("Rkey",
                                           "The gateway has no key at all; received pictures cannot be downloaded.");
    }
    return {};
}

QString rkeyLatchWords(const RkeyState &state, WallTime now)
{
    constexpr int kFailuresOfLatch = 8; // docs/protocol/napcat.md
    if (!state.nativeLatched)
        return {};
    for (const RkeyProvider &provider : state.providers) {
        if (provider.name == QLatin1String("native") && provider.failures >= kFailuresOfLatch)
            return QCoreApplication::translate(
                       "Rkey", "The native source is switched off until the gateway restarts: it failed %1 times.")
                .arg(number(provider.failures));
    }
    return QCoreApplication::translate("Rkey",
                                       "According to the gateway's log at %1, the native source is switched off until "
                                       "the gateway restarts. The number of failures is not known.")
        .arg(localTime(state.latchedAt, now));
}

QString rkeyAskedWords(const RkeyState &state, WallTime now)
{
    if (state.askedAt == WallTime{})
        return QCoreApplication::translate("Rkey", "not requested yet");
    if (!state.askError)
        return QCoreApplication::translate("Rkey", "%1: QQ gave one for %2", "time, life of the key")
            .arg(localTime(state.askedAt, now), shortDuration(state.askedTtl));
    if (state.askError->reason == Reason::UnknownAction)
        return QCoreApplication::translate("Rkey", "this gateway does not support it");
    return QCoreApplication::translate("Rkey", "%1: none came. %2", "time, why")
        .arg(localTime(state.askedAt, now), errorText(*state.askError));
}

QString rkeyProbeWord(RkeyProbeOutcome outcome)
{
    switch (outcome) {
    case RkeyProbeOutcome::NotRun:
        return QCoreApplication::translate("Words", "not probed yet");
    case RkeyProbeOutcome::Downloads:
        return QCoreApplication::translate("Words", "picture downloads");
    case RkeyProbeOutcome::ExpiredLink:
        return QCoreApplication::translate("Words", "link has expired");
    case RkeyProbeOutcome::Unreachable:
        return QCoreApplication::translate("Words", "picture server unreachable");
    case RkeyProbeOutcome::NoPicture:
        return QCoreApplication::translate("Words", "no picture seen yet");
    }
    return {};
}

namespace {

//! Returns the newest evidence that has a reason; an empty error when none has.
Error evidentError(const Incident &incident)
{
    for (auto it = incident.evidence.crbegin(); it != incident.evidence.crend(); ++it) {
        if (it->what.reason != Reason::ArrivedAgain && it->what.reason != Reason::None)
            return it->what;
    }
    return {};
}

//! Returns the error of a storage that fails for another reason than a full disk.
std::optional<Error> otherStorageError(const Incident &incident)
{
    const Error error = evidentError(incident);
    if (incident.kind != IncidentKind::StorageFull || error.reason == Reason::None || error.reason == Reason::DiskFull)
        return std::nullopt;
    return error;
}

QString loginCheckTitle(ErrorReason reason)
{
    if (reason == Reason::CaptchaNeeded)
        return QCoreApplication::translate("Incidents", "Login asks for a captcha");
    if (reason == Reason::NewDeviceCheck)
        return QCoreApplication::translate("Incidents", "Login asks to confirm a new device");
    if (reason == Reason::AlreadyLoggedIn)
        return QCoreApplication::translate("Incidents", "Account is logged in elsewhere");
    return QCoreApplication::translate("Incidents", "Login needs a check");
}

} // namespace

QString incidentTitle(const Incident &incident)
{
    if (otherStorageError(incident))
        return QCoreApplication::translate("Incidents", "Storage not writable");
    switch (incident.kind) {
    case IncidentKind::GatewayUnreachable:
        return QCoreApplication::translate("Incidents", "Gateway unreachable");
    case IncidentKind::TokenRefused:
        return evidentError(incident).reason == Reason::TokenMissing
            ? QCoreApplication::translate("Incidents", "Token needed")
            : QCoreApplication::translate("Incidents", "Token refused");
    case IncidentKind::LoginNeeded:
        return QCoreApplication::translate("Incidents", "Waiting for a login");
    case IncidentKind::AccountKicked:
        return QCoreApplication::translate("Incidents", "Account kicked offline");
    case IncidentKind::AccountOfflineByQq:
        return QCoreApplication::translate("Incidents", "Account offline at QQ");
    case IncidentKind::RkeyFallback:
        return QCoreApplication::translate("Incidents", "Picture links run on fallback keys");
    case IncidentKind::RkeyServerFailing: {
        const QString host = QUrl(incident.cause).host();
        return host.isEmpty() ? QCoreApplication::translate("Incidents", "rkey server failing")
                              : QCoreApplication::translate("Incidents", "rkey server failing: %1", "host").arg(host);
    }
    case IncidentKind::RichMediaFailing:
        return QCoreApplication::translate("Incidents", "Pictures cannot be sent");
    case IncidentKind::SendTimeouts:
        return QCoreApplication::translate("Incidents", "Sends are not confirmed");
    case IncidentKind::BroadcastUnknown:
        return QCoreApplication::translate("Incidents", "Deliveries need confirmation");
    case IncidentKind::StorageFull:
        return QCoreApplication::translate("Incidents", "Disk full");
    case IncidentKind::KeyringTrouble:
        return QCoreApplication::translate("Incidents", "Keyring unavailable");
    case IncidentKind::ProtocolGarbage:
        return QCoreApplication::translate("Incidents", "Unreadable data from the gateway");
    case IncidentKind::GatewayRestarted:
        return QCoreApplication::translate("Incidents", "Gateway restarted");
    case IncidentKind::CertificateRefused:
        return QCoreApplication::translate("Incidents", "Certificate not trusted");
    case IncidentKind::SameAccountTwice:
        return QCoreApplication::translate("Incidents", "Same account on two gateways");
    case IncidentKind::QrRefreshStuck:
        return QCoreApplication::translate("Incidents", "Login code does not renew");
    case IncidentKind::PortsSilent:
        return QCoreApplication::translate("Incidents", "Logged in, but its ports stay closed");
    case IncidentKind::AccountRestricted:
        return QCoreApplication::translate("Incidents", "QQ restricts this account");
    case IncidentKind::SignTokenNeeded:
        return QCoreApplication::translate("Incidents", "LLBot's Auth Token is missing or refused");
    case IncidentKind::GatewayChanged:
        return QCoreApplication::translate("Incidents", "Gateway replaced or updated");
    case IncidentKind::ServiceHeldUp:
        return QCoreApplication::translate("Incidents", "Service blocked by its WeChat bot");
    case IncidentKind::ServiceBotOff:
        return QCoreApplication::translate("Incidents", "Bot's login failed, payments off");
    case IncidentKind::ServiceSessionLost:
        return QCoreApplication::translate("Incidents", "WeChat session lost, payments off");
    case IncidentKind::ServiceFailing:
        return QCoreApplication::translate("Incidents", "Service answers only in part");
    case IncidentKind::PortFull:
        return QCoreApplication::translate("Incidents", "Port for gateways is full");
    case IncidentKind::RkeyNativeDown:
        return QCoreApplication::translate("Incidents", "Picture keys do not come from QQ");
    case IncidentKind::TotpNeeded:
        return QCoreApplication::translate("Incidents", "Two-factor code needed");
    case IncidentKind::LoginCheckNeeded:
        return loginCheckTitle(evidentError(incident).reason);
    }
    return {};
}

namespace {

struct Advice {
    IncidentKind kind;
    const char *words;
};

// One row per kind, in the order of the enum; the assertion below keeps it complete.
constexpr std::array<Advice, kIncidentKindCount> kAdvice{
    {{IncidentKind::GatewayUnreachable,
      QT_TRANSLATE_NOOP("Incidents",
                        "Rookery retries with increasing delays. Check that the gateway runs and that its address and "
                        "port are right; Retry now on the Gateways page retries at once.")},
     {IncidentKind::TokenRefused,
      QT_TRANSLATE_NOOP("Incidents",
                        "The gateway rejected the token, and Rookery does not retry, because repeated attempts can "
                        "lock out all clients. Enter the right token with Change token.")},
     {IncidentKind::LoginNeeded,
      QT_TRANSLATE_NOOP("Incidents",
                        "No account is logged in there. Open Login: it shows the code to scan, or says where "
                        "this gateway logs in.")},
     {IncidentKind::AccountKicked,
      QT_TRANSLATE_NOOP("Incidents",
                        "Kicked offline by QQ, often because the account was used on another device. Its deliveries "
                        "wait. Log in again; if it happens again, stop using the account for a while.")},
     {IncidentKind::AccountOfflineByQq,
      QT_TRANSLATE_NOOP(
          "Incidents",
          "The gateway runs, but QQ reports the account as offline: nothing is received or sent. Log in again.")},
     {IncidentKind::RkeyFallback,
      QT_TRANSLATE_NOOP("Incidents",
                        "Links to received pictures usually do not download; messages look normal and sending works. "
                        "Restart the gateway once its rkey servers answer again; a native source that was switched off "
                        "comes back only with a restart.")},
     {IncidentKind::RkeyServerFailing,
      QT_TRANSLATE_NOOP("Incidents",
                        "A public rkey server returns errors. After four failures the gateway stops using it for a "
                        "day; when all are off, picture links break. Check the rkey page.")},
     {IncidentKind::RichMediaFailing,
      QT_TRANSLATE_NOOP("Incidents",
                        "QQ does not accept the uploads. Rookery retries a few times; send fewer pictures at once, or "
                        "restart the gateway.")},
     {IncidentKind::SendTimeouts,
      QT_TRANSLATE_NOOP("Incidents",
                        "The gateway accepts messages but QQ does not confirm them: group messages may be lost while "
                        "private chats still work. Check a chat, then restart the gateway.")},
     {IncidentKind::BroadcastUnknown,
      QT_TRANSLATE_NOOP("Incidents",
                        "It is unknown whether these messages arrived; nothing is resent automatically. Check the "
                        "chats, then press Mark as delivered or Resend on the Broadcast page.")},
     {IncidentKind::StorageFull,
      QT_TRANSLATE_NOOP("Incidents", "Nothing can be recorded, so nothing is sent. Free space on the disk.")},
     {IncidentKind::KeyringTrouble,
      QT_TRANSLATE_NOOP("Incidents",
                        "Tokens are kept for this run only. Unlock or install the keyring of your desktop.")},
     {IncidentKind::ProtocolGarbage,
      QT_TRANSLATE_NOOP("Incidents",
                        "It is counted and skipped. If this continues, check the gateway's version and look for a "
                        "proxy in between.")},
     {IncidentKind::GatewayRestarted,
      QT_TRANSLATE_NOOP("Incidents",
                        "The connection came back by itself. If the restart was not intended, check the preceding "
                        "lines in its log.")},
     {IncidentKind::CertificateRefused,
      QT_TRANSLATE_NOOP("Incidents",
                        "The gateway's certificate is unknown or has changed. Compare its fingerprint, then "
                        "trust it on the Gateways page.")},
     {IncidentKind::SameAccountTwice,
      QT_TRANSLATE_NOOP(
          "Incidents",
          "Both gateways use the same account, and QQ will kick one of them offline. Log out on one of them.")},
     {IncidentKind::QrRefreshStuck,
      QT_TRANSLATE_NOOP("Incidents",
                        "The gateway reports a refreshed code but returns the old one. Press New code again; if it "
                        "does not change, restart the gateway.")},
     {IncidentKind::PortsSilent,
      QT_TRANSLATE_NOOP("Incidents",
                        "The account logged in but the gateway did not open its services, usually after a reconnect "
                        "while it waited for the scan. Restart the gateway: it logs in again by itself. If Rookery "
                        "starts the gateway, it is restarted once automatically.")},
     {IncidentKind::AccountRestricted,
      QT_TRANSLATE_NOOP("Incidents",
                        "QQ silently drops what this account sends. Stop sending from it. If the log line names an "
                        "address where the restriction can be lifted, open it on a device of this account.")},
     {IncidentKind::SignTokenNeeded,
      QT_TRANSLATE_NOOP("Incidents",
                        "Without a valid Auth Token this LLBot cannot get a login code. Enter the token that belongs "
                        "to the account on the Login page, or on LLBot's own panel.")},
     {IncidentKind::GatewayChanged,
      QT_TRANSLATE_NOOP("Incidents",
                        "Rookery treats it as what it now reports to be. If that is another kind of gateway, press "
                        "Change kind in its details to use its login and log as well.")},
     {IncidentKind::ServiceHeldUp,
      QT_TRANSLATE_NOOP("Incidents",
                        "The API is not listening because it waits for WeChat, even if the front page works. Scan the "
                        "code on the Login page, or set WeChatBot = false and restart, or update to v4.1.2 or later.")},
     {IncidentKind::ServiceBotOff,
      QT_TRANSLATE_NOOP("Incidents",
                        "The service is up, but payments are not detected, and the bot does not retry. Restart the "
                        "service only when someone can scan: after a restart it is unavailable until the scan.")},
     {IncidentKind::ServiceSessionLost,
      QT_TRANSLATE_NOOP("Incidents",
                        "The bot was logged out of WeChat, and the service does not report it: payments are not "
                        "detected. Restart the service only when someone can scan.")},
     {IncidentKind::ServiceFailing,
      QT_TRANSLATE_NOOP("Incidents",
                        "One of its two addresses does not work: the API fails, or the public page is unreachable. "
                        "Check the log of the one that fails.")},
     {IncidentKind::PortFull,
      QT_TRANSLATE_NOOP("Incidents",
                        "A program keeps opening connections to the port for gateways and sends no token. Connected "
                        "gateways are not affected; new ones may need several attempts. Find the program at the "
                        "address named here and stop it, or let the port listen on this machine only.")},
     {IncidentKind::RkeyNativeDown,
      QT_TRANSLATE_NOOP("Incidents",
                        "The gateway cannot get picture keys itself. Received pictures work only as long as a public "
                        "server gives it keys; the rkey page shows which. If the native source was switched off, only "
                        "a restart of the gateway brings it back.")},
     {IncidentKind::TotpNeeded,
      QT_TRANSLATE_NOOP("Incidents",
                        "The gateway's panel or the phone asks for digits before the login goes on. Enter them on the "
                        "Login page. An account that was logged in already stays online meanwhile.")},
     {IncidentKind::LoginCheckNeeded,
      QT_TRANSLATE_NOOP("Incidents",
                        "QQ wants more than a scan. Open the gateway's own page from the Login page and finish the "
                        "check there.")}}};

constexpr bool adviceInOrder()
{
    for (std::size_t i = 0; i < kAdvice.size(); ++i) {
        if (kAdvice[i].kind != IncidentKind(i))
            return false;
    }
    return true;
}
static_assert(adviceInOrder(), "every IncidentKind has its advice, in the order of the enum");

} // namespace

QString incidentAdvice(const Incident &incident)
{
    if (const auto error = otherStorageError(incident))
        return sentence(errorClause(*error)) + QLatin1Char(' ') + errorAdvice(*error);
    const auto index = std::size_t(incident.kind);
    return index < kAdvice.size() ? QCoreApplication::translate("Incidents", kAdvice[index].words) : QString();
}

QString evidenceWords(const IncidentEvidence &evidence)
{
    if (evidence.what.reason == Reason::ArrivedAgain) {
        const QString words = evidence.what.kind == ErrorKind::Timeout
            ? QCoreApplication::translate("Incidents", "%1 not confirmed, then %2 arrived", "counts of messages")
            : QCoreApplication::translate("Incidents", "%1 refused, then %2 arrived", "counts of messages");
        return words.arg(number(evidence.what.detail.toLongLong()), number(evidence.what.code));
    }
    const QString what = errorText(evidence.what);
    const QString remote = visibleControls(evidence.text);
    if (what.isEmpty() || remote.isEmpty())
        return what.isEmpty() ? remote : what;
    return QStringLiteral("%1 %2").arg(what, remote);
}

QString evidentCause(const Incident &incident)
{
    return errorClause(evidentError(incident));
}

QString severityWord(Severity severity)
{
    switch (severity) {
    case Severity::Info:
        return QCoreApplication::translate("Words", "information");
    case Severity::Degraded:
        return QCoreApplication::translate("Words", "degraded");
    case Severity::NeedsHand:
        return QCoreApplication::translate("Words", "needs attention");
    case Severity::Failed:
        return QCoreApplication::translate("Words", "failed", "severity");
    }
    return {};
}

QString keyringWord(KeyringState state)
{
    switch (state) {
    case KeyringState::Probing:
        return QCoreApplication::translate("Words", "reading the keyring");
    case KeyringState::Works:
        return QCoreApplication::translate("Words", "keyring works");
    case KeyringState::Locked:
        return QCoreApplication::translate("Words", "keyring locked");
    case KeyringState::None:
        return QCoreApplication::translate("Words", "no keyring");
    }
    return {};
}

QString keyringAdvice(KeyringState state)
{
    switch (state) {
    case KeyringState::Probing:
        return QCoreApplication::translate("Keyring", "Reading the keyring.");
    case KeyringState::Works:
        return QCoreApplication::translate("Keyring",
                                           "Tokens are kept in the keyring of your desktop, never in a file.");
    case KeyringState::Locked:
        return QCoreApplication::translate("Keyring",
                                           "The keyring is locked: stored tokens cannot be read, and nothing in it is "
                                           "changed. Unlock it, or enter the token for this run.");
    case KeyringState::None:
        return QCoreApplication::translate("Keyring",
                                           "No keyring is available on this machine: tokens are kept for this run only "
                                           "and are never written to a file.");
    }
    return {};
}

bool hasTestStep(TestStep step, GatewayKind kind)
{
    return !traitsOf(kind).isMonitored || step == TestStep::Connect || step == TestStep::Kind
        || step == TestStep::Login;
}

QString testStepName(TestStep step, GatewayKind kind)
{
    if (const QString own = kindWords(kind).stepName(step); !own.isEmpty())
        return own;
    switch (step) {
    case TestStep::Connect:
        return QCoreApplication::translate("Words", "Address answers");
    case TestStep::Kind:
        return QCoreApplication::translate("Words", "Kind of gateway");
    case TestStep::Token:
        return QCoreApplication::translate("Words", "Token accepted");
    case TestStep::Version:
        return QCoreApplication::translate("Words", "Version");
    case TestStep::Login:
        return QCoreApplication::translate("Words", "Account");
    case TestStep::Actions:
        return QCoreApplication::translate("Words", "Actions answer");
    }
    return {};
}

QString stepStateWord(StepState state)
{
    switch (state) {
    case StepState::NotRun:
        return QCoreApplication::translate("Words", "not tested");
    case StepState::Passed:
        return QCoreApplication::translate("Words", "passed");
    case StepState::Failed:
        return QCoreApplication::translate("Words", "failed", "test step");
    case StepState::Skipped:
        return QCoreApplication::translate("Words", "skipped");
    }
    return {};
}

QString tagWords(const GatewayProfile &gateway)
{
    QStringList words;
    if (!gateway.tags.isEmpty())
        words.append(visibleControls(gateway.tags.join(QStringLiteral(", "))));
    if (gateway.neverBroadcast)
        words.append(QCoreApplication::translate("Words", "never broadcasts"));
    return words.join(QStringLiteral(" \u00B7 "));
}

QString gatewayKindName(GatewayKind kind)
{
    return kindWords(kind).name();
}

QString proxyModeWord(ProxyMode mode)
{
    switch (mode) {
    case ProxyMode::System:
        return QCoreApplication::translate("Words", "the system's proxy");
    case ProxyMode::None:
        return QCoreApplication::translate("Words", "no proxy");
    case ProxyMode::Http:
        return QCoreApplication::translate("Words", "HTTP proxy");
    case ProxyMode::Socks5:
        return QCoreApplication::translate("Words", "SOCKS5 proxy");
    }
    return {};
}

} // namespace rookery::text
