// SPDX-License-Identifier: GPL-3.0-or-later
#include "contentcache.h"

#include <algorithm>

namespace rookery::broadcast {

void ContentCache::with(QObject *context, BroadcastId broadcast, const Use &use)
{
    const auto known = std::find_if(m_contents.begin(), m_contents.end(),
                                    [broadcast](const auto &entry) { return entry.first == broadcast; });
    if (known != m_contents.end()) {
        const Result<store::BroadcastContent> content = known->second; // a copy, because `use` may call this again
        return use(content);
    }
    onResult(context, m_repository.content(broadcast),
             [this, broadcast, use](const Result<store::BroadcastContent> &content) {
                 if (content) {
                     m_contents.emplace_back(broadcast, *content);
                     if (m_contents.size() > kKept)
                         m_contents.pop_front();
                 }
                 use(content);
             });
}

} // namespace rookery::broadcast
