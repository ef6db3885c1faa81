// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/broadcast.h"
#include "model/detection.h"
#include "model/listener.h"
#include "model/logline.h"
#include "model/rkey.h"
#include "model/session.h"

#include <QJsonObject>

//! Declares the words of the JSON output: stable, English, independent of the language of the window.
namespace rookery::ctl {

[[nodiscard]] QString name(SessionPhase phase);
[[nodiscard]] QString name(LoginReason reason);
[[nodiscard]] QString name(ReadinessCheck check);
[[nodiscard]] QString name(ReadinessState state);
[[nodiscard]] QString name(ServiceState state);
[[nodiscard]] QString name(DeliveryState state);
[[nodiscard]] QString name(VerifiedBy by);
[[nodiscard]] QString name(BroadcastState state);
[[nodiscard]] QString name(RkeySource source);
[[nodiscard]] QString name(Condition condition);
[[nodiscard]] QString name(RkeyProbeOutcome outcome);
[[nodiscard]] QString name(LogLevel level);
[[nodiscard]] QString name(LogCategory category);
[[nodiscard]] QString name(OneBotTransportKind way);
[[nodiscard]] QString name(RejectReason trouble);
[[nodiscard]] QString name(DetectedAs as);

//! Returns the values that --kind accepts: "napcat|milky".
[[nodiscard]] QString kindNames();

//! Returns "group:30001" or "friend:20001".
[[nodiscard]] QString name(const Target &target);

[[nodiscard]] QJsonObject toJson(const AccountSnapshot &account);
[[nodiscard]] QJsonObject toJson(const Delivery &delivery);
//! Includes `waits`: [{gateway, account, reason, targets}], `sentPerMinute` (0: nothing moves) and `notBefore`.
[[nodiscard]] QJsonObject toJson(const BroadcastSummary &summary);

} // namespace rookery::ctl
