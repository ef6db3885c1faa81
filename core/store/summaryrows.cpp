// SPDX-License-Identifier: GPL-3.0-or-later
#include "summaryrows.h"

#include "broadcastrows.h"

#include "base/reasons/input.h"
#include "model/names.h"

#include <QHash>

namespace rookery::store::detail {

namespace {

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
    read.summary.title = row.text(10);
    read.pace = {milliseconds(row.integer(7)), row.real(8), row.integer(9) != 0};
    return read;
}

Result<QList<SummaryRow>> summariesWhere(Connection &db, const QString &where, const Value &value)
{
    const QString chosen = QStringLiteral("SELECT id FROM broadcasts ") + where;
    auto list = rows(db,
                     QStringLiteral("SELECT id, state, text,"
                                    " (SELECT COUNT(*) FROM broadcast_pictures p WHERE p.broadcast_id = b.id),"
                                    " created_at, settled_at, interrupted, pace_ms, pace_jitter, ramp_up, title"
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

} // namespace

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

} // namespace rookery::store::detail
