// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/action.h"
#include "model/event.h"
#include "model/logline.h"
#include "model/session.h"

#include "base/async.h"

#include <QObject>

#include <variant>

namespace rookery::gateway {

//! Holds what a driver reports to its session; the session's state machine decides what it means.
namespace signal {
struct Reached {}; //!< the gateway answered as the expected kind of server
struct Authenticated {};
struct TotpNeeded {
    bool fromPhone = false; //!< the digits come from the phone that scanned, not from an authenticator
};
struct Waiting {
    LoginReason reason = LoginReason::Fresh;
    QString text;
}; //!< logged out; `text` is the gateway's own wording
struct LoggedIn {
    AccountId account;
    QString nickname;
};
struct ChannelUp {}; //!< events and actions can flow
struct LinkLost {
    Error why;
}; //!< to be retried later
struct Refused {
    Error why;
}; //!< never retried automatically (e.g. a wrong token)
} // namespace signal

using GatewaySignal = std::variant<signal::Reached, signal::Authenticated, signal::TotpNeeded, signal::Waiting,
                                   signal::LoggedIn, signal::ChannelUp, signal::LinkLost, signal::Refused>;

//! Holds the deadlines of design section 3.
struct Deadlines {
    milliseconds connect = seconds(5);
    milliseconds webUi = seconds(10);
    milliseconds action = seconds(15);
    milliseconds textSend = seconds(20);
    milliseconds uploadChunk = seconds(30);
};

//! Describes a file staged at the gateway, ready to be named in a message.
struct StagedFile {
    QString file; //!< value for the message segment
    SteadyTime expiresAt{};
};

//! Drives one gateway; each gateway kind has a subclass. Lives on the engine thread and hides transport, `echo` and
//! deadlines. Every future finishes. Errors of `call`: Offline = no byte was written; Timeout or Network = the outcome
//! is unknown; Rejected = the gateway refused (Error::code is its retcode, detail its wording).
class Gateway : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Gateway)

public:
    ~Gateway() override = default;

    [[nodiscard]] virtual Capabilities capabilities() const = 0;

    //! Connects, authenticates, follows the login state, and opens the event channel after login.
    virtual void connectLink() = 0;
    //! Drops everything; no signal follows.
    virtual void disconnectLink() = 0;
    //! Retries, at the operator's request, what was refused apart from the link itself (for which `connectLink`
    //! exists): a second port whose token or certificate was refused.
    virtual void retryRefused() {}

    //! Asks the gateway now whether the account is logged in, because something (a log line, a notice) hints that it
    //! may not be. Reports the answer even if it is a steady "logged in", which revokes the suspicion. Does nothing
    //! where there is nothing to ask.
    virtual void checkLogin() {}

    [[nodiscard]] virtual FutureResult<Reply> call(const Action &action, milliseconds deadline) = 0;

    //! Stages bytes at the gateway for at least `retention`.
    [[nodiscard]] virtual FutureResult<StagedFile> stage(const QByteArray &bytes, const QByteArray &sha256,
                                                         const QString &fileName, milliseconds retention) = 0;
    //! Returns our deadline for sending a message that carries `mediaBytes` (the gateway's own formula + 10 s).
    [[nodiscard]] virtual milliseconds sendDeadline(qint64 mediaBytes) const = 0;

    // login
    [[nodiscard]] virtual FutureResult<> refreshQr() = 0; //!< Expired/QrUnchanged if the code stays the same
    [[nodiscard]] virtual FutureResult<> quickLogin(const AccountId &account) = 0;
    virtual void submitTotp(const Redacted<QString> &code) = 0;
    //! Gives the gateway the Auth Token that it needs before any login (LoginReason::SignToken).
    [[nodiscard]] virtual FutureResult<> submitSignToken(const Redacted<QString> &token);
    //! Logs the account out so that another one can scan, where the gateway supports it; otherwise restarts the
    //! gateway.
    [[nodiscard]] virtual FutureResult<> restart() = 0;

Q_SIGNALS:
    void reported(const rookery::gateway::GatewaySignal &signal);
    void qrChanged(const rookery::Redacted<QString> &text); //!< empty: no code to show
    //! Reports how long the gateway says that the current code is still valid; may repeat. Only with
    //! Capabilities::qrLifeStated.
    void qrLifeStated(rookery::milliseconds left);
    void qrScanned(); //!< the current code was scanned; the phone has to confirm
    void quickListChanged(const QList<rookery::QuickLoginEntry> &entries);
    void loginText(const QString &text); //!< the gateway's latest wording about the login
    void eventReceived(const rookery::Event &event);
    void undecodable(const rookery::Error &what); //!< one frame or event was skipped
    void answerableChanged(int chats); //!< answersOnly: the set of chats that can be answered changed
    void logLine(const rookery::LogLine &line); //!< masked and classified; seq not yet set
    void versionKnown(const rookery::GatewayVersion &version); //!< the capabilities may change with it
    void vitalsKnown(const rookery::GatewayVitals &vitals);
    void connectionChanged(const rookery::ConnectionInfo &info); //!< identified by its label
    void serviceChanged(const rookery::ServiceView &view); //!< Probe only; precedes what is reported for the same cause
    void certificateRefused(const rookery::CertificateInfo &certificate);
    void peerArrived(); //!< a gateway dialled in while we wait before the next attempt: connect now

protected:
    Gateway() = default;
};

} // namespace rookery::gateway
