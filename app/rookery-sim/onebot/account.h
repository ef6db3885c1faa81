// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/state.h"
#include "scheduler.h"

namespace rookery::sim::onebot {

//! Imitates the QQ side of a login, without any text: code, the operator's phone, quick login, kick, going offline.
class Account final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Account)

public:
    enum class LoginState { Waiting, Scanned, Online, Offline, Kicked };

    Account(State &state, milliseconds qrLife);

    //! Logs out and issues a new code.
    void start();
    //! Logs out and invalidates the code, as the end of the process does.
    void stop();
    void login();
    //! Issues a new code and invalidates the old one.
    void renew();

    [[nodiscard]] LoginState state() const { return m_loginState; }
    //! Returns waiting, scanned, online, offline or kicked.
    [[nodiscard]] QString stateWord() const;
    [[nodiscard]] bool isOnline() const { return m_loginState == LoginState::Online; }
    [[nodiscard]] bool wasLoggedIn() const { return m_wasLoggedIn; } //!< OneBot runs from the login on
    [[nodiscard]] QString qrUrl() const { return m_qr; }
    [[nodiscard]] bool isExpired() const { return m_expired; } //!< the shown code is no longer valid
    [[nodiscard]] milliseconds life() const { return m_qrLife; } //!< lifetime of a fresh code; 0: unlimited
    //! Returns the rest of the code's life; 0 once it has expired.
    [[nodiscard]] milliseconds remaining() const;

    [[nodiscard]] Result<> scan();
    [[nodiscard]] Result<> confirm();
    [[nodiscard]] Result<> expire();
    [[nodiscard]] Result<> kick();
    void setOffline(bool offline);

Q_SIGNALS:
    void codeIssued();
    void codeExpired();
    void scanned();
    void loggedIn();
    void kicked();
    void onlineChanged(bool online);

private:
    [[nodiscard]] bool showsCode() const;
    [[nodiscard]] Result<> refuseWithoutCode() const;

    State &m_state;
    milliseconds m_qrLife;
    Timer m_life;
    SteadyTime m_issued{};
    LoginState m_loginState = LoginState::Waiting;
    bool m_wasLoggedIn = false;
    bool m_expired = false;
    QString m_qr;
};

} // namespace rookery::sim::onebot
