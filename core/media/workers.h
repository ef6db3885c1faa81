// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/async.h"

#include <QThreadPool>

#include <type_traits>

namespace rookery::media {

//! Provides a few threads for hashing, decoding and reading pictures. The destructor waits for running work.
class Workers final
{
public:
    Workers() { m_pool.setMaxThreadCount(2); }
    Q_DISABLE_COPY_MOVE(Workers)

    //! Runs `work() -> Result<T>` on a thread of the pool; it must capture values only.
    template <class F>
    [[nodiscard]] auto run(F work) -> FutureResult<typename std::invoke_result_t<F &>::value_type>
    {
        using T = typename std::invoke_result_t<F &>::value_type;
        const Promise<T> answer;
        auto future = answer.future();
        m_pool.start([answer, job = std::move(work)]() mutable { answer.resolve(job()); });
        return future;
    }

private:
    QThreadPool m_pool;
};

} // namespace rookery::media
