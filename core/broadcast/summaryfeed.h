// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "deliveryrecorder.h"

#include "store/broadcastrepository.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <deque>
#include <functional>

namespace rookery::broadcast {

//! Reports the summaries of broadcasts that have changed, with what only the running service knows: rate, time left,
//! and what the rest waits for. Reads nothing while the database does not work. Engine thread.
class SummaryFeed final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SummaryFeed)

public:
    //! Says why an account does not send its queue now. Reason::None: it does.
    using WhyWaiting = std::function<Error(const store::AccountQueue &)>;

    SummaryFeed(Clock &clock, store::BroadcastRepository &broadcasts, DeliveryRecorder &recorder, WhyWaiting whyWaiting,
                QObject *parent = nullptr);
    ~SummaryFeed() override;

    [[nodiscard]] FutureResult<QList<BroadcastSummary>> all(); //!< newest first
    //! Counts a delivery that is being sent towards the rate of its broadcast.
    void onClaimed(const Delivery &delivery);
    //! Schedules a report on this broadcast.
    void markDirty(BroadcastId broadcast);
    //! Schedules reports on all broadcasts with something queued, because what they wait for has changed.
    void waitsChanged();
    //! Begins the reports that are due; call it when the database works again.
    void refresh();

Q_SIGNALS:
    void changed(const rookery::BroadcastSummary &summary); //!< at most ten a second each

private:
    [[nodiscard]] BroadcastSummary finished(const store::SummaryRow &row);
    [[nodiscard]] double sendsPerMinute(BroadcastId broadcast) const;

    Clock &m_clock;
    store::BroadcastRepository &m_broadcasts;
    DeliveryRecorder &m_recorder;
    WhyWaiting m_whyWaiting;
    QSet<BroadcastId> m_dirty; //!< summaries to be read again
    int m_reading = 0; //!< summaries that are being read
    QSet<BroadcastId> m_unfinished; //!< running with something queued, as last read: what they wait for may change
    QHash<BroadcastId, std::deque<SteadyTime>> m_recentSends; //!< of the last minute, oldest first; none is empty
    Timer m_refreshTimer;
};

} // namespace rookery::broadcast
