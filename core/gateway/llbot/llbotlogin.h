// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llbotanswers.h"
#include "llbotpanel.h"

#include "base/epoch.h"
#include "model/session.h"

#include <QObject>

#include <memory>

namespace rookery::gateway {

//! Follows the login state of an LLBot by polling its panel, which pushes nothing. Also handles the rest of the login:
//! the code and its life, and the list of accounts that need no code. LLBot renews an expired code by itself, and gives
//! no other code before that. Lives on the engine thread. Facts: docs/protocol/llbot.md, "Login".
class LLBotLogin final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LLBotLogin)

public:
    static constexpr milliseconds kWaitingPoll = seconds(3);
    static constexpr milliseconds kOnlinePoll = seconds(10);
    //! Number of answers that settle a doubt: a single one may be older than its cause.
    static constexpr int kConfirmations = 3;
    //! Time within which a log line from QQ explains a loss of the login.
    static constexpr milliseconds kExplains = seconds(30);

    LLBotLogin(LLBotPanel &panel, Clock &clock, QObject *parent = nullptr);

    //! Starts polling at once. The first answer is always reported.
    void start();
    void stop();
    [[nodiscard]] bool isRunning() const { return m_running; }
    //! Returns true if LLBot speaks to QQ through PMHQ: its panel then supports neither quick login nor logout.
    [[nodiscard]] bool isThroughPmhq() const { return m_throughPmhq; }
    //! Polls now instead of at the next turn, because something hints at a change.
    void pollSoon();
    //! Polls now because the login is in doubt. If `kConfirmations` answers in a row say that the account is logged in,
    //! reports `loggedIn` again.
    void check();
    //! Notes that QQ ended the session, according to the gateway's log; `text` is its wording. Polls now.
    void kicked(const QString &text);

    //! Fetches the code again; Expired/QrUnchanged if it is still the old one.
    [[nodiscard]] FutureResult<> refreshQr();
    //! Requests a login without a code. The future ends when the gateway has accepted the request; polling sees the
    //! login itself.
    [[nodiscard]] FutureResult<> quickLogin(const AccountId &account);
    [[nodiscard]] FutureResult<> logout();
    //! Stores the Auth Token in the panel; polling shows whether it is valid.
    [[nodiscard]] FutureResult<> submitSignToken(const Redacted<QString> &token);

Q_SIGNALS:
    void loggedIn(const rookery::AccountId &account, const QString &nickname);
    //! Reports that no account is logged in; repeats at each change of reason or text.
    void waiting(rookery::LoginReason reason, const QString &text);
    void qrChanged(const rookery::Redacted<QString> &text);
    void qrLifeStated(rookery::milliseconds left); //!< of the code just reported
    void quickListChanged(const QList<rookery::QuickLoginEntry> &entries);
    void polled(); //!< an answer came
    //! Reports that a request failed; polling has stopped.
    void failed(const rookery::Error &error);

private:
    enum class Known { Nothing, Waiting, LoggedIn };

    void poll();
    void onInfo(const Result<QJsonValue> &reply);
    void onOnline(const LLBotLoginInfo &info);
    void onOffline(bool somebodyWas);
    void onCode(const Result<QJsonValue> &reply);
    void onAuthToken(const Result<QJsonValue> &reply, const QString &otherwise);
    void say(LoginReason reason, const QString &text);
    void show(const LLBotCode &code);
    void fetchQuickList();

    LLBotPanel &m_panel;
    Clock &m_clock;
    Timer m_next;
    Epoch m_epoch; //!< answers of an earlier start are dropped
    bool m_running = false;
    int m_confirmations = 0; //!< answers still needed to settle a doubt
    bool m_asking = false;
    int m_timeouts = 0; //!< in a row
    Known m_known = Known::Nothing;
    bool m_throughPmhq = false; //!< as last reported
    AccountId m_account;
    LoginReason m_reason = LoginReason::None; //!< why no account is logged in
    LoginReason m_said = LoginReason::None; //!< last reported: `m_reason`, or why there is no code
    QString m_text;
    QString m_kickText;
    std::optional<SteadyTime> m_kickedAt;
    Redacted<QString> m_qr;
};

} // namespace rookery::gateway
