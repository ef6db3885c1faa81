// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "errortext.h"
#include "format.h"

#include "model/broadcast.h"
#include "model/condition.h"
#include "model/incident.h"
#include "model/listener.h"
#include "model/logline.h"
#include "model/rkey.h"
#include "model/session.h"
#include "model/settings.h"

#include <QString>

//! The words for every kind that core names: one function per enum, in the language of the installed
//! translators. GUI or main thread.
namespace rookery::text {

// session
// `codes`: the gateway gives codes to scan (Capabilities::qrLogin); elsewhere one logs in at the gateway.
//! "online", "waiting for scan", "retrying in 12 s: …": the word beside the shape.
[[nodiscard]] QString sessionWord(const SessionState &state, WallTime now, bool codes = true);
//! Without countdown and cause, for counts and filters: "retrying".
[[nodiscard]] QString phaseWord(SessionPhase phase, LoginReason login, bool codes = true);
//! The words on the one button that this state asks for: "Show code", "Change token" …
[[nodiscard]] QString sessionButton(const SessionState &state, bool codes = true);
//! NeedsTotp, where it is not an authenticator that has the digits.
[[nodiscard]] bool asksForPhoneDigits(const SessionState &state);
//! Of a Rejected session: another token may help, rather than another try.
[[nodiscard]] bool isAboutTheToken(const Error &why);
[[nodiscard]] QString loginReasonWord(LoginReason reason, bool codes = true);
//! "Code 2: scan it with the phone"
[[nodiscard]] QString codeWord(const QrCode &code);
[[nodiscard]] QString rungName(Rung rung, GatewayKind kind);
//! "working", "broken", "not known yet", "cannot be proven here".
[[nodiscard]] QString rungWord(Rung rung, RungState state, GatewayKind kind);
//! "ready", or the first broken rung in words: "actions answer: no answer in time".
[[nodiscard]] QString ladderSummary(const Ladder &ladder, GatewayKind kind);

// services that are only watched
[[nodiscard]] QString serviceWord(ServiceState state);
//! What the state means, in a sentence or two; empty where the word says it all.
[[nodiscard]] QString serviceMeaning(const ServiceView &view);
//! Of a service that a bot holds up; else empty.
[[nodiscard]] QString serviceWaysOut(ServiceState state);
//! The word beside the shape, whatever kind of row it is; "degraded: rkey server failing" where something is wrong with
//! an account that is online.
[[nodiscard]] QString accountWord(const AccountSnapshot &account, WallTime now);
//! The same without countdown and cause, where nothing ticks.
[[nodiscard]] QString accountWord(const AccountSnapshot &account);
//! The same for counts of many: "online", "degraded", "waiting for scan".
[[nodiscard]] QString countWord(const AccountSnapshot &account);
//! "working", "degraded", "needs attention" …
[[nodiscard]] QString conditionWord(Condition condition);
//! What decided a condition: the title of an incident, a broken check, the keys. Empty where the state's own word does.
[[nodiscard]] QString conditionReason(const AccountCondition &condition);
//! The ladder's summary as it is known at `now`; of a service, that it is watched and nothing more.
[[nodiscard]] QString readinessWord(const AccountSnapshot &account, WallTime now);

// broadcasts
//! "verified (echo)", "waiting", "accepted" …; the cause comes from deliveryReason.
[[nodiscard]] QString deliveryWord(const Delivery &delivery);
[[nodiscard]] QString deliveryStateWord(DeliveryState state);
//! Empty for None.
[[nodiscard]] QString verifiedByWord(VerifiedBy by);
[[nodiscard]] QString broadcastStateWord(BroadcastState state);
//! "sending", "waiting", "paused", "paused (interrupted)", "done" …
[[nodiscard]] QString broadcastWord(const BroadcastSummary &summary);
[[nodiscard]] QString chatKindWord(ChatKind kind);
//! "every 3 s (± 40 %)" or "no pause".
[[nodiscard]] QString paceWords(const Pace &pace);

// rkey
[[nodiscard]] QString rkeySourceWord(RkeySource source);
//! The source as far as it is known: "native", "native (asked)", "unknown, QQ gave no key".
[[nodiscard]] QString rkeyWord(const RkeyState &state);
//! What that means for pictures, in a sentence or two.
[[nodiscard]] QString rkeyMeaning(const RkeyState &state, WallTime now);
//! That the native way is latched, and how that is known; empty where it is not.
[[nodiscard]] QString rkeyLatchWords(const RkeyState &state, WallTime now);
//! When the gateway was asked for a key, and what came.
[[nodiscard]] QString rkeyAskedWords(const RkeyState &state, WallTime now);
[[nodiscard]] QString rkeyProbeWord(RkeyProbeOutcome outcome);

// logs
[[nodiscard]] QString logLevelWord(LogLevel level);
[[nodiscard]] QString logCategoryWord(LogCategory category);
//! What was taken for granted about a log file: "read as NapCat, UTF-8; the year is guessed from the file's own time".
[[nodiscard]] QString readingWords(GatewayKind kind, const LogReading &reading);
//! "the newest 200,000 of 400,000 lines, from …", `shown` being those that were read; empty where nothing is left out.
[[nodiscard]] QString leftOutWords(const LogReading &reading, qint64 shown);

// health
//! Says what is wrong; for the profile's storage by the newest evidence.
[[nodiscard]] QString incidentTitle(const Incident &incident);
//! Why it matters and what to press.
[[nodiscard]] QString incidentAdvice(const Incident &incident);
[[nodiscard]] QString severityWord(Severity severity);
//! One row of evidence: what it means and the line itself; "2 refused, then 15 arrived".
[[nodiscard]] QString evidenceWords(const IncidentEvidence &evidence);
//! What the newest evidence says is wrong, as a clause; empty when no row names a reason.
[[nodiscard]] QString evidentCause(const Incident &incident);

// settings and gateways
[[nodiscard]] QString keyringWord(KeyringState state);
[[nodiscard]] QString keyringAdvice(KeyringState state);
[[nodiscard]] QString testStepName(TestStep step, GatewayKind kind);
//! False where a kind has nothing that the step could test: a service takes no token and has no account.
[[nodiscard]] bool hasTestStep(TestStep step, GatewayKind kind);
[[nodiscard]] QString stepStateWord(StepState state);
[[nodiscard]] QString gatewayKindName(GatewayKind kind);
[[nodiscard]] QString proxyModeWord(ProxyMode mode);

// gateways that dial in
//! How OneBot 11 travels, as an operator would say it, and what that means in a sentence.
[[nodiscard]] QString oneBotWayName(OneBotWay way);
[[nodiscard]] QString oneBotWayWords(OneBotWay way);
//! Why somebody was turned away, as a clause, and what to do about it in a sentence.
[[nodiscard]] QString dialInWord(DialInTrouble trouble);
[[nodiscard]] QString dialInAdvice(DialInTrouble trouble);
//! What a gateway that dials in, or posts its events, has to be given; empty while the port is not known.
[[nodiscard]] QString dialInAddress(const ListenerState &listener, OneBotWay way);
//! "listening", "closed: …" and who can reach it.
[[nodiscard]] QString listenerWord(const ListenerState &listener);

} // namespace rookery::text
