// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database.h"

#include "model/broadcast.h"

#include <QByteArray>
#include <QList>

namespace rookery::store {

//! Describes a picture of a stored broadcast; its bytes are in the picture cache, by hash.
struct StoredPicture {
    QByteArray sha256; //!< raw
    QByteArray md5; //!< raw; empty for pictures that were stored before this column existed
    qint64 bytes = 0;
    QString fileName; //!< without folders
    bool operator==(const StoredPicture &) const = default;
};

//! Holds what all deliveries of a broadcast share: the content and the pace.
struct BroadcastContent {
    QString title;
    QString text;
    bool atAll = false;
    QList<StoredPicture> pictures;
    Pace pace;
    int targets = 0;
    bool operator==(const BroadcastContent &) const = default;
};

//! Counts the deliveries of a broadcast that one account still has to send.
struct AccountQueue {
    GatewayId gateway;
    AccountId account;
    int queued = 0; //!< queued and waiting
    bool operator==(const AccountQueue &) const = default;
};

//! Holds the stored part of a summary.
struct SummaryRow {
    BroadcastSummary summary; //!< without sentPerMinute, estimatedEnd and waits
    Pace pace;
    QList<AccountQueue> queues; //!< only accounts that have any
};

//! Stores broadcasts: what is sent, to whom, and whether it runs. Every function that changes something is one
//! `Database::write`; what its future reports is committed. `now` is the caller's wall clock.
class BroadcastRepository final
{
public:
    explicit BroadcastRepository(Database &database) : m_database(database) {}
    Q_DISABLE_COPY_MOVE(BroadcastRepository)

    //! Stores a broadcast with all its deliveries, or nothing. A target whose gateway has no account in the plan is a
    //! Bug.
    [[nodiscard]] FutureResult<BroadcastId> enqueue(const Plan &plan, WallTime now);

    // reading; works on a read-only database too
    [[nodiscard]] FutureResult<QList<SummaryRow>> summaries(int limit = 500); //!< newest first
    [[nodiscard]] FutureResult<SummaryRow> summary(BroadcastId broadcast); //!< Rejected/NotFound
    [[nodiscard]] FutureResult<BroadcastContent> content(BroadcastId broadcast); //!< Rejected/NotFound

    // commands; Rejected/NotFound, or Rejected/BadInput if the state does not allow it
    [[nodiscard]] FutureResult<> pause(BroadcastId broadcast);
    [[nodiscard]] FutureResult<> resume(BroadcastId broadcast);
    //! Moves Queued and Waiting -> Cancelled; deliveries in flight finish normally. Returns the cancelled ones.
    [[nodiscard]] FutureResult<QList<Delivery>> cancel(BroadcastId broadcast, WallTime now);

private:
    Database &m_database;
};

} // namespace rookery::store
