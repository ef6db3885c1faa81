// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcastrepository.h"

#include "broadcastrows.h"
#include "summaryrows.h"

#include "base/reasons/input.h"
#include "model/names.h"

#include <utility>

namespace rookery::store {

using namespace detail;

namespace {

Result<BroadcastContent> readContent(Connection &db, BroadcastId broadcast)
{
    const auto read = [](const Row &row) {
        BroadcastContent content;
        content.text = row.text(0);
        content.atAll = row.integer(1) != 0;
        content.pace = {milliseconds(row.integer(2)), row.real(3), row.integer(4) != 0};
        content.targets = int(row.integer(5));
        content.title = row.text(6);
        return content;
    };
    auto found =
        firstRow(db,
                 QStringLiteral("SELECT text, at_all, pace_ms, pace_jitter, ramp_up,"
                                " (SELECT SUM(number) FROM delivery_counts c WHERE c.broadcast_id = b.id), title"
                                " FROM broadcasts b WHERE id = ?"),
                 {broadcast.value()}, read);
    if (!found)
        return fail(found.error());
    if (!*found)
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
    BroadcastContent content = std::move(**found);
    content.pictures = std::move(*pictures);
    return content;
}

//! Sets the state of a broadcast that is in one of `from`; otherwise distinguishes "not found" from "not allowed now".
Result<> setBroadcastState(Connection &db, BroadcastId broadcast, const QString &from, const QString &set)
{
    const auto changed =
        execute(db, QStringLiteral("UPDATE broadcasts SET %1 WHERE id = ? AND state IN (%2)").arg(set, from),
                {broadcast.value()});
    if (!changed)
        return fail(changed.error());
    if (*changed > 0)
        return {};
    const auto found = firstRow(db, QStringLiteral("SELECT 1 FROM broadcasts WHERE id = ?"), {broadcast.value()},
                                [](const Row &) { return true; });
    if (!found)
        return fail(found.error());
    return fail(ErrorKind::Rejected, *found ? Reason::BadInput : Reason::NotFound);
}

} // namespace

FutureResult<BroadcastId> BroadcastRepository::enqueue(const Plan &plan, WallTime now)
{
    return m_database.write([plan, now](Connection &db) { return insertBroadcast(db, plan, now); });
}

FutureResult<QList<SummaryRow>> BroadcastRepository::summaries(int limit)
{
    return m_database.run([limit](Connection &db) { return readSummaries(db, limit); });
}

FutureResult<SummaryRow> BroadcastRepository::summary(BroadcastId broadcast)
{
    return m_database.run([broadcast](Connection &db) { return readSummary(db, broadcast); });
}

FutureResult<BroadcastContent> BroadcastRepository::content(BroadcastId broadcast)
{
    return m_database.run([broadcast](Connection &db) { return readContent(db, broadcast); });
}

FutureResult<> BroadcastRepository::pause(BroadcastId broadcast)
{
    return m_database.write([broadcast](Connection &db) {
        return setBroadcastState(db, broadcast, QStringLiteral("'running', 'paused'"),
                                 QStringLiteral("state = 'paused'"));
    });
}

FutureResult<> BroadcastRepository::resume(BroadcastId broadcast)
{
    return m_database.write([broadcast](Connection &db) {
        return setBroadcastState(db, broadcast, QStringLiteral("'running', 'paused'"),
                                 QStringLiteral("state = 'running', interrupted = 0"));
    });
}

FutureResult<QList<Delivery>> BroadcastRepository::cancel(BroadcastId broadcast, WallTime now)
{
    return m_database.write([broadcast, now](Connection &db) -> Result<QList<Delivery>> {
        const auto set = setBroadcastState(db, broadcast, QStringLiteral("'running', 'paused', 'cancelled'"),
                                           QStringLiteral("state = 'cancelled', interrupted = 0"));
        if (!set)
            return fail(set.error());
        auto cancelled = rows(db,
                              QStringLiteral("UPDATE deliveries SET state = 'cancelled', finished_at = ?,"
                                             " updated_at = ? WHERE broadcast_id = ?"
                                             " AND state IN ('queued', 'waiting') RETURNING ")
                                  + deliveryColumns(),
                              {toMSecs(now), toMSecs(now), broadcast.value()}, deliveryFrom);
        if (!cancelled)
            return cancelled;
        if (const auto settled = settle(db, broadcast, now); !settled)
            return fail(settled.error());
        return cancelled;
    });
}

} // namespace rookery::store
