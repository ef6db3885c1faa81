// SPDX-License-Identifier: GPL-3.0-or-later
#include "names.h"

#include "output.h"

#include "engine/engine.h"
#include "model/severity.h"
#include "ui/text/broadcastwording.h"
#include "ui/text/errortext.h"
#include "ui/text/format.h"
#include "ui/text/wording.h"

#include <QJsonArray>

#include <array>

namespace rookery::ctl {

namespace {

//! Returns the name of a value. `Last` is the enum's last value: a new one without its name does not compile.
template <auto Last, std::size_t N>
QString pick(const std::array<const char *, N> &names, decltype(Last) value)
{
    static_assert(N == static_cast<std::size_t>(Last) + 1);
    return QString::fromLatin1(names.at(static_cast<std::size_t>(value)));
}

} // namespace

QString name(SessionPhase phase)
{
    static constexpr std::array<const char *, 8> kNames{"stopped",        "connecting", "authenticating", "needs-totp",
                                                        "login-required", "online",     "backoff",        "rejected"};
    return pick<SessionPhase::Rejected>(kNames, phase);
}

QString name(LoginReason reason)
{
    static constexpr std::array<const char *, 10> kNames{"none",       "fresh",     "expired",       "captcha",
                                                         "new-device", "kicked",    "offline-by-qq", "elsewhere",
                                                         "taken-over", "sign-token"};
    return pick<LoginReason::SignToken>(kNames, reason);
}

QString name(ReadinessCheck check)
{
    static constexpr std::array<const char *, 6> kNames{"reachable",      "authenticated", "logged-in",
                                                        "actions-answer", "events-flow",   "sending-proven"};
    return pick<ReadinessCheck::SendingProven>(kNames, check);
}

QString name(ReadinessState state)
{
    static constexpr std::array<const char *, 3> kNames{"unknown", "working", "broken"};
    return pick<ReadinessState::Broken>(kNames, state);
}

QString name(DeliveryState state)
{
    static constexpr std::array<const char *, 8> kNames{"queued",  "waiting",  "sending", "accepted",
                                                        "unknown", "verified", "failed",  "cancelled"};
    return pick<DeliveryState::Cancelled>(kNames, state);
}

QString name(VerifiedBy by)
{
    static constexpr std::array<const char *, 4> kNames{"none", "echo", "history", "operator"};
    return pick<VerifiedBy::Operator>(kNames, by);
}

QString name(BroadcastState state)
{
    static constexpr std::array<const char *, 4> kNames{"running", "paused", "settled", "cancelled"};
    return pick<BroadcastState::Cancelled>(kNames, state);
}

QString name(RkeySource source)
{
    static constexpr std::array<const char *, 5> kNames{"unknown", "native", "remote-server", "stale-fallback", "none"};
    return pick<RkeySource::None>(kNames, source);
}

QString name(RkeyProbeOutcome outcome)
{
    static constexpr std::array<const char *, 5> kNames{"not-run", "downloads", "expired-link", "unreachable",
                                                        "no-picture"};
    return pick<RkeyProbeOutcome::NoPicture>(kNames, outcome);
}

QString name(LogLevel level)
{
    static constexpr std::array<const char *, 5> kNames{"debug", "info", "warn", "error", "fatal"};
    return pick<LogLevel::Fatal>(kNames, level);
}

QString name(LogCategory category)
{
    static constexpr std::array<const char *, kLogCategoryCount> kNames{
        "none",  "fallback", "timeout", "rich-media",    "rkey",         "kick-offline",
        "login", "restart",  "port",    "unknown-event", "risk-control", "refused"};
    return pick<LogCategory::Refused>(kNames, category);
}

QString name(OneBotTransportKind way)
{
    static constexpr const char *kWays[] = {"socket", "two-sockets", "reverse", "http", "http-post", "http-events"};
    return QString::fromLatin1(kWays[int(way)]);
}

QString name(RejectReason trouble)
{
    static constexpr const char *kTroubles[] = {"no-token",  "wrong-token", "new-account",
                                                "collision", "bad-request", "too-many"};
    return QString::fromLatin1(kTroubles[int(trouble)]);
}

QString name(DetectedAs as)
{
    static constexpr const char *kNames[] = {"unknown", "nothing", "panel", "onebot11", "milky", "ilink", "web-page"};
    return QString::fromLatin1(kNames[int(as)]);
}

QString kindNames()
{
    QStringList names;
    const QList<GatewayKind> kinds = engine::gatewayKinds();
    for (const GatewayKind kind : kinds)
        names.append(engine::gatewayKindId(kind));
    return names.join(u'|');
}

QString name(const Target &target)
{
    return (target.kind == ChatKind::Group ? QStringLiteral("group:") : QStringLiteral("friend:")) + target.id;
}

QString name(ServiceState state)
{
    static constexpr std::array<const char *, 13> kNames{
        "unknown",      "online",  "bot-unproven", "bot-unwatched",    "no-bot",       "bot-waiting", "payments-off",
        "session-lost", "failing", "front-down",   "waiting-for-scan", "backend-down", "timed-out"};
    return pick<ServiceState::TimedOut>(kNames, state);
}

QString name(Condition condition)
{
    static constexpr std::array<const char *, kConditionCount> kNames{
        "stopped", "working", "unproven", "connecting", "degraded", "needs-attention", "failed"};
    return pick<Condition::Failed>(kNames, condition);
}

namespace {

//! Describes a watched service; its login code is left out.
QJsonObject toJson(const ServiceView &view)
{
    return {{QStringLiteral("state"), name(view.state)},
            {QStringLiteral("since"), isoTime(toMSecs(view.since))},
            {QStringLiteral("meaning"), text::serviceMeaning(view)},
            {QStringLiteral("waysOut"), text::serviceWaysOut(view.state)},
            {QStringLiteral("lastHeartbeat"), isoTime(toMSecs(view.lastHeartbeatAt))},
            {QStringLiteral("bot"), view.botText},
            {QStringLiteral("log"), text::errorText(view.log)}};
}

} // namespace

QJsonObject toJson(const AccountSnapshot &account)
{
    const WallTime now = SystemClock().wallNow();
    const Readiness readiness = readinessAt(account, now);
    QJsonObject checks;
    for (int i = 0; i < kReadinessCheckCount; ++i)
        checks.insert(name(ReadinessCheck(i)), name(readiness.at(static_cast<std::size_t>(i)).state));
    QJsonObject json{{QStringLiteral("id"), account.profile.id.value()},
                     {QStringLiteral("name"), account.profile.displayName()},
                     {QStringLiteral("account"), account.account.value()},
                     {QStringLiteral("nickname"), account.nickname},
                     {QStringLiteral("phase"), name(account.session.phase)},
                     {QStringLiteral("login"), name(account.session.login)},
                     {QStringLiteral("word"), text::accountWord(account, now)},
                     {QStringLiteral("condition"), name(account.condition.condition)},
                     {QStringLiteral("why"), text::conditionReason(account.condition)},
                     {QStringLiteral("openIncidents"), account.condition.openIncidents},
                     {QStringLiteral("since"), isoTime(toMSecs(account.session.since))},
                     {QStringLiteral("ladder"), checks},
                     {QStringLiteral("lastEvent"), isoTime(toMSecs(account.lastEventAt))},
                     {QStringLiteral("events"), double(account.eventCount)}};
    if (account.answerable >= 0)
        json.insert(QStringLiteral("answerable"), account.answerable);
    if (account.service)
        json.insert(QStringLiteral("service"), toJson(*account.service));
    return json;
}

QJsonObject toJson(const Delivery &delivery)
{
    return {{QStringLiteral("id"), delivery.id.value()},
            {QStringLiteral("broadcast"), delivery.broadcast.value()},
            {QStringLiteral("gateway"), delivery.gateway.value()},
            {QStringLiteral("account"), delivery.account.value()},
            {QStringLiteral("target"), name(delivery.target)},
            {QStringLiteral("targetName"), delivery.targetName},
            {QStringLiteral("state"), name(delivery.state)},
            {QStringLiteral("final"), !isLive(delivery.state) || delivery.finallyAccepted},
            {QStringLiteral("verifiedBy"), name(delivery.verifiedBy)},
            {QStringLiteral("messageId"), delivery.messageId.value()},
            {QStringLiteral("attempts"), delivery.attempts},
            {QStringLiteral("reason"), text::sentence(text::deliveryTrouble(delivery.why))},
            {QStringLiteral("code"), delivery.why.code},
            {QStringLiteral("gatewaySaid"), delivery.why.detail},
            {QStringLiteral("evidence"),
             QJsonArray::fromStringList(text::deliveryEvidence(delivery, SystemClock().wallNow()))},
            {QStringLiteral("updated"), isoTime(toMSecs(delivery.updatedAt))}};
}

QJsonObject toJson(const BroadcastSummary &summary)
{
    const BroadcastCounts &counts = summary.counts;
    QJsonArray waits;
    for (const BroadcastWait &wait : summary.waits) {
        waits.append(QJsonObject{{QStringLiteral("gateway"), wait.gateway.value()},
                                 {QStringLiteral("account"), wait.account.value()},
                                 {QStringLiteral("reason"), text::errorClause(wait.why)},
                                 {QStringLiteral("targets"), wait.targets}});
    }
    return {{QStringLiteral("id"), summary.id.value()},
            {QStringLiteral("state"), name(summary.state)},
            {QStringLiteral("interrupted"), summary.interrupted},
            {QStringLiteral("total"), counts.total},
            {QStringLiteral("queued"), counts.queued},
            {QStringLiteral("sending"), counts.sending},
            {QStringLiteral("accepted"), counts.accepted},
            {QStringLiteral("acceptedFinal"), counts.acceptedFinal},
            {QStringLiteral("verified"), counts.verified},
            {QStringLiteral("unknown"), counts.unknown},
            {QStringLiteral("failed"), counts.failed},
            {QStringLiteral("cancelled"), counts.cancelled},
            {QStringLiteral("waits"), waits},
            {QStringLiteral("sentPerMinute"), summary.sentPerMinute},
            {QStringLiteral("notBefore"), isoTime(toMSecs(summary.estimatedEnd))}};
}

} // namespace rookery::ctl
