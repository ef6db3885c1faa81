// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "media/picturecache.h"
#include "model/ids.h"
#include "store/database.h"

#include <QList>
#include <QObject>

#include <functional>

namespace rookery::broadcast {

//! Keeps the profile from growing without limit: once a day it removes broadcasts that were over long ago, in small
//! transactions between which sending continues, and deletes copies of pictures that are no longer needed. Engine
//! thread; the store and the worker pool do the work.
class RetentionJob final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RetentionJob)

public:
    static constexpr milliseconds kRetention = std::chrono::hours(24 * 90); //!< from the end of a broadcast
    //! How long the pictures of a broadcast that has ended are kept, to send it once more, and how much at most.
    static constexpr milliseconds kPicturesFor = std::chrono::hours(24 * 30);
    static constexpr qint64 kMostPictureBytes = 512LL * 1024 * 1024;
    static constexpr milliseconds kEvery = std::chrono::hours(24);
    static constexpr milliseconds kAfterClockSet = std::chrono::hours(1);

    RetentionJob(Clock &clock, store::Database &database, media::PictureCache &cache, QObject *parent = nullptr);

    //! Runs the first round now, then one a day.
    void begin();
    //! Delays the next round by an hour: the wall clock was set, and what looks old may be young.
    void postpone() { m_timer.start(kAfterClockSet); }
    //! Runs `work`, which copies pictures for a broadcast that is not in the database yet: at once, or when a removal
    //! in progress is over, so that no fresh copy is taken for an old one. Each call is ended by `release`.
    void admit(std::function<void()> work);
    void release();

Q_SIGNALS:
    void pruned(const QList<rookery::BroadcastId> &broadcasts); //!< committed; they no longer exist
    void failed(const rookery::Error &error); //!< this round; the next one tries again

private:
    void pruneBroadcasts();
    void prunePictures();
    void endRemoval();
    void tell(const Error &error);

    Clock &m_clock;
    store::Database &m_database;
    media::PictureCache &m_cache;
    int m_admitted = 0;
    bool m_removing = false;
    bool m_picturesDue = false; //!< waits until admitted work is over
    QList<std::function<void()>> m_waiting;
    Timer m_timer;
};

} // namespace rookery::broadcast
