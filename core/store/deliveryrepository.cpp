// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliveryrepository.h"

#include "broadcastrows.h"
#include "nextwork.h"

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
    auto changed = firstRow(db,
                            QStringLiteral("UPDATE deliveries SET %1 updated_at = ? WHERE id = ? AND (%2) RETURNING %3")
                                .arg(set, from, deliveryColumns()),
                            bound, deliveryFrom);
    if (!changed || !*changed)
        return changed;
    const Delivery &moved = **changed;
    if (isLive(moved.state) && !moved.finallyAccepted)
        return changed; // a live delivery keeps its broadcast unsettled
    if (const auto settled = settle(db, moved.broadcast, now); !settled)
        return fail(settled.error());
    return changed;
}

constexpr QLatin1StringView kFromSending("state = 'sending'");
constexpr QLatin1StringView
    kFromUnproven("state IN ('sending', 'unknown')"
                  " OR (state = 'accepted' AND accepted_final = 0)"
                  " OR (state IN ('waiting', 'failed', 'cancelled') AND claimed_at IS NOT NULL)");
constexpr QLatin1StringView
    kFromUnanswered("state IN ('sending', 'waiting') OR (state = 'accepted' AND accepted_final = 0)");
constexpr QLatin1StringView kFromUnaccepted("state IN ('sending', 'queued', 'waiting')");

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

} // namespace

FutureResult<QList<Delivery>> DeliveryRepository::deliveries(BroadcastId broadcast)
{
    return m_database.run([broadcast](Connection &db) {
        return rows(
            db,
            QStringLiteral("SELECT %1 FROM deliveries WHERE broadcast_id = ? ORDER BY position").arg(deliveryColumns()),
            {broadcast.value()}, deliveryFrom);
    });
}

FutureResult<NextWork> DeliveryRepository::nextWork(const GatewayId &gateway, const AccountId &account, WallTime now)
{
    return m_database.run([gateway, account, now](Connection &db) { return readNextWork(db, gateway, account, now); });
}

FutureResult<std::optional<Claimed>> DeliveryRepository::claim(DeliveryId delivery, WallTime now)
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

FutureResult<Transition> DeliveryRepository::transition(DeliveryId delivery, const QString &from, const QString &set,
                                                        const Values &values, WallTime now)
{
    return m_database.write([=](Connection &db) { return step(db, delivery, from, set, values, now); });
}

FutureResult<Transition> DeliveryRepository::toAccepted(DeliveryId delivery, const MessageId &message,
                                                        WallTime verifyBy, const Error &why, WallTime now)
{
    const bool plain = why.reason == Reason::None;
    Values values = {orNull(message.value()), toMSecs(verifyBy)};
    if (!plain)
        values += errorValues(why);
    return transition(delivery, kFromSending,
                      QStringLiteral("state = 'accepted', message_id = ?, verify_by = ?, ")
                          + (plain ? kClearError : kSetError),
                      values, now);
}

FutureResult<Transition> DeliveryRepository::toAcceptedFinally(DeliveryId delivery, const MessageId &message,
                                                               WallTime now)
{
    return transition(delivery, kFromSending,
                      QStringLiteral("state = 'accepted', accepted_final = 1, message_id = ?, finished_at = ?, "),
                      {orNull(message.value()), toMSecs(now)}, now);
}

FutureResult<Transition> DeliveryRepository::toVerified(DeliveryId delivery, VerifiedBy by, const MessageId &message,
                                                        const QString &evidence, WallTime now)
{
    return transition(delivery, kFromUnproven,
                      QStringLiteral("state = 'verified', verified_by = ?, message_id = COALESCE(?, message_id),"
                                     " evidence = evidence || ?, finished_at = ?, ")
                          + kClearError,
                      {nameOf(by), orNull(message.value()), evidence, toMSecs(now)}, now);
}

FutureResult<Transition> DeliveryRepository::toUnknown(DeliveryId delivery, const Error &why, const QString &evidence,
                                                       WallTime now)
{
    Values values = errorValues(why);
    values << evidence;
    return transition(delivery, kFromUnanswered,
                      QStringLiteral("state = 'unknown', ") + kSetError + QStringLiteral("evidence = evidence || ?, "),
                      values, now);
}

FutureResult<Transition> DeliveryRepository::toFailed(DeliveryId delivery, const Error &why, WallTime now)
{
    Values values = errorValues(why);
    values << toMSecs(now);
    return transition(delivery, kFromUnaccepted,
                      QStringLiteral("state = 'failed', ") + kSetError + QStringLiteral("finished_at = ?, "), values,
                      now);
}

FutureResult<Transition> DeliveryRepository::toWaiting(DeliveryId delivery, const Error &why, WallTime due,
                                                       WaitCost cost, WallTime now)
{
    return m_database.write([=](Connection &db) -> Result<Transition> {
        Values values = errorValues(why);
        values << toMSecs(due) << int(cost == WaitCost::Nothing || cost == WaitCost::Restage)
               << int(cost == WaitCost::Retry) << int(cost == WaitCost::Restage);
        auto waiting = step(db, delivery, kFromUnaccepted,
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

FutureResult<Transition> DeliveryRepository::addEvidence(DeliveryId delivery, const QString &lines, WallTime now)
{
    return transition(delivery, QStringLiteral("1"), QStringLiteral("evidence = evidence || ?, "), {lines}, now);
}

FutureResult<QList<Delivery>> DeliveryRepository::failQueued(BroadcastId broadcast, const GatewayId &gateway,
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

FutureResult<QList<Delivery>> DeliveryRepository::confirmArrived(const QList<DeliveryId> &deliveries, WallTime now)
{
    return m_database.write([deliveries, now](Connection &db) {
        return forAll(deliveries, [&](DeliveryId id) {
            return step(db, id, QStringLiteral("state = 'unknown'"),
                        QStringLiteral("state = 'verified', verified_by = 'operator', finished_at = ?, ") + kClearError,
                        {toMSecs(now)}, now);
        });
    });
}

FutureResult<QList<Delivery>> DeliveryRepository::requeue(const QList<DeliveryId> &deliveries, const QString &who,
                                                          WallTime now)
{
    return m_database.write([deliveries, who, now](Connection &db) {
        return forAll(deliveries, [&](DeliveryId id) { return requeueOne(db, id, who, now); });
    });
}

} // namespace rookery::store
