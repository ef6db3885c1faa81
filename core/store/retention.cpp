// SPDX-License-Identifier: GPL-3.0-or-later
#include "retention.h"

#include <utility>

namespace rookery::store {

namespace {

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

} // namespace

FutureResult<Pruned> pruneOver(Database &database, WallTime before)
{
    return database.write([before](Connection &db) { return deleteOver(db, before, kPruneBatch); });
}

FutureResult<QList<QByteArray>> picturesInUse(Database &database, WallTime since, qint64 mostBytes)
{
    struct Found {
        QByteArray sha256;
        qint64 bytes = 0;
        bool open = false;
    };
    return database.run([since, mostBytes](Connection &db) -> Result<QList<QByteArray>> {
        const auto found =
            rows(db,
                 QStringLiteral("SELECT p.sha256, p.bytes, MAX(EXISTS (SELECT 1 FROM"
                                "  delivery_counts c WHERE c.broadcast_id = b.id AND c.number > 0"
                                "  AND c.accepted_final = 0 AND c.state NOT IN ('verified', 'cancelled')))"
                                "  AS open, MAX(b.created_at) AS latest FROM broadcasts b"
                                " JOIN broadcast_pictures x ON x.broadcast_id = b.id"
                                " JOIN pictures p ON p.sha256 = x.sha256"
                                " GROUP BY p.sha256 HAVING open OR latest >= ?"
                                " ORDER BY open DESC, latest DESC"),
                 {toMSecs(since)}, [](const Row &row) {
                     return Found{row.bytes(0), row.integer(1), row.integer(2) != 0};
                 });
        if (!found)
            return fail(found.error());
        QList<QByteArray> used;
        qint64 bytes = 0;
        for (const Found &picture : *found) {
            bytes += picture.bytes;
            if (picture.open || bytes <= mostBytes)
                used.append(picture.sha256);
        }
        return used;
    });
}

} // namespace rookery::store
