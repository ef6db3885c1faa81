// SPDX-License-Identifier: GPL-3.0-or-later
#include "wording.h"

#include "kindwording.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "base/reasons/transport.h"
#include "model/severity.h"

#include <QCoreApplication>

#include <cmath>

namespace rookery::text {

namespace {

QString withCause(const QString &word, const Error &why)
{
    const QString cause = errorClause(why);
    return cause.isEmpty() ? word : QCoreApplication::translate("Words", "%1: %2", "state: cause").arg(word, cause);
}

} // namespace

QString loginReasonWord(LoginReason reason, bool codes)
{
    switch (reason) {
    case LoginReason::None:
    case LoginReason::Fresh:
    case LoginReason::Expired:
        if (!codes)
            return QCoreApplication::translate("Words", "log in at the gateway");
        return QCoreApplication::translate("Words", "waiting for scan");
    case LoginReason::Captcha:
        return QCoreApplication::translate("Words", "captcha asked");
    case LoginReason::NewDevice:
        return QCoreApplication::translate("Words", "new device to confirm");
    case LoginReason::Kicked:
        return QCoreApplication::translate("Words", "kicked offline");
    case LoginReason::OfflineByQq:
        return QCoreApplication::translate("Words", "offline (QQ)");
    case LoginReason::Elsewhere:
        return QCoreApplication::translate("Words", "logged in elsewhere");
    case LoginReason::TakenOver:
        return QCoreApplication::translate("Words", "bound by another program");
    case LoginReason::SignToken:
        return QCoreApplication::translate("Words", "Auth Token needed");
    }
    return {};
}

bool asksForPhoneDigits(const SessionState &state)
{
    return state.phase == SessionPhase::NeedsTotp
        && (state.why.reason == Reason::PhoneDigitsNeeded || state.why.reason == Reason::PhoneDigitsWrong);
}

bool isAboutTheToken(const Error &why)
{
    return why.reason == Reason::None || why.kind == ErrorKind::Auth;
}

QString phaseWord(SessionPhase phase, LoginReason login, bool codes)
{
    switch (phase) {
    case SessionPhase::Stopped:
        return QCoreApplication::translate("Words", "stopped");
    case SessionPhase::Connecting:
    case SessionPhase::Authenticating:
        return QCoreApplication::translate("Words", "connecting");
    case SessionPhase::NeedsTotp:
        return QCoreApplication::translate("Words", "two-factor code needed");
    case SessionPhase::LoginRequired:
        return loginReasonWord(login, codes);
    case SessionPhase::Online:
        return QCoreApplication::translate("Words", "online");
    case SessionPhase::Backoff:
        return QCoreApplication::translate("Words", "retrying");
    case SessionPhase::Rejected:
        return QCoreApplication::translate("Words", "refused");
    }
    return {};
}

QString sessionWord(const SessionState &state, WallTime now, bool codes)
{
    if (state.phase == SessionPhase::Rejected && state.why.reason == Reason::TokenMissing) {
        const QString variable = state.why.detail.trimmed();
        return variable.isEmpty() ? QCoreApplication::translate("Words", "token needed")
                                  : QCoreApplication::translate("Words", "token needed (%1)").arg(variable);
    }
    if (state.phase == SessionPhase::Rejected) {
        const bool token = state.why.reason == Reason::TokenWrong || state.why.reason == Reason::None;
        return token ? QCoreApplication::translate("Words", "token refused")
                     : withCause(phaseWord(state.phase, state.login, codes), state.why);
    }
    if (asksForPhoneDigits(state))
        return QCoreApplication::translate("Words", "digits from the phone needed");
    if (state.phase != SessionPhase::Backoff)
        return phaseWord(state.phase, state.login, codes);
    const milliseconds left = state.retryAt - now;
    if (state.retryAt == WallTime{} || left <= milliseconds(0))
        return withCause(phaseWord(state.phase, state.login, codes), state.why);
    // rounded up: "in 0 s" would be wrong for the last second of the wait
    const milliseconds shown = left + milliseconds(999);
    return withCause(QCoreApplication::translate("Words", "retrying in %1").arg(shortDuration(shown)), state.why);
}

QString sessionButton(const SessionState &state, bool codes)
{
    switch (state.phase) {
    case SessionPhase::Stopped:
        return QCoreApplication::translate("Words", "Connect");
    case SessionPhase::Connecting:
    case SessionPhase::Authenticating:
        return QCoreApplication::translate("Words", "Cancel");
    case SessionPhase::NeedsTotp:
        return asksForPhoneDigits(state) ? QCoreApplication::translate("Words", "Enter digits")
                                         : QCoreApplication::translate("Words", "Enter code");
    case SessionPhase::Online:
        return QCoreApplication::translate("Words", "Open");
    case SessionPhase::Backoff:
        return QCoreApplication::translate("Words", "Retry now");
    case SessionPhase::Rejected:
        return isAboutTheToken(state.why) ? QCoreApplication::translate("Words", "Change token")
                                          : QCoreApplication::translate("Words", "Retry now");
    case SessionPhase::LoginRequired:
        break;
    }
    switch (state.login) {
    case LoginReason::None:
    case LoginReason::Fresh:
    case LoginReason::Expired:
    case LoginReason::TakenOver:
        return codes ? QCoreApplication::translate("Words", "Show code")
                     : QCoreApplication::translate("Words", "Where to log in");
    case LoginReason::Kicked:
    case LoginReason::OfflineByQq:
        return QCoreApplication::translate("Words", "Log in again");
    case LoginReason::Captcha:
    case LoginReason::NewDevice:
    case LoginReason::Elsewhere:
        return QCoreApplication::translate("Words", "Open gateway page");
    case LoginReason::SignToken:
        return QCoreApplication::translate("Words", "Enter Auth Token");
    }
    return {};
}

QString codeWord(const QrCode &code)
{
    const QString word = code.expired ? QCoreApplication::translate("Words", "Code %1 has expired")
        : code.scanned ? QCoreApplication::translate("Words", "Code %1 was scanned: now confirm on the phone")
                       : QCoreApplication::translate("Words", "Code %1: scan it with the phone");
    return word.arg(code.generation);
}

QString readinessCheckName(ReadinessCheck check, GatewayKind kind)
{
    if (const QString own = kindWords(kind).checkName(check); !own.isEmpty())
        return own;
    switch (check) {
    case ReadinessCheck::Reachable:
        return QCoreApplication::translate("Words", "reachable");
    case ReadinessCheck::Authenticated:
        return QCoreApplication::translate("Words", "token accepted");
    case ReadinessCheck::LoggedIn:
        return QCoreApplication::translate("Words", "account logged in");
    case ReadinessCheck::ActionsAnswer:
        return QCoreApplication::translate("Words", "actions answer");
    case ReadinessCheck::EventsFlow:
        return QCoreApplication::translate("Words", "events flow");
    case ReadinessCheck::SendingProven:
        return QCoreApplication::translate("Words", "sending proven");
    }
    return {};
}

QString readinessCheckWord(ReadinessCheck check, ReadinessState state, GatewayKind kind)
{
    switch (state) {
    case ReadinessState::Unknown:
        if (check == ReadinessCheck::SendingProven && !traitsOf(kind).provesSends)
            return QCoreApplication::translate("Words", "cannot be proven here");
        return QCoreApplication::translate("Words", "not known yet");
    case ReadinessState::Working:
        return QCoreApplication::translate("Words", "working");
    case ReadinessState::Broken:
        return QCoreApplication::translate("Words", "broken");
    }
    return {};
}

namespace {

//! Names the first broken rung in plain words. Where the cause says it all, nothing is put before it.
QString brokenCheck(ReadinessCheck check, const Error &why)
{
    const QString cause = errorClause(why);
    switch (check) {
    case ReadinessCheck::Reachable:
        // Something answers there, or is not expected to: "unreachable" would be wrong.
        for (const ErrorReason clear :
             {Reason::WrongServer, Reason::TlsUntrusted, Reason::TlsChanged, Reason::TlsExpected, Reason::AccessDenied,
              Reason::PortsSilent, Reason::ProgramNotStarted, Reason::ProgramEnded, Reason::SetupUnfinished,
              Reason::NoOneBotServer, Reason::FrontRefuses, Reason::TokenOrFront, Reason::BackendDown}) {
            if (why.reason == clear)
                return cause;
        }
        return withCause(QCoreApplication::translate("Words", "unreachable"), why);
    case ReadinessCheck::Authenticated:
        return why.reason == Reason::TokenWrong || cause.isEmpty()
            ? QCoreApplication::translate("Words", "token refused")
            : cause;
    case ReadinessCheck::LoggedIn:
        return why.reason == Reason::NotLoggedIn || cause.isEmpty()
            ? QCoreApplication::translate("Words", "waiting for login")
            : cause;
    case ReadinessCheck::ActionsAnswer:
        return withCause(QCoreApplication::translate("Words", "actions fail"), why);
    case ReadinessCheck::EventsFlow:
        if (why.reason == Reason::NoEvents)
            return cause;
        return withCause(QCoreApplication::translate("Words", "no events arrive"), why);
    case ReadinessCheck::SendingProven:
        return withCause(QCoreApplication::translate("Words", "sending in doubt"), why);
    }
    return {};
}

} // namespace

QString readinessSummary(const Readiness &readiness, GatewayKind kind)
{
    int working = 0;
    for (int i = 0; i < kReadinessCheckCount; ++i) {
        const ReadinessEvidence &check = readiness[std::size_t(i)];
        if (check.state == ReadinessState::Broken)
            return brokenCheck(ReadinessCheck(i), check.why);
        if (check.state == ReadinessState::Working)
            ++working;
    }
    if (working == kReadinessCheckCount)
        return QCoreApplication::translate("Words", "ready");
    if (working == kReadinessCheckCount - 1
        && readiness[std::size_t(ReadinessCheck::SendingProven)].state == ReadinessState::Unknown)
        return traitsOf(kind).provesSends
            ? QCoreApplication::translate("Words", "ready, sending not proven yet")
            : QCoreApplication::translate("Words", "ready, sending cannot be proven here");
    return QCoreApplication::translate("Words", "%1 of %2 proven", "rungs of the ladder")
        .arg(working)
        .arg(kReadinessCheckCount);
}

QString deliveryStateWord(DeliveryState state)
{
    switch (state) {
    case DeliveryState::Queued:
        return QCoreApplication::translate("Words", "queued");
    case DeliveryState::Waiting:
        return QCoreApplication::translate("Words", "waiting");
    case DeliveryState::Sending:
        return QCoreApplication::translate("Words", "sending");
    case DeliveryState::Accepted:
        return QCoreApplication::translate("Words", "accepted");
    case DeliveryState::Unknown:
        return QCoreApplication::translate("Words", "unknown");
    case DeliveryState::Verified:
        return QCoreApplication::translate("Words", "verified");
    case DeliveryState::Failed:
        return QCoreApplication::translate("Words", "failed");
    case DeliveryState::Cancelled:
        return QCoreApplication::translate("Words", "cancelled");
    }
    return {};
}

QString verifiedByWord(VerifiedBy by)
{
    switch (by) {
    case VerifiedBy::None:
        return {};
    case VerifiedBy::Echo:
        return QCoreApplication::translate("Words", "echo");
    case VerifiedBy::History:
        return QCoreApplication::translate("Words", "history");
    case VerifiedBy::Operator:
        return QCoreApplication::translate("Words", "operator");
    }
    return {};
}

QString deliveryWord(const Delivery &delivery)
{
    if (delivery.state == DeliveryState::Verified && delivery.verifiedBy != VerifiedBy::None) {
        return QCoreApplication::translate("Words", "%1 (%2)", "verified (echo)")
            .arg(deliveryStateWord(delivery.state), verifiedByWord(delivery.verifiedBy));
    }
    if (delivery.state == DeliveryState::Accepted && delivery.finallyAccepted)
        return QCoreApplication::translate("Words", "accepted (proof impossible here)");
    return deliveryStateWord(delivery.state);
}

QString broadcastStateWord(BroadcastState state)
{
    switch (state) {
    case BroadcastState::Running:
        return QCoreApplication::translate("Words", "sending", "a broadcast");
    case BroadcastState::Paused:
        return QCoreApplication::translate("Words", "paused", "a broadcast");
    case BroadcastState::Settled:
        return QCoreApplication::translate("Words", "done", "a broadcast");
    case BroadcastState::Cancelled:
        return QCoreApplication::translate("Words", "cancelled", "a broadcast");
    }
    return {};
}

QString broadcastWord(const BroadcastSummary &summary)
{
    if (summary.state == BroadcastState::Paused && summary.interrupted)
        return QCoreApplication::translate("Words", "paused (interrupted)");
    if (summary.state == BroadcastState::Running && summary.onlyWaits())
        return QCoreApplication::translate("Words", "waiting", "a broadcast");
    return broadcastStateWord(summary.state);
}

QString chatKindWord(ChatKind kind)
{
    switch (kind) {
    case ChatKind::Group:
        return QCoreApplication::translate("Words", "group");
    case ChatKind::Friend:
        return QCoreApplication::translate("Words", "friend");
    }
    return {};
}

QString paceWords(const Pace &pace)
{
    if (pace.interval <= milliseconds(0))
        return QCoreApplication::translate("Words", "no delay between messages");
    const QString interval = duration(pace.interval);
    if (pace.jitter <= 0)
        return QCoreApplication::translate("Words", "one message every %1").arg(interval);
    return QCoreApplication::translate("Words", "one message every %1 (\u00B1 %2 %)")
        .arg(interval, QString::number(std::lround(pace.jitter * 100)));
}

QString logLevelWord(LogLevel level)
{
    switch (level) {
    case LogLevel::Debug:
        return QCoreApplication::translate("Words", "debug", "log level");
    case LogLevel::Info:
        return QCoreApplication::translate("Words", "info", "log level");
    case LogLevel::Warn:
        return QCoreApplication::translate("Words", "warning", "log level");
    case LogLevel::Error:
        return QCoreApplication::translate("Words", "error", "log level");
    case LogLevel::Fatal:
        return QCoreApplication::translate("Words", "fatal", "log level");
    }
    return {};
}

QString logCategoryWord(LogCategory category)
{
    switch (category) {
    case LogCategory::None:
        return QCoreApplication::translate("Words", "other", "log category");
    case LogCategory::Fallback:
        return QCoreApplication::translate("Words", "fallback", "log category");
    case LogCategory::Timeout:
        return QCoreApplication::translate("Words", "timeout", "log category");
    case LogCategory::RichMedia:
        return QCoreApplication::translate("Words", "rich media", "log category");
    case LogCategory::Rkey:
        return QCoreApplication::translate("Words", "rkey", "log category");
    case LogCategory::KickOffline:
        return QCoreApplication::translate("Words", "kick/offline", "log category");
    case LogCategory::Login:
        return QCoreApplication::translate("Words", "login", "log category");
    case LogCategory::Restart:
        return QCoreApplication::translate("Words", "restart", "log category");
    case LogCategory::Port:
        return QCoreApplication::translate("Words", "port", "log category");
    case LogCategory::UnknownEvent:
        return QCoreApplication::translate("Words", "unknown event", "log category");
    case LogCategory::RiskControl:
        return QCoreApplication::translate("Words", "risk control", "log category");
    case LogCategory::Refused:
        return QCoreApplication::translate("Words", "refused", "log category");
    }
    return {};
}

namespace {

//! Names a wrapping of `LogReading` for the operator.
QString wrappingWord(const QString &wrapping)
{
    if (wrapping == u"name")
        return QCoreApplication::translate("Words", "container name");
    if (wrapping == u"stamp")
        return QCoreApplication::translate("Words", "time stamp");
    if (wrapping == u"journal")
        return QCoreApplication::translate("Words", "journal prefix");
    if (wrapping == u"json")
        return QCoreApplication::translate("Words", "JSON record");
    if (wrapping == u"colours")
        return QCoreApplication::translate("Words", "colour codes");
    return wrapping;
}

} // namespace

QString readingWords(GatewayKind kind, const LogReading &reading)
{
    QStringList said{
        QCoreApplication::translate("Words", "read as %1, %2").arg(gatewayKindName(kind), reading.encoding)};
    if (!reading.misread.isEmpty())
        said.append(QCoreApplication::translate("Words", "its text is garbled: UTF-8 that was misread as %1")
                        .arg(reading.misread));
    if (!reading.wrappings.isEmpty()) {
        QStringList words;
        for (const QString &wrapping : reading.wrappings)
            words.append(wrappingWord(wrapping));
        said.append(QCoreApplication::translate("Words", "wrapper removed from each line (%1)")
                        .arg(words.join(QCoreApplication::translate("Words", ", "))));
    }
    if (reading.yearGuessed)
        said.append(QCoreApplication::translate("Words", "the year is taken from the file's modification time"));
    if (reading.timeless)
        said.append(QCoreApplication::translate("Words", "the lines have no time stamp"));
    return said.join(QCoreApplication::translate("Words", "; "));
}

QString leftOutWords(const LogReading &reading, qint64 shown)
{
    if (reading.leftOut == 0 && !reading.startUnread)
        return {};
    // when the start of the file was not read, its lines were not counted
    const QString lines = reading.startUnread
        ? QCoreApplication::translate("Words", "the newest %1 lines").arg(number(shown))
        : QCoreApplication::translate("Words", "the newest %1 of %2 lines")
              .arg(number(shown), number(shown + reading.leftOut));
    const QString from = reading.from == WallTime{}
        ? lines
        : QCoreApplication::translate("Words", "%1, from %2", "lines, time of the first")
              .arg(lines, localDateTime(reading.from));
    return reading.startUnread ? QCoreApplication::translate("Words", "%1; earlier ones are not shown").arg(from)
                               : from;
}

} // namespace rookery::text
