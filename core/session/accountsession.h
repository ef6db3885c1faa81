// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contactlist.h"
#include "loginflow.h"
#include "sendtally.h"
#include "sessionmachine.h"

#include "model/broadcast.h"
#include "model/target.h"

#include "base/async.h"
#include "base/backoff.h"
#include "base/clock.h"
#include "gateway/gateway.h"

#include <QObject>

#include <deque>
#include <memory>

namespace rookery::session {

//! Runs the session of one gateway's account: owns the driver, feeds the machine, keeps the snapshot. Lives on the
//! engine thread; has a timer only while it waits to reconnect. Commands that need a login fail with
//! Offline/AccountOffline without one, and with Cancelled when the session is destroyed.
class AccountSession final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AccountSession)

public:
    AccountSession(const GatewayProfile &profile, std::unique_ptr<gateway::Gateway> driver, Clock &clock, Jitter jitter,
                   QObject *parent = nullptr);
    ~AccountSession() override;

    [[nodiscard]] const GatewayId &id() const { return m_snapshot.profile.id; }
    [[nodiscard]] const AccountSnapshot &snapshot() const { return m_snapshot; }
    [[nodiscard]] gateway::Gateway &driver() { return *m_driver; }
    [[nodiscard]] bool isOnline() const { return m_snapshot.session.phase == SessionPhase::Online; }

    //! Sets name and other display data; the connection is not touched.
    void setProfile(const GatewayProfile &profile);
    //! Switches to another address or secret: stops, swaps the driver, and starts again if it was running. Counters
    //! and the numbering of log lines continue.
    void replaceDriver(const GatewayProfile &profile, std::unique_ptr<gateway::Gateway> driver);

    void start();
    void stop();
    //! Retries from Backoff or Rejected; in other phases only what was refused beside the link.
    void retryNow();
    [[nodiscard]] FutureResult<> refreshQr();
    [[nodiscard]] FutureResult<> quickLogin(const AccountId &account);
    void submitTotp(const Redacted<QString> &code);
    //! Submits a sign token; only while the gateway waits for one (LoginReason::SignToken).
    [[nodiscard]] FutureResult<> submitSignToken(const Redacted<QString> &token);
    //! Restarts the gateway, which logs the account out unless the gateway logs in by itself. In Backoff or Rejected,
    //! a program of our own is also started again at once.
    [[nodiscard]] FutureResult<> restart();

    //! Gives groups first, then friends, each in the gateway's order. Cached after the first time; concurrent callers
    //! share one load. A list that could not be loaded is left out unless both failed.
    [[nodiscard]] FutureResult<QList<Contact>> contacts(Freshness freshness = Freshness::Cached);

    //! Fetches the gateway's picture keys; see Gateway::pictureKeys.
    [[nodiscard]] FutureResult<QList<PictureKey>> pictureKeys(milliseconds deadline);

    //! Notes a changed delivery of this account: feeds the ladder and the counters.
    void observeDelivery(const Delivery &delivery);
    void setSameAccountElsewhere(bool elsewhere);

Q_SIGNALS:
    //! Emitted at every other change; a receiver that displays it has to coalesce.
    void snapshotChanged(const rookery::AccountSnapshot &snapshot);
    //! Emitted instead of snapshotChanged when nothing but the snapshot's activity changed.
    void activityChanged();
    void eventReceived(const rookery::Event &event);
    void logLine(const rookery::LogLine &line); //!< with gateway and seq set
    void keyFact(const rookery::KeyFact &fact);
    void contactsChanged();

private:
    void judgeSending(const Delivery &delivery);
    void watchDriver();
    void feed(const Input &input);
    void run(const SessionAction &action);
    void publish();
    void afterStep(const MachineState &before);
    // one for each alternative of gateway::DriverEvent
    void on(const gateway::GatewaySignal &signal);
    void on(const Event &event);
    void on(const gateway::driver::Undecodable &skipped);
    void on(LogLine line);
    void on(const KeyFact &fact);
    void on(const ConnectionInfo &info);
    void on(const GatewayVersion &version);
    void on(const GatewayVitals &vitals);
    void on(const ServiceView &view);
    void on(const CertificateInfo &certificate);
    void on(const gateway::driver::QrChanged &code);
    void on(const gateway::driver::QrLifeStated &life);
    void on(const gateway::driver::QrScanned &scanned);
    void on(const gateway::driver::QuickListChanged &list);
    void on(const gateway::driver::LoginText &said);
    void on(const gateway::driver::AnswerableChanged &answerable);
    void on(const gateway::driver::PeerArrived &arrived);
    //! Lets the outcome of a call feed the check ActionsAnswer.
    template <class T>
    [[nodiscard]] FutureResult<T> observed(const FutureResult<T> &called);
    //! Marks EventsFlow as broken; a way without events reports that before the account is logged in.
    void observeMissingEvents();
    void checkActions();
    void showContacts();
    [[nodiscard]] Moment moment() const;

    Clock &m_clock;
    Jitter m_jitter;
    std::unique_ptr<gateway::Gateway> m_driver;
    MachineState m_machine;
    LoginFlow m_login;
    AccountSnapshot m_snapshot;
    ContactList m_contacts;
    SendTally m_sends;
    bool m_groupsInDoubt = false; //!< SendingProven was broken by a send to a group
    std::deque<Input> m_inputs;
    bool m_feeding = false;
    qint64 m_nextSeq = 1;
    Timer m_retry; // last: its callback uses everything above
};

} // namespace rookery::session
