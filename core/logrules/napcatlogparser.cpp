// SPDX-License-Identifier: GPL-3.0-or-later
#include "napcatlogparser.h"

#include "ruleset.h"

#include <QDateTime>
#include <QRegularExpression>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

namespace {

//! Returns whether NapCat printed the line past its logger, without time and level; such lines are never continuations.
bool isPlainHead(QStringView line)
{
    return line.startsWith("NapCat Shell App Loading"_L1) || line.startsWith("[NapCat] ["_L1);
}

WallTime timeOf(const QDateTime &time)
{
    return time.isValid() ? fromMSecs(time.toMSecsSinceEpoch()) : WallTime{};
}

//! Splits `nick | message`. NapCat's own tags start with '[' and may contain " | " themselves.
void splitNickAtBar(RawLogEntry &entry)
{
    constexpr qsizetype kLongestNick = 64;
    const qsizetype bar = entry.text.indexOf(" | "_L1);
    const qsizetype newLine = entry.text.indexOf(u'\n');
    if (bar <= 0 || bar > kLongestNick || entry.text.startsWith(u'[') || (newLine >= 0 && newLine < bar))
        return;
    entry.nick = entry.text.left(bar);
    entry.text = entry.text.sliced(bar + 3);
}

} // namespace

NapCatLogParser::NapCatLogParser(WallTime notAfter) : m_notAfter(notAfter) {}

std::optional<RawLogEntry> NapCatLogParser::parseHead(const QString &line) const
{
    // 1.x prints the year and writes the level in capitals
    static const QRegularExpression head(
        u"^(?:(?<year>\\d{4})-)?(?<month>\\d\\d)-(?<day>\\d\\d) (?<time>\\d\\d:\\d\\d:\\d\\d) "
        "\\[(?<level>debug|info|warn|error|fatal)\\] ?(?<text>.*)$"_s,
        QRegularExpression::DotMatchesEverythingOption | QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = head.match(line);
    if (!match.hasMatch()) {
        if (!isPlainHead(line))
            return std::nullopt;
        return RawLogEntry{.text = line};
    }
    const QTime clock = QTime::fromString(match.captured(u"time"_s), u"HH:mm:ss"_s);
    const int month = match.capturedView(u"month"_s).toInt();
    const int day = match.capturedView(u"day"_s).toInt();
    const int year = match.capturedView(u"year"_s).toInt();
    const WallTime time =
        year > 0 ? timeOf(QDateTime(QDate(year, month, day), clock)) : timeOfYearless(month, day, clock, m_notAfter);
    if (time == WallTime{})
        return std::nullopt;
    RawLogEntry entry{.time = time,
                      .hasOwnTime = true,
                      .yearGuessed = year == 0,
                      .level = levelFromWord(match.captured(u"level"_s).toLower()),
                      .text = match.captured(u"text"_s)};
    splitNickAtBar(entry);
    return entry;
}

} // namespace rookery::logrules
