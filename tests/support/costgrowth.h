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
//! is above `limit`, and counts the smallest: each pair is measured at one speed of the machine, or nearly so.
template <class Work>
[[nodiscard]] double costGrowth(const Work &work, qsizetype small, qsizetype large, double limit)
{
    const auto cost = [&work](qsizetype size) {
        const auto before = threadCpuTime();
        work(size);
        return double((threadCpuTime() - before).count());
    };
    const auto growth = [&] {
        const double little = cost(small);
        return cost(large) / std::max(1.0, little);
    };
    work(small); // what is only done once is done now
    double least = growth();
    for (int again = 0; again < 2 && least > limit; ++again)
        least = std::min(least, growth());
    return least;
}

} // namespace rookery
