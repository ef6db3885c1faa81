// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/logfilter.h"

#include "base/result.h"

#include <memory>
#include <string_view>

namespace re2 {
class RE2;
}

namespace rookery::logs {

//! Decides whether a line meets a filter. Immutable, cheap to copy; any thread. No regular expression takes longer than
//! linear time, because RE2 has no backtracking.
class LogMatcher final
{
public:
    //! Errors: Protocol/BadInput for a faulty regular expression, with its fault.
    [[nodiscard]] static Result<LogMatcher> compile(const LogFilter &filter);

    [[nodiscard]] const LogFilter &filter() const { return m_filter; }
    [[nodiscard]] bool accepts(const LogLine &line) const;
    [[nodiscard]] bool acceptsMark(LogMark mark) const;
    [[nodiscard]] bool acceptsTime(WallTime time) const;
    //! Returns the expression that a line must contain, or must not if the filter is inverted; null: any text will do.
    [[nodiscard]] const re2::RE2 *text() const { return m_text.get(); }

private:
    LogFilter m_filter;
    std::shared_ptr<const re2::RE2> m_text;
};

} // namespace rookery::logs
