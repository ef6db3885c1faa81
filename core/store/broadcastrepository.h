// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database.h"

#include "model/broadcast.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace rookery::store {

//! Describes a picture of a stored broadcast; its bytes are in the picture cache, by hash.
struct StoredPicture {
    QByteArray sha256; //!< raw
    QByteArray md5; //!< raw; empty for pictures that were stored before this column existed
    qint64 bytes = 0;
    QString fileName; //!< without folders
    bool operator==(const StoredPicture &) const = default;
};

//! Holds what all deliveries of a broadcast share: the content and the pace.
struct BroadcastContent {
    QString text;
    bool atAll = false;
    QList<StoredPicture> pictures;
    Pace pace;
    int targets = 0;
    bool operator==(const BroadcastContent &) const = default;
};

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

//! Counts the deliveries of a broadcast that one account still has to send.
struct AccountQueue {
    GatewayId gateway;
    AccountId account;
    int queued = 0; //!< queued and waiting
    bool operator==(const AccountQueue &) const = default;
};

//! Holds the stored part of a summary.
struct SummaryRow {
    BroadcastSummary summary; //!< without sentPerMinute, estimatedEnd and waits
    Pace pace;
    QList<AccountQueue> queues; //!< only accounts that have any
};

//! Sets how long to wait for an echo.
struct Waits {
    milliseconds echo{0}; //!< after a send: how long an echo is looked for in the next run
    milliseconds refusal{0}; //!< after a refusal: before the message may be sent again
};

//! Describes what the last run left behind, after recovery.
struct Recovery {
    QList<Delivery> open; //!< Accepted deliveries that still wait for proof, and recent Unknown ones
    int crashed = 0; //!< found Sending, now Unknown
    QList<BroadcastId> interrupted; //!< now paused
    //! Set if the database is older than the last send from it, or another one: the number of its live rows, which are
    //! now Unknown(Restored).
    std::optional<int> restored;
};

//! Reports what one round of pruning did.
struct Pruned {
    QList<BroadcastId> gone; //!< deleted with all their deliveries
    bool more = false; //!< something was deleted, so another round may find more
};

//! Holds the changed delivery. Empty: the row was not in a state that allows the change; nothing changed.
using Transition = std::optional<Delivery>;

//! Holds a claimed delivery, which may now be sent, and what its account could send next.
struct Claimed {
    Delivery delivery;
    NextWork next;
};

//! Stores broadcasts and deliveries. Every function that changes something is one `Database::write`; what its future
//! reports is committed. States change only through the named transitions, each guarded by the state it leaves. `now`
//! is the caller's wall clock.
class BroadcastRepository final
{
public:
    explicit BroadcastRepository(Database &database) : m_database(database) {}
    Q_DISABLE_COPY_MOVE(BroadcastRepository)

    //! Stores a broadcast with all its deliveries, or nothing. A target whose gateway has no account in the plan is a
    //! Bug.
    [[nodiscard]] FutureResult<BroadcastId> enqueue(const Plan &plan, WallTime now);

    // reading; works on a read-only database too
    [[nodiscard]] FutureResult<QList<SummaryRow>> summaries(int limit = 500); //!< newest first
    [[nodiscard]] FutureResult<SummaryRow> summary(BroadcastId broadcast); //!< Rejected/NotFound
    [[nodiscard]] FutureResult<BroadcastContent> content(BroadcastId broadcast); //!< Rejected/NotFound
    [[nodiscard]] FutureResult<QList<Delivery>> deliveries(BroadcastId broadcast); //!< in sending order
    [[nodiscard]] FutureResult<NextWork> nextWork(const GatewayId &gateway, const AccountId &account, WallTime now);
    [[nodiscard]] FutureResult<QList<QByteArray>> picturesInUse(); //!< of broadcasts with open deliveries

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
    //! Moves every stored deadline of live deliveries (due times, awaited proofs) by `by`, because the wall clock was
    //! set.
    [[nodiscard]] FutureResult<> shiftDue(milliseconds by);

    // the operator's decisions
    //! Moves Unknown -> Verified(operator); others stay unchanged. Returns the changed ones.
    [[nodiscard]] FutureResult<QList<Delivery>> confirmArrived(const QList<DeliveryId> &deliveries, WallTime now);
    //! Moves Unknown or Failed -> Queued and records who and when in the evidence; a settled broadcast runs again.
    [[nodiscard]] FutureResult<QList<Delivery>> requeue(const QList<DeliveryId> &deliveries, const QString &who,
                                                        WallTime now);

    // broadcasts; Rejected/NotFound, or Rejected/BadInput if the state does not allow it
    [[nodiscard]] FutureResult<> pause(BroadcastId broadcast);
    [[nodiscard]] FutureResult<> resume(BroadcastId broadcast);
    //! Moves Queued and Waiting -> Cancelled; deliveries in flight finish normally. Returns the cancelled ones.
    [[nodiscard]] FutureResult<QList<Delivery>> cancel(BroadcastId broadcast, WallTime now);

    //! Repairs the state at start, once: Sending -> Unknown(CrashWhileSending), running broadcasts -> paused and
    //! interrupted; deliveries refused so shortly before the end that an echo could still contradict -> Unknown. In a
    //! database that is not trusted (see Database::isOlder) every live row -> Unknown(Restored).
    [[nodiscard]] FutureResult<Recovery> recover(WallTime now, const Waits &waits);
    //! Deletes broadcasts that ended before `before`, the earliest first, at most kPruneBatch deliveries per call, so
    //! that a large broadcast takes several rounds. Pictures that no other broadcast uses are deleted too. Keeps a
    //! broadcast that is unsettled, or has a delivery that has not ended (Unknown waits for the operator) or ended
    //! later.
    [[nodiscard]] FutureResult<Pruned> pruneOver(WallTime before);
    static constexpr int kPruneBatch = 1000;
    //! Succeeds if the database can be written again.
    [[nodiscard]] FutureResult<> probe();

private:
    Database &m_database;
};

} // namespace rookery::store
