// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <vector>

namespace rookery::bench {

//! Processor time of this process, in milliseconds: what other programs do meanwhile does not count.
inline double cpuMs()
{
    return static_cast<double>(std::clock()) * 1000 / CLOCKS_PER_SEC;
}

//! The costs of one work and of its peer, measured in many short turns. A machine may change its speed by half between
//! two turns, or for a minute; the two halves of one turn meet the same speed nearly always, so the turns are compared
//! one by one, and the middle of them counts. The best of each alone would be a ratio of two speeds.
class Turns final
{
public:
    void add(double work, double peer)
    {
        m_work.push_back(work);
        m_peer.push_back(peer);
        m_ratios.push_back(work / peer);
    }

    //! Runs both in turns and adds what they take, in milliseconds of processor time.
    template <class Work, class Peer>
    void measure(int turns, Work work, Peer peer)
    {
        for (int turn = 0; turn < turns; ++turn) {
            const double begun = cpuMs();
            peer(turn);
            const double between = cpuMs();
            work(turn);
            add(cpuMs() - between, between - begun);
        }
    }

    [[nodiscard]] double work() const { return middle(m_work); }
    [[nodiscard]] double peer() const { return middle(m_peer); }
    [[nodiscard]] double ratio() const { return middle(m_ratios); }

private:
    static double middle(std::vector<double> values)
    {
        const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), half, values.end());
        return *half;
    }

    std::vector<double> m_work;
    std::vector<double> m_peer;
    std::vector<double> m_ratios;
};

} // namespace rookery::bench
