// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database.h"

#include "model/broadcast.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace rookery::store {

//! A picture of a stored broadcast; its bytes are in the picture cache, by hash.
struct StoredPicture {
    QByteArray sha256; //!< raw
    QByteArray md5; //!< raw; empty for pictures that were stored before it was kept
    qint64 bytes = 0;
    QString fileName; //!< without folders
    bool operator==(const StoredPicture &) const = default;
};

//! What every delivery of one broadcast says, and how fast.
struct BroadcastContent {
    QString text;
    bool atAll = false;
    QList<StoredPicture> pictures;
    Pace pace;
    int priority = 0; //!< higher goes first
    int targets = 0;
    bool operator==(const BroadcastContent &) const = default;
};

//! A delivery that may be claimed now, with what the retry policy has to know about it.
struct Candidate {
    Delivery delivery;
    int retries = 0; //!< bounded retries used so far
    bool restaged = false; //!< its picture was already staged anew once
    int priority = 0; //!< of its broadcast
    bool operator==(const Candidate &) const = default;
};

//! What one account could send next.
struct NextWork {
    QList<Candidate> candidates; //!< the first due one of each running broadcast; highest priority, then oldest first
    std::optional<WallTime> nextDue; //!< without candidates: when something becomes due
};

//! What a delivery that goes back to the queue pays for it.
enum class WaitCost {
    Nothing, //!< the attempt did not count: nothing was sent
    Attempt, //!< the gateway had it in hand
    Retry, //!< one of the bounded retries
    Restage, //!< the one free chance to stage the picture anew
};

//! How much of a broadcast one account still has to send.
struct AccountQueue {
    GatewayId gateway;
    AccountId account;
    int queued = 0; //!< queued and waiting ones
    bool operator==(const AccountQueue &) const = default;
};

struct SummaryRow {
    BroadcastSummary summary; //!< without sentPerMinute, estimatedEnd and waits
    Pace pace;
    QList<AccountQueue> queues; //!< only accounts that have some
};

//! How long an echo may take.
struct Waits {
    milliseconds echo{0}; //!< after a send, to be looked for in the next run
    milliseconds refusal{0}; //!< after a refusal, before the message may go again
};

//! What the last run left behind, after it was put right.
struct Recovery {
    QList<Delivery> open; //!< Accepted ones that still wait for proof, and recent Unknown ones
    int crashed = 0; //!< found Sending, now Unknown
    QList<BroadcastId> interrupted; //!< came back paused
    //! With a database that is older than the last send from it, or another one: how many live rows it had. They are
    //! Unknown(Restored) now.
    std::optional<int> restored;
};

//! What one round of clearing away did.
struct Pruned {
    QList<BroadcastId> gone; //!< with all their deliveries
    bool more = false; //!< something went, so another round may find more
};

//! An empty optional: the row was not in a state from which this is allowed; nothing changed.
using Transition = std::optional<Delivery>;

//! A delivery that may be handed over, and what its account could send next.
struct Claimed {
    Delivery delivery;
    NextWork next;
};

//! Broadcasts and deliveries. Every function that changes something is one `Database::write`, and what its future
//! reports is committed. States change only through the named transitions, each guarded by the state it
//! leaves. `now` is the wall clock of the caller.
class BroadcastRepository final
{
public:
    explicit BroadcastRepository(Database &database) : m_database(database) {}
    Q_DISABLE_COPY_MOVE(BroadcastRepository)

    //! All or nothing. Targets whose gateway has no account in the plan are Bug.
    [[nodiscard]] FutureResult<BroadcastId> enqueue(const Plan &plan, WallTime now, int priority = 0);

    // reading; works on a read-only database too
    [[nodiscard]] FutureResult<QList<SummaryRow>> summaries(int limit = 500); //!< newest first
    [[nodiscard]] FutureResult<SummaryRow> summary(BroadcastId broadcast); //!< Rejected/NotFound
    [[nodiscard]] FutureResult<BroadcastContent> content(BroadcastId broadcast); //!< Rejected/NotFound
    [[nodiscard]] FutureResult<QList<Delivery>> deliveries(BroadcastId broadcast); //!< in sending order
    [[nodiscard]] FutureResult<NextWork> nextWork(const GatewayId &gateway, const AccountId &account, WallTime now);
    [[nodiscard]] FutureResult<QList<QByteArray>> picturesInUse(); //!< of broadcasts with open deliveries

    // transitions of a delivery
    //! Queued or due Waiting -> Sending, if its broadcast still runs. Committed before the future finishes.
    //! Nothing when it is in another state by now. Tells what comes after it, so that nobody has to ask.
    [[nodiscard]] FutureResult<std::optional<Claimed>> claim(DeliveryId delivery, WallTime now);
    [[nodiscard]] FutureResult<Transition> toAccepted(DeliveryId delivery, const MessageId &message, WallTime verifyBy,
                                                      const Error &why, WallTime now);
    [[nodiscard]] FutureResult<Transition> toAcceptedFinally(DeliveryId delivery, const MessageId &message,
                                                             WallTime now);
    //! From Sending, Accepted or Unknown; from Waiting, Failed and Cancelled too if it was ever claimed, whatever has
    //! become of its broadcast. A null `message` keeps the known one.
    [[nodiscard]] FutureResult<Transition> toVerified(DeliveryId delivery, VerifiedBy by, const MessageId &message,
                                                      const QString &evidence, WallTime now);
    //! From Sending, Accepted (not the final one) or Waiting.
    [[nodiscard]] FutureResult<Transition> toUnknown(DeliveryId delivery, const Error &why, const QString &evidence,
                                                     WallTime now);
    [[nodiscard]] FutureResult<Transition> toFailed(DeliveryId delivery, const Error &why, WallTime now);
    //! Not before `due`; of a cancelled broadcast it becomes Cancelled instead.
    [[nodiscard]] FutureResult<Transition> toWaiting(DeliveryId delivery, const Error &why, WallTime due, WaitCost cost,
                                                     WallTime now);

    //! Appends to the evidence and leaves the state as it is, whatever it is. Empty when there is no such delivery.
    [[nodiscard]] FutureResult<Transition> addEvidence(DeliveryId delivery, const QString &lines, WallTime now);
    //! Fails what one broadcast still has to send through one gateway (Queued and Waiting). Returns what changed.
    [[nodiscard]] FutureResult<QList<Delivery>> failQueued(BroadcastId broadcast, const GatewayId &gateway,
                                                           const Error &why, WallTime now);
    //! Moves every stored deadline of live deliveries (due times, proofs awaited) by `by`: the wall clock was set.
    [[nodiscard]] FutureResult<> shiftDue(milliseconds by);

    // the operator's word
    //! Unknown -> Verified(operator); the others stay as they are. Returns what changed.
    [[nodiscard]] FutureResult<QList<Delivery>> confirmArrived(const QList<DeliveryId> &deliveries, WallTime now);
    //! Unknown or Failed -> Queued, with who and when in the evidence; a settled broadcast runs again.
    [[nodiscard]] FutureResult<QList<Delivery>> requeue(const QList<DeliveryId> &deliveries, const QString &who,
                                                        WallTime now);

    // broadcasts; Rejected/NotFound, or Rejected/BadInput when its state does not allow it
    [[nodiscard]] FutureResult<> pause(BroadcastId broadcast);
    [[nodiscard]] FutureResult<> resume(BroadcastId broadcast);
    //! Queued and Waiting -> Cancelled; what is on its way ends as it ends. Returns the cancelled ones.
    [[nodiscard]] FutureResult<QList<Delivery>> cancel(BroadcastId broadcast, WallTime now);

    //! Once at start: Sending -> Unknown(CrashWhileSending), running broadcasts -> paused and interrupted; what was
    //! refused so shortly before the end that an echo could still contradict -> Unknown. In a database that is not
    //! believed (see Database::isOlder) every live row -> Unknown(Restored).
    [[nodiscard]] FutureResult<Recovery> recover(WallTime now, const Waits &waits);
    //! Deletes what was over before `before`, the earliest first, at most kPruneBatch deliveries at a time: a large
    //! broadcast goes in several rounds. The pictures that no other broadcast has go with it. One that is unsettled,
    //! or has a delivery without an end (Unknown awaits the operator's word) or with a later one, stays.
    [[nodiscard]] FutureResult<Pruned> pruneOver(WallTime before);
    static constexpr int kPruneBatch = 1000;
    //! Succeeds when the database can be written again.
    [[nodiscard]] FutureResult<> probe();

private:
    Database &m_database;
};

} // namespace rookery::store
