// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake.h"

#include "planner.h"

#include "base/reasons/input.h"
#include "base/reasons/sending.h"

namespace rookery::broadcast {

Intake::Intake(const Setup &setup, QObject *parent) : QObject(parent), m_setup(setup) {}

FutureResult<Plan> Intake::plan(const Draft &draft)
{
    return map(this, media::preflight(m_setup.workers, draft.pictures, m_setup.limits),
               [this, draft](const media::PreflightReport &report) {
                   return broadcast::plan(draft, m_setup.routes.planRoutes(), report, m_setup.clock.wallNow());
               });
}

FutureResult<BroadcastId> Intake::enqueue(const Plan &plan, const FutureResult<> &ready)
{
    const bool complete = plan.pictures.size() == plan.draft.pictures.size();
    if (!plan.sendable() || !complete)
        return failedResult<BroadcastId>({.kind = ErrorKind::Rejected, .reason = Reason::BadInput});
    for (const PlanAccount &account : plan.accounts) {
        if (m_setup.routes.isExcluded(account.gateway))
            return failedResult<BroadcastId>(
                {.kind = ErrorKind::Rejected, .reason = Reason::Excluded, .detail = account.gateway.value()});
    }
    const Promise<BroadcastId> answer;
    onResult(this, ready, [this, plan, answer](const Result<> &done) {
        if (done)
            begin(plan, answer);
        else
            answer.resolve(fail(done.error()));
    });
    return answer.future();
}

void Intake::begin(const Plan &plan, const Promise<BroadcastId> &answer)
{
    onResult(this, answer.future(), [this](const Result<BroadcastId> &) { m_setup.retention.release(); });
    m_setup.retention.admit([this, plan, answer] { copyPictures(plan, 0, answer); });
}

void Intake::copyPictures(const Plan &plan, qsizetype from, const Promise<BroadcastId> &answer)
{
    if (from == plan.pictures.size())
        return commit(plan, answer);
    const PreflightPicture &picture = plan.pictures.at(from);
    onResult(this, m_setup.pictures.put(picture.path, picture.sha256), [=, this](const Result<> &copied) {
        if (copied)
            copyPictures(plan, from + 1, answer);
        else
            answer.resolve(fail(copied.error()));
    });
}

void Intake::commit(const Plan &plan, const Promise<BroadcastId> &answer)
{
    const auto stored = m_setup.broadcasts.enqueue(plan, m_setup.clock.wallNow());
    onResult(this, stored, [this, answer](const Result<BroadcastId> &id) {
        answer.resolve(id);
        if (id)
            Q_EMIT enqueued(*id);
    });
}

} // namespace rookery::broadcast

#include "moc_intake.cpp"
