// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "napcat/state.h"
#include "scheduler.h"

namespace rookery::sim::napcat {

//! Imitates the QQ side of a login: code, confirmation on the phone, quick login, kick, going offline.
class QqLogin final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QqLogin)

public:
    enum class LoginState { Waiting, Online, Offline, Kicked };

    explicit QqLogin(State &state);

    //! Starts as the process does: no account is logged in, and a code comes as soon as QQ's login service is up. With
    //! `atOnce` the account is logged in then, as with a quick login that the command line asks for.
    void start(bool atOnce);
    void stop();

    [[nodiscard]] LoginState state() const { return m_loginState; }
    [[nodiscard]] bool isLogin() const { return m_loginState == LoginState::Online; }
    [[nodiscard]] bool isOnline() const { return m_loginState == LoginState::Online; }
    [[nodiscard]] bool wasLoggedIn() const { return m_wasLoggedIn; } //!< OneBot runs from the login on
    [[nodiscard]] QString qrUrl() const { return m_qr; }
    [[nodiscard]] QString loginError() const { return m_error; }
    //! Returns the accounts for quick login; empty until QQ's login service is up.
    [[nodiscard]] QStringList quickAccounts() const;
    [[nodiscard]] QJsonObject status() const;
    [[nodiscard]] QJsonObject info() const;

    //! Requests a new code, which comes a moment later. False: `QQ Is Logined`.
    [[nodiscard]] bool refresh();
    //! Starts a quick login. Returns the refusal's text; empty: accepted.
    [[nodiscard]] QString quickLogin(const QString &uin);
    void login();

    [[nodiscard]] Result<> confirm();
    [[nodiscard]] Result<> expire();
    [[nodiscard]] Result<> kick();
    void setOffline(bool offline);

Q_SIGNALS:
    void loggedIn();
    //! Reports a kick, with title and text of the notice.
    void kicked(const QString &title, const QString &text);

private:
    void serviceUp(bool atOnce);
    void newCode();
    [[nodiscard]] bool refuseDuplicate();

    State &m_state;
    Scheduler m_scheduler;
    Timer m_life;
    LoginState m_loginState = LoginState::Waiting;
    bool m_wasLoggedIn = false;
    bool m_serviceUp = false;
    QString m_qr;
    QString m_error;
};

} // namespace rookery::sim::napcat
