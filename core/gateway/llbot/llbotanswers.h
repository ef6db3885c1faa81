// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "io/httpclient.h"
#include "model/session.h"

#include "base/redacted.h"
#include "base/result.h"

#include <QJsonValue>
#include <QList>

namespace rookery::gateway {

// These functions read the answers of LLBot's panel. All are pure; any other server at its address may have sent the
// answer. Facts: docs/protocol/llbot.md, "Panel" and "Login".

//! Returns `data` of an answer. Errors: RateLimited/PanelLocked, Auth/PanelPasswordUnset, Auth/TokenWrong,
//! Auth/TokenMissing, Rejected/OldVersion, Rejected with the panel's own wording, and those of `frontError`.
[[nodiscard]] Result<QJsonValue> llbotData(const io::HttpResponse &response);
//! Returns why a call that carried our password was refused. Auth/PanelLocked: ours was the last wrong one.
[[nodiscard]] Error llbotRefusal(const io::HttpResponse &response);

//! Says who is logged in, from login-info.
struct LLBotLoginInfo {
    bool throughPmhq = true; //!< LLBot does not speak to QQ directly
    bool online = false;
    AccountId account; //!< while offline, the account of the last login; null: none
    QString nickname;
    quint16 panelPort = 0; //!< the panel's port in the account's own configuration; 0: not stated
    bool operator==(const LLBotLoginInfo &) const = default;
};
[[nodiscard]] LLBotLoginInfo llbotLoginInfo(const QJsonValue &data);

//! Holds a login code, from login-qrcode.
struct LLBotCode {
    Redacted<QString> text; //!< empty: none
    seconds life{0}; //!< 0: not stated
    bool operator==(const LLBotCode &) const = default;
};
[[nodiscard]] LLBotCode llbotCode(const QJsonValue &data);

//! Describes why there may be no login code, from auth-token/status; older versions have no such call.
struct LLBotSignToken {
    bool needed = false; //!< LLBot needs a valid token before it speaks to QQ at all
    QString trouble; //!< LLBot's own wording, masked; empty: none given
    bool operator==(const LLBotSignToken &) const = default;
};
[[nodiscard]] LLBotSignToken llbotSignToken(const QJsonValue &data);

//! Returns the accounts that need no code, from quick-login-list.
[[nodiscard]] QList<QuickLoginEntry> llbotQuickLogins(const QJsonValue &data);

//! Returns the counters of the dashboard, from dashboard/stats.
[[nodiscard]] GatewayVitals llbotVitals(const QJsonValue &data, WallTime now);

} // namespace rookery::gateway
