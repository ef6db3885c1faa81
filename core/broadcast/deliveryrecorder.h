// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "deliveryverifier.h"
#include "failpoints.h"
#include "retrypolicy.h"

#include "gateway/gateway.h"
#include "store/deliveryrepository.h"

#include <QSet>

#include <QObject>

#include <deque>
#include <functional>

namespace rookery::broadcast {

//! Books every outcome: judges answers and echoes and writes the transition, repeatedly until the database takes it.
//! Until then `isTroubled` is true and no sender may send: what cannot be recorded is not sent. Engine thread.
class DeliveryRecorder final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DeliveryRecorder)

public:
    static constexpr milliseconds kStorageRetry = seconds(5);

    using Done = std::function<void()>;

    DeliveryRecorder(Clock &clock, store::Database &database, store::DeliveryRepository &deliveries, Jitter jitter,
                     Failpoints failpoint, QObject *parent = nullptr);
    ~DeliveryRecorder() override;

    //! Begins to watch for other decisions about this delivery while its claim is being committed.
    void claiming(DeliveryId delivery);
    //! Ends that watch. False: a late echo of an earlier attempt has decided, and nothing may be sent.
    [[nodiscard]] bool claimStands(DeliveryId delivery);
    //! Begins to match echoes with this delivery. Call it between claim and send. `canProve`: the gateway pushes own
    //! messages.
    void claimed(const Delivery &delivery, const Fingerprint &fingerprint, bool canProve);
    //! Takes the gateway's answer to a claimed send; `done` runs once the outcome is recorded. Returns the verdict on
    //! a failure that no echo contradicts, so that the account can pause.
    std::optional<Verdict> answered(const store::Candidate &candidate, const Result<gateway::SentMessage> &answer,
                                    const Done &done);
    //! Takes back a claimed delivery of which no byte has left.
    Verdict unsent(const store::Candidate &candidate, const Error &why, const Done &done);
    //! Takes the failed upload of an unclaimed delivery.
    Verdict stagingFailed(const store::Candidate &candidate, const Error &error, const Done &done);

    //! Fails an unclaimed delivery that cannot be sent for a reason of ours.
    void notSendable(const store::Candidate &candidate, const Error &error, const Done &done);

    void echo(const GatewayId &gateway, const AccountId &account, const MessageEvent &event);
    //! Takes over a delivery of an earlier run that an echo may still prove.
    void restore(const Delivery &delivery, const Fingerprint &fingerprint);
    //! Starts watching the proof deadlines of restored deliveries.
    void watchDeadlines();
    //! Drops deliveries that the operator decided; no echo is awaited for them any more.
    void forget(const QList<DeliveryId> &deliveries);
    //! Drops the message ids of a gateway whose link was lost: it may have restarted and assign them again.
    void forgetIds(const GatewayId &gateway) { m_verifier.forgetIds(gateway); }

    [[nodiscard]] bool isTroubled() const { return m_troubled; }
    //! Notes a storage error that another service met.
    void storageFailed(const Error &error);

Q_SIGNALS:
    void changed(const rookery::Delivery &delivery); //!< committed
    void manyChanged(const QList<rookery::Delivery> &deliveries); //!< committed
    //! Reports that a message arrived although its gateway had refused it, so the refusal was wrong.
    void disproved(const rookery::GatewayId &gateway);
    void troubled(const rookery::Error &error);
    void recovered();

private:
    using Write = std::function<FutureResult<store::Transition>()>;
    struct Pending {
        Write write;
        Done done;
        DeliveryId delivery;
    };

    void record(DeliveryId delivery, Write write, Done done);
    //! Makes a delivery Unknown whose outcome the database rejects, which is a bug of ours: it must not stay live.
    void giveUp(const Pending &pending, const Error &error);
    void attempt(Pending pending);
    void retryPending();
    //! Records what the verifier decided; `done` belongs to `own`, which may be null.
    void apply(const DeliveryVerifier::Outcomes &outcomes, DeliveryId own, const Done &done);
    [[nodiscard]] Write writeOf(const DeliveryVerifier::Outcome &outcome);
    void putBack(const store::Candidate &candidate, const Verdict &verdict, const Error &why, const Done &done);
    void failTheRest(const Delivery &delivery, const Error &why);
    void onDeadline();

    Clock &m_clock;
    store::Database &m_database;
    store::DeliveryRepository &m_deliveries;
    Jitter m_jitter;
    Failpoints m_failpoint;
    DeliveryVerifier m_verifier;
    QSet<DeliveryId> m_claiming; //!< the claim is being committed
    QSet<DeliveryId> m_overtaken; //!< of those, the ones that an echo has decided
    bool m_troubled = false;
    std::deque<Pending> m_pending; //!< transitions that the database has not taken yet, in order
    Timer m_retryTimer;
    Timer m_deadlineTimer;
};

} // namespace rookery::broadcast
