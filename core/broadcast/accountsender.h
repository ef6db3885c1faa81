// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contentcache.h"
#include "crashpoints.h"
#include "deliverydesk.h"
#include "pacekeeper.h"

#include "gateway/gateway.h"
#include "media/stager.h"
#include "model/gateway.h"
#include "store/broadcastrepository.h"

#include <QHash>
#include <QObject>
#include <QPointer>

#include <optional>

namespace rookery::broadcast {

//! What all senders share; owned by the service.
struct SenderContext {
    Clock &clock;
    store::BroadcastRepository &repository;
    ContentCache &contents;
    media::Stager &stager;
    DeliveryDesk &desk;
    Jitter jitter;
    CrashPoints crash;
};

//! Sends what one account has to send, one delivery in flight: find the next, keep the pace, stage its pictures,
//! claim it (committed), send it, book the outcome. Runs only while its outlet is online, no gate is shut and the
//! database works. Asleep it costs nothing: `wake` and its timers start it. Engine thread.
class AccountSender final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AccountSender)

public:
    AccountSender(const GatewayId &gateway, const SenderContext &context, QObject *parent = nullptr);

    //! What the session says. Coming online begins the slow first sends anew.
    void setOutlet(gateway::Gateway *gateway, const AccountId &account, const Capabilities &capabilities, bool online);
    //! Reason::None opens it.
    void setGate(const Error &gate);
    void setStopped(bool stopped);
    //! The account was not offline after all: a message that was refused so has arrived.
    void endHoldAway();
    //! Something may be there to send.
    void wake();

    [[nodiscard]] const AccountId &account() const { return m_account; }
    [[nodiscard]] bool isBusy() const { return m_busy; }

    //! True while the account is held because its gateway refuses sends as "offline", whatever its session says.
    [[nodiscard]] bool isHeldAway() const { return m_awayUntil > m_context.clock.now(); }

Q_SIGNALS:
    void heldAway(); //!< `isHeldAway` begins or may have ended
    void claimed(const rookery::Delivery &delivery); //!< committed and about to leave
    void idle(); //!< nothing is in flight any more

private:
    using Files = QStringList;
    static constexpr qsizetype kTurnsKept = 16; //!< beyond, only those that have something to send now

    [[nodiscard]] bool mayRun() const;
    [[nodiscard]] bool maySend(const store::Candidate &candidate) const;
    [[nodiscard]] Reason whyNot() const;
    void proceed();
    void rest();
    void onWork(const Result<store::NextWork> &work);
    [[nodiscard]] store::Candidate choose(const QList<store::Candidate> &candidates) const;
    void forgetTurns(const QList<store::Candidate> &candidates);
    void readContent(const store::Candidate &candidate);
    void begin(const store::Candidate &candidate, const store::BroadcastContent &content);
    void stageNext(const store::Candidate &candidate, const store::BroadcastContent &content, const Files &files);
    void claim(const store::Candidate &candidate, const store::BroadcastContent &content, const Files &files);
    void send(const store::Candidate &candidate, const store::BroadcastContent &content, const Files &files);
    void onAnswer(const store::Candidate &candidate, const store::BroadcastContent &content,
                  const Result<Reply> &answer);
    //! Nothing has left, and why is not the gateway's doing: storage trouble is waited out, anything else fails it.
    void giveUp(const store::Candidate &candidate, const Error &error);
    void holdAfterBug(const Error &error);
    void hold(const Verdict &verdict);
    //! Holds the account longer each time. The session's word ends the first hold alone: a gateway that flips between
    //! both words would get the message again and again.
    void holdAway();
    void crashPoint(QLatin1StringView name) const;

    const GatewayId m_id;
    SenderContext m_context;
    QPointer<gateway::Gateway> m_gateway;
    AccountId m_account;
    Capabilities m_capabilities;
    bool m_online = false;
    bool m_stopped = false;
    Error m_gate;
    bool m_busy = false;
    bool m_again = false; //!< woken while busy
    std::optional<store::NextWork> m_known; //!< what the last claim read, for the next turn only
    PaceKeeper m_pace;
    quint64 m_serial = 0;
    QHash<BroadcastId, quint64> m_served; //!< when each broadcast had its last turn; of long-gone ones a few
    Timer m_timer; //!< pace, due time or hold, whichever the sender waits for
    SteadyTime m_heldUntil{}; //!< by a rate limit or trouble of ours
    SteadyTime m_awayUntil{}; //!< by a gateway that says "offline"; see `holdAway`
    int m_saidOffline = 0; //!< such refusals since the last send that was taken
};

} // namespace rookery::broadcast
