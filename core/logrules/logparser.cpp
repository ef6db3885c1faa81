// SPDX-License-Identifier: GPL-3.0-or-later
#include "logparser.h"

#include "barelines.h"

#include <QDateTime>
#include <QRegularExpression>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

namespace {

constexpr int kLeapYear = 2000; // has every date that some year has

//! Completes the entry's time from the runner's date where the line omits the year or the time.
void useStamp(RawLogEntry &entry, WallTime stamp)
{
    if (!entry.hasOwnTime) {
        entry.time = stamp;
        entry.hasOwnTime = true;
    } else if (entry.yearGuessed) {
        const QDateTime guessed = QDateTime::fromMSecsSinceEpoch(toMSecs(entry.time));
        entry.time = timeOfYearless(guessed.date().month(), guessed.date().day(), guessed.time(), stamp);
        entry.yearGuessed = false;
    }
}

} // namespace

QString cutStreamed(const QString &text)
{
    return text.size() > kStreamedLimit ? QString(text.left(kStreamedLimit) + u'…') : text;
}

WallTime timeOfYearless(int month, int day, const QTime &time, WallTime notAfter)
{
    constexpr int kLeap = 8; // 29 February may be that many years back
    if (!time.isValid())
        return {};
    const QDateTime newest = QDateTime::fromMSecsSinceEpoch(toMSecs(notAfter)).addDays(1);
    for (int year = newest.date().year(); year >= newest.date().year() - kLeap; --year) {
        const QDate date(year, month, day);
        const QDateTime moment(date, time);
        if (date.isValid() && moment.isValid() && moment <= newest)
            return fromMSecs(moment.toMSecsSinceEpoch());
    }
    return {};
}

WallTime LogClock::time(int year, int month, int day, int hour, int minute, int second) const
{
    const std::array<int, 5> asked{year, month, day, hour, minute};
    if (asked != m_minute) {
        m_minute = asked;
        m_began = beginOf(year, QDate(year == 0 ? kLeapYear : year, month, day), QTime(hour, minute));
    }
    const bool there = m_began && second >= 0 && second <= 59;
    return there ? *m_began + seconds(second) : WallTime{};
}

std::optional<WallTime> LogClock::beginOf(int year, const QDate &date, const QTime &minute) const
{
    if (!date.isValid() || !minute.isValid())
        return {};
    if (year > 0)
        return fromMSecs(QDateTime(date, minute).toMSecsSinceEpoch());
    const WallTime time = timeOfYearless(date.month(), date.day(), minute, m_notAfter);
    return time == WallTime{} ? std::nullopt : std::optional(time);
}

std::optional<RawLogEntry> LogParser::feed(QStringView line)
{
    const UnwrappedLine plain = own(stripAnsi(line));
    const bool isRest = std::exchange(m_cut, plain.partial);
    if (isRest && m_current) {
        continueLine(plain.text);
        return std::nullopt;
    }
    if (plain.text.trimmed().isEmpty()) {
        m_cut = false; // what follows is like any other line
        ++m_blanks;
        return std::nullopt;
    }
    std::optional<RawLogEntry> head = headOf(plain);
    if (!head && !m_current)
        head = RawLogEntry{.text = plain.text};
    if (!head) {
        continueEntry(plain.text);
        return std::nullopt;
    }
    head->text.truncate(kEntryLimit);
    return complete(std::move(head));
}

//! Returns the entry that the line begins; nullopt: the line continues the current entry.
std::optional<RawLogEntry> LogParser::headOf(const UnwrappedLine &line)
{
    std::optional<RawLogEntry> head = parseHead(line.text);
    const std::optional<LogLevel> bare = head && head->hasOwnTime ? std::nullopt : levelOfBareLine(line.text);
    if (bare == LogLevel::Fatal && std::exchange(m_inCrash, true))
        return std::nullopt; // a crash prints several such lines
    if (bare)
        head = RawLogEntry{.level = *bare, .text = line.text, .bare = true};
    if (head && bare != LogLevel::Fatal)
        m_inCrash = false;
    if (head && line.stamp)
        useStamp(*head, *line.stamp);
    return head;
}

//! Returns the innermost part of the line that states its own time, else the outermost part in this format.
std::optional<UnwrappedLine> LogParser::told(const QList<UnwrappedLine> &parts) const
{
    std::optional<UnwrappedLine> best;
    for (const UnwrappedLine &part : parts) {
        if (best && part.wrappings.endsWith(LogWrapping::Colours))
            break; // they are text: the line is known with them
        if (!recognisesOwn(part.text))
            continue;
        const std::optional<RawLogEntry> head = parseHead(part.text);
        if (!best || (head && head->hasOwnTime))
            best = part;
    }
    return best;
}

void LogParser::learn(QStringView line)
{
    if (m_learnt)
        return;
    if (std::optional<UnwrappedLine> part = told(unwrappings(stripAnsi(line)))) {
        m_wrappings = std::move(part->wrappings);
        m_learnt = true;
    }
}

UnwrappedLine LogParser::own(const QString &line)
{
    learn(line);
    return unwrapped(line, m_wrappings);
}

std::optional<ByteHead> LogParser::byteHead(std::string_view) const
{
    return std::nullopt;
}

std::optional<RawLogEntry> LogParser::finish()
{
    m_inCrash = false;
    m_cut = false;
    return complete(std::nullopt);
}

std::optional<RawLogEntry> LogParser::complete(std::optional<RawLogEntry> next)
{
    m_blanks = 0;
    std::optional<RawLogEntry> done = std::exchange(m_current, std::move(next));
    if (done) {
        finishEntry(*done);
        if (!done->hasOwnTime)
            done->time = m_lastTime;
        m_lastTime = done->time;
    }
    return done;
}

bool LogParser::recognisesOwn(const QString &line) const
{
    const std::optional<RawLogEntry> head = parseHead(line);
    return head && head->hasOwnTime;
}

void LogParser::continueEntry(const QString &line)
{
    // limits the size of a runaway dump
    QString &text = m_current->text;
    if (text.size() + m_blanks + line.size() < kEntryLimit)
        text += QString(m_blanks + 1, u'\n') + line;
    else if (!text.endsWith(u'…'))
        text += u'…';
    m_blanks = 0;
}

//! Appends what follows a part of a line; what no entry can hold is dropped.
void LogParser::continueLine(const QString &rest)
{
    QString &text = m_current->text;
    text += QStringView(rest).left(std::max<qsizetype>(kEntryLimit - text.size(), 0));
}

} // namespace rookery::logrules
