// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcastrows.h"

#include "base/reasons/input.h"
#include "base/reasons/machine.h"
#include "base/reasons/sending.h"
#include "model/names.h"

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

DeliveryState stateFrom(const QString &name)
{
    return fromName<DeliveryState>(name).value_or(DeliveryState::Unknown); // the schema allows no other
}

//! Lists the columns; `alias` is empty or a table alias that ends with a dot.
QString columnsOf(const QString &alias)
{
    QStringList columns;
    for (const char *column : kColumns)
        columns.append(alias + QLatin1StringView(column));
    return columns.join(QStringLiteral(", "));
}

//! Returns the first line, shortened for a list.
QString excerptOf(const QString &text)
{
    constexpr qsizetype kLongest = 80;
    const QString line = text.trimmed().section(u'\n', 0, 0).trimmed();
    return line.size() <= kLongest ? line : QString(line.first(kLongest - 1) + u'…');
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

//! Adds to the queue of an account. The rows come sorted by account.
void addQueued(QList<AccountQueue> &queues, const GatewayId &gateway, const AccountId &account, int number)
{
    if (queues.isEmpty() || queues.last().gateway != gateway || queues.last().account != account)
        queues.append({gateway, account, 0});
    queues.last().queued += number;
}

SummaryRow summaryFrom(const Row &row)
{
    SummaryRow read;
    read.summary.id = BroadcastId(row.integer(0));
    read.summary.state = fromName<BroadcastState>(row.text(1)).value_or(BroadcastState::Paused);
    read.summary.excerpt = excerptOf(row.text(2));
    read.summary.pictures = int(row.integer(3));
    read.summary.createdAt = timeFrom(row, 4);
    read.summary.settledAt = timeFrom(row, 5);
    read.summary.interrupted = row.integer(6) != 0;
    read.pace = {milliseconds(row.integer(7)), row.real(8), row.integer(9) != 0};
    return read;
}

Result<QList<SummaryRow>> summariesWhere(Connection &db, const QString &where, const Value &value)
{
    const QString chosen = QStringLiteral("SELECT id FROM broadcasts ") + where;
    auto list = rows(db,
                     QStringLiteral("SELECT id, state, text,"
                                    " (SELECT COUNT(*) FROM broadcast_pictures p WHERE p.broadcast_id = b.id),"
                                    " created_at, settled_at, interrupted, pace_ms, pace_jitter, ramp_up"
                                    " FROM broadcasts b WHERE id IN (%1) ORDER BY id DESC")
                         .arg(chosen),
                     {value}, summaryFrom);
    if (!list)
        return list;
    QHash<BroadcastId, BroadcastCounts> counts;
    QHash<BroadcastId, QList<AccountQueue>> queues;
    const auto counted = forEachRow(
        db,
        QStringLiteral("SELECT broadcast_id, gateway, account, state, accepted_final, number FROM delivery_counts"
                       " WHERE broadcast_id IN (%1) AND number > 0 ORDER BY 1, 2, 3")
            .arg(chosen),
        {value}, [&](const Row &row) {
            const BroadcastId id(row.integer(0));
            const DeliveryState state = stateFrom(row.text(3));
            const int number = int(row.integer(5));
            addCount(counts[id], state, row.integer(4) != 0, number);
            if (state == DeliveryState::Queued || state == DeliveryState::Waiting)
                addQueued(queues[id], GatewayId(row.text(1)), AccountId(row.text(2)), number);
        });
    if (!counted)
        return fail(counted.error());
    for (SummaryRow &row : *list) {
        row.summary.counts = counts.value(row.summary.id);
        row.queues = queues.value(row.summary.id);
    }
    return list;
}

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
            done = execute(db, QStringLiteral("INSERT INTO broadcast_pictures VALUES (?, ?, ?, ?)"),
                           {broadcast, i, Value::fromBytes(picture.sha256), QFileInfo(picture.path).fileName()});
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

//! Deletes a broadcast without deliveries, and the pictures that no other broadcast uses.
Result<> deleteEmptied(Connection &db, BroadcastId broadcast)
{
    const auto pictures = rows(db, QStringLiteral("SELECT sha256 FROM broadcast_pictures WHERE broadcast_id = ?"),
                               {broadcast.value()}, [](const Row &row) { return row.bytes(0); });
    if (!pictures)
        return fail(pictures.error());
    auto gone = execute(db, QStringLiteral("DELETE FROM broadcasts WHERE id = ?"), {broadcast.value()});
    for (auto picture = pictures->constBegin(); gone && picture != pictures->constEnd(); ++picture) {
        gone = execute(db,
                       QStringLiteral("DELETE FROM pictures WHERE sha256 = ? AND NOT EXISTS"
                                      " (SELECT 1 FROM broadcast_pictures b WHERE b.sha256 = pictures.sha256)"),
                       {Value::fromBytes(*picture)});
    }
    if (!gone)
        return fail(gone.error());
    return {};
}

} // namespace

const QString &deliveryColumns()
{
    static const QString columns = columnsOf({});
    return columns;
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

Candidate candidateFrom(const Row &row)
{
    return {deliveryFrom(row), int(row.integer(22)), row.integer(23) != 0};
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

Result<> settleAll(Connection &db, WallTime now)
{
    const auto unsettled = rows(db, QStringLiteral("SELECT id FROM broadcasts WHERE settled_at IS NULL"), {},
                                [](const Row &row) { return BroadcastId(row.integer(0)); });
    if (!unsettled)
        return fail(unsettled.error());
    for (const BroadcastId id : *unsettled) {
        if (auto settled = settle(db, id, now); !settled)
            return settled;
    }
    return {};
}

Values errorValues(const Error &why)
{
    return {nameOf(why.kind), nameOf(why.reason), why.code, why.detail};
}

Result<int> distrustRows(Connection &db, WallTime now)
{
    Values values = errorValues({.kind = ErrorKind::Storage, .reason = Reason::Restored});
    values << QStringLiteral("found-older-at=%1\n").arg(toMSecs(now)) << toMSecs(now);
    int changed = 0;
    // each condition matches an index, so that only live rows are visited
    for (const QLatin1StringView live :
         {QLatin1StringView("state = 'queued'"), QLatin1StringView("state = 'waiting'"),
          QLatin1StringView("accepted_final = 0 AND (state = 'sending' OR state = 'accepted')")}) {
        const auto done = execute(db,
                                  QStringLiteral("UPDATE deliveries SET state = 'unknown', ") + kSetError
                                      + QStringLiteral("evidence = evidence || ?, updated_at = ? WHERE ") + live,
                                  values);
        if (!done)
            return done;
        changed += *done;
    }
    if (const auto settled = settleAll(db, now); !settled)
        return fail(settled.error());
    const auto renewed = execute(db, QStringLiteral("UPDATE sends SET lineage = lower(hex(randomblob(16)))"));
    if (!renewed)
        return renewed;
    return changed;
}

Result<SummaryRow> readSummary(Connection &db, BroadcastId broadcast)
{
    const auto list = summariesWhere(db, QStringLiteral("WHERE id = ?"), broadcast.value());
    if (!list)
        return fail(list.error());
    if (list->isEmpty())
        return fail(ErrorKind::Rejected, Reason::NotFound);
    return list->first();
}

Result<QList<SummaryRow>> readSummaries(Connection &db, int limit)
{
    return summariesWhere(db, QStringLiteral("ORDER BY id DESC LIMIT ?"), limit);
}

Result<BroadcastContent> readContent(Connection &db, BroadcastId broadcast)
{
    const auto read = [](const Row &row) {
        BroadcastContent content;
        content.text = row.text(0);
        content.atAll = row.integer(1) != 0;
        content.pace = {milliseconds(row.integer(2)), row.real(3), row.integer(4) != 0};
        content.targets = int(row.integer(5));
        return content;
    };
    auto found = rows(db,
                      QStringLiteral("SELECT text, at_all, pace_ms, pace_jitter, ramp_up,"
                                     " (SELECT SUM(number) FROM delivery_counts c WHERE c.broadcast_id = b.id)"
                                     " FROM broadcasts b WHERE id = ?"),
                      {broadcast.value()}, read);
    if (!found)
        return fail(found.error());
    if (found->isEmpty())
        return fail(ErrorKind::Rejected, Reason::NotFound);
    auto pictures = rows(db,
                         QStringLiteral("SELECT p.sha256, p.bytes, b.file_name, p.md5 FROM broadcast_pictures b"
                                        " JOIN pictures p ON p.sha256 = b.sha256 WHERE b.broadcast_id = ?"
                                        " ORDER BY b.position"),
                         {broadcast.value()}, [](const Row &row) {
                             return StoredPicture{row.bytes(0), row.bytes(3), row.integer(1), row.text(2)};
                         });
    if (!pictures)
        return fail(pictures.error());
    BroadcastContent content = found->first();
    content.pictures = std::move(*pictures);
    return content;
}

Result<NextWork> readNextWork(Connection &db, const GatewayId &gateway, const AccountId &account, WallTime now)
{
    // Two look-ups per running broadcast, each at the start of an index: its first queued delivery, and the waiting one
    // that has been due for longest.
    static const QString next =
        QStringLiteral("SELECT %1 FROM broadcasts b JOIN deliveries d ON d.id IN ("
                       " (SELECT q.id FROM deliveries q WHERE q.gateway = ? AND q.account = ?"
                       "  AND q.broadcast_id = b.id AND q.state = 'queued' ORDER BY q.position LIMIT 1),"
                       " (SELECT w.id FROM deliveries w WHERE w.gateway = ? AND w.account = ?"
                       "  AND w.broadcast_id = b.id AND w.state = 'waiting' AND w.due <= ?"
                       "  ORDER BY w.due, w.position LIMIT 1))"
                       " WHERE b.settled_at IS NULL AND b.state = 'running'"
                       " ORDER BY b.id, d.position")
            .arg(columnsOf(QStringLiteral("d.")));
    NextWork work;
    const auto found =
        forEachRow(db, next, {gateway.value(), account.value(), gateway.value(), account.value(), toMSecs(now)},
                   [&work](const Row &row) {
                       const BroadcastId broadcast(row.integer(1));
                       if (work.candidates.isEmpty() || work.candidates.constLast().delivery.broadcast != broadcast)
                           work.candidates.append(candidateFrom(row));
                   });
    if (!found)
        return fail(found.error());
    if (!work.candidates.isEmpty())
        return work;
    const auto due = forEachRow(db,
                                QStringLiteral("SELECT MIN((SELECT w.due FROM deliveries w WHERE w.gateway = ?"
                                               "  AND w.account = ? AND w.broadcast_id = b.id AND w.state = 'waiting'"
                                               "  AND w.due > ? ORDER BY w.due LIMIT 1))"
                                               " FROM broadcasts b WHERE b.settled_at IS NULL AND b.state = 'running'"),
                                {gateway.value(), account.value(), toMSecs(now)}, [&work](const Row &row) {
                                    if (!row.isNull(0))
                                        work.nextDue = timeFrom(row, 0);
                                });
    if (!due)
        return fail(due.error());
    return work;
}

Result<BroadcastId> insertBroadcast(Connection &db, const Plan &plan, WallTime now)
{
    const Draft &draft = plan.draft;
    auto ids = rows(db,
                    QStringLiteral("INSERT INTO broadcasts (state, text, at_all, pace_ms, pace_jitter, ramp_up,"
                                   " created_at) VALUES ('running', ?, ?, ?, ?, ?, ?) RETURNING id"),
                    {draft.text, int(draft.atAll), qint64(draft.pace.interval.count()), draft.pace.jitter,
                     int(draft.pace.rampUp), toMSecs(now)},
                    [](const Row &row) { return row.integer(0); });
    if (!ids)
        return fail(ids.error());
    const qint64 id = ids->first();
    if (const auto done = insertPictures(db, id, plan); !done)
        return fail(done.error());
    if (const auto done = insertDeliveries(db, id, plan, now); !done)
        return fail(done.error());
    return BroadcastId(id);
}

Result<Pruned> deleteOver(Connection &db, WallTime before, int mostDeliveries)
{
    constexpr int kMostBroadcasts = 100;
    const auto over = rows(db,
                           QStringLiteral("SELECT b.id, COALESCE((SELECT SUM(number) FROM delivery_counts c"
                                          "  WHERE c.broadcast_id = b.id), 0) FROM broadcasts b"
                                          " WHERE b.settled_at < ? AND NOT EXISTS"
                                          " (SELECT 1 FROM delivery_counts c WHERE c.broadcast_id = b.id"
                                          "  AND (c.latest >= ? OR (c.number > 0 AND c.accepted_final = 0"
                                          "   AND c.state NOT IN ('verified', 'failed', 'cancelled'))))"
                                          " ORDER BY b.settled_at LIMIT ?"),
                           {toMSecs(before), toMSecs(before), kMostBroadcasts},
                           [](const Row &row) { return std::pair(BroadcastId(row.integer(0)), int(row.integer(1))); });
    if (!over)
        return fail(over.error());
    Pruned pruned;
    for (const auto &[id, deliveries] : *over) {
        if (mostDeliveries <= 0)
            break;
        pruned.more = true;
        const auto gone = execute(db,
                                  QStringLiteral("DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries"
                                                 " WHERE broadcast_id = ? ORDER BY position LIMIT ?)"),
                                  {id.value(), mostDeliveries});
        if (!gone)
            return fail(gone.error());
        mostDeliveries -= *gone;
        if (*gone < deliveries)
            break; // the rest of a large broadcast goes in the next round
        if (const auto done = deleteEmptied(db, id); !done)
            return fail(done.error());
        pruned.gone.append(id);
    }
    return pruned;
}

} // namespace rookery::store::detail
