// SPDX-License-Identifier: GPL-3.0-or-later
#include "llbotlogparser.h"

#include "bytetime.h"
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

bool isWordByte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

//! Returns how many bytes findOwn() skips.
std::size_t loggerBytes(std::string_view text)
{
    constexpr std::size_t kLongest = 40;
    std::size_t end = 0;
    while (end < text.size() && (isWordByte(text[end]) || text[end] == '-'))
        ++end;
    const bool named = end >= 1 && end <= kLongest && end + 1 < text.size() && text[end] == ' ';
    constexpr std::string_view kBlanks = " \t\n\v\f\r";
    return named && kBlanks.find(text[end + 1]) == std::string_view::npos ? end + 1 : 0;
}

//! Returns how many bytes splitNickWithNumber() removes.
std::size_t numberedNickBytes(std::string_view text)
{
    constexpr std::size_t kLongest = 64; // characters
    constexpr std::string_view kDigits = "0123456789";
    if (text.starts_with('['))
        return 0;
    std::size_t characters = 0;
    for (std::size_t i = 0; i < text.size() && text[i] != '|' && text[i] != '\n'; ++i) {
        if (text[i] == '(' && characters >= 1 && characters <= kLongest) {
            const std::size_t end = std::min(text.find_first_not_of(kDigits, i + 1), text.size());
            const std::size_t digits = end - i - 1;
            const std::string_view behind = text.substr(end);
            if (digits >= 5 && digits <= 12 && behind.starts_with("): "))
                return end + 3;
            if (digits >= 5 && digits <= 12 && behind.starts_with(") | "))
                return end + 4;
        }
        characters += (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80 ? 0 : 1;
        if (characters > kLongest)
            return 0;
    }
    return 0;
}

} // namespace

std::optional<ByteHead> LLBotLogParser::byteHead(std::string_view line) const
{
    // YYYY-MM-DD HH:mm:ss text, with '-' or '/' in the date
    constexpr std::size_t kText = 20;
    if (line.size() < kText || (line[4] != '-' && line[4] != '/') || line[7] != line[4] || line[10] != ' '
        || line[kText - 1] != ' ' || twoDigits(line, 0) < 1 || twoDigits(line, 2) < 0
        || !isPlainDate(twoDigits(line, 5), twoDigits(line, 8)) || !isClock(line.substr(11)))
        return std::nullopt;
    ByteHead head{.level = LogLevel::Info, .textFrom = kText, .yearGuessed = false};
    const std::string_view text = line.substr(kText);
    std::size_t logger = 0;
    if (text.starts_with("| ")) {
        head.textFrom += 2;
    } else if (text.starts_with('[')) {
        constexpr std::size_t kLongestWord = 8;
        const std::size_t end = text.substr(0, kLongestWord + 1).find(']');
        const QLatin1StringView word(text.data() + 1, end == std::string_view::npos ? 0 : qsizetype(end) - 1);
        const auto known = std::find_if(kLLBotLevels.begin(), kLLBotLevels.end(),
                                        [word](const LevelWord &entry) { return entry.word == word; });
        if (known != kLLBotLevels.end()) {
            head.level = known->level;
            head.textFrom += end + 1;
            if (text.substr(end + 1).starts_with(' '))
                ++head.textFrom;
            if (end == 2)
                logger = loggerBytes(line.substr(head.textFrom));
        }
    }
    const std::size_t nick = numberedNickBytes(line.substr(head.textFrom));
    if (nick > 0 && logger > 0)
        return std::nullopt;
    head.textFrom += nick + logger;
    return head;
}

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
    // NapCat 1.x also prints the year, with a word where 8.x has a letter; so may a runner that prefixes lines. With
    // slashes, Go's own logger writes the same date, but neither level nor account.
    static const QRegularExpression another(
        u"^\\d{4}(?:-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d (?!\\[[DISWE]\\] |\\| )|"
        "/\\d{1,2}/\\d{1,2} [\\d:]{7,8} (?!\\[[a-z]{3,7}\\] |[^\\n|]{1,64}?\\(\\d{5,12}\\)(?:: | \\| )))"_s);
    return parseHead(line).has_value() && !another.match(line).hasMatch();
}

} // namespace rookery::logrules
