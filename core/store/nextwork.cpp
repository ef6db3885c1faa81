// SPDX-License-Identifier: GPL-3.0-or-later
#include "nextwork.h"

#include "broadcastrows.h"

namespace rookery::store::detail {

namespace {

Candidate candidateFrom(const Row &row)
{
    return {deliveryFrom(row), int(row.integer(22)), row.integer(23) != 0};
}

} // namespace

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

} // namespace rookery::store::detail
