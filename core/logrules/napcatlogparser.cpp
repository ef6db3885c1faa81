// SPDX-License-Identifier: GPL-3.0-or-later
#include "napcatlogparser.h"

#include "bytetime.h"

#include "ruleset.h"

#include <QRegularExpression>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

namespace {

//! Returns whether NapCat printed the line past its logger, without time and level; such lines are never continuations.
bool isPlainHead(QStringView line)
{
    return line.startsWith("NapCat Shell App Loading"_L1) || line.startsWith("[NapCat] ["_L1);
}

constexpr qsizetype kLongestNick = 64; // characters

//! Splits `nick | message`. NapCat's own tags start with '[' and may contain " | " themselves.
void splitNickAtBar(RawLogEntry &entry)
{
    const qsizetype bar = entry.text.indexOf(" | "_L1);
    const qsizetype newLine = entry.text.indexOf(u'\n');
    if (bar <= 0 || bar > kLongestNick || entry.text.startsWith(u'[') || (newLine >= 0 && newLine < bar))
        return;
    entry.nick = entry.text.left(bar);
    entry.text = entry.text.sliced(bar + 3);
}

//! Returns how many bytes `nick | ` takes at the start of a text of one line.
std::size_t nickBytes(std::string_view text)
{
    constexpr std::size_t kMostBytes = 3 * kLongestNick; // of one UTF-16 unit
    if (text.starts_with('['))
        return 0;
    const std::size_t bar = text.substr(0, kMostBytes + 3).find(" | ");
    if (bar == std::string_view::npos || bar == 0)
        return 0;
    qsizetype units = 0;
    for (const char c : text.substr(0, bar)) {
        const auto byte = static_cast<unsigned char>(c);
        units += (byte & 0xC0) == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1;
    }
    return units > kLongestNick ? 0 : bar + 3;
}

std::optional<LogLevel> levelOfBytes(std::string_view word)
{
    constexpr std::pair<std::string_view, LogLevel> kLevels[] = {{"info", LogLevel::Info},
                                                                 {"debug", LogLevel::Debug},
                                                                 {"warn", LogLevel::Warn},
                                                                 {"error", LogLevel::Error},
                                                                 {"fatal", LogLevel::Fatal}};
    for (const auto &[name, level] : kLevels) {
        if (word == name)
            return level;
    }
    return std::nullopt;
}

} // namespace

std::optional<ByteHead> NapCatLogParser::byteHead(std::string_view line) const
{
    // MM-DD HH:mm:ss [level] text, as every version since 2.0 writes it
    constexpr std::size_t kTime = 14;
    constexpr std::size_t kLevel = kTime + 2;
    constexpr std::size_t kLongestLevel = 5;
    if (line.size() < kLevel + kLongestLevel || line[2] != '-' || line[5] != ' ' || line[kTime] != ' '
        || line[kTime + 1] != '[')
        return std::nullopt;
    if (!isPlainDate(twoDigits(line, 0), twoDigits(line, 3)) || !isClock(line.substr(6)))
        return std::nullopt;
    const std::size_t end = line.substr(kLevel, kLongestLevel + 1).find(']');
    if (end == std::string_view::npos)
        return std::nullopt;
    const std::optional<LogLevel> level = levelOfBytes(line.substr(kLevel, end));
    if (!level)
        return std::nullopt;
    std::size_t from = kLevel + end + 1;
    if (from < line.size() && line[from] == ' ')
        ++from;
    return ByteHead{.level = *level, .textFrom = from + nickBytes(line.substr(from)), .yearGuessed = true};
}

NapCatLogParser::NapCatLogParser(WallTime notAfter) : m_clock(notAfter) {}

std::optional<RawLogEntry> NapCatLogParser::parseHead(const QString &line) const
{
    // 1.x prints the year and writes the level in capitals
    static const QRegularExpression head(
        u"^(?:(?<year>\\d{4})-)?(?<month>\\d\\d)-(?<day>\\d\\d) (?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d) "
        "\\[(?<level>debug|info|warn|error|fatal)\\] ?(?<text>.*)$"_s,
        QRegularExpression::DotMatchesEverythingOption | QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = head.match(line);
    if (!match.hasMatch()) {
        if (!isPlainHead(line))
            return std::nullopt;
        return RawLogEntry{.text = line};
    }
    const auto number = [&match](const QString &group) { return match.capturedView(group).toInt(); };
    const int year = number(u"year"_s);
    const WallTime time = m_clock.time(year, number(u"month"_s), number(u"day"_s), number(u"hour"_s),
                                       number(u"minute"_s), number(u"second"_s));
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
