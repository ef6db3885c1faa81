// SPDX-License-Identifier: GPL-3.0-or-later
#include "enqueuer.h"

namespace rookery::broadcast {

Enqueuer::Enqueuer(Clock &clock, store::BroadcastRepository &broadcasts, media::PictureCache &pictures,
                   RetentionJob &retention, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_broadcasts(broadcasts)
    , m_pictures(pictures)
    , m_retention(retention)
{}

FutureResult<BroadcastId> Enqueuer::enqueue(const Plan &plan)
{
    const Promise<BroadcastId> answer;
    onResult(this, answer.future(), [this](const Result<BroadcastId> &) { m_retention.release(); });
    m_retention.admit([this, plan, answer] { copyPictures(plan, 0, answer); });
    return answer.future();
}

void Enqueuer::copyPictures(const Plan &plan, qsizetype from, const Promise<BroadcastId> &answer)
{
    if (from == plan.pictures.size())
        return commit(plan, answer);
    const PreflightPicture &picture = plan.pictures.at(from);
    onResult(this, m_pictures.put(picture.path, picture.sha256), [=, this](const Result<> &copied) {
        if (copied)
            copyPictures(plan, from + 1, answer);
        else
            answer.resolve(fail(copied.error()));
    });
}

void Enqueuer::commit(const Plan &plan, const Promise<BroadcastId> &answer)
{
    onResult(this, m_broadcasts.enqueue(plan, m_clock.wallNow()), [this, answer](const Result<BroadcastId> &id) {
        answer.resolve(id);
        if (id)
            Q_EMIT enqueued(*id);
    });
}

} // namespace rookery::broadcast
