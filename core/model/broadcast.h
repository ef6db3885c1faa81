// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ids.h"
#include "pace.h"
#include "segment.h"
#include "target.h"

#include "base/clock.h"
#include "base/result.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace rookery {

//! Lists the states of a delivery (see docs/architecture). The list is closed: the database schema contains it.
enum class DeliveryState { Queued, Waiting, Sending, Accepted, Unknown, Verified, Failed, Cancelled };

enum class VerifiedBy { None, Echo, History, Operator };

[[nodiscard]] constexpr bool isLive(DeliveryState state)
{
    return state == DeliveryState::Queued || state == DeliveryState::Waiting || state == DeliveryState::Sending
        || state == DeliveryState::Accepted;
}

//! Describes one message for one target.
struct Delivery {
    DeliveryId id;
    BroadcastId broadcast;
    GatewayId gateway;
    AccountId account;
    Target target;
    QString targetName;
    DeliveryState state = DeliveryState::Queued;
    bool finallyAccepted = false; //!< Accepted is final: proof is impossible at this gateway
    Error why; //!< with Waiting, Unknown, Failed; Reason::None otherwise
    VerifiedBy verifiedBy = VerifiedBy::None;
    MessageId messageId;
    int attempts = 0; //!< sends that were attempted, retries included; waiting does not count
    WallTime due{}; //!< earliest time to send (Waiting, retries)
    WallTime claimedAt{};
    WallTime verifyBy{}; //!< with Accepted
    WallTime updatedAt{};
    WallTime finishedAt{}; //!< default until final
    QString evidence; //!< data, not prose: message ids and times, one "key=value" per line

    bool operator==(const Delivery &) const = default;
};

enum class BroadcastState { Running, Paused, Settled, Cancelled };

//! Counts the deliveries of a broadcast by state.
struct BroadcastCounts {
    int total = 0;
    int queued = 0; //!< Queued and Waiting
    int sending = 0;
    int accepted = 0; //!< not final: waiting for proof
    int acceptedFinal = 0;
    int verified = 0;
    int unknown = 0;
    int failed = 0;
    int cancelled = 0;
    [[nodiscard]] int live() const { return queued + sending + accepted; }
    bool operator==(const BroadcastCounts &) const = default;
};

//! Names what the queued messages of one account wait for, other than the pace.
struct BroadcastWait {
    GatewayId gateway;
    AccountId account;
    Error why; //!< Kicked, SendingStopped, ConnectionLost …; never Reason::None
    int targets = 0; //!< queued and waiting messages of that account
    bool operator==(const BroadcastWait &) const = default;
};

//! Describes a broadcast as the lists show it.
struct BroadcastSummary {
    BroadcastId id;
    BroadcastState state = BroadcastState::Running;
    QString title; //!< as the operator calls it; often empty
    QString excerpt; //!< first line of the text, for lists
    int pictures = 0;
    BroadcastCounts counts;
    WallTime createdAt{};
    WallTime settledAt{};
    double sentPerMinute = 0; //!< 0: nothing is being sent
    WallTime estimatedEnd{}; //!< lower bound, for the messages that do not wait; default: unknown
    bool interrupted = false; //!< paused because of a crash or quit
    QList<BroadcastWait> waits; //!< with Running: one for each account that cannot send now

    //! Counts the messages that cannot leave now.
    [[nodiscard]] int waiting() const
    {
        int sum = 0;
        for (const BroadcastWait &wait : waits)
            sum += wait.targets;
        return sum;
    }
    //! Returns whether nothing is in flight and nothing that is queued can leave now.
    [[nodiscard]] bool onlyWaits() const
    {
        return !waits.isEmpty() && counts.sending == 0 && waiting() >= counts.queued;
    }

    //! Returns what lists call it.
    [[nodiscard]] QString name() const { return title.isEmpty() ? excerpt : title; }

    bool operator==(const BroadcastSummary &) const = default;
};

//! Describes a picture of a draft: a local file.
struct DraftPicture {
    QString path;
    QString name = {}; //!< as shown and stored; empty: that of the file
    bool operator==(const DraftPicture &) const = default;
};

//! Describes one chosen target and the gateway that reaches it.
struct DraftTarget {
    GatewayId via;
    Target target;
    QString name; //!< as shown when chosen
    bool operator==(const DraftTarget &) const = default;
};

inline constexpr int kMaxTitle = 80; //!< characters of a broadcast's title

//! Describes what the operator wants to send, before planning.
struct Draft {
    QString title; //!< names it in lists; never sent
    QString text;
    bool atAll = false; //!< mention everyone in groups; needs its own confirmation
    QList<DraftPicture> pictures;
    QList<DraftTarget> targets;
    Pace pace;
    bool mergeAccounts = true; //!< a group that several accounts reach gets the message once

    bool operator==(const Draft &) const = default;
};

//! Holds what a stored broadcast sent, to whom and how, as a draft that can be sent once more.
struct SentBroadcast {
    Draft draft; //!< its pictures are the copies that are still there
    QStringList lostPictures; //!< names of those whose copy is gone
    bool operator==(const SentBroadcast &) const = default;
};

//! Describes one finding of the pre-flight check; a `blocking` one keeps the draft from being sent.
struct PreflightFinding {
    QString path; //!< of the picture; empty: the finding concerns the text
    Error what;
    bool blocking = true;
    bool operator==(const PreflightFinding &) const = default;
};

//! Describes a picture that passed the checks before a send.
struct PreflightPicture {
    QString path;
    QByteArray sha256; //!< raw
    QByteArray md5; //!< raw; QQ names pictures by their MD5
    qint64 bytes = 0;
    int width = 0;
    int height = 0;
    QString format; //!< "png", "jpeg", "gif", "webp", "bmp"
    bool operator==(const PreflightPicture &) const = default;
};

//! Describes one account's share of a plan.
struct PlanAccount {
    GatewayId gateway;
    AccountId account;
    int targets = 0;
    milliseconds duration{0}; //!< shortest, at the chosen pace
    Error away = {}; //!< why the account is not online, so that its messages wait; Reason::None: it is online
    bool operator==(const PlanAccount &) const = default;
};

//! Names a target that gets no delivery, and why.
struct PlanSkip {
    DraftTarget target;
    Error why; //!< Duplicate, ReachedByAnother, NotFound, Excluded, AccountOffline (never logged in) …
    GatewayId keptBy = {}; //!< with Duplicate and ReachedByAnother: the gateway that delivers the message instead
    bool operator==(const PlanSkip &) const = default;
};

//! Describes groups that the draft reaches through the same two or more accounts.
struct PlanOverlap {
    QList<GatewayId> through; //!< in the order of the draft
    GatewayId keptBy; //!< the gateway that sends to them; null: all do, and each group gets one message from each
    int groups = 0;
    bool operator==(const PlanOverlap &) const = default;
};

//! Holds the result of the dry run: everything the operator confirms.
struct Plan {
    Draft draft; //!< targets are the accepted ones, in sending order
    QList<PreflightPicture> pictures;
    QList<PlanAccount> accounts;
    QList<PlanSkip> skipped;
    QList<PlanOverlap> overlaps;
    QList<PreflightFinding> findings;
    WallTime earliestEnd{};

    [[nodiscard]] bool sendable() const
    {
        for (const PreflightFinding &finding : findings) {
            if (finding.blocking)
                return false;
        }
        return !draft.targets.isEmpty() && (!draft.text.isEmpty() || !draft.pictures.isEmpty());
    }
    bool operator==(const Plan &) const = default;
};

} // namespace rookery
