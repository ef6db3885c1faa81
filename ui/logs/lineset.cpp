// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineset.h"

#include <algorithm>
#include <limits>

namespace rookery::ui {

void LineSet::append(const std::vector<LineNumber> &lines)
{
    for (const LineNumber line : lines)
        m_lines.push_back(quint32(line.value));
}

void LineSet::toggle(LineNumber line)
{
    const auto place = from(line);
    if (place != m_lines.cend() && *place == line.value)
        m_lines.erase(place);
    else
        m_lines.insert(place, quint32(line.value));
}

void LineSet::cutFrom(LineNumber line)
{
    m_lines.erase(from(line), m_lines.cend());
}

void LineSet::drop(qint64 lines)
{
    m_lines.erase(m_lines.cbegin(), from({lines}));
    for (quint32 &line : m_lines)
        line -= quint32(lines);
}

std::vector<quint32>::const_iterator LineSet::from(LineNumber line) const
{
    constexpr qint64 kMost = std::numeric_limits<quint32>::max();
    return std::lower_bound(m_lines.cbegin(), m_lines.cend(), quint32(std::clamp<qint64>(line.value, 0, kMost)));
}

bool LineSet::contains(LineNumber line) const
{
    const auto place = from(line);
    return place != m_lines.cend() && *place == line.value;
}

qint64 LineSet::countBetween(LineNumber first, LineNumber end) const
{
    return std::max<qint64>(0, from(end) - from(first));
}

std::vector<LineNumber> LineSet::mid(qint64 place, qint64 lines) const
{
    std::vector<LineNumber> some;
    const qint64 end = std::min(size(), place + lines);
    for (qint64 i = std::max<qint64>(0, place); i < end; ++i)
        some.push_back({m_lines[std::size_t(i)]});
    return some;
}

std::optional<LineNumber> LineSet::after(LineNumber line) const
{
    const auto place = from({line.value + 1});
    return place == m_lines.cend() ? std::nullopt : std::optional(LineNumber{*place});
}

std::optional<LineNumber> LineSet::before(LineNumber line) const
{
    const auto place = from(line);
    return place == m_lines.cbegin() ? std::nullopt : std::optional(LineNumber{*std::prev(place)});
}

} // namespace rookery::ui
