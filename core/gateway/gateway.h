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

//! What a driver reports to its session; the session's machine decides what it means.
namespace signal {
struct Reached {}; //!< the gateway answered as the expected kind of server
struct Authenticated {};
struct TotpNeeded {
    bool fromPhone = false; //!< the phone that scanned shows the digits, not an authenticator
};
struct Waiting {
    LoginReason reason = LoginReason::Fresh;
    QString text;
}; //!< logged out; text is the gateway's
struct LoggedIn {
    AccountId account;
    QString nickname;
};
struct ChannelUp {}; //!< events and actions can flow
struct LinkLost {
    Error why;
}; //!< try again later
struct Refused {
    Error why;
}; //!< never tried again by itself (wrong token)
} // namespace signal

using GatewaySignal = std::variant<signal::Reached, signal::Authenticated, signal::TotpNeeded, signal::Waiting,
                                   signal::LoggedIn, signal::ChannelUp, signal::LinkLost, signal::Refused>;

//! Deadlines of design section 3, as data.
struct Deadlines {
    milliseconds connect = seconds(5);
    milliseconds webUi = seconds(10);
    milliseconds action = seconds(15);
    milliseconds textSend = seconds(20);
    milliseconds uploadChunk = seconds(30);
};

//! A staged file at the gateway, ready to be named in a message.
struct StagedFile {
    QString file; //!< what goes into the segment
    SteadyTime expiresAt{};
};

//! One gateway kind's driver. Lives on the engine thread; transport, `echo` and deadlines are its secret.
//! Every future finishes. Errors of `call`: Offline = no byte was written; Timeout or Network = the
//! outcome is unknown; Rejected = the gateway refused (Error::code is its retcode, detail its wording).
class Gateway : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Gateway)

public:
    ~Gateway() override = default;

    [[nodiscard]] virtual Capabilities capabilities() const = 0;

    //! Connects, authenticates, follows the login state, opens the event channel after login.
    virtual void connectLink() = 0;
    //! Drops everything; no signal follows.
    virtual void disconnectLink() = 0;
    //! The operator wants what was refused to be tried again, beside the link itself (for which `connectLink` comes):
    //! a second port whose token or certificate was refused.
    virtual void retryRefused() {}

    //! Something hints that the account may be logged out (a line of the log, a notice): asks the gateway now. The
    //! answer is reported, a steady "logged in" too, which ends what the hint was taken for. Does nothing where there
    //! is nothing to ask.
    virtual void checkLogin() {}

    [[nodiscard]] virtual FutureResult<Reply> call(const Action &action, milliseconds deadline) = 0;

    //! Puts bytes at the gateway for at least `retention`.
    [[nodiscard]] virtual FutureResult<StagedFile> stage(const QByteArray &bytes, const QByteArray &sha256,
                                                         const QString &fileName, milliseconds retention) = 0;
    //! The client-side limit for sending a message that carries `mediaBytes` (the gateway's own formula + 10 s).
    [[nodiscard]] virtual milliseconds sendDeadline(qint64 mediaBytes) const = 0;

    // login
    [[nodiscard]] virtual FutureResult<> refreshQr() = 0; //!< Expired/QrUnchanged when the same code stays
    [[nodiscard]] virtual FutureResult<> quickLogin(const AccountId &account) = 0;
    virtual void submitTotp(const Redacted<QString> &code) = 0;
    //! Gives the gateway the Auth Token that it needs before any login (LoginReason::SignToken).
    [[nodiscard]] virtual FutureResult<> submitSignToken(const Redacted<QString> & /*token*/)
    {
        return failedResult<void>({ErrorKind::Rejected, Reason::UnknownAction, 0, {}, milliseconds(0)});
    }
    //! Logs the account out so that another can scan (where the gateway can), by restarting it otherwise.
    [[nodiscard]] virtual FutureResult<> restart() = 0;

Q_SIGNALS:
    void reported(const rookery::gateway::GatewaySignal &signal);
    void qrChanged(const rookery::Redacted<QString> &text); //!< empty: none to show
    //! What the gateway says the code just told still lives; may be told again. Only with Capabilities::qrLifeStated.
    void qrLifeStated(rookery::milliseconds left);
    void qrScanned(); //!< the code just told was scanned, the phone has to confirm
    void quickListChanged(const QList<rookery::QuickLoginEntry> &entries);
    void loginText(const QString &text); //!< the gateway's own last word on the login
    void eventReceived(const rookery::Event &event);
    void undecodable(const rookery::Error &what); //!< one frame or event was skipped
    void answerableChanged(int chats); //!< answersOnly: who can be answered now has changed
    void logLine(const rookery::LogLine &line); //!< masked and classified; seq not yet set
    void versionKnown(const rookery::GatewayVersion &version); //!< the capabilities may be others from here on
    void vitalsKnown(const rookery::GatewayVitals &vitals);
    void connectionChanged(const rookery::ConnectionInfo &info); //!< by label
    void serviceChanged(const rookery::ServiceView &view); //!< Probe; before what is reported for the same reason
    void certificateRefused(const rookery::CertificateInfo &certificate);
    void peerArrived(); //!< a gateway that dials us is there while we wait before trying again: try now

protected:
    Gateway() = default;
};

} // namespace rookery::gateway
