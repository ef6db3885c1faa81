// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/broadcastrepository.h"

#include <QObject>

#include <deque>
#include <functional>
#include <utility>

namespace rookery::broadcast {

//! Caches the contents of the last few broadcasts that were sent from: they never change once enqueued, and every
//! delivery needs them. Engine thread.
class ContentCache final
{
public:
    using Use = std::function<void(const Result<store::BroadcastContent> &)>;

    explicit ContentCache(store::BroadcastRepository &repository) : m_repository(repository) {}
    Q_DISABLE_COPY_MOVE(ContentCache)

    //! Calls `use` with the content: at once if it is cached, otherwise when it has been read and `context` still
    //! exists.
    void with(QObject *context, BroadcastId broadcast, const Use &use);

private:
    static constexpr std::size_t kKept = 8;

    store::BroadcastRepository &m_repository;
    std::deque<std::pair<BroadcastId, store::BroadcastContent>> m_contents; //!< newest last
};

} // namespace rookery::broadcast
