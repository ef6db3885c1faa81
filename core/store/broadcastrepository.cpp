// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcastrepository.h"

#include "broadcastrows.h"

#include "base/reasons/input.h"
#include "base/reasons/sending.h"
#include "model/names.h"

namespace rookery::store {

using namespace detail;

namespace {

//! Returns NULL for an empty text.
Value orNull(const QString &text)
{
    return text.isEmpty() ? Value() : Value(text);
}

constexpr QLatin1StringView kClearError("error_kind = NULL, error_reason = NULL, error_code = 0, error_detail = '', ");

//! Changes the state of a delivery; all changes go through here. The UPDATE is guarded by the states that may be left,
//! and the broadcast settles in the same transaction. `set` ends with a comma; `fromValues` are bound in `from`.
Result<Transition> step(Connection &db, DeliveryId delivery, const QString &from, const QString &set,
                        const Values &values, WallTime now, const Values &fromValues = {})
{
    Values bound = values;
    bound << toMSecs(now) << delivery.value() << fromValues;
    auto changed = rows(db,
                        QStringLiteral("UPDATE deliveries SET %1 updated_at = ? WHERE id = ? AND (%2) RETURNING %3")
                            .arg(set, from, deliveryColumns()),
                        bound, deliveryFrom);
    if (!changed)
        return fail(changed.error());
    if (changed->isEmpty())
        return Transition();
    const Delivery &moved = changed->constFirst();
    if (isLive(moved.state) && !moved.finallyAccepted)
        return Transition(moved); // a live delivery keeps its broadcast unsettled
    if (const auto settled = settle(db, moved.broadcast, now); !settled)
        return fail(settled.error());
    return Transition(moved);
}

constexpr QLatin1StringView kFromSending("state = 'sending'");
constexpr QLatin1StringView
    kFromUnproven("state IN ('sending', 'unknown')"
                  " OR (state = 'accepted' AND accepted_final = 0)"
                  " OR (state IN ('waiting', 'failed', 'cancelled') AND claimed_at IS NOT NULL)");
constexpr QLatin1StringView
    kFromUnanswered("state IN ('sending', 'waiting') OR (state = 'accepted' AND accepted_final = 0)");

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
    const auto found = rows(db, QStringLiteral("SELECT 1 FROM broadcasts WHERE id = ?"), {broadcast.value()},
                            [](const Row &) { return true; });
    if (!found)
        return fail(found.error());
    return fail(ErrorKind::Rejected, found->isEmpty() ? Reason::NotFound : Reason::BadInput);
}

//! Applies `one` to all deliveries in one transaction; skips those that are not in a suitable state.
template <class F>
Result<QList<Delivery>> forAll(const QList<DeliveryId> &deliveries, F one)
{
    QList<Delivery> changed;
    for (const DeliveryId id : deliveries) {
        const Result<Transition> result = one(id);
        if (!result)
            return fail(result.error());
        if (*result)
            changed.append(**result);
    }
    return changed;
}

Result<Transition> requeueOne(Connection &db, DeliveryId delivery, const QString &who, WallTime now)
{
    const QString evidence = QStringLiteral("again-by=%1\nagain-at=%2\n").arg(who).arg(toMSecs(now));
    auto moved = step(db, delivery, QStringLiteral("state IN ('unknown', 'failed')"),
                      QStringLiteral("state = 'queued', ") + kClearError
                          + QStringLiteral("message_id = NULL, claimed_at = NULL, verify_by = NULL, finished_at = NULL,"
                                           " due = 0, retries = 0, restaged = 0, evidence = evidence || ?, "),
                      {evidence}, now);
    if (!moved || !*moved)
        return moved;
    const auto reopened = execute(db,
                                  QStringLiteral("UPDATE broadcasts SET state = 'running', settled_at = NULL"
                                                 " WHERE id = ? AND state IN ('settled', 'cancelled')"),
                                  {(*moved)->broadcast.value()});
    if (!reopened)
        return fail(reopened.error());
    return moved;
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

FutureResult<QList<Delivery>> BroadcastRepository::deliveries(BroadcastId broadcast)
{
    return m_database.run([broadcast](Connection &db) {
        return rows(
            db,
            QStringLiteral("SELECT %1 FROM deliveries WHERE broadcast_id = ? ORDER BY position").arg(deliveryColumns()),
            {broadcast.value()}, deliveryFrom);
    });
}

FutureResult<NextWork> BroadcastRepository::nextWork(const GatewayId &gateway, const AccountId &account, WallTime now)
{
    return m_database.run([gateway, account, now](Connection &db) { return readNextWork(db, gateway, account, now); });
}

FutureResult<QList<QByteArray>> BroadcastRepository::picturesInUse()
{
    return m_database.run([](Connection &db) {
        return rows(db,
                    QStringLiteral("SELECT DISTINCT p.sha256 FROM broadcast_pictures p WHERE EXISTS (SELECT 1 FROM"
                                   " delivery_counts c WHERE c.broadcast_id = p.broadcast_id AND c.number > 0"
                                   " AND c.accepted_final = 0 AND c.state NOT IN ('verified', 'cancelled'))"),
                    {}, [](const Row &row) { return row.bytes(0); });
    });
}

FutureResult<std::optional<Claimed>> BroadcastRepository::claim(DeliveryId delivery, WallTime now)
{
    // BEGIN IMMEDIATE, UPDATE … RETURNING, read and finish all rows, COMMIT: the caller may send only after that
    return m_database.write([&database = m_database, delivery, now](Connection &db) -> Result<std::optional<Claimed>> {
        if (const auto may = database.beginSend(db); !may)
            return fail(may.error());
        const auto moved =
            step(db, delivery,
                 QStringLiteral("state IN ('queued', 'waiting') AND due <= ? AND EXISTS (SELECT 1 FROM broadcasts b"
                                " WHERE b.id = broadcast_id AND b.state = 'running')"),
                 QStringLiteral("state = 'sending', attempts = attempts + 1, claimed_at = ?, message_id = NULL,"
                                " verify_by = NULL, ")
                     + kClearError,
                 {toMSecs(now)}, now, {toMSecs(now)});
        if (!moved)
            return fail(moved.error());
        if (!*moved)
            return std::nullopt;
        auto next = readNextWork(db, (*moved)->gateway, (*moved)->account, now);
        if (!next)
            return fail(next.error());
        return Claimed{**moved, std::move(*next)};
    });
}

FutureResult<Transition> BroadcastRepository::toAccepted(DeliveryId delivery, const MessageId &message,
                                                         WallTime verifyBy, const Error &why, WallTime now)
{
    return m_database.write([=](Connection &db) {
        const bool plain = why.reason == Reason::None;
        Values values = {orNull(message.value()), toMSecs(verifyBy)};
        if (!plain)
            values += errorValues(why);
        return step(db, delivery, kFromSending,
                    QStringLiteral("state = 'accepted', message_id = ?, verify_by = ?, ")
                        + (plain ? kClearError : kSetError),
                    values, now);
    });
}

FutureResult<Transition> BroadcastRepository::toAcceptedFinally(DeliveryId delivery, const MessageId &message,
                                                                WallTime now)
{
    return m_database.write([=](Connection &db) {
        return step(db, delivery, kFromSending,
                    QStringLiteral("state = 'accepted', accepted_final = 1, message_id = ?, finished_at = ?, "),
                    {orNull(message.value()), toMSecs(now)}, now);
    });
}

FutureResult<Transition> BroadcastRepository::toVerified(DeliveryId delivery, VerifiedBy by, const MessageId &message,
                                                         const QString &evidence, WallTime now)
{
    return m_database.write([=](Connection &db) {
        return step(db, delivery, kFromUnproven,
                    QStringLiteral("state = 'verified', verified_by = ?, message_id = COALESCE(?, message_id),"
                                   " evidence = evidence || ?, finished_at = ?, ")
                        + kClearError,
                    {nameOf(by), orNull(message.value()), evidence, toMSecs(now)}, now);
    });
}

FutureResult<Transition> BroadcastRepository::toUnknown(DeliveryId delivery, const Error &why, const QString &evidence,
                                                        WallTime now)
{
    return m_database.write([=](Connection &db) {
        Values values = errorValues(why);
        values << evidence;
        return step(db, delivery, kFromUnanswered,
                    QStringLiteral("state = 'unknown', ") + kSetError + QStringLiteral("evidence = evidence || ?, "),
                    values, now);
    });
}

FutureResult<Transition> BroadcastRepository::toFailed(DeliveryId delivery, const Error &why, WallTime now)
{
    return m_database.write([=](Connection &db) {
        Values values = errorValues(why);
        values << toMSecs(now);
        return step(db, delivery, QStringLiteral("state IN ('sending', 'queued', 'waiting')"),
                    QStringLiteral("state = 'failed', ") + kSetError + QStringLiteral("finished_at = ?, "), values,
                    now);
    });
}

FutureResult<Transition> BroadcastRepository::toWaiting(DeliveryId delivery, const Error &why, WallTime due,
                                                        WaitCost cost, WallTime now)
{
    return m_database.write([=](Connection &db) -> Result<Transition> {
        Values values = errorValues(why);
        values << toMSecs(due) << int(cost == WaitCost::Nothing || cost == WaitCost::Restage)
               << int(cost == WaitCost::Retry) << int(cost == WaitCost::Restage);
        auto waiting = step(db, delivery, QStringLiteral("state IN ('sending', 'queued', 'waiting')"),
                            QStringLiteral("state = 'waiting', ") + kSetError
                                + QStringLiteral("due = ?, attempts = attempts - (state = 'sending' AND ?),"
                                                 " retries = retries + ?, restaged = MAX(restaged, ?), "),
                            values, now);
        if (!waiting || !*waiting)
            return waiting;
        auto cancelled = step(db, delivery,
                              QStringLiteral("state = 'waiting' AND EXISTS (SELECT 1 FROM broadcasts b"
                                             " WHERE b.id = broadcast_id AND b.state = 'cancelled')"),
                              QStringLiteral("state = 'cancelled', finished_at = ?, "), {toMSecs(now)}, now);
        return !cancelled || *cancelled ? cancelled : waiting;
    });
}

FutureResult<Transition> BroadcastRepository::addEvidence(DeliveryId delivery, const QString &lines, WallTime now)
{
    return m_database.write([=](Connection &db) {
        return step(db, delivery, QStringLiteral("1"), QStringLiteral("evidence = evidence || ?, "), {lines}, now);
    });
}

FutureResult<QList<Delivery>> BroadcastRepository::failQueued(BroadcastId broadcast, const GatewayId &gateway,
                                                              const Error &why, WallTime now)
{
    return m_database.write([=](Connection &db) -> Result<QList<Delivery>> {
        Values values = errorValues(why);
        values << toMSecs(now) << toMSecs(now) << broadcast.value() << gateway.value();
        auto failed = rows(db,
                           QStringLiteral("UPDATE deliveries SET state = 'failed', ") + kSetError
                               + QStringLiteral("finished_at = ?, updated_at = ? WHERE broadcast_id = ? AND"
                                                " gateway = ? AND state IN ('queued', 'waiting') RETURNING ")
                               + deliveryColumns(),
                           values, deliveryFrom);
        if (!failed)
            return failed;
        if (const auto settled = settle(db, broadcast, now); !settled)
            return fail(settled.error());
        return failed;
    });
}

FutureResult<> BroadcastRepository::shiftDue(milliseconds by)
{
    return m_database.write([by](Connection &db) -> Result<> {
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

FutureResult<QList<Delivery>> BroadcastRepository::confirmArrived(const QList<DeliveryId> &deliveries, WallTime now)
{
    return m_database.write([deliveries, now](Connection &db) {
        return forAll(deliveries, [&](DeliveryId id) {
            return step(db, id, QStringLiteral("state = 'unknown'"),
                        QStringLiteral("state = 'verified', verified_by = 'operator', finished_at = ?, ") + kClearError,
                        {toMSecs(now)}, now);
        });
    });
}

FutureResult<QList<Delivery>> BroadcastRepository::requeue(const QList<DeliveryId> &deliveries, const QString &who,
                                                           WallTime now)
{
    return m_database.write([deliveries, who, now](Connection &db) {
        return forAll(deliveries, [&](DeliveryId id) { return requeueOne(db, id, who, now); });
    });
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

FutureResult<Recovery> BroadcastRepository::recover(WallTime now, const Waits &waits)
{
    return m_database.write([&database = m_database, now, waits](Connection &db) {
        if (database.isOlder())
            database.observeNewLineage();
        return recoverAll(db, now, waits, database.isOlder());
    });
}

FutureResult<Pruned> BroadcastRepository::pruneOver(WallTime before)
{
    return m_database.write([before](Connection &db) { return deleteOver(db, before, kPruneBatch); });
}

FutureResult<> BroadcastRepository::probe()
{
    return m_database.write([](Connection &db) -> Result<> {
        // a real write: an empty one would not detect the full disk
        const auto done = execute(db,
                                  QStringLiteral("INSERT INTO write_probe VALUES (1, 0)"
                                                 " ON CONFLICT (id) DO UPDATE SET turns = turns + 1"));
        if (!done)
            return fail(done.error());
        return {};
    });
}

} // namespace rookery::store
