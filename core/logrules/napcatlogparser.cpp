// SPDX-License-Identifier: GPL-3.0-or-later
#include "napcatlogparser.h"

#include "ruleset.h"

#include <QDateTime>
#include <QRegularExpression>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

namespace {

//! Lines that NapCat prints past its logger, without time and level: never continuations.
bool isPlainHead(QStringView line)
{
    return line.startsWith("NapCat Shell App Loading"_L1) || line.startsWith("[NapCat] ["_L1);
}

//! Splits `nick | message`. NapCat's own tags start with '[' and may hold " | " themselves.
void splitNick(RawLogEntry &entry)
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
    static const QRegularExpression head(u"^(\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d) \\[(\\w+)\\] ?(.*)$"_s,
                                         QRegularExpression::DotMatchesEverythingOption);
    const QRegularExpressionMatch match = head.match(line);
    if (!match.hasMatch()) {
        if (!isPlainHead(line))
            return std::nullopt;
        return RawLogEntry{.time = {}, .hasOwnTime = false, .level = LogLevel::Info, .nick = {}, .text = line};
    }
    const WallTime time = inferTime(match.capturedView(1));
    if (time == WallTime{})
        return std::nullopt;
    RawLogEntry entry{.time = time,
                      .hasOwnTime = true,
                      .level = levelFromWord(match.capturedView(2)),
                      .nick = {},
                      .text = match.captured(3)};
    splitNick(entry);
    return entry;
}

WallTime NapCatLogParser::inferTime(QStringView monthDayTime) const
{
    const int month = monthDayTime.sliced(0, 2).toInt();
    const int day = monthDayTime.sliced(3, 2).toInt();
    const QTime time(monthDayTime.sliced(6, 2).toInt(), monthDayTime.sliced(9, 2).toInt(),
                     monthDayTime.sliced(12, 2).toInt());
    if (!time.isValid())
        return {};
    // a day of tolerance for clocks that disagree; 29 February may lie up to eight years back
    const QDateTime newest = QDateTime::fromMSecsSinceEpoch(toMSecs(m_notAfter)).addDays(1);
    for (int year = newest.date().year(); year >= newest.date().year() - 8; --year) {
        const QDate date(year, month, day);
        const QDateTime moment(date, time);
        if (date.isValid() && moment.isValid() && moment <= newest)
            return fromMSecs(moment.toMSecsSinceEpoch());
    }
    return {};
}

} // namespace rookery::logrules
