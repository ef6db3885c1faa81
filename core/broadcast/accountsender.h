// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contentcache.h"
#include "deliveryrecorder.h"
#include "failpoints.h"
#include "sendpacer.h"

#include "gateway/gateway.h"
#include "media/stager.h"
#include "model/gateway.h"
#include "store/deliveryrepository.h"

#include <QHash>
#include <QObject>
#include <QPointer>

#include <optional>

namespace rookery::broadcast {

//! Bundles the services that all senders share; owned by the broadcast service.
struct SenderContext {
    Clock &clock;
    store::DeliveryRepository &deliveries;
    ContentCache &contents;
    media::Stager &stager;
    DeliveryRecorder &recorder;
    Jitter jitter;
    Failpoints failpoint;
};

//! Sends the deliveries of one account, one in flight at a time: finds the next, keeps the pace, stages its pictures,
//! claims it (committed), sends it, books the outcome. Runs only while its outlet is online, no gate is closed and
//! the database works. Costs nothing while idle: `wake` and its timers start it. Engine thread.
class AccountSender final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AccountSender)

public:
    AccountSender(const GatewayId &gateway, const SenderContext &context, QObject *parent = nullptr);

    //! Takes the session's state. Coming online restarts the slow first sends.
    void setRoute(gateway::Gateway *gateway, const AccountId &account, const Capabilities &capabilities, bool online);
    void setStopped(bool stopped);
    //! Ends the hold, because the account was not offline after all: a message that was refused as "offline" has
    //! arrived.
    void endHoldAway();
    //! Looks for something to send.
    void wake();

    [[nodiscard]] const AccountId &account() const { return m_account; }
    [[nodiscard]] bool isBusy() const { return m_busy; }

    //! Returns true while the account is held because its gateway refuses sends as "offline", whatever its session
    //! reports.
    [[nodiscard]] bool isHeldAway() const { return m_awayUntil > m_context.clock.now(); }

Q_SIGNALS:
    void heldAway(); //!< `isHeldAway` begins or may have ended
    void claimed(const rookery::Delivery &delivery); //!< committed and about to be sent
    void idle(); //!< no send is in flight any more

private:
    //! Holds what one delivery needs between the queue and the gateway.
    struct SendAttempt {
        store::Candidate candidate;
        store::BroadcastContent content = {};
        QStringList files = {}; //!< staged so far, in the content's order
    };
    static constexpr qsizetype kTurnsKept = 16; //!< beyond, only broadcasts that have something to send now are kept

    [[nodiscard]] bool mayRun() const;
    [[nodiscard]] bool maySend(const store::Candidate &candidate) const;
    [[nodiscard]] ErrorReason whyNot() const;
    void proceed();
    void rest();
    void onWork(const Result<store::NextWork> &work);
    [[nodiscard]] store::Candidate choose(const QList<store::Candidate> &candidates) const;
    void forgetTurns(const QList<store::Candidate> &candidates);
    void readContent(const store::Candidate &candidate);
    void begin(const SendAttempt &attempt);
    void stageNext(const SendAttempt &attempt);
    void claim(const SendAttempt &attempt);
    void send(const SendAttempt &attempt);
    void onAnswer(const SendAttempt &attempt, const Result<gateway::SentMessage> &answer);
    //! Gives up before anything has left, for a reason other than the gateway: waits out storage trouble, otherwise
    //! fails the delivery.
    void giveUp(const store::Candidate &candidate, const Error &error);
    void holdAfterBug(const Error &error);
    void hold(const Verdict &verdict);
    //! Holds the account, longer each time. The session ends only the first hold: with a gateway that alternates
    //! between online and offline the message would be sent again and again.
    void holdAway();
    void failpoint(QLatin1StringView name) const;

    const GatewayId m_id;
    SenderContext m_context;
    QPointer<gateway::Gateway> m_gateway;
    AccountId m_account;
    Capabilities m_capabilities;
    bool m_online = false;
    bool m_stopped = false;
    bool m_busy = false;
    bool m_again = false; //!< woken while busy
    std::optional<store::NextWork> m_known; //!< read by the last claim, for the next turn only
    SendPacer m_pace;
    quint64 m_serial = 0;
    QHash<BroadcastId, quint64> m_served; //!< number of each broadcast's last turn; a few entries are of finished ones
    Timer m_timer; //!< pace, due time or hold, whichever applies
    SteadyTime m_heldUntil{}; //!< because of a rate limit or an error of ours
    SteadyTime m_awayUntil{}; //!< because a gateway says "offline"; see `holdAway`
    int m_saidOffline = 0; //!< such refusals since the last accepted send
};

} // namespace rookery::broadcast
