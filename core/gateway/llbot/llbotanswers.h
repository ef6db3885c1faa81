// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "io/httpclient.h"
#include "model/session.h"

#include "base/redacted.h"
#include "base/result.h"

#include <QJsonValue>
#include <QList>

namespace rookery::gateway {

// What LLBot's panel answers. Pure; whatever stands at its address may answer as well. Facts: docs/protocol/llbot.md,
// "Panel" and "Login".

//! Returns `data` of an answer. Errors: RateLimited/PanelLocked, Auth/PanelPasswordUnset, Auth/TokenWrong,
//! Auth/TokenMissing, Rejected/OldVersion, Rejected with the panel's own words, and those of `frontError`.
[[nodiscard]] Result<QJsonValue> llbotData(const io::HttpResponse &response);
//! Returns why a call that showed our password was refused. Auth/PanelLocked: ours was the last wrong one.
[[nodiscard]] Error llbotRefusal(const io::HttpResponse &response);

//! Who is logged in, from login-info.
struct LLBotLoginInfo {
    bool throughPmhq = true; //!< it does not speak to QQ by itself
    bool online = false;
    AccountId account; //!< offline too: who was logged in; null: nobody
    QString nickname;
    quint16 panelPort = 0; //!< where the account's own configuration puts the panel; 0: not told
    bool operator==(const LLBotLoginInfo &) const = default;
};
[[nodiscard]] LLBotLoginInfo llbotLoginInfo(const QJsonValue &data);

//! A login code, from login-qrcode.
struct LLBotCode {
    Redacted<QString> text; //!< empty: none
    seconds life{0}; //!< 0: not told
    bool operator==(const LLBotCode &) const = default;
};
[[nodiscard]] LLBotCode llbotCode(const QJsonValue &data);

//! What stands in the way of a login code, from auth-token/status; older versions have no such call.
struct LLBotSignToken {
    bool needed = false; //!< without a good one LLBot does not speak to QQ at all
    QString trouble; //!< masked, in LLBot's own words; empty: it does not say
    bool operator==(const LLBotSignToken &) const = default;
};
[[nodiscard]] LLBotSignToken llbotSignToken(const QJsonValue &data);

//! Returns the accounts that need no code, from quick-login-list.
[[nodiscard]] QList<QuickLoginEntry> llbotQuickLogins(const QJsonValue &data);

//! Returns what the dashboard counts, from dashboard/stats.
[[nodiscard]] GatewayVitals llbotVitals(const QJsonValue &data, WallTime now);

} // namespace rookery::gateway
