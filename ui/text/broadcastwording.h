// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/broadcast.h"

#include <QString>
#include <QStringList>

#include <functional>

//! Declares the words about a broadcast: its plan, what it waits for, its end and the outcome of each delivery.
//! "Arrived" is said only of what is verified. GUI or main thread.
namespace rookery::text {

//! Names the account behind a gateway for a sentence: "Heron (10006)".
using AccountName = std::function<QString(const GatewayId &)>;

// the plan
//! Returns "12 groups would get it twice (白鸦 and Kestrel): kept through 白鸦"; without merging, that they get it
//! twice.
[[nodiscard]] QString overlapWords(const PlanOverlap &overlap, const AccountName &name);
//! Returns "Heron (10006) is away (kicked offline by QQ): its 6 messages wait until it is back"; empty while it is
//! online.
[[nodiscard]] QString awayWords(const PlanAccount &account, const AccountName &name);
//! Explains a finding about a picture or the message: why it stops the broadcast, or what it may cause.
[[nodiscard]] QString findingWords(const PreflightFinding &finding);
//! Explains why a target is skipped, and names the account that sends to it instead.
[[nodiscard]] QString skipWords(const PlanSkip &skip, const AccountName &name);
//! Returns "3 targets were named more than once, …"; empty for a plan without any.
[[nodiscard]] QString repeatedWords(const Plan &plan);
//! Counts the skipped targets that no account of the plan sends to: they get nothing.
[[nodiscard]] int leftOut(const Plan &plan);

// while it is sent
//! Returns whether only the operator can end this wait: with a login, Start, or Resume sending.
[[nodiscard]] bool waitsForOperator(const Error &why);
//! Returns "Heron (10006): kicked offline by QQ", or "all sending is stopped" for a wait of all accounts.
[[nodiscard]] QString waitWords(const BroadcastWait &wait, const AccountName &name);
//! Returns the waits of a broadcast in one line, each cause once; empty when nothing waits.
[[nodiscard]] QString waitsWords(const BroadcastSummary &summary, const AccountName &name);
//! Returns "waiting: Heron (10006): kicked offline by QQ", "sending, 6 waiting: …", "done: 12 arrived, 3 failed",
//! "paused".
[[nodiscard]] QString broadcastStatus(const BroadcastSummary &summary, const AccountName &name);
//! Returns the counts above zero: "12 arrived, 3 failed, 1 unconfirmed, 2 accepted without proof, 4 not sent".
[[nodiscard]] QString outcomeWords(const BroadcastCounts &counts);
//! Returns how a broadcast ended: "Broadcast 12 is done: 32 of 32 arrived, in 1 min 17 s".
[[nodiscard]] QString endWords(const BroadcastSummary &summary);

//! Names the pictures of a former message whose copies are gone; empty if all are there.
[[nodiscard]] QString lostPictures(const SentBroadcast &sent);

// one delivery
//! Returns "QQ refused the message (QQ error 120)": a clause without the peer's own wording; empty without trouble.
[[nodiscard]] QString deliveryTrouble(const Error &why);
//! Explains the state of a delivery in one line: the trouble, and when it continues.
[[nodiscard]] QString deliveryReason(const Delivery &delivery, WallTime now);
//! Returns what is known of a delivery, in sentences with local times, oldest first; the gateway's own words last.
[[nodiscard]] QStringList deliveryEvidence(const Delivery &delivery, WallTime now);

} // namespace rookery::text
