// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "errortext.h"
#include "format.h"

#include "model/broadcast.h"
#include "model/incident.h"
#include "model/logline.h"
#include "model/rkey.h"
#include "model/session.h"
#include "model/settings.h"

#include <QString>

//! The words for every kind that core names: one function per enum, in the language of the installed
//! translators. GUI or main thread.
namespace rookery::text {

// session
//! "online", "waiting for scan", "retrying in 12 s: …": the word beside the shape.
[[nodiscard]] QString sessionWord(const SessionState &state, WallTime now);
//! Without countdown and cause, for counts and filters: "retrying".
[[nodiscard]] QString phaseWord(SessionPhase phase, LoginReason login);
//! The words on the one button that this state asks for: "Show code", "Change token" …
[[nodiscard]] QString sessionButton(const SessionState &state);
[[nodiscard]] QString loginReasonWord(LoginReason reason);
[[nodiscard]] QString rungName(Rung rung);
[[nodiscard]] QString rungStateWord(RungState state);
//! "ready", or the first broken rung in words: "actions answer: no answer in time".
[[nodiscard]] QString ladderSummary(const Ladder &ladder);

// broadcasts
//! "verified (echo)", "waiting", "accepted" …; the cause comes from errorClause(delivery.why).
[[nodiscard]] QString deliveryWord(const Delivery &delivery);
[[nodiscard]] QString deliveryStateWord(DeliveryState state);
//! Empty for None.
[[nodiscard]] QString verifiedByWord(VerifiedBy by);
[[nodiscard]] QString broadcastStateWord(BroadcastState state);
//! "running", "paused", "came back paused" …
[[nodiscard]] QString broadcastWord(const BroadcastSummary &summary);
[[nodiscard]] QString chatKindWord(ChatKind kind);
//! "every 3 s (± 40 %)" or "no pause".
[[nodiscard]] QString paceWords(const Pace &pace);

// rkey
[[nodiscard]] QString rkeySourceWord(RkeySource source);
//! What the source means for pictures, in a sentence or two.
[[nodiscard]] QString rkeySourceMeaning(RkeySource source);
[[nodiscard]] QString rkeyProbeWord(RkeyProbeOutcome outcome);

// logs
[[nodiscard]] QString logLevelWord(LogLevel level);
[[nodiscard]] QString logCategoryWord(LogCategory category);

// health
[[nodiscard]] QString incidentTitle(IncidentKind kind);
//! Why it matters and what to press.
[[nodiscard]] QString incidentAdvice(IncidentKind kind);
[[nodiscard]] QString severityWord(Severity severity);

// settings and gateways
[[nodiscard]] QString keyringWord(KeyringState state);
[[nodiscard]] QString keyringAdvice(KeyringState state);
[[nodiscard]] QString testStepName(TestStep step);
[[nodiscard]] QString stepStateWord(StepState state);
[[nodiscard]] QString gatewayKindName(GatewayKind kind);
[[nodiscard]] QString proxyModeWord(ProxyMode mode);

} // namespace rookery::text
