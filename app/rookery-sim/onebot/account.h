// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/world.h"
#include "scheduler.h"

namespace rookery::sim::onebot {

//! The QQ side of a login, without words: code, the operator's phone, quick login, kick, going offline.
class Account final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Account)

public:
    enum class State { Waiting, Scanned, Online, Offline, Kicked };

    Account(World &world, milliseconds qrLife);

    //! A new code, nobody logged in.
    void start();
    //! As when the process dies: nobody logged in, no code.
    void stop();
    void login();
    //! A new code now; the old one is dead.
    void renew();

    [[nodiscard]] State state() const { return m_state; }
    //! waiting, scanned, online, offline or kicked.
    [[nodiscard]] QString stateWord() const;
    [[nodiscard]] bool isOnline() const { return m_state == State::Online; }
    [[nodiscard]] bool wasLoggedIn() const { return m_wasLoggedIn; } //!< OneBot runs from then on
    [[nodiscard]] QString qrUrl() const { return m_qr; }
    [[nodiscard]] bool isExpired() const { return m_expired; } //!< the code shown is dead
    [[nodiscard]] milliseconds life() const { return m_qrLife; } //!< of a fresh code; 0: for ever
    //! Of the code's life; 0 once it has expired.
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

    World &m_world;
    milliseconds m_qrLife;
    Timer m_life;
    SteadyTime m_issued{};
    State m_state = State::Waiting;
    bool m_wasLoggedIn = false;
    bool m_expired = false;
    QString m_qr;
};

} // namespace rookery::sim::onebot
