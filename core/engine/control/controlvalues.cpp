// SPDX-License-Identifier: GPL-3.0-or-later
#include "controlvalues.h"

#include "model/names.h"

#include <QJsonArray>

#include <algorithm>
#include <limits>

namespace rookery::engine {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 kLastTime = 253'402'300'799'999; //!< the end of the year 9999, in milliseconds

QJsonValue written(WallTime time)
{
    return toMSecs(time);
}

QJsonObject toWire(const IncidentEvidence &evidence);
QJsonObject toWire(const BroadcastWait &wait);

template <class Value>
QJsonArray writtenList(const QList<Value> &values)
{
    QJsonArray list;
    for (const Value &value : values)
        list.append(toWire(value));
    return list;
}

QJsonArray idList(const QList<GatewayId> &ids)
{
    QJsonArray list;
    for (const GatewayId &id : ids)
        list.append(id.value());
    return list;
}

//! Reads the members of an object, and remembers whether one of them was not valid.
class Fields final
{
public:
    explicit Fields(const QJsonObject &json) : m_json(json) {}

    [[nodiscard]] QString text(QLatin1StringView key) const { return m_json.value(key).toString(); }
    [[nodiscard]] bool flag(QLatin1StringView key) const { return m_json.value(key).toBool(); }
    [[nodiscard]] qint64 number(QLatin1StringView key) const { return m_json.value(key).toInteger(); }
    [[nodiscard]] int count(QLatin1StringView key) const
    {
        return int(std::clamp<qint64>(number(key), std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
    }
    [[nodiscard]] WallTime time(QLatin1StringView key) const
    {
        return fromMSecs(std::clamp<qint64>(number(key), 0, kLastTime));
    }
    [[nodiscard]] QJsonArray list(QLatin1StringView key) const { return m_json.value(key).toArray(); }
    [[nodiscard]] QList<GatewayId> gateways(QLatin1StringView key) const
    {
        QList<GatewayId> ids;
        const QJsonArray values = list(key);
        for (const QJsonValue value : values)
            ids.append(GatewayId(value.toString()));
        return ids;
    }

    template <NamedEnum E>
    [[nodiscard]] E name(QLatin1StringView key)
    {
        return checked(fromName<E>(text(key)));
    }
    template <class Value>
    [[nodiscard]] Value object(QLatin1StringView key)
    {
        return checked(fromWire<Value>(m_json.value(key).toObject()));
    }
    //! Reads an object that may be missing.
    template <class Value>
    [[nodiscard]] std::optional<Value> optionalObject(QLatin1StringView key)
    {
        return m_json.contains(key) ? std::optional<Value>(object<Value>(key)) : std::nullopt;
    }
    template <class Value>
    [[nodiscard]] QList<Value> objects(QLatin1StringView key)
    {
        QList<Value> values;
        const QJsonArray array = list(key);
        for (const QJsonValue value : array)
            values.append(checked(fromWire<Value>(value.toObject())));
        return values;
    }
    template <class Value>
    [[nodiscard]] Value checked(std::optional<Value> value)
    {
        m_valid = m_valid && value.has_value();
        return value ? std::move(*value) : Value();
    }
    //! Returns the value that was made of the members, if all of them were valid.
    template <class Value>
    [[nodiscard]] std::optional<Value> ifValid(Value value) const
    {
        return m_valid ? std::optional<Value>(std::move(value)) : std::nullopt;
    }

private:
    const QJsonObject &m_json;
    bool m_valid = true;
};

QJsonObject toWire(const IncidentEvidence &evidence)
{
    return {{u"gateway"_s, evidence.gateway.value()},
            {u"at"_s, written(evidence.at)},
            {u"what"_s, engine::toWire(evidence.what)},
            {u"text"_s, evidence.text}};
}

QJsonObject toWire(const Incident &incident)
{
    return {{u"id"_s, incident.id.value()},
            {u"kind"_s, nameOf(incident.kind)},
            {u"severity"_s, nameOf(incident.severity)},
            {u"cause"_s, incident.cause},
            {u"gateways"_s, idList(incident.gateways)},
            {u"startedAt"_s, written(incident.startedAt)},
            {u"endedAt"_s, written(incident.endedAt)},
            {u"count"_s, incident.count},
            {u"evidence"_s, writtenList(incident.evidence)}};
}

QJsonObject toWire(const AccountCondition &condition)
{
    QJsonObject json{{u"condition"_s, nameOf(condition.condition)},
                     {u"cause"_s, nameOf(condition.cause)},
                     {u"why"_s, engine::toWire(condition.why)},
                     {u"openIncidents"_s, condition.openIncidents}};
    if (condition.incident)
        json.insert(u"incident"_s, toWire(*condition.incident));
    return json;
}

QJsonObject toWire(const SessionState &session)
{
    return {{u"phase"_s, nameOf(session.phase)},      {u"login"_s, nameOf(session.login)},
            {u"why"_s, engine::toWire(session.why)},  {u"attempt"_s, session.attempt},
            {u"retryAt"_s, written(session.retryAt)}, {u"since"_s, written(session.since)}};
}

QJsonObject toWire(const ServiceView &view)
{
    return {{u"state"_s, nameOf(view.state)},
            {u"since"_s, written(view.since)},
            {u"hasFront"_s, view.hasFront},
            {u"front"_s, engine::toWire(view.front)},
            {u"api"_s, engine::toWire(view.api)},
            {u"codeSince"_s, written(view.codeSince)},
            {u"lastHeartbeatAt"_s, written(view.lastHeartbeatAt)},
            {u"heartbeatsSeen"_s, view.heartbeatsSeen},
            {u"botText"_s, view.botText},
            {u"log"_s, engine::toWire(view.log)}};
}

QJsonObject toWire(const BroadcastCounts &counts)
{
    return {{u"total"_s, counts.total},
            {u"queued"_s, counts.queued},
            {u"sending"_s, counts.sending},
            {u"accepted"_s, counts.accepted},
            {u"acceptedFinal"_s, counts.acceptedFinal},
            {u"verified"_s, counts.verified},
            {u"unknown"_s, counts.unknown},
            {u"failed"_s, counts.failed},
            {u"cancelled"_s, counts.cancelled}};
}

QJsonObject toWire(const BroadcastWait &wait)
{
    return {{u"gateway"_s, wait.gateway.value()},
            {u"account"_s, wait.account.value()},
            {u"why"_s, engine::toWire(wait.why)},
            {u"targets"_s, wait.targets}};
}

} // namespace

template <>
std::optional<IncidentEvidence> fromWire(const QJsonObject &json)
{
    Fields fields(json);
    return fields.ifValid(IncidentEvidence{.gateway = GatewayId(fields.text("gateway"_L1)),
                                           .at = fields.time("at"_L1),
                                           .what = fields.object<Error>("what"_L1),
                                           .text = fields.text("text"_L1)});
}

template <>
std::optional<Incident> fromWire(const QJsonObject &json)
{
    Fields fields(json);
    return fields.ifValid(Incident{.id = IncidentId(fields.number("id"_L1)),
                                   .kind = fields.name<IncidentKind>("kind"_L1),
                                   .severity = fields.name<Severity>("severity"_L1),
                                   .cause = fields.text("cause"_L1),
                                   .gateways = fields.gateways("gateways"_L1),
                                   .startedAt = fields.time("startedAt"_L1),
                                   .endedAt = fields.time("endedAt"_L1),
                                   .count = fields.count("count"_L1),
                                   .evidence = fields.objects<IncidentEvidence>("evidence"_L1)});
}

template <>
std::optional<AccountCondition> fromWire(const QJsonObject &json)
{
    Fields fields(json);
    AccountCondition condition{.condition = fields.name<Condition>("condition"_L1),
                               .cause = fields.name<ConditionCause>("cause"_L1),
                               .incident = fields.optionalObject<Incident>("incident"_L1),
                               .why = fields.object<Error>("why"_L1),
                               .openIncidents = fields.count("openIncidents"_L1)};
    if (condition.cause == ConditionCause::Incident && !condition.incident)
        return std::nullopt; // its words are the incident's
    return fields.ifValid(std::move(condition));
}

template <>
std::optional<SessionState> fromWire(const QJsonObject &json)
{
    Fields fields(json);
    return fields.ifValid(SessionState{.phase = fields.name<SessionPhase>("phase"_L1),
                                       .login = fields.name<LoginReason>("login"_L1),
                                       .why = fields.object<Error>("why"_L1),
                                       .attempt = fields.count("attempt"_L1),
                                       .retryAt = fields.time("retryAt"_L1),
                                       .since = fields.time("since"_L1)});
}

template <>
std::optional<ServiceView> fromWire(const QJsonObject &json)
{
    Fields fields(json);
    return fields.ifValid(ServiceView{.state = fields.name<ServiceState>("state"_L1),
                                      .since = fields.time("since"_L1),
                                      .hasFront = fields.flag("hasFront"_L1),
                                      .front = fields.object<Error>("front"_L1),
                                      .api = fields.object<Error>("api"_L1),
                                      .codeSince = fields.time("codeSince"_L1),
                                      .lastHeartbeatAt = fields.time("lastHeartbeatAt"_L1),
                                      .heartbeatsSeen = fields.flag("heartbeatsSeen"_L1),
                                      .botText = fields.text("botText"_L1),
                                      .log = fields.object<Error>("log"_L1)});
}

template <>
std::optional<BroadcastCounts> fromWire(const QJsonObject &json)
{
    const Fields fields(json);
    return BroadcastCounts{.total = fields.count("total"_L1),
                           .queued = fields.count("queued"_L1),
                           .sending = fields.count("sending"_L1),
                           .accepted = fields.count("accepted"_L1),
                           .acceptedFinal = fields.count("acceptedFinal"_L1),
                           .verified = fields.count("verified"_L1),
                           .unknown = fields.count("unknown"_L1),
                           .failed = fields.count("failed"_L1),
                           .cancelled = fields.count("cancelled"_L1)};
}

template <>
std::optional<BroadcastWait> fromWire(const QJsonObject &json)
{
    Fields fields(json);
    return fields.ifValid(BroadcastWait{.gateway = GatewayId(fields.text("gateway"_L1)),
                                        .account = AccountId(fields.text("account"_L1)),
                                        .why = fields.object<Error>("why"_L1),
                                        .targets = fields.count("targets"_L1)});
}

QJsonObject toWire(const Error &error)
{
    return {{u"kind"_s, nameOf(error.kind)},
            {u"reason"_s, nameOf(error.reason)},
            {u"code"_s, error.code},
            {u"detail"_s, error.detail},
            {u"retryAfter"_s, qint64(error.retryAfter.count())}};
}

template <>
std::optional<Error> fromWire(const QJsonObject &json)
{
    Fields fields(json);
    return fields.ifValid(
        Error{.kind = fields.name<ErrorKind>("kind"_L1),
              .reason = fields.name<ErrorReason>("reason"_L1),
              .code = fields.count("code"_L1),
              .detail = fields.text("detail"_L1),
              .retryAfter = milliseconds(std::clamp<qint64>(fields.number("retryAfter"_L1), 0, kLastTime))});
}

QJsonObject toWire(const AccountSnapshot &account)
{
    QJsonArray readiness;
    for (const ReadinessEvidence &check : account.readiness)
        readiness.append(nameOf(check.state));
    QJsonObject json{{u"id"_s, account.profile.id.value()},
                     {u"kind"_s, gatewayKindId(account.profile.kind)},
                     {u"name"_s, account.profile.name},
                     {u"enabled"_s, account.profile.enabled},
                     {u"actions"_s, account.capabilities.actions},
                     {u"qrLogin"_s, account.capabilities.qrLogin},
                     {u"rkey"_s, account.capabilities.rkey},
                     {u"account"_s, account.account.value()},
                     {u"nickname"_s, account.nickname},
                     {u"session"_s, toWire(account.session)},
                     {u"readiness"_s, readiness},
                     {u"lastEventAt"_s, written(account.activity.lastEventAt)},
                     {u"events"_s, qint64(account.activity.eventCount)},
                     {u"answerable"_s, account.answerable},
                     {u"condition"_s, toWire(account.condition)}};
    if (account.service)
        json.insert(u"service"_s, toWire(*account.service));
    return json;
}

template <>
std::optional<AccountSnapshot> fromWire(const QJsonObject &json)
{
    Fields fields(json);
    AccountSnapshot account;
    account.profile.id = GatewayId(fields.text("id"_L1));
    account.profile.kind = fields.checked(gatewayKind(fields.text("kind"_L1)));
    account.profile.name = fields.text("name"_L1);
    account.profile.enabled = fields.flag("enabled"_L1);
    account.capabilities.actions = fields.flag("actions"_L1);
    account.capabilities.qrLogin = fields.flag("qrLogin"_L1);
    account.capabilities.rkey = fields.flag("rkey"_L1);
    account.account = AccountId(fields.text("account"_L1));
    account.nickname = fields.text("nickname"_L1);
    account.session = fields.object<SessionState>("session"_L1);
    account.service = fields.optionalObject<ServiceView>("service"_L1);
    const QJsonArray readiness = fields.list("readiness"_L1);
    for (std::size_t i = 0; i < account.readiness.size(); ++i)
        account.readiness[i].state = fields.checked(fromName<ReadinessState>(readiness.at(qsizetype(i)).toString()));
    account.activity.lastEventAt = fields.time("lastEventAt"_L1);
    account.activity.eventCount = quint64(std::max<qint64>(0, fields.number("events"_L1)));
    account.answerable = fields.count("answerable"_L1);
    account.condition = fields.object<AccountCondition>("condition"_L1);
    if (account.profile.id.isNull())
        return std::nullopt;
    return fields.ifValid(std::move(account));
}

QJsonObject toWire(const BroadcastSummary &broadcast)
{
    return {{u"broadcast"_s, broadcast.id.value()},
            {u"state"_s, nameOf(broadcast.state)},
            {u"pictures"_s, broadcast.pictures},
            {u"counts"_s, toWire(broadcast.counts)},
            {u"createdAt"_s, written(broadcast.createdAt)},
            {u"settledAt"_s, written(broadcast.settledAt)},
            {u"sentPerMinute"_s, broadcast.sentPerMinute},
            {u"estimatedEnd"_s, written(broadcast.estimatedEnd)},
            {u"interrupted"_s, broadcast.interrupted},
            {u"waits"_s, writtenList(broadcast.waits)}};
}

template <>
std::optional<BroadcastSummary> fromWire(const QJsonObject &json)
{
    Fields fields(json);
    BroadcastSummary broadcast;
    broadcast.id = BroadcastId(fields.number("broadcast"_L1));
    broadcast.state = fields.name<BroadcastState>("state"_L1);
    broadcast.pictures = fields.count("pictures"_L1);
    broadcast.counts = fields.object<BroadcastCounts>("counts"_L1);
    broadcast.createdAt = fields.time("createdAt"_L1);
    broadcast.settledAt = fields.time("settledAt"_L1);
    broadcast.sentPerMinute = json.value("sentPerMinute"_L1).toDouble();
    broadcast.estimatedEnd = fields.time("estimatedEnd"_L1);
    broadcast.interrupted = fields.flag("interrupted"_L1);
    broadcast.waits = fields.objects<BroadcastWait>("waits"_L1);
    if (broadcast.id.isNull())
        return std::nullopt;
    return fields.ifValid(std::move(broadcast));
}

QJsonObject toWire(const Delivery &delivery)
{
    return {{u"delivery"_s, delivery.id.value()},
            {u"broadcast"_s, delivery.broadcast.value()},
            {u"gateway"_s, delivery.gateway.value()},
            {u"account"_s, delivery.account.value()},
            {u"chat"_s, nameOf(delivery.target.kind)},
            {u"target"_s, delivery.target.id},
            {u"targetName"_s, delivery.targetName},
            {u"state"_s, nameOf(delivery.state)},
            {u"finallyAccepted"_s, delivery.finallyAccepted},
            {u"why"_s, toWire(delivery.why)},
            {u"verifiedBy"_s, nameOf(delivery.verifiedBy)},
            {u"messageId"_s, delivery.messageId.value()},
            {u"attempts"_s, delivery.attempts},
            {u"due"_s, written(delivery.due)},
            {u"claimedAt"_s, written(delivery.claimedAt)},
            {u"verifyBy"_s, written(delivery.verifyBy)},
            {u"updatedAt"_s, written(delivery.updatedAt)},
            {u"finishedAt"_s, written(delivery.finishedAt)},
            {u"evidence"_s, delivery.evidence}};
}

template <>
std::optional<Delivery> fromWire(const QJsonObject &json)
{
    Fields fields(json);
    Delivery delivery;
    delivery.id = DeliveryId(fields.number("delivery"_L1));
    delivery.broadcast = BroadcastId(fields.number("broadcast"_L1));
    delivery.gateway = GatewayId(fields.text("gateway"_L1));
    delivery.account = AccountId(fields.text("account"_L1));
    delivery.target = {fields.name<ChatKind>("chat"_L1), fields.text("target"_L1)};
    delivery.targetName = fields.text("targetName"_L1);
    delivery.state = fields.name<DeliveryState>("state"_L1);
    delivery.finallyAccepted = fields.flag("finallyAccepted"_L1);
    delivery.why = fields.object<Error>("why"_L1);
    delivery.verifiedBy = fields.name<VerifiedBy>("verifiedBy"_L1);
    delivery.messageId = MessageId(fields.text("messageId"_L1));
    delivery.attempts = fields.count("attempts"_L1);
    delivery.due = fields.time("due"_L1);
    delivery.claimedAt = fields.time("claimedAt"_L1);
    delivery.verifyBy = fields.time("verifyBy"_L1);
    delivery.updatedAt = fields.time("updatedAt"_L1);
    delivery.finishedAt = fields.time("finishedAt"_L1);
    delivery.evidence = fields.text("evidence"_L1);
    if (delivery.id.isNull() || delivery.broadcast.isNull())
        return std::nullopt;
    return fields.ifValid(std::move(delivery));
}

} // namespace rookery::engine
