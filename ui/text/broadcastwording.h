// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/broadcast.h"

#include <QString>
#include <QStringList>

#include <functional>

//! The words about a broadcast: its plan, what it waits for, how it ended and what became of each delivery.
//! "Arrived" is said of what is verified and of nothing else. GUI or main thread.
namespace rookery::text {

//! Names the account behind a gateway for a sentence: "Heron (10006)".
using AccountName = std::function<QString(const GatewayId &)>;

// the plan
//! "12 groups would get it twice (白鸦 and Kestrel): kept through 白鸦"; without merging, that they get it twice.
[[nodiscard]] QString overlapWords(const PlanOverlap &overlap, const AccountName &name);
//! "Heron (10006) is away (kicked offline by QQ): its 6 messages wait until it is back"; empty while it is online.
[[nodiscard]] QString awayWords(const PlanAccount &account, const AccountName &name);
//! What is to be said about a picture or the message: why it stops the broadcast, or what may become of it.
[[nodiscard]] QString findingWords(const PreflightFinding &finding);
//! Why a target is skipped, with the account that sends to it instead.
[[nodiscard]] QString skipWords(const PlanSkip &skip, const AccountName &name);
//! "3 targets were named more than once, …"; empty for a plan without any.
[[nodiscard]] QString repeatedWords(const Plan &plan);
//! Skipped targets that nobody of the plan sends to: they get nothing.
[[nodiscard]] int leftOut(const Plan &plan);

// on its way
//! Only the operator can end this wait: a login, Start, Resume sending.
[[nodiscard]] bool waitsForOperator(const Error &why);
//! "Heron (10006): kicked offline by QQ", or "all sending is stopped" for everybody.
[[nodiscard]] QString waitWords(const BroadcastWait &wait, const AccountName &name);
//! The waits of a broadcast in one line, each cause once; empty when nothing waits.
[[nodiscard]] QString waitsWords(const BroadcastSummary &summary, const AccountName &name);
//! "waiting: Heron (10006): kicked offline by QQ", "sending, 6 waiting: …", "done: 12 arrived, 3 failed", "paused".
[[nodiscard]] QString broadcastStatus(const BroadcastSummary &summary, const AccountName &name);
//! "12 arrived, 3 failed, 1 unconfirmed, 2 accepted without proof, 4 not sent": what there is of each.
[[nodiscard]] QString outcomeWords(const BroadcastCounts &counts);

// one delivery
//! "QQ refused the message (QQ error 120)": a clause without the other side's wording; empty for no trouble.
[[nodiscard]] QString deliveryTrouble(const Error &why);
//! Why a delivery is where it is, in one line: the trouble, and when it goes on.
[[nodiscard]] QString deliveryReason(const Delivery &delivery, WallTime now);
//! What is known of a delivery, in sentences with local times, oldest first; the gateway's own words last.
[[nodiscard]] QStringList deliveryEvidence(const Delivery &delivery, WallTime now);

} // namespace rookery::text
