// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "retentionjob.h"
#include "sendroutes.h"

#include "base/async.h"
#include "media/preflight.h"
#include "model/broadcast.h"
#include "store/broadcastrepository.h"

#include <QObject>

namespace rookery::broadcast {

//! Takes drafts in: makes plans from them, and puts plans into the queue. Engine thread.
class Intake final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Intake)

public:
    //! Holds what a plan is made from and where it goes; all of it outlives the intake.
    struct Setup {
        Clock &clock;
        store::BroadcastRepository &broadcasts;
        media::Workers &workers;
        media::PictureCache &pictures;
        media::PreflightLimits limits;
        const SendRoutes &routes;
        RetentionJob &retention;
    };

    explicit Intake(const Setup &setup, QObject *parent = nullptr);

    [[nodiscard]] FutureResult<Plan> plan(const Draft &draft);
    //! Waits until `ready` finishes, and fails with its error; then copies the pictures and stores the plan with all
    //! its deliveries, or nothing. Finishes after the commit. BadInput: the plan is not sendable; Excluded: one of its
    //! accounts no longer takes part; PictureUnreadable or FileMissing: a picture changed since the plan. Storage
    //! errors.
    [[nodiscard]] FutureResult<BroadcastId> enqueue(const Plan &plan, const FutureResult<> &ready);

Q_SIGNALS:
    void enqueued(rookery::BroadcastId broadcast); //!< committed

private:
    void begin(const Plan &plan, const Promise<BroadcastId> &answer);
    void copyPictures(const Plan &plan, qsizetype from, const Promise<BroadcastId> &answer);
    void commit(const Plan &plan, const Promise<BroadcastId> &answer);

    const Setup m_setup;
};

} // namespace rookery::broadcast
