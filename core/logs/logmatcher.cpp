// SPDX-License-Identifier: GPL-3.0-or-later
#include "logmatcher.h"

#include "base/reasons/input.h"

#include <re2/re2.h>

#include <string>

namespace rookery::logs {

Result<LogMatcher> LogMatcher::compile(const LogFilter &filter)
{
    LogMatcher matcher;
    matcher.m_filter = filter;
    if (filter.text.isEmpty())
        return matcher;
    const std::string text = filter.text.toStdString();
    RE2::Options options;
    options.set_case_sensitive(filter.caseSensitive);
    options.set_never_nl(true); // a match lies in one line
    options.set_log_errors(false);
    // the group lets ^ and $ stand for the ends of every line
    auto compiled = std::make_shared<const RE2>("(?m:" + (filter.pattern ? text : RE2::QuoteMeta(text)) + ")", options);
    if (!compiled->ok())
        return fail(ErrorKind::Protocol, Reason::BadInput, QString::fromStdString(compiled->error()));
    matcher.m_text = std::move(compiled);
    return matcher;
}

bool LogMatcher::accepts(const LogLine &line) const
{
    if (!acceptsMark({.level = line.level, .category = line.category}) || !acceptsTime(line.time))
        return false;
    if (!m_filter.gateway.isNull() && line.gateway != m_filter.gateway)
        return false;
    if (!m_filter.ruleId.isEmpty() && line.ruleId != m_filter.ruleId)
        return false;
    return !m_text || RE2::PartialMatch(line.text.toStdString(), *m_text) != m_filter.inverted;
}

bool LogMatcher::acceptsMark(LogMark mark) const
{
    return mark.level >= m_filter.lowest
        && (m_filter.categories.isEmpty() || m_filter.categories.contains(mark.category));
}

bool LogMatcher::acceptsTime(WallTime time) const
{
    return (m_filter.from == WallTime{} || time >= m_filter.from) && (m_filter.to == WallTime{} || time < m_filter.to);
}

} // namespace rookery::logs
