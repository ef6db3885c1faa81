// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "retentionjob.h"

#include "base/async.h"
#include "model/broadcast.h"
#include "store/broadcastrepository.h"

#include <QObject>

namespace rookery::broadcast {

//! Puts plans into the queue: copies the pictures of a plan, then stores it with all its deliveries, or nothing. Engine
//! thread.
class Enqueuer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Enqueuer)

public:
    Enqueuer(Clock &clock, store::BroadcastRepository &broadcasts, media::PictureCache &pictures,
             RetentionJob &retention, QObject *parent = nullptr);

    //! Finishes after the commit. PictureUnreadable or FileMissing: a picture changed since the plan. Storage errors.
    [[nodiscard]] FutureResult<BroadcastId> enqueue(const Plan &plan);

Q_SIGNALS:
    void enqueued(rookery::BroadcastId broadcast); //!< committed

private:
    void copyPictures(const Plan &plan, qsizetype from, const Promise<BroadcastId> &answer);
    void commit(const Plan &plan, const Promise<BroadcastId> &answer);

    Clock &m_clock;
    store::BroadcastRepository &m_broadcasts;
    media::PictureCache &m_pictures;
    RetentionJob &m_retention;
};

} // namespace rookery::broadcast
