// SPDX-License-Identifier: GPL-3.0-or-later
#include "llbotlogparser.h"

#include "levelwords.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

namespace {

//! Lists the level words of versions 4 to 7 and the letters of 8.
constexpr std::array kLLBotLevels = {
    LevelWord{"debug"_L1, LogLevel::Debug}, LevelWord{"info"_L1, LogLevel::Info},
    LevelWord{"log"_L1, LogLevel::Info},    LevelWord{"success"_L1, LogLevel::Info},
    LevelWord{"warn"_L1, LogLevel::Warn},   LevelWord{"error"_L1, LogLevel::Error},
    LevelWord{"fatal"_L1, LogLevel::Fatal}, LevelWord{"D"_L1, LogLevel::Debug},
    LevelWord{"I"_L1, LogLevel::Info},      LevelWord{"S"_L1, LogLevel::Info},
    LevelWord{"W"_L1, LogLevel::Warn},      LevelWord{"E"_L1, LogLevel::Error},
};

//! Reads the time whose parts the match has as y, mo, d, h, mi and s; without y, the line states no year.
WallTime timeOf(const QRegularExpressionMatch &head, const LogClock &clock)
{
    const auto number = [&head](const QString &group) { return head.capturedView(group).toInt(); };
    return clock.time(number(u"y"_s), number(u"mo"_s), number(u"d"_s), number(u"h"_s), number(u"mi"_s), number(u"s"_s));
}

void findOwn(RawLogEntry &entry)
{
    static const QRegularExpression logger(u"^[\\w-]{1,40} (?=\\S)"_s);
    entry.ownFrom = std::max<qsizetype>(logger.match(entry.text).capturedLength(), 0);
}

//! Removes a level in brackets from the start of the text. Other words in brackets are tags, and stay. After a letter,
//! which 8.x prints, follows the logger's name.
void splitLevel(RawLogEntry &entry)
{
    constexpr qsizetype kLongestWord = 8;
    const qsizetype end = entry.text.indexOf(u']');
    if (!entry.text.startsWith(u'[') || end < 0 || end > kLongestWord)
        return;
    const std::optional<LogLevel> level = levelOf(kLLBotLevels, QStringView(entry.text).sliced(1, end - 1));
    if (!level)
        return;
    entry.level = *level;
    entry.text.remove(0, end + 1);
    if (entry.text.startsWith(u' '))
        entry.text.remove(0, 1);
    if (end == 2)
        findOwn(entry);
}

//! Removes `nick(number): ` (3.x) or `nick(number) | ` (4.x) from the start. Tags start with '['.
void splitNickWithNumber(RawLogEntry &entry)
{
    static const QRegularExpression nick(u"^(?!\\[)([^\\n|]{1,64}?)\\(\\d{5,12}\\)(?:: | \\| )"_s);
    const QRegularExpressionMatch match = nick.match(entry.text);
    if (!match.hasMatch())
        return;
    entry.nick = match.captured(1);
    entry.text.remove(0, match.capturedLength());
}

} // namespace

LLBotLogParser::LLBotLogParser(WallTime notAfter) : m_clock(notAfter) {}

std::optional<RawLogEntry> LLBotLogParser::parseHead(const QString &line) const
{
    static const QRegularExpression pattern(u"^(?:\\[(?<level>[a-z]+)\\] \\| )?"
                                            "(?<y>\\d{4})([-/])(?<mo>\\d{1,2})\\g3(?<d>\\d{1,2}) "
                                            "(?<h>\\d{1,2}):(?<mi>\\d\\d):(?<s>\\d\\d)(?: (?<text>.*))?$"_s,
                                            QRegularExpression::DotMatchesEverythingOption);
    const QRegularExpressionMatch head = pattern.match(line);
    if (!head.hasMatch())
        return shortHead(line);
    const WallTime time = head.capturedView(u"y"_s) == u"0000" ? WallTime{} : timeOf(head, m_clock);
    if (time == WallTime{})
        return std::nullopt;
    RawLogEntry entry{.time = time,
                      .hasOwnTime = true,
                      .level = levelOf(kLLBotLevels, head.capturedView(u"level"_s)).value_or(LogLevel::Info),
                      .nick = {},
                      .text = head.captured(u"text"_s)};
    if (entry.text.startsWith("| "_L1))
        entry.text.remove(0, 2);
    else
        splitLevel(entry);
    splitNickWithNumber(entry);
    return entry;
}

//! Parses the console format of 8.x: without the year, or without any time.
std::optional<RawLogEntry> LLBotLogParser::shortHead(const QString &line) const
{
    static const QRegularExpression pattern(u"^(?:(?<mo>\\d\\d)-(?<d>\\d\\d) (?<h>\\d\\d):(?<mi>\\d\\d):(?<s>\\d\\d) )?"
                                            "(?<text>\\[[DISWE]\\] [\\w-]{1,40} .*)$"_s,
                                            QRegularExpression::DotMatchesEverythingOption);
    const QRegularExpressionMatch head = pattern.match(line);
    if (!head.hasMatch())
        return std::nullopt;
    RawLogEntry entry{.text = head.captured(u"text"_s)};
    if (head.hasCaptured(u"mo"_s)) {
        entry.time = timeOf(head, m_clock);
        entry.hasOwnTime = entry.time != WallTime{};
        entry.yearGuessed = entry.hasOwnTime;
    }
    splitLevel(entry);
    return entry;
}

bool LLBotLogParser::recognisesOwn(const QString &line) const
{
    // NapCat 1.x also prints the year, with a word where 8.x has a letter; so may a runner that prefixes lines
    static const QRegularExpression another(u"^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d (?!\\[[DISWE]\\] |\\| )"_s);
    return parseHead(line).has_value() && !another.match(line).hasMatch();
}

} // namespace rookery::logrules
