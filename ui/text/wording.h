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

//! Declares the words for every kind that core names: one function per enum, in the language of the installed
//! translators. GUI or main thread.
namespace rookery::text {

// session
// `codes`: the gateway offers codes to scan (Capabilities::qrLogin); otherwise the login happens at the gateway.
//! Returns the word beside the shape: "online", "waiting for scan", "retrying in 12 s: …".
[[nodiscard]] QString sessionWord(const SessionState &state, WallTime now, bool codes = true);
//! Returns the word without countdown and cause, for counts and filters: "retrying".
[[nodiscard]] QString phaseWord(SessionPhase phase, LoginReason login, bool codes = true);
//! Returns the label of the one button that this state needs: "Show code", "Change token" …
[[nodiscard]] QString sessionButton(const SessionState &state, bool codes = true);
//! Returns whether a NeedsTotp state wants the digits of the phone rather than of an authenticator.
[[nodiscard]] bool asksForPhoneDigits(const SessionState &state);
//! Returns whether another token may help a Rejected session, rather than another try.
[[nodiscard]] bool isAboutTheToken(const Error &why);
[[nodiscard]] QString loginReasonWord(LoginReason reason, bool codes = true);
//! Returns "Code 2: scan it with the phone".
[[nodiscard]] QString codeWord(const QrCode &code);
[[nodiscard]] QString readinessCheckName(ReadinessCheck check, GatewayKind kind);
//! Returns "working", "broken", "not known yet", "cannot be proven here".
[[nodiscard]] QString readinessCheckWord(ReadinessCheck check, ReadinessState state, GatewayKind kind);
//! Returns "ready", or the first broken rung in words: "actions answer: no answer in time".
[[nodiscard]] QString readinessSummary(const Readiness &readiness, GatewayKind kind);

// services that are only watched
[[nodiscard]] QString serviceWord(ServiceState state);
//! Explains the state in a sentence or two; empty where the word says it all.
[[nodiscard]] QString serviceMeaning(const ServiceView &view);
//! Explains how to release a service that waits for a bot's login; otherwise empty.
[[nodiscard]] QString serviceWaysOut(ServiceState state);
//! Returns the word beside the shape for a row of any kind; "degraded: rkey server failing" where something is wrong
//! with an online account.
[[nodiscard]] QString accountWord(const AccountSnapshot &account, WallTime now);
//! Returns the same word without countdown and cause, for places that are not updated each second.
[[nodiscard]] QString accountWord(const AccountSnapshot &account);
//! Names an account by its nickname and its gateway: "Heron · NapCat 04"; without a nickname by the gateway alone.
[[nodiscard]] QString accountTitle(const AccountSnapshot &account);
//! Returns the same word for counts of many: "online", "degraded", "waiting for scan".
[[nodiscard]] QString countWord(const AccountSnapshot &account);
//! Returns "working", "degraded", "needs attention" …
[[nodiscard]] QString conditionWord(Condition condition);
//! Says what decided a condition: the title of an incident, a broken check, the keys. Empty where the state's own word
//! is enough.
[[nodiscard]] QString conditionReason(const AccountCondition &condition);
//! Returns the ladder's summary as known at `now`; for a service, that it is only watched.
[[nodiscard]] QString readinessWord(const AccountSnapshot &account, WallTime now);

// broadcasts
//! Returns "verified (echo)", "waiting", "accepted" …; the cause comes from deliveryReason.
[[nodiscard]] QString deliveryWord(const Delivery &delivery);
[[nodiscard]] QString deliveryStateWord(DeliveryState state);
//! Returns an empty string for None.
[[nodiscard]] QString verifiedByWord(VerifiedBy by);
[[nodiscard]] QString broadcastStateWord(BroadcastState state);
//! Returns "sending", "waiting", "paused", "paused (interrupted)", "done" …
[[nodiscard]] QString broadcastWord(const BroadcastSummary &summary);
[[nodiscard]] QString chatKindWord(ChatKind kind);
//! Returns "every 3 s (± 40 %)" or "no pause".
[[nodiscard]] QString paceWords(const Pace &pace);

// rkey
[[nodiscard]] QString rkeySourceWord(RkeySource source);
//! Returns the source as far as it is known: "from QQ (native)", "from QQ (asked)", "unknown, QQ gave no key".
[[nodiscard]] QString rkeyWord(const RkeyState &state);
//! Explains what that means for pictures, in a sentence or two.
[[nodiscard]] QString rkeyMeaning(const RkeyState &state, WallTime now);
//! Says that the native way is latched, and how that is known; empty where it is not.
[[nodiscard]] QString rkeyLatchWords(const RkeyState &state, WallTime now);
//! Says when the gateway was asked for a key, and what it answered.
[[nodiscard]] QString rkeyAskedWords(const RkeyState &state, WallTime now);
[[nodiscard]] QString rkeyProbeWord(RkeyProbeOutcome outcome);

// logs
[[nodiscard]] QString logLevelWord(LogLevel level);
[[nodiscard]] QString logCategoryWord(LogCategory category);
//! Lists the assumptions made about a log file: "read as NapCat, UTF-8; the year is guessed from the file's own time".
[[nodiscard]] QString readingWords(GatewayKind kind, const LogReading &reading);
//! Returns "the newest 200,000 of 400,000 lines, from …"; `shown` lines were read. Empty where nothing is left out.
[[nodiscard]] QString leftOutWords(const LogReading &reading, qint64 shown);

// health
//! Says what is wrong; for the profile's storage according to the newest evidence.
[[nodiscard]] QString incidentTitle(const Incident &incident);
//! Explains why it matters and what to press.
[[nodiscard]] QString incidentAdvice(const Incident &incident);
[[nodiscard]] QString severityWord(Severity severity);
//! Describes one row of evidence: what it means and the line itself; "2 refused, then 15 arrived".
[[nodiscard]] QString evidenceWords(const IncidentEvidence &evidence);
//! Names what the newest evidence says is wrong, as a clause; empty when no row names a reason.
[[nodiscard]] QString evidentCause(const Incident &incident);

// settings and gateways
[[nodiscard]] QString keyringWord(KeyringState state);
[[nodiscard]] QString keyringAdvice(KeyringState state);
[[nodiscard]] QString testStepName(TestStep step, GatewayKind kind);
//! Returns false where the step has nothing to test for the kind: a service takes no token and has no account.
[[nodiscard]] bool hasTestStep(TestStep step, GatewayKind kind);
[[nodiscard]] QString stepStateWord(StepState state);
[[nodiscard]] QString gatewayKindName(GatewayKind kind);
//! Returns "main, eu · never broadcasts": the tags, and whether broadcasts leave the account out. Empty: neither.
[[nodiscard]] QString tagWords(const GatewayProfile &gateway);
[[nodiscard]] QString proxyModeWord(ProxyMode mode);

// gateways that dial in
//! Names the transport of OneBot 11 in an operator's words, and explains it in a sentence.
[[nodiscard]] QString oneBotWayName(OneBotTransportKind way);
[[nodiscard]] QString oneBotWayWords(OneBotTransportKind way);
//! Says why a dial-in was rejected, as a clause, and what to do about it in a sentence.
[[nodiscard]] QString rejectReasonWord(RejectReason trouble);
[[nodiscard]] QString rejectAdvice(RejectReason trouble);
//! Returns the address to enter in a gateway that dials in or posts its events; empty while the port is not known.
[[nodiscard]] QString listenerAddress(const ListenerState &listener, OneBotTransportKind way);
//! Returns "listening", "closed: …", and which machines can reach the port.
[[nodiscard]] QString listenerWord(const ListenerState &listener);

} // namespace rookery::text
