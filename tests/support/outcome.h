// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "testcase.h"

#include "base/async.h"

#include <optional>

namespace rookery {

//! What became of a command, awaited as the window awaits it: behind everything that its thread had said before it.
//! A future that is merely finished tells nothing of the signals that are still on their way to this thread.
template <class T>
[[nodiscard]] Result<T> outcome(const FutureResult<T> &future)
{
    QObject here;
    std::optional<Result<T>> given;
    onResult(&here, future, [&given](Result<T> result) { given = std::move(result); });
    if (!becomesTrue([&given] { return given.has_value(); }))
        return neverFinished();
    return *given;
}

} // namespace rookery
