// SPDX-License-Identifier: GPL-3.0-or-later
#include "names.h"

#include "output.h"

#include "engine/engine.h"
#include "model/names.h"
#include "model/severity.h"
#include "ui/text/broadcastwording.h"
#include "ui/text/errortext.h"
#include "ui/text/format.h"
#include "ui/text/wording.h"

#include <QJsonArray>

namespace rookery::ctl {

QString kindNames()
{
    QStringList names;
    const QList<GatewayKind> kinds = gatewayKinds();
    for (const GatewayKind kind : kinds)
        names.append(gatewayKindId(kind));
    return names.join(u'|');
}

QString name(const Target &target)
{
    return nameOf(target.kind) + u':' + target.id;
}

namespace {

//! Describes a watched service; its login code is left out.
QJsonObject serviceToJson(const ServiceView &view)
{
    return {{QStringLiteral("state"), nameOf(view.state)},
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
        checks.insert(nameOf(ReadinessCheck(i)), nameOf(readiness.at(static_cast<std::size_t>(i)).state));
    QJsonObject json{{QStringLiteral("id"), account.profile.id.value()},
                     {QStringLiteral("name"), account.profile.displayName()},
                     {QStringLiteral("account"), account.account.value()},
                     {QStringLiteral("nickname"), account.nickname},
                     {QStringLiteral("phase"), nameOf(account.session.phase)},
                     {QStringLiteral("login"), nameOf(account.session.login)},
                     {QStringLiteral("word"), text::accountWord(account, now)},
                     {QStringLiteral("condition"), nameOf(account.condition.condition)},
                     {QStringLiteral("why"), text::conditionReason(account.condition)},
                     {QStringLiteral("openIncidents"), account.condition.openIncidents},
                     {QStringLiteral("since"), isoTime(toMSecs(account.session.since))},
                     {QStringLiteral("ladder"), checks},
                     {QStringLiteral("lastEvent"), isoTime(toMSecs(account.activity.lastEventAt))},
                     {QStringLiteral("events"), double(account.activity.eventCount)}};
    if (account.answerable >= 0)
        json.insert(QStringLiteral("answerable"), account.answerable);
    if (account.service)
        json.insert(QStringLiteral("service"), serviceToJson(*account.service));
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
            {QStringLiteral("state"), nameOf(delivery.state)},
            {QStringLiteral("final"), !isLive(delivery.state) || delivery.finallyAccepted},
            {QStringLiteral("verifiedBy"), nameOf(delivery.verifiedBy)},
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
            {QStringLiteral("title"), summary.title},
            {QStringLiteral("state"), nameOf(summary.state)},
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
