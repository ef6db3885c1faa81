// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcastrows.h"

#include "base/reasons/machine.h"
#include "model/names.h"

#include <QFileInfo>
#include <QHash>
#include <QStringList>

#include <array>

namespace rookery::store::detail {

namespace {

constexpr std::array kColumns = {
    "id",           "broadcast_id", "gateway",        "account",    "chat_kind",    "chat_id",
    "chat_name",    "state",        "accepted_final", "error_kind", "error_reason", "error_code",
    "error_detail", "verified_by",  "message_id",     "attempts",   "due",          "claimed_at",
    "verify_by",    "updated_at",   "finished_at",    "evidence",   "retries",      "restaged",
};

Result<> insertPictures(Connection &db, qint64 broadcast, const Plan &plan)
{
    for (qsizetype i = 0; i < plan.pictures.size(); ++i) {
        const PreflightPicture &picture = plan.pictures.at(i);
        auto done = execute(db,
                            QStringLiteral("INSERT INTO pictures (sha256, bytes, width, height, format, md5)"
                                           " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET md5 = excluded.md5"),
                            {Value::fromBytes(picture.sha256), picture.bytes, picture.width, picture.height,
                             picture.format, picture.md5.isEmpty() ? Value() : Value::fromBytes(picture.md5)});
        if (done) {
            const QString name = plan.draft.pictures.value(i).name;
            done = execute(db, QStringLiteral("INSERT INTO broadcast_pictures VALUES (?, ?, ?, ?)"),
                           {broadcast, i, Value::fromBytes(picture.sha256),
                            name.isEmpty() ? QFileInfo(picture.path).fileName() : name});
        }
        if (!done)
            return fail(done.error());
    }
    return {};
}

Result<> insertDeliveries(Connection &db, qint64 broadcast, const Plan &plan, WallTime now)
{
    QHash<GatewayId, AccountId> accounts;
    for (const PlanAccount &account : plan.accounts)
        accounts.insert(account.gateway, account.account);
    for (qsizetype i = 0; i < plan.draft.targets.size(); ++i) {
        const DraftTarget &target = plan.draft.targets.at(i);
        const auto done = execute(db,
                                  QStringLiteral("INSERT INTO deliveries (broadcast_id, position, gateway, account,"
                                                 " chat_kind, chat_id, chat_name, state, updated_at)"
                                                 " VALUES (?, ?, ?, ?, ?, ?, ?, 'queued', ?)"),
                                  {broadcast, i, target.via.value(), accounts.value(target.via).value(),
                                   nameOf(target.target.kind), target.target.id, target.name, toMSecs(now)});
        if (!done)
            return fail(done.error());
    }
    return {};
}

} // namespace

QString columnsOf(const QString &alias)
{
    QStringList columns;
    for (const char *column : kColumns)
        columns.append(alias + QLatin1StringView(column));
    return columns.join(QStringLiteral(", "));
}

const QString &deliveryColumns()
{
    static const QString columns = columnsOf({});
    return columns;
}

DeliveryState stateFrom(const QString &name)
{
    return fromName<DeliveryState>(name).value_or(DeliveryState::Unknown); // the schema allows no other
}

WallTime timeFrom(const Row &row, int column)
{
    return fromMSecs(row.integer(column));
}

Delivery deliveryFrom(const Row &row)
{
    Delivery delivery;
    delivery.id = DeliveryId(row.integer(0));
    delivery.broadcast = BroadcastId(row.integer(1));
    delivery.gateway = GatewayId(row.text(2));
    delivery.account = AccountId(row.text(3));
    delivery.target = {fromName<ChatKind>(row.text(4)).value_or(ChatKind::Group), row.text(5)};
    delivery.targetName = row.text(6);
    delivery.state = stateFrom(row.text(7));
    delivery.finallyAccepted = row.integer(8) != 0;
    if (!row.isNull(9)) {
        delivery.why = {.kind = fromName<ErrorKind>(row.text(9)).value_or(ErrorKind::Bug),
                        .reason = fromName<ErrorReason>(row.text(10)).value_or(Reason::Internal),
                        .code = int(row.integer(11)),
                        .detail = row.text(12)};
    }
    delivery.verifiedBy = fromName<VerifiedBy>(row.text(13)).value_or(VerifiedBy::None);
    delivery.messageId = MessageId(row.text(14));
    delivery.attempts = int(row.integer(15));
    delivery.due = timeFrom(row, 16);
    delivery.claimedAt = timeFrom(row, 17);
    delivery.verifyBy = timeFrom(row, 18);
    delivery.updatedAt = timeFrom(row, 19);
    delivery.finishedAt = timeFrom(row, 20);
    delivery.evidence = row.text(21);
    return delivery;
}

Result<BroadcastId> insertBroadcast(Connection &db, const Plan &plan, WallTime now)
{
    const Draft &draft = plan.draft;
    const auto inserted =
        firstRow(db,
                 QStringLiteral("INSERT INTO broadcasts (state, title, text, at_all, pace_ms, pace_jitter, ramp_up,"
                                " created_at) VALUES ('running', ?, ?, ?, ?, ?, ?, ?) RETURNING id"),
                 {draft.title, draft.text, int(draft.atAll), qint64(draft.pace.interval.count()), draft.pace.jitter,
                  int(draft.pace.rampUp), toMSecs(now)},
                 [](const Row &row) { return row.integer(0); });
    if (!inserted)
        return fail(inserted.error());
    const qint64 id = inserted->value();
    if (const auto done = insertPictures(db, id, plan); !done)
        return fail(done.error());
    if (const auto done = insertDeliveries(db, id, plan, now); !done)
        return fail(done.error());
    return BroadcastId(id);
}

Result<> settle(Connection &db, BroadcastId broadcast, WallTime now)
{
    const auto done = execute(db,
                              QStringLiteral("UPDATE broadcasts SET"
                                             " state = CASE state WHEN 'cancelled' THEN 'cancelled' ELSE 'settled' END,"
                                             " interrupted = 0, settled_at = ?"
                                             " WHERE id = ? AND settled_at IS NULL AND NOT EXISTS"
                                             " (SELECT 1 FROM delivery_counts c WHERE c.broadcast_id = broadcasts.id"
                                             "  AND c.state IN ('queued', 'waiting', 'sending') AND c.number > 0)"
                                             " AND NOT EXISTS"
                                             " (SELECT 1 FROM delivery_counts c WHERE c.broadcast_id = broadcasts.id"
                                             "  AND c.state = 'accepted' AND c.accepted_final = 0 AND c.number > 0)"),
                              {toMSecs(now), broadcast.value()});
    if (!done)
        return fail(done.error());
    return {};
}

Values errorValues(const Error &why)
{
    return {nameOf(why.kind), nameOf(why.reason), why.code, why.detail};
}

} // namespace rookery::store::detail
