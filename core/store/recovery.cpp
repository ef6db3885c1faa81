// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery.h"

#include "broadcastrows.h"

#include "base/reasons/machine.h"
#include "base/reasons/sending.h"

namespace rookery::store {

using namespace detail;

namespace {

//! Settles every unsettled broadcast without live rows.
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

//! Makes recently refused deliveries Unknown. An echo may contradict a refusal within `grace`. If the run ended earlier
//! than that, it is unknown whether one came, so the row must not be retried automatically. The last change of the
//! broadcast shows how long the run lived.
Result<> doubtRefusals(Connection &db, WallTime now, milliseconds grace)
{
    const auto broadcasts = rows(
        db, QStringLiteral("SELECT DISTINCT broadcast_id FROM delivery_counts WHERE state = 'waiting' AND number > 0"),
        {}, [](const Row &row) { return row.integer(0); });
    if (!broadcasts)
        return fail(broadcasts.error());
    for (const qint64 broadcast : *broadcasts) {
        const auto doubted =
            execute(db,
                    QStringLiteral("UPDATE deliveries SET state = 'unknown', evidence = evidence || ?, updated_at = ?"
                                   " WHERE broadcast_id = ? AND state = 'waiting' AND claimed_at IS NOT NULL"
                                   " AND error_kind <> 'offline' AND updated_at >"
                                   " (SELECT MAX(updated_at) FROM deliveries WHERE broadcast_id = ?) - ?"),
                    {QStringLiteral("interrupted-at=%1\n").arg(toMSecs(now)), toMSecs(now), broadcast, broadcast,
                     qint64(grace.count())});
        if (!doubted)
            return fail(doubted.error());
    }
    return {};
}

Result<int> crashRows(Connection &db, WallTime now, milliseconds grace)
{
    if (const auto doubted = doubtRefusals(db, now, grace); !doubted)
        return fail(doubted.error());
    const Error crash{.kind = ErrorKind::Network, .reason = Reason::CrashWhileSending};
    Values values = errorValues(crash);
    values << QStringLiteral("found-sending-at=%1\n").arg(toMSecs(now)) << toMSecs(now);
    return execute(db,
                   QStringLiteral("UPDATE deliveries SET state = 'unknown', ") + kSetError
                       + QStringLiteral("evidence = evidence || ?, updated_at = ?"
                                        " WHERE state = 'sending' AND accepted_final = 0"),
                   values);
}

constexpr std::chrono::minutes kLongestWaitAfterStart{10};

Result<Recovery> recoverAll(Connection &db, WallTime now, const Waits &waits, bool older)
{
    Recovery recovery;
    const auto changed = older ? distrustRows(db, now) : crashRows(db, now, waits.refusal);
    if (!changed)
        return fail(changed.error());
    if (older)
        recovery.restored = *changed;
    else
        recovery.crashed = *changed;
    // a clock that was set back since must not leave them waiting for years
    const qint64 longest = toMSecs(now + kLongestWaitAfterStart);
    const auto nearer = execute(db, QStringLiteral("UPDATE deliveries SET due = ? WHERE state = 'waiting' AND due > ?"),
                                {longest, longest});
    if (!nearer)
        return fail(nearer.error());
    const auto running = rows(db,
                              QStringLiteral("UPDATE broadcasts SET state = 'paused', interrupted = 1"
                                             " WHERE settled_at IS NULL AND state = 'running' RETURNING id"),
                              {}, [](const Row &row) { return BroadcastId(row.integer(0)); });
    if (!running)
        return fail(running.error());
    if (const auto settled = settleAll(db, now); !settled)
        return fail(settled.error());
    recovery.interrupted = *running;
    auto open =
        rows(db,
             QStringLiteral("SELECT %1 FROM deliveries WHERE accepted_final = 0 AND state = 'accepted' UNION ALL"
                            " SELECT %1 FROM deliveries WHERE state = 'unknown' AND claimed_at >= ?"
                            " ORDER BY claimed_at, id")
                 .arg(deliveryColumns()),
             {toMSecs(now - waits.echo)}, deliveryFrom);
    if (!open)
        return fail(open.error());
    recovery.open = std::move(*open);
    return recovery;
}

} // namespace

FutureResult<Recovery> recoverQueue(Database &database, WallTime now, const Waits &waits)
{
    return database.write([&database, now, waits](Connection &db) {
        if (database.isOlder())
            database.observeNewLineage();
        return recoverAll(db, now, waits, database.isOlder());
    });
}

FutureResult<> shiftDeadlines(Database &database, milliseconds by)
{
    return database.write([by](Connection &db) -> Result<> {
        const qint64 shift = by.count();
        auto done =
            execute(db, QStringLiteral("UPDATE deliveries SET due = MAX(1, due + ?) WHERE state = 'waiting'"), {shift});
        if (done) {
            done = execute(db,
                           QStringLiteral("UPDATE deliveries SET verify_by = verify_by + ?"
                                          " WHERE accepted_final = 0 AND state = 'accepted'"),
                           {shift});
        }
        if (!done)
            return fail(done.error());
        return {};
    });
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

} // namespace rookery::store
