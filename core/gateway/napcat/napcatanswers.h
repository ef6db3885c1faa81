// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "io/httpclient.h"
#include "model/session.h"

#include "base/redacted.h"
#include "base/result.h"

#include <QJsonValue>
#include <QList>

namespace rookery::gateway {

// These functions read the answers of NapCat's panel. All are pure; any other server at its address may have sent the
// answer. Facts: docs/protocol/napcat.md, "Panel" and "Login".

//! Returns `data` of an answer. Errors: Auth/AccessDenied, Rejected/OldVersion, Protocol/Garbage, those of `panelError`
//! and those of `frontError`.
[[nodiscard]] Result<QJsonValue> napcatData(const io::HttpResponse &response);

//! Returns the credential that auth/login issued. Errors: Auth/TotpNeeded, Protocol/WrongServer.
[[nodiscard]] Result<Redacted<QString>> napcatCredential(const QJsonValue &data);

//! Holds what the panel says about the QQ login.
struct LoginStatus {
    bool loggedIn = false;
    bool offline = false;
    QString qrText;
    QString errorText;
    bool operator==(const LoginStatus &) const = default;
};
//! Reads the answer of CheckLoginStatus. Error: Protocol/WrongServer.
[[nodiscard]] Result<LoginStatus> loginStatusOf(const QJsonValue &data);

//! Names the account that is logged in, from GetQQLoginInfo.
struct NapCatAccount {
    AccountId account; //!< null: not known yet
    QString nickname;
    bool operator==(const NapCatAccount &) const = default;
};
[[nodiscard]] NapCatAccount napcatAccount(const QJsonValue &data);

//! Returns the accounts that need no code, from the new or the old list.
[[nodiscard]] QList<QuickLoginEntry> napcatQuickLogins(const QJsonValue &data);

//! Adds the result of Debug/create to the query of the debug socket's address.
[[nodiscard]] QUrl napcatDebugSocket(QUrl socket, const QJsonValue &data);

//! Returns why a log stream was refused, from the ordinary answer that the panel sends instead; otherwise `error`.
[[nodiscard]] Error napcatStreamRefusal(const Error &error, const QByteArray &body);

} // namespace rookery::gateway
