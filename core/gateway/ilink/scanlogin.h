// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ilinkclient.h"

#include "model/session.h"

#include <QObject>

namespace rookery::gateway {

//! One login at iLink from the first code to the binding: shows codes, follows what becomes of them, at most three in
//! a row, and goes only where a login may go. Lives on the engine thread. The client outlives it.
class ScanLogin final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ScanLogin)

public:
    static constexpr milliseconds kCodeLife = std::chrono::minutes(5);
    static constexpr milliseconds kPause = seconds(1); //!< between two questions
    static constexpr int kCodes = 3; //!< shown before the operator has to ask for more

    ScanLogin(ILinkClient &api, Clock &clock, QObject *parent = nullptr);

    //! Begins anew with a first code.
    void start();
    //! No signal follows.
    void stop();
    //! Between `start` and `stop`, `bound`, `ended` or `failed`.
    [[nodiscard]] bool isRunning() const { return m_running; }
    //! The digits that the phone shows; ignored while none are asked for.
    void submitVerifyCode(const Redacted<QString> &digits);

Q_SIGNALS:
    void codeShown(const rookery::Redacted<QString> &content); //!< empty: none to show any more
    void scanned(); //!< waits for the phone's confirmation
    void verifyCodeNeeded(bool wrong); //!< `wrong`: the one before was
    void bound(const rookery::protocol::ilink::Binding &binding);
    //! Nothing more will happen without `start`. Expired: all codes were let pass; TakenOver: the bot is bound already,
    //! and no token was given to us.
    void ended(rookery::LoginReason reason);
    //! The interface cannot be used; it has stopped. Rejected/WrongServer: the login was sent where none may go.
    void failed(const rookery::Error &error);

private:
    void fetch();
    void onCode(const Result<protocol::ilink::LoginCode> &code);
    void ask();
    void onScan(const Result<protocol::ilink::Scan> &scan);
    void follow(const protocol::ilink::Scan &scan);
    void redirect(const QString &host);
    void needVerifyCode();
    void finish(const protocol::ilink::Binding &binding);
    void renew();
    void end(LoginReason reason);
    void giveUp(const Error &error);

    ILinkClient &m_api;
    Timer m_next;
    Timer m_life;
    quint64 m_epoch = 0; //!< answers about an earlier code are dropped
    bool m_running = false;
    int m_codes = 0;
    protocol::ilink::LoginCode m_code;
    QUrl m_where;
    Redacted<QString> m_verifyCode;
    bool m_wantsDigits = false;
    bool m_scanTold = false;
};

} // namespace rookery::gateway
