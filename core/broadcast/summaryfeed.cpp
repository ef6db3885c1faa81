// SPDX-License-Identifier: GPL-3.0-or-later
#include "summaryfeed.h"

#include <algorithm>
#include <utility>

namespace rookery::broadcast {

using store::SummaryRow;

namespace {

constexpr milliseconds kRefreshEvery(100);
constexpr milliseconds kRateWindow = seconds(60);
constexpr milliseconds kShortestRateSpan = seconds(5); //!< two sends in a millisecond are not 120 000 a minute

} // namespace

SummaryFeed::SummaryFeed(Clock &clock, store::BroadcastRepository &broadcasts, DeliveryRecorder &recorder,
                         WhyWaiting whyWaiting, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_broadcasts(broadcasts)
    , m_recorder(recorder)
    , m_whyWaiting(std::move(whyWaiting))
    , m_refreshTimer(clock, [this] { refresh(); })
{}

SummaryFeed::~SummaryFeed() = default;

FutureResult<QList<BroadcastSummary>> SummaryFeed::all()
{
    return map(this, m_broadcasts.summaries(), [this](const QList<SummaryRow> &rows) {
        QList<BroadcastSummary> list;
        for (const SummaryRow &row : rows)
            list.append(finished(row));
        return list;
    });
}

void SummaryFeed::onClaimed(const Delivery &delivery)
{
    const SteadyTime now = m_clock.now();
    m_recentSends.removeIf([now](const auto &entry) { return entry.value().back() + kRateWindow < now; });
    std::deque<SteadyTime> &recent = m_recentSends[delivery.broadcast];
    while (!recent.empty() && recent.front() + kRateWindow < now)
        recent.pop_front();
    recent.push_back(now);
}

void SummaryFeed::markDirty(BroadcastId broadcast)
{
    m_dirty.insert(broadcast);
    if (!m_refreshTimer.isActive())
        refresh();
}

void SummaryFeed::waitsChanged()
{
    for (const BroadcastId id : std::as_const(m_unfinished))
        markDirty(id);
}

void SummaryFeed::refresh()
{
    // One round of queries at a time: over a long queue they take longer than the timer, and the rest of the store
    // waits.
    if (m_dirty.isEmpty() || m_recorder.isTroubled() || m_reading > 0)
        return;
    m_refreshTimer.start(kRefreshEvery);
    const auto dirty = std::exchange(m_dirty, {});
    for (const BroadcastId id : dirty) {
        ++m_reading;
        onResult(this, m_broadcasts.summary(id), [this, id](const Result<SummaryRow> &row) {
            --m_reading;
            if (row) {
                Q_EMIT changed(finished(*row));
            } else if (row.error().kind == ErrorKind::Storage) {
                m_dirty.insert(id);
                m_recorder.storageFailed(row.error());
            }
            if (!m_refreshTimer.isActive())
                refresh();
        });
    }
}

double SummaryFeed::sendsPerMinute(BroadcastId broadcast) const
{
    const auto sends = m_recentSends.constFind(broadcast);
    if (sends == m_recentSends.constEnd())
        return 0;
    const SteadyTime now = m_clock.now();
    const auto first = std::lower_bound(sends->begin(), sends->end(), now - kRateWindow);
    const auto recent = sends->end() - first;
    if (recent < 2)
        return 0;
    const milliseconds span = std::max(kShortestRateSpan, std::min(kRateWindow, milliseconds(now - *first)));
    return double(recent) * double(kRateWindow.count()) / double(span.count());
}

BroadcastSummary SummaryFeed::finished(const SummaryRow &row)
{
    BroadcastSummary summary = row.summary;
    const bool unfinished = summary.state == BroadcastState::Running && summary.counts.queued > 0;
    if (!unfinished) {
        m_unfinished.remove(summary.id);
        return summary;
    }
    m_unfinished.insert(summary.id);
    int longest = 0; // of the accounts that can send
    for (const store::AccountQueue &queue : row.queues) {
        if (const Error why = m_whyWaiting(queue); why.reason != Reason::None)
            summary.waits.append({queue.gateway, queue.account, why, queue.queued});
        else
            longest = std::max(longest, queue.queued);
    }
    if (longest == 0) // nothing moves: any estimate would be invented
        return summary;
    summary.sentPerMinute = sendsPerMinute(summary.id);
    if (row.pace.interval.count() > 0)
        summary.estimatedEnd = m_clock.wallNow() + row.pace.interval * longest;
    else if (summary.sentPerMinute > 0)
        summary.estimatedEnd = m_clock.wallNow()
            + milliseconds(qint64(double(summary.counts.queued - summary.waiting()) * 60'000.0
                                  / summary.sentPerMinute));
    return summary;
}

} // namespace rookery::broadcast

#include "moc_summaryfeed.cpp"
