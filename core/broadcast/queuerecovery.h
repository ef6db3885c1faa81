// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "deliveryrecorder.h"

#include "store/broadcastrepository.h"
#include "store/recovery.h"

#include <QObject>

namespace rookery::broadcast {

//! Repairs the stored queue: as the last run left it (see `store::recoverQueue`), and when the wall clock was set.
//! Engine thread.
class QueueRecovery final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QueueRecovery)

public:
    QueueRecovery(Clock &clock, store::Database &database, store::BroadcastRepository &broadcasts,
                  DeliveryRecorder &recorder, QObject *parent = nullptr);

    //! Repairs what the last run left, and hands to the recorder what an echo may still prove. Call it before anything
    //! is sent, and again only after a failure.
    [[nodiscard]] FutureResult<> run();
    //! Moves the stored deadlines by `by`: now, or when the database works again.
    void shiftDeadlines(milliseconds by);

Q_SIGNALS:
    //! Reports that the database is older than the last send from it, or another one: `deliveries` (possibly 0) were
    //! live in it and are now Unknown(Restored).
    void restored(int deliveries);

private:
    void onRepaired(const store::Recovery &recovery, const Promise<void> &done);
    void restoreNext(QList<Delivery> open, const Promise<void> &done);
    void shiftStored();

    Clock &m_clock;
    store::Database &m_database;
    store::BroadcastRepository &m_broadcasts;
    DeliveryRecorder &m_recorder;
    milliseconds m_shift{0}; //!< by which the stored deadlines still have to be moved
};

} // namespace rookery::broadcast
