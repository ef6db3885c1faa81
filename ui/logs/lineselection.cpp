// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineselection.h"

#include <algorithm>
#include <numeric>

namespace rookery::ui {

void LineSelection::set(const LineRange &range)
{
    m_ranges.assign(range.size() > 0 ? 1 : 0, range);
}

void LineSelection::toggle(LineNumber line)
{
    const auto after =
        std::find_if(m_ranges.begin(), m_ranges.end(), [line](const LineRange &range) { return range.end > line; });
    if (after == m_ranges.end() || after->first > line) {
        m_ranges.insert(after, {line, {line.value + 1}});
        return;
    }
    const LineRange tail{{line.value + 1}, after->end};
    after->end = line;
    const auto next = after->size() > 0 ? std::next(after) : m_ranges.erase(after);
    if (tail.size() > 0)
        m_ranges.insert(next, tail);
}

void LineSelection::drop(qint64 lines)
{
    for (LineRange &range : m_ranges) {
        range.first.value = std::max<qint64>(0, range.first.value - lines);
        range.end.value -= lines;
    }
    std::erase_if(m_ranges, [](const LineRange &range) { return range.size() <= 0; });
}

void LineSelection::cutFrom(LineNumber line)
{
    for (LineRange &range : m_ranges)
        range.end = std::min(range.end, line);
    std::erase_if(m_ranges, [](const LineRange &range) { return range.size() <= 0; });
}

qint64 LineSelection::size() const
{
    return std::accumulate(m_ranges.cbegin(), m_ranges.cend(), qint64(0),
                           [](qint64 sum, const LineRange &range) { return sum + range.size(); });
}

bool LineSelection::contains(LineNumber line) const
{
    return std::any_of(m_ranges.cbegin(), m_ranges.cend(),
                       [line](const LineRange &range) { return range.first <= line && line < range.end; });
}

} // namespace rookery::ui
