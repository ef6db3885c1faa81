// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/event.h"
#include "model/keyfact.h"
#include "model/logline.h"
#include "model/rkey.h"
#include "model/segment.h"
#include "model/session.h"
#include "model/target.h"

#include "base/epoch.h"

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

//! Holds the remaining events of a driver; those that the model has a type for are reported as that type.
namespace driver {
struct QrChanged {
    Redacted<QString> text; //!< empty: no code to show
};
//! The remaining life of the last code, as the gateway states it; may be repeated. Only with
//! Capabilities::qrLifeStated.
struct QrLifeStated {
    milliseconds left{0};
};
struct QrScanned {}; //!< the last code was scanned; the phone has to confirm
struct QuickListChanged {
    QList<QuickLoginEntry> entries;
};
struct LoginText {
    QString text; //!< the gateway's last message about the login
};
struct Undecodable {
    Error what;
}; //!< one frame or event was skipped
struct AnswerableChanged {
    int chats = 0;
}; //!< Capabilities::answersOnly: the set of chats that can be answered changed
struct PeerArrived {}; //!< a gateway that connects to us arrived during a backoff: try now
} // namespace driver

//! Reports everything that a driver learns. A LogLine is masked and classified, its seq is not set; with a
//! GatewayVersion the capabilities may change; a ServiceView comes before the signals that follow from it, and a
//! KeyFact before the line that states it.
using DriverEvent = std::variant<GatewaySignal, Event, driver::Undecodable, LogLine, KeyFact, ConnectionInfo,
                                 GatewayVersion, GatewayVitals, ServiceView, CertificateInfo, driver::QrChanged,
                                 driver::QrLifeStated, driver::QrScanned, driver::QuickListChanged, driver::LoginText,
                                 driver::AnswerableChanged, driver::PeerArrived>;

//! Holds the deadlines of a driver's calls.
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

//! Names a message that the gateway accepted.
struct SentMessage {
    MessageId id; //!< null: the answer named none
};

//! Names the account that the gateway is logged in with.
struct SelfInfo {
    AccountId account;
    QString nickname;
};

//! Drives one gateway; each gateway kind has a subclass. Lives on the engine thread and hides protocol, transport and
//! `echo`. Every future finishes. Errors of a call: Offline = no byte was written; Timeout or Network = the outcome is
//! unknown; Rejected = the gateway refused (Error::code is its retcode, detail its wording).
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

    //! Sends a message; pictures name staged files.
    [[nodiscard]] virtual FutureResult<SentMessage> sendMessage(const Target &target, const Message &message,
                                                                milliseconds deadline) = 0;
    //! Lists groups or friends in the gateway's order.
    [[nodiscard]] virtual FutureResult<QList<Contact>> contacts(ChatKind kind, Freshness freshness,
                                                                milliseconds deadline) = 0;
    [[nodiscard]] virtual FutureResult<SelfInfo> self(milliseconds deadline) = 0;
    //! Fetches the keys that QQ gives for picture links. Rejected/UnknownAction: the gateway has no such call.
    [[nodiscard]] virtual FutureResult<QList<PictureKey>> pictureKeys(milliseconds deadline) = 0;
    //! Stages a picture at the gateway for at least `retention`.
    [[nodiscard]] virtual FutureResult<StagedFile> stagePicture(const QByteArray &bytes, const QByteArray &sha256,
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
    void happened(const rookery::gateway::DriverEvent &event);

protected:
    Gateway() = default;

    //! Reports events one after another. Stops and returns false once a listener has ended the link.
    template <class... Events>
    bool report(const Events &...events)
    {
        const Epoch::Mark link = m_epoch.mark();
        const auto goesOn = [this, link](const DriverEvent &event) {
            Q_EMIT happened(event);
            return !link.isOver();
        };
        return (goesOn(events) && ...);
    }
    //! Returns a slot that reports what a part of the driver signals.
    [[nodiscard]] auto reporter()
    {
        return [this](const auto &event) { Q_EMIT happened(event); };
    }

    Epoch m_epoch; //!< of the link; the driver advances it whenever a link begins or ends
};

} // namespace rookery::gateway
