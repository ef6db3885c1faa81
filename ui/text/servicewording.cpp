// SPDX-License-Identifier: GPL-3.0-or-later
// The words for services that are only watched; wording.h declares them.
#include "wording.h"

#include "model/severity.h"

#include <QCoreApplication>

namespace rookery::text {

QString serviceWord(ServiceState state)
{
    switch (state) {
    case ServiceState::Unknown:
        return QCoreApplication::translate("Service", "not checked yet");
    case ServiceState::Online:
        return QCoreApplication::translate("Service", "online");
    case ServiceState::BotUnproven:
        return QCoreApplication::translate("Service", "up, bot not proven");
    case ServiceState::BotUnwatched:
        return QCoreApplication::translate("Service", "up, bot not monitored");
    case ServiceState::NoBot:
        return QCoreApplication::translate("Service", "online, no bot configured");
    case ServiceState::BotWaiting:
        return QCoreApplication::translate("Service", "up, bot waits for a scan");
    case ServiceState::PaymentsOff:
        return QCoreApplication::translate("Service", "degraded: payments off");
    case ServiceState::SessionLost:
        return QCoreApplication::translate("Service", "degraded: WeChat session lost");
    case ServiceState::Failing:
        return QCoreApplication::translate("Service", "degraded: service fails");
    case ServiceState::FrontDown:
        return QCoreApplication::translate("Service", "degraded: front page down");
    case ServiceState::WaitingForScan:
        return QCoreApplication::translate("Service", "blocked: waiting for scan");
    case ServiceState::BackendDown:
        return QCoreApplication::translate("Service", "service down");
    case ServiceState::TimedOut:
        return QCoreApplication::translate("Service", "timed out");
    }
    return {};
}

namespace {

QString botMeaning(const ServiceView &view)
{
    switch (view.state) {
    case ServiceState::BotUnproven:
        return view.heartbeatsSeen
            ? QCoreApplication::translate(
                "Service", "The bot logged in; its next heartbeat will show whether the session is valid.")
            : QCoreApplication::translate(
                "Service",
                "The bot logged in, but it is unknown whether its session is still valid: it writes its heartbeats to "
                "standard error only. A log command, such as one that follows the container's log, shows them.");
    case ServiceState::BotUnwatched:
        return QCoreApplication::translate(
            "Service",
            "The service answers. The state of its bot is unknown, because its log was not read from its start.");
    case ServiceState::BotWaiting:
        return QCoreApplication::translate(
            "Service", "The service answers; only the bot waits for a scan, and payments are not detected until then.");
    case ServiceState::PaymentsOff:
        return QCoreApplication::translate("Service",
                                           "The service is up, but its bot is not logged in and does not retry: "
                                           "payments are not detected. Restart the service when someone can scan.");
    case ServiceState::SessionLost:
        return QCoreApplication::translate(
            "Service",
            "The service is up, but its bot's WeChat session has ended, and the service does not report it: payments "
            "are not detected. Restart the service when someone can scan.");
    default:
        return {};
    }
}

} // namespace

QString serviceMeaning(const ServiceView &view)
{
    switch (view.state) {
    case ServiceState::WaitingForScan:
        return view.hasFront && view.front.reason == Reason::None
            ? QCoreApplication::translate("Service",
                                          "The API is not listening because it waits for WeChat; the front page still "
                                          "returns 200. Users and administrators get 502.")
            : QCoreApplication::translate("Service", "The API is not listening because it waits for WeChat.");
    case ServiceState::Failing:
        return errorText(view.api);
    case ServiceState::FrontDown:
        return errorText(view.front);
    case ServiceState::BackendDown:
    case ServiceState::TimedOut:
        return errorText(view.api);
    default:
        return botMeaning(view);
    }
}

QString serviceWaysOut(ServiceState state)
{
    if (state != ServiceState::WaitingForScan)
        return {};
    return QCoreApplication::translate("Service",
                                       "Three ways out: scan the code; or set WeChatBot = false in config.toml and "
                                       "restart; or update to v4.1.2 or later, which has no bot.");
}

namespace {

//! Returns whether the service's own word applies, which needs a reachable service.
bool speaksAsService(const AccountSnapshot &account)
{
    const SessionPhase phase = account.session.phase;
    return account.service && (phase == SessionPhase::Online || phase == SessionPhase::LoginRequired);
}

} // namespace

namespace {

//! Adds the reason to the word of an account that is online although something is wrong with it; otherwise returns the
//! word.
QString withReason(const AccountSnapshot &account, const QString &word)
{
    const QString reason = conditionReason(account.condition);
    if (account.session.phase != SessionPhase::Online || reason.isEmpty())
        return word;
    const QString head =
        asksForAttention(account.condition.condition) ? conditionWord(account.condition.condition) : word;
    return QCoreApplication::translate("Words", "%1: %2", "state: cause").arg(head, reason);
}

} // namespace

QString conditionWord(Condition condition)
{
    switch (condition) {
    case Condition::Stopped:
        return QCoreApplication::translate("Words", "stopped");
    case Condition::Working:
        return QCoreApplication::translate("Words", "working");
    case Condition::Unproven:
        return QCoreApplication::translate("Words", "not proven");
    case Condition::Connecting:
        return QCoreApplication::translate("Words", "connecting");
    case Condition::Degraded:
        return QCoreApplication::translate("Words", "degraded");
    case Condition::NeedsAttention:
        return QCoreApplication::translate("Words", "needs attention");
    case Condition::Failed:
        return QCoreApplication::translate("Words", "failed", "severity");
    }
    return {};
}

QString conditionReason(const AccountCondition &condition)
{
    switch (condition.cause) {
    case ConditionCause::State:
        break;
    case ConditionCause::Incident:
        return incidentTitle(condition.incident.value_or(Incident()));
    case ConditionCause::Actions:
        return QCoreApplication::translate("Words", "actions fail");
    case ConditionCause::Events:
        return QCoreApplication::translate("Words", "no events arrive");
    case ConditionCause::Sending:
        return QCoreApplication::translate("Words", "sending in doubt");
    case ConditionCause::Rkey:
        return QCoreApplication::translate("Words", "picture keys do not come from QQ");
    }
    return {};
}

QString accountWord(const AccountSnapshot &account, WallTime now)
{
    return withReason(account,
                      speaksAsService(account) ? serviceWord(account.service->state)
                                               : sessionWord(account.session, now, account.capabilities.qrLogin));
}

QString accountWord(const AccountSnapshot &account)
{
    return withReason(account,
                      speaksAsService(account)
                          ? serviceWord(account.service->state)
                          : phaseWord(account.session.phase, account.session.login, account.capabilities.qrLogin));
}

QString accountTitle(const AccountSnapshot &account)
{
    const QString gateway = visibleControls(account.profile.displayName());
    return account.nickname.isEmpty() ? gateway : visibleControls(account.nickname) + QStringLiteral(" · ") + gateway;
}

QString countWord(const AccountSnapshot &account)
{
    const Condition condition = account.condition.condition;
    if (account.session.phase == SessionPhase::Online && condition != Condition::Working)
        return conditionWord(condition);
    return phaseWord(account.session.phase, account.session.login, account.capabilities.qrLogin);
}

QString readinessWord(const AccountSnapshot &account, WallTime now)
{
    return account.capabilities.actions ? readinessSummary(readinessAt(account, now), account.profile.kind)
                                        : QCoreApplication::translate("Service", "monitored only, nothing is sent");
}

} // namespace rookery::text
