// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "message.h"

#include "model/event.h"

#include <QList>

#include <optional>

namespace rookery::broadcast {

//! Finds the delivery that an own-message echo proves. Pure memory, driven with the wall clock.
//!
//! By message id first. Else by fingerprint (account, chat, text, pictures), and then only for deliveries
//! whose own id is unknown, inside the claim's window, and never while one like it still waits for its
//! reply, because that may bring the id. Each echo is used once. When fewer echoes than candidates have
//! come, nobody can say whose they are, and nothing is proven; when each has one, all are, oldest claim first.
class DeliveryVerifier final
{
public:
    static constexpr milliseconds kEchoLife = seconds(60); //!< early echoes are kept that long
    static constexpr milliseconds kWindow = std::chrono::minutes(10); //!< from claim to an echo by fingerprint
    static constexpr milliseconds kMemory = std::chrono::hours(1); //!< from claim to an echo by id
    static constexpr milliseconds kSkew = seconds(2); //!< an echo may seem that much older than its claim

    struct Proof {
        DeliveryId delivery;
        MessageId message;
        WallTime echoAt{};
        bool readBack = false; //!< from the server's history, not pushed
        bool operator==(const Proof &) const = default;
    };

    //! The delivery is on its way; echoes from now on may be its.
    void claimed(const Delivery &delivery, const Fingerprint &fingerprint);
    //! Answered with success; a null id is one that has to be found by fingerprint.
    [[nodiscard]] QList<Proof> accepted(DeliveryId delivery, const MessageId &message, WallTime verifyBy, WallTime now);
    //! The answer never came, or says nothing: only an echo can tell.
    [[nodiscard]] QList<Proof> unanswered(DeliveryId delivery, WallTime now);
    //! An Accepted or Unknown delivery of an earlier run.
    void restore(const Delivery &delivery, const Fingerprint &fingerprint);
    //! Settled, requeued, or proven to be unsent: no echo is for it any more.
    void forget(DeliveryId delivery);

    [[nodiscard]] QList<Proof> echo(const AccountId &account, const MessageEvent &event, WallTime now);

    //! Accepted ones whose time for proof is over; they turn unknown and may still be proven late.
    [[nodiscard]] QList<DeliveryId> takeOverdue(WallTime now);
    [[nodiscard]] std::optional<WallTime> nextDeadline() const;
    [[nodiscard]] bool isKnown(DeliveryId delivery) const;

private:
    struct Claim {
        DeliveryId delivery;
        AccountId account;
        Target chat;
        Fingerprint fingerprint;
        WallTime claimedAt{};
        bool replyPending = false;
        MessageId message;
        std::optional<WallTime> verifyBy;
    };
    struct Echo {
        AccountId account;
        Target chat;
        Fingerprint fingerprint;
        MessageId message;
        WallTime at{};
        bool readBack = false;
    };

    [[nodiscard]] QList<Proof> match(const AccountId &account, const Target &chat, WallTime now);
    [[nodiscard]] bool takeById(QList<Proof> &proofs, const AccountId &account);
    [[nodiscard]] bool takeByFingerprint(QList<Proof> &proofs, const Echo &like);
    void prune(WallTime now);
    [[nodiscard]] Claim *find(DeliveryId delivery);

    QList<Claim> m_claims; //!< oldest claim first
    QList<Echo> m_echoes; //!< unused ones, oldest first
};

} // namespace rookery::broadcast
