// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "napcatanswers.h"
#include "webuiclient.h"

#include "model/session.h"

#include <QObject>

#include <memory>

namespace rookery::gateway {

//! Follows the login state of one gateway by asking (the panel pushes nothing): each second while
//! somebody has to log in, each fifth afterwards. Also owns what else belongs to the login: the code,
//! its refresh, the list of accounts that need no code. Lives on the engine thread.
class LoginPoller final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LoginPoller)

public:
    static constexpr milliseconds kWaitingPoll = seconds(1);
    static constexpr milliseconds kOnlinePoll = seconds(5);
    //! One answer may be older than what it is doubted for.
    static constexpr int kConfirmations = 3;
    static constexpr milliseconds kRefreshLimit = seconds(10);

    LoginPoller(WebUiClient &panel, Clock &clock, QObject *parent = nullptr);

    //! Asks at once. The first answer is always reported.
    void start();
    void stop();
    //! Something hints at a change: ask now instead of at the next turn.
    void pollSoon();
    //! Somebody doubts that the account is logged in: asks now, and where the answers go on saying that it is
    //! (`kConfirmations`), reports `loggedIn` again.
    void check();

    //! Ends when a different code is there. Expired/QrUnchanged after `kRefreshLimit` with the old one.
    [[nodiscard]] FutureResult<> refreshQr();
    //! Ends when the gateway has accepted the wish; the login itself is seen by polling.
    [[nodiscard]] FutureResult<> quickLogin(const AccountId &account);

Q_SIGNALS:
    void loggedIn(const rookery::AccountId &account, const QString &nickname);
    //! Nobody is logged in; at each change of reason or text.
    void waiting(rookery::LoginReason reason, const QString &text);
    void qrChanged(const rookery::Redacted<QString> &text);
    void quickListChanged(const QList<rookery::QuickLoginEntry> &entries);
    void polled(); //!< an answer came
    //! Asking failed; polling has stopped.
    void failed(const rookery::Error &error);

private:
    void poll();
    void onStatus(const LoginStatus &status);
    void onFailure(const Error &error);
    void onLoggedIn();
    void onWaiting(const LoginStatus &status);
    [[nodiscard]] LoginReason reasonOf(const LoginStatus &status);
    void setQr(const QString &text);
    //! The list is empty until QQ's login service is up, which the first code shows: asked at each turn until then.
    void fetchQuickList();
    void fetchOldQuickList();
    void onQuickList(const QJsonValue &data, bool final);
    void endRefresh(const Result<> &result);

    enum class Known { Nothing, Waiting, LoggedIn };

    WebUiClient &m_panel;
    Timer m_next;
    Timer m_refreshLimit;
    quint64 m_epoch = 0; //!< answers of an earlier start are dropped
    bool m_running = false;
    int m_confirmations = 0; //!< still to come until a doubt is over
    bool m_asking = false;
    bool m_quickWanted = false; //!< the list may still grow
    bool m_quickAsking = false;
    int m_timeouts = 0; //!< in a row
    Known m_known = Known::Nothing;
    LoginReason m_reason = LoginReason::None;
    QString m_text;
    Redacted<QString> m_qr;
    Redacted<QString> m_replacedQr; //!< by the newest answer; empty: none
    Redacted<QString> m_expiredQr; //!< the code on show when its expiry was first told
    bool m_expiryTold = false;
    std::unique_ptr<Answer<void>> m_refresh;
    Redacted<QString> m_refreshFrom;
};

} // namespace rookery::gateway
