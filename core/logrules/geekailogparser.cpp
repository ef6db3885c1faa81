// SPDX-License-Identifier: GPL-3.0-or-later
#include "geekailogparser.h"

#include "levelwords.h"

#include <QDateTime>
#include <QRegularExpression>

#include <array>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

namespace {

constexpr std::array kGeekAiLevels = {
    LevelWord{"DEBUG"_L1, LogLevel::Debug},  LevelWord{"INFO"_L1, LogLevel::Info},
    LevelWord{"WARN"_L1, LogLevel::Warn},    LevelWord{"ERROR"_L1, LogLevel::Error},
    LevelWord{"DPANIC"_L1, LogLevel::Fatal}, LevelWord{"PANIC"_L1, LogLevel::Fatal},
    LevelWord{"FATAL"_L1, LogLevel::Fatal},
};

//! Parses a time such as "2024-03-15T10:20:30.123+0800", whose zone lacks the colon of ISO dates.
std::optional<WallTime> stampOf(QString text)
{
    if (!text.endsWith(u'Z'))
        text.insert(text.size() - 2, u':');
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    return time.isValid() ? std::optional(fromMSecs(time.toMSecsSinceEpoch())) : std::nullopt;
}

std::optional<RawLogEntry> fieldsHead(const QString &line)
{
    static const QRegularExpression pattern(
        u"^(?<time>\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(?:[+-]\\d{4}|Z))"
        "\\t(?<level>[A-Z]{4,6})\\t[^\\t]{1,200}\\t(?<text>.*)$"_s,
        QRegularExpression::DotMatchesEverythingOption);
    const QRegularExpressionMatch head = pattern.match(line);
    const std::optional<WallTime> time = head.hasMatch() ? stampOf(head.captured(u"time"_s)) : std::nullopt;
    if (!time)
        return std::nullopt;
    return RawLogEntry{.time = *time,
                       .hasOwnTime = true,
                       .level = levelOf(kGeekAiLevels, head.capturedView(u"level"_s)).value_or(LogLevel::Info),
                       .nick = {},
                       .text = head.captured(u"text"_s)};
}

//! Parses a head with a plain date. The date has no zone and is taken as local time.
std::optional<RawLogEntry> plainHead(const QString &line)
{
    static const QRegularExpression pattern(u"^(?<time>\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d) (?<text>.*)$"_s,
                                            QRegularExpression::DotMatchesEverythingOption);
    const QRegularExpressionMatch head = pattern.match(line);
    if (!head.hasMatch())
        return std::nullopt;
    const QDateTime time = QDateTime::fromString(head.captured(u"time"_s), u"yyyy/MM/dd HH:mm:ss"_s);
    if (!time.isValid())
        return std::nullopt;
    return RawLogEntry{.time = fromMSecs(time.toMSecsSinceEpoch()),
                       .hasOwnTime = true,
                       .level = LogLevel::Info,
                       .nick = {},
                       .text = head.captured(u"text"_s)};
}

} // namespace

bool GeekAiLogParser::recognisesOwn(const QString &line) const
{
    if (fieldsHead(line))
        return true;
    // LLBot 3 and 4 write the same date, with a level or an account behind it
    static const QRegularExpression another(u"^(?:\\[[a-z]{3,7}\\] |[^\\n|]{1,64}?\\(\\d{5,12}\\)(?:: | \\| ))"_s);
    const std::optional<RawLogEntry> head = plainHead(line);
    return head && !another.match(head->text).hasMatch();
}

std::optional<RawLogEntry> GeekAiLogParser::parseHead(const QString &line) const
{
    std::optional<RawLogEntry> head = fieldsHead(line);
    return head ? head : plainHead(line);
}

} // namespace rookery::logrules
