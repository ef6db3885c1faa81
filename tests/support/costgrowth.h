// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <algorithm>
#include <chrono>

#include <time.h>

namespace rookery {

//! CPU time that this thread has used; what other programs do meanwhile is not in it.
[[nodiscard]] inline std::chrono::nanoseconds threadCpuTime()
{
    timespec used{};
    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used) != 0)
        qFatal("no CPU clock of this thread");
    return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

//! Compares what `work(large)` costs with what `work(small)` costs, in CPU time of this thread: work that grows with
//! its length alone gives about large / small, however slow the machine is. Measures up to three times while the result
//! is above `limit`, and counts the cheapest of each.
template <class Work>
[[nodiscard]] double costGrowth(const Work &work, qsizetype small, qsizetype large, double limit)
{
    const auto cost = [&work](qsizetype size) {
        const auto before = threadCpuTime();
        work(size);
        return threadCpuTime() - before;
    };
    work(small); // what is only done once is done now
    auto little = cost(small);
    auto much = cost(large);
    for (int again = 0; again < 2 && double(much.count()) > limit * double(little.count()); ++again) {
        little = std::min(little, cost(small));
        much = std::min(much, cost(large));
    }
    return double(much.count()) / double(std::max<qint64>(1, little.count()));
}

} // namespace rookery
