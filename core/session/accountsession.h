// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loginflow.h"
#include "sessionmachine.h"

#include "model/broadcast.h"
#include "model/target.h"

#include "base/async.h"
#include "base/backoff.h"
#include "base/clock.h"
#include "base/singleflight.h"
#include "gateway/gateway.h"

#include <QHash>
#include <QObject>

#include <deque>
#include <memory>

namespace rookery::session {

//! The life of one gateway's account: owns the driver, feeds the machine, keeps the snapshot. Lives on the
//! engine thread; has a timer only while it waits to reconnect. Commands end with Offline/AccountOffline
//! where they need a login that is not there, with Cancelled when the session goes away.
class AccountSession final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AccountSession)

public:
    //! Deliveries whose counting can still be corrected (an operator's word, a late echo). What is older stays counted
    //! as it is, so that months of sending cost no memory.
    static constexpr int kRememberedSends = 10'000;

    AccountSession(const GatewayProfile &profile, std::unique_ptr<gateway::Gateway> driver, Clock &clock, Jitter jitter,
                   QObject *parent = nullptr);
    ~AccountSession() override;

    [[nodiscard]] const GatewayId &id() const { return m_snapshot.profile.id; }
    [[nodiscard]] const AccountSnapshot &snapshot() const { return m_snapshot; }
    [[nodiscard]] gateway::Gateway &driver() { return *m_driver; }
    [[nodiscard]] bool isOnline() const { return m_snapshot.session.phase == SessionPhase::Online; }

    //! Name and other display data; the connection is not touched.
    void setProfile(const GatewayProfile &profile);
    //! Another address or secret: stops, swaps the driver, and starts again if it was running. Counters and
    //! the numbering of log lines go on.
    void replaceDriver(const GatewayProfile &profile, std::unique_ptr<gateway::Gateway> driver);

    void start();
    void stop();
    //! From Backoff or Rejected; elsewhere only what was refused beside the link is tried again.
    void retryNow();
    [[nodiscard]] FutureResult<> refreshQr();
    [[nodiscard]] FutureResult<> quickLogin(const AccountId &account);
    void submitTotp(const Redacted<QString> &code);
    //! Only where the gateway waits for it (LoginReason::SignToken).
    [[nodiscard]] FutureResult<> submitSignToken(const Redacted<QString> &token);
    //! Restarts the gateway, which logs the account out where it does not log in by itself. A program of our own is
    //! also started again, at once, while we wait before the next attempt or were refused.
    [[nodiscard]] FutureResult<> restart();

    //! Groups first, then friends, each as the gateway orders them. Cached after the first time; callers at
    //! the same time share one loading. What could not be loaded is left out unless both lists failed.
    [[nodiscard]] FutureResult<QList<Contact>> contacts(bool refresh = false);

    //! A call through the driver that also tells the ladder whether actions are answered.
    [[nodiscard]] FutureResult<Reply> call(const Action &action, milliseconds deadline);

    //! A delivery of this account changed its state: feeds the ladder and the counters.
    void noteDelivery(const Delivery &delivery);
    void setSameAccountElsewhere(bool elsewhere);

Q_SIGNALS:
    //! At every change; whoever shows it gathers.
    void snapshotChanged(const rookery::AccountSnapshot &snapshot);
    void eventReceived(const rookery::Event &event);
    void logLine(const rookery::LogLine &line); //!< with gateway and seq set
    void contactsChanged();

private:
    struct ContactCache {
        QList<Contact> groups;
        QList<Contact> friends;
        bool loaded = false;
    };
    enum class SendClass { None, Verified, Accepted, Unknown, Failed };
    void judgeSending(const Delivery &delivery);

    void wire();
    void wireLogin();
    void feed(const Input &input);
    void run(const SessionAction &action);
    void publish();
    void afterStep(const MachineState &before);
    void onReport(const gateway::GatewaySignal &signal);
    void onEvent(const Event &event);
    void onLogLine(LogLine line);
    void onConnection(const ConnectionInfo &info);
    //! A way without events said so before anybody was logged in.
    void noteMissingEvents();
    void rememberSend(DeliveryId delivery, SendClass counted);
    void checkActions();
    [[nodiscard]] FutureResult<QList<Contact>> loadContacts(bool refresh);
    void loadFriends(bool refresh, const Result<QList<Contact>> &groups, const Answer<QList<Contact>> &answer);
    void keepContacts(const Result<QList<Contact>> &groups, const Result<QList<Contact>> &friends,
                      const Answer<QList<Contact>> &answer);
    void loadList(ChatKind kind, bool refresh, const std::function<void(Result<QList<Contact>>)> &done);
    [[nodiscard]] Moment moment() const;

    Clock &m_clock;
    Jitter m_jitter;
    std::unique_ptr<gateway::Gateway> m_driver;
    MachineState m_machine;
    LoginFlow m_login;
    AccountSnapshot m_snapshot;
    ContactCache m_contacts;
    SingleFlight<std::pair<int, AccountId>, QList<Contact>> m_contactFlight; //!< by epoch and account
    QHash<DeliveryId, SendClass> m_sendClasses; //!< how each was counted, of the last kRememberedSends
    bool m_groupsInDoubt = false; //!< what broke SendingProven was sent to a group
    std::deque<DeliveryId> m_countedSends; //!< the keys of m_sendClasses, oldest first
    std::deque<Input> m_inputs;
    bool m_feeding = false;
    qint64 m_nextSeq = 1;
    Timer m_retry; // last: its callback uses everything above
};

} // namespace rookery::session
