// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "async.h"

#include <QHash>

#include <functional>

namespace rookery {

//! Joins callers that request the same thing while it is being fetched: one call, one outcome for all. Lives on one
//! thread; `context` receives the results.
template <class Key, class T>
class SingleFlight final
{
public:
    explicit SingleFlight(QObject *context) : m_context(context) {}
    Q_DISABLE_COPY_MOVE(SingleFlight)

    [[nodiscard]] FutureResult<T> run(const Key &key, const std::function<FutureResult<T>()> &start)
    {
        if (const auto it = m_running.constFind(key); it != m_running.constEnd())
            return *it;
        Promise<T> answer;
        m_running.insert(key, answer.future());
        onResult(m_context, start(), [this, key, answer](Result<T> result) {
            m_running.remove(key);
            answer.resolve(std::move(result));
        });
        return answer.future();
    }

private:
    QObject *m_context;
    QHash<Key, FutureResult<T>> m_running;
};

} // namespace rookery
