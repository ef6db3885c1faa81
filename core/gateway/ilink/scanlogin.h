// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ilinkclient.h"

#include "base/epoch.h"
#include "model/session.h"

#include <QObject>

namespace rookery::gateway {

//! Runs one login at iLink from the first code to the binding: shows codes, at most three in a row, follows their
//! state, and sends calls only to trusted addresses. Lives on the engine thread. The client outlives it.
class ScanLogin final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ScanLogin)

public:
    static constexpr milliseconds kCodeLife = std::chrono::minutes(5);
    static constexpr milliseconds kPause = seconds(1); //!< between two calls
    static constexpr int kCodes = 3; //!< shown before the operator has to request more

    ScanLogin(ILinkClient &api, Clock &clock, QObject *parent = nullptr);

    //! Starts again with a first code.
    void start();
    //! Stops; no signal follows.
    void stop();
    //! Returns true between `start` and `stop`, `bound`, `ended` or `failed`.
    [[nodiscard]] bool isRunning() const { return m_running; }
    //! Submits the digits that the phone shows; ignored while none are requested.
    void submitVerifyCode(const Redacted<QString> &digits);

Q_SIGNALS:
    void codeShown(const rookery::Redacted<QString> &content); //!< empty: no code to show any more
    void scanned(); //!< the login waits for the phone's confirmation
    void verifyCodeNeeded(bool wrong); //!< `wrong`: the previous digits were wrong
    void bound(const rookery::protocol::ilink::Binding &binding);
    //! Reports that the login is over until `start`. Expired: all codes expired unused; TakenOver: the bot is already
    //! bound, and we were given no token.
    void ended(rookery::LoginReason reason);
    //! Reports that the interface cannot be used; the login has stopped. Rejected/WrongServer: the server sent it to
    //! an untrusted address.
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
    Epoch m_epoch; //!< answers about an earlier code are dropped
    bool m_running = false;
    int m_codes = 0;
    protocol::ilink::LoginCode m_code;
    QUrl m_where;
    Redacted<QString> m_verifyCode;
    bool m_wantsDigits = false;
    bool m_scanTold = false;
};

} // namespace rookery::gateway
