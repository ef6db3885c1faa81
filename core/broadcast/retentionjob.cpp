// SPDX-License-Identifier: GPL-3.0-or-later
#include "retentionjob.h"

#include "base/log.h"
#include "store/retention.h"

#include <utility>

namespace rookery::broadcast {

RetentionJob::RetentionJob(Clock &clock, store::Database &database, media::PictureCache &cache, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_database(database)
    , m_cache(cache)
    , m_timer(clock, [this] { begin(); })
{}

void RetentionJob::begin()
{
    m_timer.start(kEvery);
    pruneBroadcasts();
}

void RetentionJob::pruneBroadcasts()
{
    const auto pruning = store::pruneOver(m_database, m_clock.wallNow() - kRetention);
    onResult(this, pruning, [this](const Result<store::Pruned> &round) {
        if (!round)
            return tell(round.error());
        if (!round->gone.isEmpty()) {
            rkInfo("{} broadcasts were over long ago and are forgotten", round->gone.size());
            Q_EMIT pruned(round->gone);
        }
        if (round->more)
            pruneBroadcasts();
        else
            prunePictures();
    });
}

void RetentionJob::prunePictures()
{
    m_picturesDue = m_admitted > 0;
    if (m_picturesDue || m_removing)
        return;
    m_removing = true;
    onResult(this, store::picturesInUse(m_database, m_clock.wallNow() - kPicturesFor, kMostPictureBytes),
             [this](const Result<QList<QByteArray>> &used) {
                 if (!used) {
                     endRemoval();
                     return tell(used.error());
                 }
                 onResult(this, m_cache.keepOnly(*used), [this](const Result<int> &) { endRemoval(); });
             });
}

void RetentionJob::endRemoval()
{
    m_removing = false;
    const auto waiting = std::exchange(m_waiting, {});
    for (const auto &work : waiting)
        work();
}

void RetentionJob::admit(std::function<void()> work)
{
    ++m_admitted;
    if (m_removing)
        m_waiting.append(std::move(work));
    else
        work();
}

void RetentionJob::release()
{
    --m_admitted;
    if (m_admitted == 0 && m_picturesDue)
        prunePictures();
}

void RetentionJob::tell(const Error &error)
{
    rkWarn("old broadcasts could not be cleared away: {}", error.detail);
    Q_EMIT failed(error);
}

} // namespace rookery::broadcast

#include "moc_retentionjob.cpp"
