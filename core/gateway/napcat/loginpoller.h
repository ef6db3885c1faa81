// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "napcatanswers.h"
#include "webuiclient.h"

#include "base/epoch.h"
#include "model/session.h"

#include <QObject>

#include <memory>

namespace rookery::gateway {

//! Follows the login state of one gateway by polling, because the panel pushes nothing: every second while no account
//! is logged in, every five seconds afterwards. Also handles the rest of the login: the code, its refresh, and the list
//! of accounts that need no code. Lives on the engine thread.
class LoginPoller final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LoginPoller)

public:
    static constexpr milliseconds kWaitingPoll = seconds(1);
    static constexpr milliseconds kOnlinePoll = seconds(5);
    //! Number of answers that settle a doubt: a single one may be older than its cause.
    static constexpr int kConfirmations = 3;
    static constexpr milliseconds kRefreshLimit = seconds(10);

    LoginPoller(WebUiClient &panel, Clock &clock, QObject *parent = nullptr);

    //! Starts polling at once. The first answer is always reported.
    void start();
    void stop();
    //! Polls now instead of at the next turn, because something hints at a change.
    void pollSoon();
    //! Polls now because the login is in doubt. If `kConfirmations` answers in a row say that the account is logged in,
    //! reports `loggedIn` again.
    void check();

    //! Requests a different code. The future ends when it is there, or as Expired/QrUnchanged if the old one remains
    //! after `kRefreshLimit`.
    [[nodiscard]] FutureResult<> refreshQr();
    //! Requests a login without a code. The future ends when the gateway has accepted the request; polling sees the
    //! login itself.
    [[nodiscard]] FutureResult<> quickLogin(const AccountId &account);

Q_SIGNALS:
    void loggedIn(const rookery::AccountId &account, const QString &nickname);
    //! Reports that no account is logged in; repeats at each change of reason or text.
    void waiting(rookery::LoginReason reason, const QString &text);
    void qrChanged(const rookery::Redacted<QString> &text);
    void quickListChanged(const QList<rookery::QuickLoginEntry> &entries);
    void polled(); //!< an answer came
    //! Reports that a request failed; polling has stopped.
    void failed(const rookery::Error &error);

private:
    void poll();
    void onStatus(const LoginStatus &status);
    void onFailure(const Error &error);
    void onLoggedIn();
    void onWaiting(const LoginStatus &status);
    [[nodiscard]] LoginReason reasonOf(const LoginStatus &status);
    void setQr(const QString &text);
    //! Fetches the quick login list. It is empty until QQ's login service is up, which the first code shows; until then
    //! it is fetched at each turn.
    void fetchQuickList();
    void fetchOldQuickList();
    void onQuickList(const QJsonValue &data, bool final);
    void endRefresh(const Result<> &result);

    enum class Known { Nothing, Waiting, LoggedIn };

    WebUiClient &m_panel;
    Timer m_next;
    Timer m_refreshLimit;
    Epoch m_epoch; //!< answers of an earlier start are dropped
    bool m_running = false;
    int m_confirmations = 0; //!< answers still needed to settle a doubt
    bool m_asking = false;
    bool m_quickWanted = false; //!< the list may still grow
    bool m_quickAsking = false;
    int m_timeouts = 0; //!< in a row
    Known m_known = Known::Nothing;
    LoginReason m_reason = LoginReason::None;
    QString m_text;
    Redacted<QString> m_qr;
    Redacted<QString> m_replacedQr; //!< replaced by the newest answer; empty: none
    Redacted<QString> m_expiredQr; //!< the code on display when its expiry was first reported
    bool m_expiryTold = false;
    std::unique_ptr<Promise<void>> m_refresh;
    Redacted<QString> m_refreshFrom;
};

} // namespace rookery::gateway
