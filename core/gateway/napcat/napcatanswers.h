// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "io/httpclient.h"
#include "model/session.h"

#include "base/redacted.h"
#include "base/result.h"

#include <QJsonValue>
#include <QList>

namespace rookery::gateway {

// What NapCat's panel answers. Pure; whatever stands at its address may answer as well. Facts: docs/protocol/napcat.md,
// "Panel" and "Login".

//! Returns `data` of an answer. Errors: Auth/AccessDenied, Rejected/OldVersion, Protocol/Garbage, those of `panelError`
//! and those of `frontError`.
[[nodiscard]] Result<QJsonValue> napcatData(const io::HttpResponse &response);

//! Returns the credential that auth/login issued. Auth/TotpNeeded, Protocol/WrongServer.
[[nodiscard]] Result<Redacted<QString>> napcatCredential(const QJsonValue &data);

//! What the panel says about the QQ login.
struct LoginStatus {
    bool loggedIn = false;
    bool offline = false;
    QString qrText;
    QString errorText;
    bool operator==(const LoginStatus &) const = default;
};
//! Reads the answer of CheckLoginStatus. Protocol/WrongServer.
[[nodiscard]] Result<LoginStatus> loginStatusOf(const QJsonValue &data);

//! Who is logged in, from GetQQLoginInfo.
struct NapCatAccount {
    AccountId account; //!< null: not known yet
    QString nickname;
    bool operator==(const NapCatAccount &) const = default;
};
[[nodiscard]] NapCatAccount napcatAccount(const QJsonValue &data);

//! Returns the accounts that need no code, from either list.
[[nodiscard]] QList<QuickLoginEntry> napcatQuickLogins(const QJsonValue &data);

//! Puts what Debug/create gave into the query of the debug socket's address.
[[nodiscard]] QUrl napcatDebugSocket(QUrl socket, const QJsonValue &data);

//! Returns why a log stream was refused: the panel gives an ordinary answer instead of one; else `error`.
[[nodiscard]] Error napcatStreamRefusal(const Error &error, const QByteArray &body);

} // namespace rookery::gateway
