// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/logfilter.h"

#include <optional>
#include <vector>

namespace rookery::ui {

//! Holds line numbers in ascending order, in four bytes each: hits and bookmarks.
class LineSet final
{
public:
    void clear() { m_lines.clear(); }
    //! Adds lines that are ascending and after those before.
    void append(const std::vector<LineNumber> &lines);
    void toggle(LineNumber line);
    void cutFrom(LineNumber line); //!< forgets that line and those after it
    //! Forgets the first lines of the log; every number is that much smaller.
    void drop(qint64 lines);

    [[nodiscard]] bool isEmpty() const { return m_lines.empty(); }
    [[nodiscard]] qint64 size() const { return qint64(m_lines.size()); }
    [[nodiscard]] bool contains(LineNumber line) const;
    //! Counts the lines from `from` on and before `to`.
    [[nodiscard]] qint64 countBetween(LineNumber from, LineNumber to) const;
    //! Returns so many lines from the `place`-th on, or as many as there are.
    [[nodiscard]] std::vector<LineNumber> mid(qint64 place, qint64 lines) const;
    [[nodiscard]] std::optional<LineNumber> after(LineNumber line) const;
    [[nodiscard]] std::optional<LineNumber> before(LineNumber line) const;

private:
    [[nodiscard]] std::vector<quint32>::const_iterator from(LineNumber line) const;

    std::vector<quint32> m_lines;
};

} // namespace rookery::ui
