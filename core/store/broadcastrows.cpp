// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcastrows.h"

#include "names.h"

#include <QFileInfo>
#include <QHash>
#include <QStringList>

#include <array>
#include <utility>

namespace rookery::store::detail {

namespace {

constexpr std::array kColumns = {
    "id",           "broadcast_id", "gateway",        "account",    "chat_kind",    "chat_id",
    "chat_name",    "state",        "accepted_final", "error_kind", "error_reason", "error_code",
    "error_detail", "verified_by",  "message_id",     "attempts",   "due",          "claimed_at",
    "verify_by",    "updated_at",   "finished_at",    "evidence",   "retries",      "restaged",
};

//! First line, short enough for a list.
QString excerptOf(const QString &text)
{
    constexpr qsizetype longest = 80;
    const QString line = text.trimmed().section(u'\n', 0, 0).trimmed();
    return line.size() <= longest ? line : QString(line.first(longest - 1) + u'…');
}

void addCount(BroadcastCounts &counts, DeliveryState state, bool acceptedFinal, int number)
{
    counts.total += number;
    switch (state) {
    case DeliveryState::Queued:
    case DeliveryState::Waiting:
        counts.queued += number;
        break;
    case DeliveryState::Sending:
        counts.sending += number;
        break;
    case DeliveryState::Accepted:
        (acceptedFinal ? counts.acceptedFinal : counts.accepted) += number;
        break;
    case DeliveryState::Unknown:
        counts.unknown += number;
        break;
    case DeliveryState::Verified:
        counts.verified += number;
        break;
    case DeliveryState::Failed:
        counts.failed += number;
        break;
    case DeliveryState::Cancelled:
        counts.cancelled += number;
        break;
    }
}

SummaryRow summaryFrom(const QSqlQuery &query)
{
    SummaryRow row;
    row.summary.id = BroadcastId(query.value(0).toLongLong());
    row.summary.state = broadcastState(query.value(1).toString());
    row.summary.excerpt = excerptOf(query.value(2).toString());
    row.summary.pictures = query.value(3).toInt();
    row.summary.createdAt = timeFrom(query.value(4));
    row.summary.settledAt = timeFrom(query.value(5));
    row.summary.interrupted = query.value(6).toBool();
    row.pace = {milliseconds(query.value(7).toLongLong()), query.value(8).toDouble(), query.value(9).toBool()};
    row.longestQueue = query.value(10).toInt();
    return row;
}

Result<QList<SummaryRow>> summariesWhere(QSqlDatabase &db, const QString &where, const QVariant &value)
{
    const QString chosen = QStringLiteral("SELECT id FROM broadcasts ") + where;
    auto list = rows(db,
                     QStringLiteral("SELECT id, state, text,"
                                    " (SELECT COUNT(*) FROM broadcast_pictures p WHERE p.broadcast_id = b.id),"
                                    " created_at, settled_at, interrupted, pace_ms, pace_jitter, ramp_up,"
                                    " (SELECT COALESCE(MAX(n), 0) FROM (SELECT COUNT(*) AS n FROM deliveries d"
                                    "  WHERE d.broadcast_id = b.id AND d.state IN ('queued', 'waiting')"
                                    "  GROUP BY d.gateway, d.account))"
                                    " FROM broadcasts b WHERE id IN (%1) ORDER BY id DESC")
                         .arg(chosen),
                     {value}, summaryFrom);
    if (!list)
        return list;
    QHash<BroadcastId, BroadcastCounts> counts;
    const auto counted = forEachRow(
        db,
        QStringLiteral("SELECT broadcast_id, state, accepted_final, COUNT(*) FROM deliveries"
                       " WHERE broadcast_id IN (%1) GROUP BY 1, 2, 3")
            .arg(chosen),
        {value}, [&counts](const QSqlQuery &query) {
            addCount(counts[BroadcastId(query.value(0).toLongLong())], deliveryState(query.value(1).toString()),
                     query.value(2).toBool(), query.value(3).toInt());
        });
    if (!counted)
        return fail(counted.error());
    QHash<BroadcastId, QList<AccountQueue>> queues;
    const auto queued = forEachRow(
        db,
        QStringLiteral("SELECT broadcast_id, gateway, account, COUNT(*) FROM deliveries"
                       " WHERE broadcast_id IN (%1) AND state IN ('queued', 'waiting') GROUP BY 1, 2, 3")
            .arg(chosen),
        {value}, [&queues](const QSqlQuery &query) {
            queues[BroadcastId(query.value(0).toLongLong())].append(
                {GatewayId(query.value(1).toString()), AccountId(query.value(2).toString()), query.value(3).toInt()});
        });
    if (!queued)
        return fail(queued.error());
    for (SummaryRow &row : *list) {
        row.summary.counts = counts.value(row.summary.id);
        row.queues = queues.value(row.summary.id);
    }
    return list;
}

Result<> insertPictures(QSqlDatabase &db, qint64 broadcast, const Plan &plan)
{
    for (qsizetype i = 0; i < plan.pictures.size(); ++i) {
        const PreflightPicture &picture = plan.pictures.at(i);
        auto done = execute(db, QStringLiteral("INSERT INTO pictures VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"),
                            {picture.sha256, picture.bytes, picture.width, picture.height, picture.format});
        if (done) {
            done = execute(db, QStringLiteral("INSERT INTO broadcast_pictures VALUES (?, ?, ?, ?)"),
                           {broadcast, i, picture.sha256, QFileInfo(picture.path).fileName()});
        }
        if (!done)
            return fail(done.error());
    }
    return {};
}

Result<> insertDeliveries(QSqlDatabase &db, qint64 broadcast, const Plan &plan, WallTime now)
{
    QHash<GatewayId, AccountId> accounts;
    for (const PlanAccount &account : plan.accounts)
        accounts.insert(account.gateway, account.account);
    for (qsizetype i = 0; i < plan.draft.targets.size(); ++i) {
        const DraftTarget &target = plan.draft.targets.at(i);
        const auto done =
            execute(db,
                    QStringLiteral("INSERT INTO deliveries (broadcast_id, position, gateway, account,"
                                   " chat_kind, chat_id, chat_name, state, updated_at)"
                                   " VALUES (?, ?, ?, ?, ?, ?, ?, 'queued', ?)"),
                    {broadcast, i, target.via.value(), accounts.value(target.via).value(),
                     QString(nameOf(target.target.kind)), target.target.id, orEmpty(target.name), toMSecs(now)});
        if (!done)
            return fail(done.error());
    }
    return {};
}

} // namespace

QString deliveryColumns(const QString &alias)
{
    QStringList columns;
    for (const char *column : kColumns)
        columns.append(alias + QLatin1StringView(column));
    return columns.join(QStringLiteral(", "));
}

QString orEmpty(const QString &text)
{
    return text.isNull() ? QStringLiteral("") : text;
}

WallTime timeFrom(const QVariant &value)
{
    return fromMSecs(value.toLongLong());
}

Delivery deliveryFrom(const QSqlQuery &query)
{
    Delivery row;
    row.id = DeliveryId(query.value(0).toLongLong());
    row.broadcast = BroadcastId(query.value(1).toLongLong());
    row.gateway = GatewayId(query.value(2).toString());
    row.account = AccountId(query.value(3).toString());
    row.target = {chatKind(query.value(4).toString()), query.value(5).toString()};
    row.targetName = query.value(6).toString();
    row.state = deliveryState(query.value(7).toString());
    row.finallyAccepted = query.value(8).toBool();
    if (!query.isNull(9)) {
        row.why = {.kind = errorKind(query.value(9).toString()),
                   .reason = reason(query.value(10).toString()),
                   .code = query.value(11).toInt(),
                   .detail = query.value(12).toString()};
    }
    row.verifiedBy = verifiedBy(query.value(13).toString());
    row.messageId = MessageId(query.value(14).toString());
    row.attempts = query.value(15).toInt();
    row.due = timeFrom(query.value(16));
    row.claimedAt = timeFrom(query.value(17));
    row.verifyBy = timeFrom(query.value(18));
    row.updatedAt = timeFrom(query.value(19));
    row.finishedAt = timeFrom(query.value(20));
    row.evidence = query.value(21).toString();
    return row;
}

Candidate candidateFrom(const QSqlQuery &query)
{
    return {deliveryFrom(query), query.value(22).toInt(), query.value(23).toBool(), query.value(24).toInt()};
}

Result<> settle(QSqlDatabase &db, BroadcastId broadcast, WallTime now)
{
    // the condition is the one of the index deliveries_live, word for word, so that it is used
    const auto done = execute(db,
                              QStringLiteral("UPDATE broadcasts SET"
                                             " state = CASE state WHEN 'cancelled' THEN 'cancelled' ELSE 'settled' END,"
                                             " interrupted = 0, settled_at = ?"
                                             " WHERE id = ? AND settled_at IS NULL AND NOT EXISTS"
                                             " (SELECT 1 FROM deliveries WHERE broadcast_id = ?"
                                             "  AND finished_at IS NULL AND state <> 'unknown')"),
                              {toMSecs(now), broadcast.value(), broadcast.value()});
    if (!done)
        return fail(done.error());
    return {};
}

Result<SummaryRow> readSummary(QSqlDatabase &db, BroadcastId broadcast)
{
    const auto list = summariesWhere(db, QStringLiteral("WHERE id = ?"), broadcast.value());
    if (!list)
        return fail(list.error());
    if (list->isEmpty())
        return fail(ErrorKind::Rejected, Reason::NotFound);
    return list->first();
}

Result<QList<SummaryRow>> readSummaries(QSqlDatabase &db, int limit)
{
    return summariesWhere(db, QStringLiteral("ORDER BY id DESC LIMIT ?"), limit);
}

Result<BroadcastContent> readContent(QSqlDatabase &db, BroadcastId broadcast)
{
    const auto read = [](const QSqlQuery &query) {
        BroadcastContent content;
        content.text = query.value(0).toString();
        content.atAll = query.value(1).toBool();
        content.pace = {milliseconds(query.value(2).toLongLong()), query.value(3).toDouble(), query.value(4).toBool()};
        content.priority = query.value(5).toInt();
        content.targets = query.value(6).toInt();
        return content;
    };
    auto found = rows(db,
                      QStringLiteral("SELECT text, at_all, pace_ms, pace_jitter, ramp_up, priority,"
                                     " (SELECT COUNT(*) FROM deliveries d WHERE d.broadcast_id = b.id)"
                                     " FROM broadcasts b WHERE id = ?"),
                      {broadcast.value()}, read);
    if (!found)
        return fail(found.error());
    if (found->isEmpty())
        return fail(ErrorKind::Rejected, Reason::NotFound);
    auto pictures = rows(
        db,
        QStringLiteral("SELECT p.sha256, p.bytes, b.file_name FROM broadcast_pictures b"
                       " JOIN pictures p ON p.sha256 = b.sha256 WHERE b.broadcast_id = ?"
                       " ORDER BY b.position"),
        {broadcast.value()}, [](const QSqlQuery &query) {
            return StoredPicture{query.value(0).toByteArray(), query.value(1).toLongLong(), query.value(2).toString()};
        });
    if (!pictures)
        return fail(pictures.error());
    BroadcastContent content = found->first();
    content.pictures = std::move(*pictures);
    return content;
}

Result<NextWork> readNextWork(QSqlDatabase &db, const GatewayId &gateway, const AccountId &account, WallTime now)
{
    // with MIN() SQLite takes the other columns from the row that has the minimum
    auto candidates = rows(db,
                           QStringLiteral("SELECT %1, b.priority, MIN(d.position) FROM deliveries d"
                                          " JOIN broadcasts b ON b.id = d.broadcast_id"
                                          " WHERE d.gateway = ? AND d.account = ? AND d.due <= ?"
                                          " AND d.state IN ('queued', 'waiting') AND b.state = 'running'"
                                          " GROUP BY d.broadcast_id ORDER BY b.priority DESC, b.id")
                               .arg(deliveryColumns(QStringLiteral("d."))),
                           {gateway.value(), account.value(), toMSecs(now)}, candidateFrom);
    if (!candidates)
        return fail(candidates.error());
    NextWork work;
    work.candidates = std::move(*candidates);
    const auto due = forEachRow(db,
                                QStringLiteral("SELECT MIN(d.due) FROM deliveries d"
                                               " JOIN broadcasts b ON b.id = d.broadcast_id"
                                               " WHERE d.gateway = ? AND d.account = ? AND d.due > ?"
                                               " AND d.state IN ('queued', 'waiting') AND b.state = 'running'"),
                                {gateway.value(), account.value(), toMSecs(now)}, [&work](const QSqlQuery &query) {
                                    if (!query.isNull(0))
                                        work.nextDue = timeFrom(query.value(0));
                                });
    if (!due)
        return fail(due.error());
    return work;
}

Result<BroadcastId> insertBroadcast(QSqlDatabase &db, const Plan &plan, WallTime now, int priority)
{
    const Draft &draft = plan.draft;
    auto ids = rows(db,
                    QStringLiteral("INSERT INTO broadcasts (state, text, at_all, pace_ms, pace_jitter, ramp_up,"
                                   " priority, created_at) VALUES ('running', ?, ?, ?, ?, ?, ?, ?) RETURNING id"),
                    {orEmpty(draft.text), int(draft.atAll), qint64(draft.pace.interval.count()), draft.pace.jitter,
                     int(draft.pace.rampUp), priority, toMSecs(now)},
                    [](const QSqlQuery &query) { return query.value(0).toLongLong(); });
    if (!ids)
        return fail(ids.error());
    const qint64 id = ids->first();
    if (const auto done = insertPictures(db, id, plan); !done)
        return fail(done.error());
    if (const auto done = insertDeliveries(db, id, plan, now); !done)
        return fail(done.error());
    return BroadcastId(id);
}

Result<QList<BroadcastId>> deleteOver(QSqlDatabase &db, WallTime before, int aboutDeliveries)
{
    constexpr int mostBroadcasts = 100;
    QList<BroadcastId> over;
    int deliveries = 0;
    const auto found =
        forEachRow(db,
                   QStringLiteral("SELECT id, (SELECT COUNT(*) FROM deliveries d WHERE d.broadcast_id = b.id)"
                                  " FROM broadcasts b WHERE settled_at < ? AND NOT EXISTS"
                                  " (SELECT 1 FROM deliveries d WHERE d.broadcast_id = b.id"
                                  "  AND (d.finished_at IS NULL OR d.finished_at >= ?)) ORDER BY id LIMIT ?"),
                   {toMSecs(before), toMSecs(before), mostBroadcasts}, [&](const QSqlQuery &query) {
                       deliveries += query.value(1).toInt();
                       if (over.isEmpty() || deliveries <= aboutDeliveries)
                           over.append(BroadcastId(query.value(0).toLongLong()));
                   });
    if (!found)
        return fail(found.error());
    for (const BroadcastId id : std::as_const(over)) { // its deliveries and picture rows go with it
        const auto gone = execute(db, QStringLiteral("DELETE FROM broadcasts WHERE id = ?"), {id.value()});
        if (!gone)
            return fail(gone.error());
    }
    if (!over.isEmpty()) {
        const auto gone = execute(
            db, QStringLiteral("DELETE FROM pictures WHERE sha256 NOT IN (SELECT sha256 FROM broadcast_pictures)"));
        if (!gone)
            return fail(gone.error());
    }
    return over;
}

} // namespace rookery::store::detail
