// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "milkyclient.h"

#include "base/epoch.h"
#include "model/session.h"

#include <QObject>

namespace rookery::gateway {

//! Polls whether an account is logged in at a Milky gateway: Milky has no code, no state and no heartbeat. Its
//! get_login_info is cheap, but some gateways answer it from memory long after QQ has logged the account out; so
//! "logged in" is believed only after a list arrived that QQ itself has to supply. The cheap call continues while
//! online, so that a gateway that went silent is noticed. Lives on the engine thread.
class LoginWatch final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LoginWatch)

public:
    static constexpr milliseconds kWaitingPoll = seconds(3);
    static constexpr milliseconds kOnlinePoll = seconds(20);
    static constexpr int kTimeoutsAllowed = 1; //!< in a row

    LoginWatch(MilkyClient &api, Clock &clock, const Deadlines &deadlines, QObject *parent = nullptr);

    //! Starts polling at once. The first answer is always reported.
    void start();
    void stop();
    //! Notes the gateway's event that QQ logged the account out.
    void kicked(const QString &text);
    //! Asks QQ rather than the gateway's memory, after a call was refused as if no account were logged in.
    void doubt();

Q_SIGNALS:
    void loggedIn(const rookery::AccountId &account, const QString &nickname);
    //! Reports that no account is logged in; emitted at each change of reason or text.
    void waiting(rookery::LoginReason reason, const QString &text);
    void asked(); //!< an answer came
    //! Reports that polling failed and has stopped.
    void failed(const rookery::Error &error);

private:
    enum class Known { Nothing, Waiting, LoggedIn };

    void ask();
    void onInfo(const Result<QJsonObject> &reply);
    void confirm(const AccountId &account, const QString &nickname);
    void onConfirmed(const Result<QJsonObject> &reply, const AccountId &account, const QString &nickname);
    void nobody(const QString &text, bool somebodyWas);
    void trouble(const Error &error);

    MilkyClient &m_api;
    Deadlines m_deadlines;
    Timer m_next;
    Epoch m_epoch; //!< answers of an earlier start are dropped
    bool m_running = false;
    bool m_asking = false;
    bool m_doubtful = false;
    int m_timeouts = 0;
    Known m_known = Known::Nothing;
    AccountId m_account;
    bool m_wasOnline = false;
    bool m_kicked = false;
    QString m_kickText;
    LoginReason m_reason = LoginReason::None;
    QString m_text;
};

} // namespace rookery::gateway
