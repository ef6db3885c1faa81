// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llbotanswers.h"
#include "llbotpanel.h"

#include "model/session.h"

#include <QObject>

#include <memory>

namespace rookery::gateway {

//! Follows the login state of an LLBot by asking its panel, which pushes nothing. Also owns what else belongs to the
//! login: the code and its life, the list of accounts that need no code. LLBot renews an expired code by itself, and
//! gives no other one before. Lives on the engine thread. Facts: docs/protocol/llbot.md, "Login".
class LLBotLogin final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LLBotLogin)

public:
    static constexpr milliseconds kWaitingPoll = seconds(3);
    static constexpr milliseconds kOnlinePoll = seconds(10);
    //! One answer may be older than what it is doubted for.
    static constexpr int kConfirmations = 3;
    //! A word of QQ's in the log explains a loss that is seen within this time.
    static constexpr milliseconds kExplains = seconds(30);

    LLBotLogin(LLBotPanel &panel, Clock &clock, QObject *parent = nullptr);

    //! Asks at once. The first answer is always reported.
    void start();
    void stop();
    [[nodiscard]] bool isRunning() const { return m_running; }
    //! It speaks to QQ through PMHQ: its panel knows neither quick login nor a log-out.
    [[nodiscard]] bool isThroughPmhq() const { return m_throughPmhq; }
    //! Something hints at a change: ask now instead of at the next turn.
    void pollSoon();
    //! Somebody doubts that the account is logged in: asks now, and where the answers go on saying that it is
    //! (`kConfirmations`), reports `loggedIn` again.
    void check();
    //! The gateway's log says that QQ ended the session, in these words.
    void kicked(const QString &text);

    //! Ends when a different code is there; Expired/QrUnchanged when the old one still lives.
    [[nodiscard]] FutureResult<> refreshQr();
    //! Ends when the gateway has accepted the wish; the login itself is seen by polling.
    [[nodiscard]] FutureResult<> quickLogin(const AccountId &account);
    [[nodiscard]] FutureResult<> logout();
    //! Ends when the panel has stored it; whether it is any good is seen by polling.
    [[nodiscard]] FutureResult<> submitSignToken(const Redacted<QString> &token);

Q_SIGNALS:
    void loggedIn(const rookery::AccountId &account, const QString &nickname);
    //! Nobody is logged in; at each change of reason or text.
    void waiting(rookery::LoginReason reason, const QString &text);
    void qrChanged(const rookery::Redacted<QString> &text);
    void qrLifeStated(rookery::milliseconds left); //!< of the code just shown
    void quickListChanged(const QList<rookery::QuickLoginEntry> &entries);
    void polled(); //!< an answer came
    //! Asking failed; polling has stopped.
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
    quint64 m_epoch = 0; //!< answers of an earlier start are dropped
    bool m_running = false;
    int m_confirmations = 0; //!< still to come until a doubt is over
    bool m_asking = false;
    int m_timeouts = 0; //!< in a row
    Known m_known = Known::Nothing;
    bool m_throughPmhq = false; //!< as it said last
    AccountId m_account;
    LoginReason m_reason = LoginReason::None; //!< why nobody is logged in
    LoginReason m_said = LoginReason::None; //!< it, or what stands in the way of a code
    QString m_text;
    QString m_kickText;
    std::optional<SteadyTime> m_kickedAt;
    Redacted<QString> m_qr;
};

} // namespace rookery::gateway
