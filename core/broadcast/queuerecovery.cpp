// SPDX-License-Identifier: GPL-3.0-or-later
#include "queuerecovery.h"

#include "base/log.h"

#include <utility>

namespace rookery::broadcast {

using store::BroadcastContent;
using store::Recovery;

QueueRecovery::QueueRecovery(Clock &clock, store::Database &database, store::BroadcastRepository &broadcasts,
                             DeliveryRecorder &recorder, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_database(database)
    , m_broadcasts(broadcasts)
    , m_recorder(recorder)
{
    connect(&recorder, &DeliveryRecorder::recovered, this, &QueueRecovery::shiftStored);
}

FutureResult<> QueueRecovery::run()
{
    const Promise<void> done;
    const auto repairing =
        store::recoverQueue(m_database, m_clock.wallNow(), {.echo = DeliveryVerifier::kWindow, .refusal = kEchoGrace});
    onResult(this, repairing, [this, done](const Result<Recovery> &recovery) {
        if (recovery)
            onRepaired(*recovery, done);
        else
            done.resolve(fail(recovery.error()));
    });
    return done.future();
}

void QueueRecovery::onRepaired(const Recovery &recovery, const Promise<void> &done)
{
    if (recovery.crashed > 0)
        rkWarn("{} deliveries were being sent when the last run ended; they are unknown now", recovery.crashed);
    if (recovery.restored) {
        rkWarn("the database is older than the last send from it, or another one; {} live deliveries are unknown now",
               *recovery.restored);
        Q_EMIT restored(*recovery.restored);
    }
    restoreNext(recovery.open, done);
}

void QueueRecovery::restoreNext(QList<Delivery> open, const Promise<void> &done)
{
    if (open.isEmpty()) {
        m_recorder.watchDeadlines();
        return done.resolve({});
    }
    const BroadcastId broadcast = open.first().broadcast;
    onResult(this, m_broadcasts.content(broadcast), [=, this](const Result<BroadcastContent> &content) {
        if (!content)
            return done.resolve(fail(content.error()));
        QList<Delivery> rest;
        for (const Delivery &delivery : open) {
            if (delivery.broadcast == broadcast)
                m_recorder.restore(delivery, fingerprintOf(*content, delivery.target));
            else
                rest.append(delivery);
        }
        restoreNext(rest, done);
    });
}

void QueueRecovery::shiftDeadlines(milliseconds by)
{
    m_shift += by;
    shiftStored();
}

void QueueRecovery::shiftStored()
{
    const milliseconds by = std::exchange(m_shift, milliseconds(0));
    if (by.count() == 0)
        return;
    onResult(this, store::shiftDeadlines(m_database, by), [this, by](const Result<> &shifted) {
        if (shifted || shifted.error().kind != ErrorKind::Storage)
            return;
        m_shift += by; // applied once the database takes writes again
        m_recorder.storageFailed(shifted.error());
    });
}

} // namespace rookery::broadcast

#include "moc_queuerecovery.cpp"
