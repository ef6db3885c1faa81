// SPDX-License-Identifier: GPL-3.0-or-later
#include "logwords.h"

#include "kit/statusstyle.h"
#include "text/wording.h"

namespace rookery::ui {

namespace {

constexpr qsizetype kMostDigits = 16; // longer than any number that is masked
constexpr qsizetype kMostCounted = 20'000; // characters in which further lines are counted

} // namespace

QString LogWords::heading(LogColumn column)
{
    switch (column) {
    case LogColumn::Time:
        return tr("Time");
    case LogColumn::Gateway:
        return tr("Source");
    case LogColumn::Level:
        return tr("Level");
    case LogColumn::Category:
        return tr("Category");
    case LogColumn::Text:
        return tr("Line");
    }
    return {};
}

QString LogWords::cell(const LogLine &line, LogColumn column) const
{
    switch (column) {
    case LogColumn::Time:
        return time(line.time);
    case LogColumn::Gateway:
        return line.source > 0 ? text::visibleControls(m_sources.value(line.source - 1))
                               : m_names.gatewayName(line.gateway);
    case LogColumn::Level:
    case LogColumn::Category:
        return cell(markOf(line), column);
    case LogColumn::Text:
        return shown(textOf(line), kMostCell, false);
    }
    return {};
}

QString LogWords::cell(const LogMark &mark, LogColumn column)
{
    if (column == LogColumn::Level)
        return text::logLevelWord(mark.level);
    if (column == LogColumn::Category && mark.category != LogCategory::None)
        return text::logCategoryWord(mark.category);
    return {};
}

QString LogWords::time(WallTime time) const
{
    return text::localTime(time, m_now());
}

QString LogWords::toolTip(const LogLine &line, LogColumn column) const
{
    if (column == LogColumn::Time && line.timeIsOurs)
        return tr("The line carries no time of its own; this is when it arrived.");
    // cut: one line of a stack trace is readable as a tooltip, ten pages of JSON are not
    return cell(line, column).left(400);
}

//! Returns the text of a line; that of our own lines in the operator's language.
QString LogWords::textOf(const LogLine &line)
{
    return line.leftOut > 0
        ? tr("%n line(s) left out: they came faster than they could be taken", nullptr, int(line.leftOut))
        : line.text;
}

QString LogWords::shown(const QString &text, qsizetype most, bool keepLines) const
{
    // A number that the cut would split is masked before it is cut.
    const QString words = text::visibleControls(text.left(most + kMostDigits), keepLines);
    return text::shownWords(words, m_names.masked()).left(most);
}

QString LogWords::firstLine(const LogLine &line, qsizetype most) const
{
    const QString text = textOf(line);
    const qsizetype end = QStringView(text).left(most + kMostDigits).indexOf(u'\n');
    return shown(end < 0 ? text : text.left(end), most, false);
}

QString LogWords::beginning(const LogLine &line, qsizetype most) const
{
    return shown(textOf(line), most, true);
}

QString LogWords::furtherLines(const LogLine &line)
{
    const qsizetype further = QStringView(line.text).left(kMostCounted).count(u'\n');
    if (further == 0)
        return {};
    if (line.text.size() > kMostCounted)
        return tr("more lines");
    return tr("+%n line(s)", nullptr, int(further));
}

QString LogWords::whole(const LogLine &line) const
{
    return text::shownWords(text::visibleControls(textOf(line), true), m_names.masked());
}

QString LogWords::copied(const LogLine &line) const
{
    return QStringLiteral("%1 [%2] %3")
        .arg(text::localDateTime(line.time), text::logLevelWord(line.level), whole(line));
}

std::optional<StatusStyle> LogWords::status(const LogMark &mark, LogColumn column)
{
    const bool recognised = mark.category != LogCategory::None;
    return column == LogColumn::Category && recognised ? std::optional(statusStyle(mark.category)) : std::nullopt;
}

Role LogWords::color(const LogMark &mark, LogColumn column)
{
    if (column == LogColumn::Category && mark.category != LogCategory::None)
        return statusStyle(mark.category).role;
    if (const Role level = statusStyle(mark.level).role; column == LogColumn::Level && level != Role::Unknown)
        return level;
    return column != LogColumn::Text || mark.level == LogLevel::Debug ? Role::Muted : Role::Text;
}

std::optional<Role> LogWords::ground(const LogMark &mark)
{
    if (mark.category == LogCategory::None)
        return {};
    const Role category = statusStyle(mark.category).role;
    const bool loud = category == Role::Failed || category == Role::Degraded;
    return loud ? std::optional(category) : std::nullopt;
}

} // namespace rookery::ui
