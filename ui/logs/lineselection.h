// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/logfilter.h"

#include <vector>

namespace rookery::ui {

//! Names the lines from `first` on and before `end`.
struct LineRange {
    LineNumber first;
    LineNumber end;

    bool operator==(const LineRange &) const = default;
    [[nodiscard]] qint64 size() const { return end.value - first.value; }
};

//! Holds the selected lines as ranges, so that all lines of a log cost as much as one.
class LineSelection final
{
public:
    void clear() { m_ranges.clear(); }
    //! Selects a range alone.
    void set(const LineRange &range);
    void toggle(LineNumber line);
    //! Forgets the first lines of the log; every number is that much smaller.
    void drop(qint64 lines);
    void cutFrom(LineNumber line); //!< forgets that line and those after it

    [[nodiscard]] bool isEmpty() const { return m_ranges.empty(); }
    [[nodiscard]] qint64 size() const;
    [[nodiscard]] bool contains(LineNumber line) const;
    [[nodiscard]] const std::vector<LineRange> &ranges() const { return m_ranges; } //!< ascending

private:
    std::vector<LineRange> m_ranges;
};

} // namespace rookery::ui
