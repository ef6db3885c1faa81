// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database.h"

#include "model/broadcast.h"

#include <QList>

#include <optional>

namespace rookery::store {

//! Describes a delivery that may be claimed now, with what the retry policy needs to know.
struct Candidate {
    Delivery delivery;
    int retries = 0; //!< bounded retries used so far
    bool restaged = false; //!< its picture was already staged again once
    bool operator==(const Candidate &) const = default;
};

//! Describes what one account could send next.
struct NextWork {
    QList<Candidate> candidates; //!< the first due delivery of each running broadcast; oldest broadcast first
    std::optional<WallTime> nextDue; //!< without candidates: when the next delivery becomes due
};

//! Defines what it costs a delivery to go back to the queue.
enum class WaitCost {
    Nothing, //!< the attempt does not count: nothing was sent
    Attempt, //!< the gateway had received it
    Retry, //!< one of the bounded retries
    Restage, //!< the one free chance to stage the picture again
};

//! Holds the changed delivery. Empty: the row was not in a state that allows the change; nothing changed.
using Transition = std::optional<Delivery>;

//! Holds a claimed delivery, which may now be sent, and what its account could send next.
struct Claimed {
    Delivery delivery;
    NextWork next;
};

//! Stores the deliveries of broadcasts. Every function that changes something is one `Database::write`; what its future
//! reports is committed. States change only through the named transitions, each guarded by the state it leaves. `now`
//! is the caller's wall clock.
class DeliveryRepository final
{
public:
    explicit DeliveryRepository(Database &database) : m_database(database) {}
    Q_DISABLE_COPY_MOVE(DeliveryRepository)

    // reading; works on a read-only database too
    [[nodiscard]] FutureResult<QList<Delivery>> deliveries(BroadcastId broadcast); //!< in sending order
    [[nodiscard]] FutureResult<NextWork> nextWork(const GatewayId &gateway, const AccountId &account, WallTime now);

    // transitions of a delivery
    //! Moves Queued or due Waiting -> Sending, if the broadcast is still running. Committed before the future finishes.
    //! Empty if the delivery is in another state by now. Also returns the account's next work, which saves a query.
    [[nodiscard]] FutureResult<std::optional<Claimed>> claim(DeliveryId delivery, WallTime now);
    [[nodiscard]] FutureResult<Transition> toAccepted(DeliveryId delivery, const MessageId &message, WallTime verifyBy,
                                                      const Error &why, WallTime now);
    [[nodiscard]] FutureResult<Transition> toAcceptedFinally(DeliveryId delivery, const MessageId &message,
                                                             WallTime now);
    //! Moves from Sending, Accepted or Unknown; also from Waiting, Failed and Cancelled if it was ever claimed,
    //! whatever the state of its broadcast. A null `message` keeps the known id.
    [[nodiscard]] FutureResult<Transition> toVerified(DeliveryId delivery, VerifiedBy by, const MessageId &message,
                                                      const QString &evidence, WallTime now);
    //! Moves from Sending, Accepted (not final) or Waiting.
    [[nodiscard]] FutureResult<Transition> toUnknown(DeliveryId delivery, const Error &why, const QString &evidence,
                                                     WallTime now);
    [[nodiscard]] FutureResult<Transition> toFailed(DeliveryId delivery, const Error &why, WallTime now);
    //! Schedules the delivery for `due` or later; if its broadcast is cancelled, it becomes Cancelled instead.
    [[nodiscard]] FutureResult<Transition> toWaiting(DeliveryId delivery, const Error &why, WallTime due, WaitCost cost,
                                                     WallTime now);

    //! Appends to the evidence without changing the state. Empty if there is no such delivery.
    [[nodiscard]] FutureResult<Transition> addEvidence(DeliveryId delivery, const QString &lines, WallTime now);
    //! Fails the deliveries of a broadcast that are Queued or Waiting at one gateway. Returns the changed ones.
    [[nodiscard]] FutureResult<QList<Delivery>> failQueued(BroadcastId broadcast, const GatewayId &gateway,
                                                           const Error &why, WallTime now);

    // the operator's decisions
    //! Moves Unknown -> Verified(operator); others stay unchanged. Returns the changed ones.
    [[nodiscard]] FutureResult<QList<Delivery>> confirmArrived(const QList<DeliveryId> &deliveries, WallTime now);
    //! Moves Unknown or Failed -> Queued and records who and when in the evidence; a settled broadcast runs again.
    [[nodiscard]] FutureResult<QList<Delivery>> requeue(const QList<DeliveryId> &deliveries, const QString &who,
                                                        WallTime now);

private:
    [[nodiscard]] FutureResult<Transition> transition(DeliveryId delivery, const QString &from, const QString &set,
                                                      const Values &values, WallTime now);

    Database &m_database;
};

} // namespace rookery::store
