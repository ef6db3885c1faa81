// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "message.h"
#include "retrypolicy.h"

#include "model/event.h"

#include <QHash>
#include <QList>

#include <optional>
#include <set>
#include <utility>

namespace rookery::broadcast {

//! Decides the outcome of each delivery whose frame may have left. Works in memory only, driven by the steady clock.
//!
//! Each call returns what has become certain, in order; the caller records it. The rules:
//! - Proof is an own-message echo of the same gateway, account and chat, inside the claim's window, used once: by
//!   message id unless its content contradicts, else by content that identifies the message (`Likeness::Same`). An
//!   echo that is only alike is a hint and proves nothing.
//! - A content echo waits while a claim like it waits for its answer, because the answer may name the echo. If fewer
//!   echoes than candidates have come, it is unknown which echo belongs to which, and none is proven.
//! - Proof outranks answers: a refusal is believed only if no echo contradicts it. It stays in memory for its window,
//!   so that a later echo reverts a failure and stops a repetition.
//! - Ids count until the link to the gateway is lost; see `forgetIds`. A text alone proves nothing across two runs of
//!   ours. Echoes are kept only for chats with an open claim, at most `kEchoesKept` each. The ids of the last
//!   `kUsedKept` proofs are kept, because gateways push an event twice.
class DeliveryVerifier final
{
public:
    static constexpr milliseconds kProofTime = seconds(90); //!< from an answer without proof to "unknown"
    static constexpr milliseconds kWindow = seconds(120); //!< from the answer to the last echo that counts
    //! The same window, for a text without pictures and without an id: an operator who does not see it may type it
    //! again.
    static constexpr milliseconds kTextWindow = seconds(30);
    static constexpr milliseconds kUsedLife = seconds(60); //!< an event that is pushed twice comes again within this
                                                           //!< time
    static constexpr qsizetype kEchoesKept = 32;
    static constexpr qsizetype kUsedKept = 1024;

    struct Outcome {
        enum class To { Accepted, AcceptedUnproven, Verified, Unknown, Waiting, Failed, Hinted };
        DeliveryId delivery;
        To to = To::Unknown;
        MessageId message = {}; //!< of the answer, or of the echo (Verified, Hinted)
        SteadyTime echoAt{}; //!< with Verified and Hinted, and with Unknown because of a hint
        bool hinted = false; //!< with Unknown: `message` and `echoAt` are those of an echo that is only alike
        bool doubted = false; //!< with Unknown: the gateway refused it, but an echo contradicts that
        bool readBack = false; //!< with Verified: from the server's history, not pushed
        GatewayId gateway = {}; //!< with Verified
        Error why = {}; //!< with Accepted, Unknown, Waiting, Failed; with Verified: the gateway's contradicting answer
        Verdict verdict = {}; //!< with Waiting: cost and time of the repetition
    };
    using Outcomes = QList<Outcome>;

    //! Begins to match echoes with a delivery that is about to be sent. `canProve`: own messages are pushed.
    void claimed(const Delivery &delivery, const Fingerprint &fingerprint, bool canProve, SteadyTime now);
    //! Takes the gateway's success; without an id the echo has to be found by content.
    [[nodiscard]] Outcomes accepted(DeliveryId delivery, const MessageId &message, SteadyTime now);
    //! Takes the failure of a send, and the retry policy's verdict on it.
    [[nodiscard]] Outcomes failed(DeliveryId delivery, const Error &why, const Verdict &verdict, SteadyTime now);
    //! Takes over an Accepted or Unknown delivery of an earlier run; its message id no longer counts.
    void restore(const Delivery &delivery, const Fingerprint &fingerprint, WallTime wallNow, SteadyTime now);
    //! Drops a delivery that the operator settled or sends again.
    void forget(DeliveryId delivery);
    //! Drops the message ids of a gateway whose link was lost, because it may have restarted.
    void forgetIds(const GatewayId &gateway);

    [[nodiscard]] Outcomes echo(const GatewayId &gateway, const AccountId &account, const MessageEvent &event,
                                SteadyTime now);

    //! Ends what has waited long enough: Accepted becomes Unknown, and claims that no echo can reach any more are
    //! dropped.
    [[nodiscard]] Outcomes overdue(SteadyTime now);
    [[nodiscard]] std::optional<SteadyTime> nextDeadline() const;

    [[nodiscard]] bool isKnown(DeliveryId delivery) const { return m_places.contains(delivery); }
    [[nodiscard]] bool isEmpty() const { return m_chats.isEmpty(); }

private:
    struct Place {
        GatewayId gateway;
        AccountId account;
        Target chat;
        bool operator==(const Place &) const = default;
        friend size_t qHash(const Place &place, size_t seed = 0)
        {
            return qHashMulti(seed, place.gateway, place.account, place.chat);
        }
    };
    enum class Phase { InFlight, Accepted, Open, Waiting, Failed };
    struct Claim {
        DeliveryId delivery;
        Fingerprint fingerprint;
        bool canProve = true;
        Phase phase = Phase::InFlight;
        SteadyTime from{};
        std::optional<SteadyTime> until; //!< end of the window; none while in flight
        std::optional<SteadyTime> contentUntil; //!< the same for proof by content
        std::optional<SteadyTime> proofBy; //!< with Accepted
        MessageId message;
        Error why;
        bool hinted = false; //!< its hint was reported
    };
    struct Echo {
        MessageId id;
        Message content;
        SteadyTime at{};
        bool readBack = false;
    };
    struct Chat {
        QList<Claim> claims; //!< oldest first
        QList<Echo> echoes; //!< unused ones, oldest first
    };
    using Used = std::pair<Place, MessageId>;
    using Deadline = std::pair<SteadyTime, qint64>;

    [[nodiscard]] static bool isInside(const Claim &claim, const Echo &echo);
    [[nodiscard]] static Outcome verified(const Claim &claim, const Echo &echo);
    [[nodiscard]] static const Echo *hintFor(const Chat &chat, const Claim &claim);
    [[nodiscard]] static QList<qsizetype> pairUp(const Chat &chat, const QList<qsizetype> &candidates);
    [[nodiscard]] Claim *find(DeliveryId delivery);
    void add(const Place &place, const Claim &claim);
    void schedule(const Claim &claim);
    void unschedule(const Claim &claim);
    void remember(const Place &place, const Echo &used);
    static void answer(Claim &claim, SteadyTime now);
    void remove(Chat &chat, qsizetype index);
    void dropIfIdle(const Place &place);
    void match(const Place &place, Outcomes &outcomes);
    [[nodiscard]] bool takeById(const Place &place, Outcomes &outcomes);
    [[nodiscard]] bool takeByContent(const Place &place, Outcomes &outcomes);
    void prove(const Place &place, const QList<std::pair<qsizetype, qsizetype>> &pairs, Outcomes &outcomes);
    void becomeUnknown(Chat &chat, Claim &claim, const Error &why, Outcomes &outcomes);
    void hint(Chat &chat, Outcomes &outcomes);

    QHash<Place, Chat> m_chats; //!< only those with claims
    QHash<DeliveryId, Place> m_places;
    QHash<Used, SteadyTime> m_used; //!< echoes that proved something, and when
    QList<Used> m_usedOrder; //!< the same, oldest first
    std::set<Deadline> m_deadlines; //!< the next one of each claim that is not in flight
};

} // namespace rookery::broadcast
