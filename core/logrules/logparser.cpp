// SPDX-License-Identifier: GPL-3.0-or-later
#include "logparser.h"

#include <QDateTime>
#include <QRegularExpression>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

namespace {

constexpr QChar kEscape(0x1B);
constexpr QChar kBell(0x07);
constexpr int kLeapYear = 2000; // has every date that some year has

bool isBetween(QChar c, ushort first, ushort last)
{
    return c.unicode() >= first && c.unicode() <= last;
}

//! Returns the first place from `from` on whose character is not in the range.
qsizetype afterRange(QStringView text, qsizetype from, ushort first, ushort last)
{
    while (from < text.size() && isBetween(text[from], first, last))
        ++from;
    return from;
}

//! Returns the end of a control string (a window's title, a link), which BEL, ST or another ESC ends.
qsizetype stringEnd(QStringView text, qsizetype from)
{
    for (; from < text.size(); ++from) {
        if (text[from] == kBell)
            return from + 1;
        if (text[from] == kEscape)
            return text.sliced(from + 1).startsWith(u'\\') ? from + 2 : from;
    }
    return from;
}

//! Returns the end of the terminal sequence that begins at `from`, which is at ESC or at the 8-bit CSI.
qsizetype sequenceEnd(QStringView text, qsizetype from)
{
    const bool eightBit = text[from] != kEscape;
    qsizetype i = from + 1;
    if (!eightBit && i >= text.size())
        return i;
    const QChar kind = eightBit ? QChar(u'[') : text[i++];
    if (kind == u'[') {
        while (i < text.size() && !isBetween(text[i], 0x40, 0x7E))
            ++i;
        return i + 1;
    }
    if (QStringView(u"]PX^_").contains(kind))
        return stringEnd(text, i);
    if (isBetween(kind, 0x20, 0x2F)) // a character set
        return afterRange(text, i, 0x20, 0x2F) + 1;
    return i;
}

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

//! Matches what runtimes and systems print when a program crashes.
bool beginsCrash(const QString &line)
{
    static const QRegularExpression crash(
        u"^(?:<--- (?:Last few GCs|JS stacktrace) --->|FATAL ERROR: |# Fatal error in |terminate called |double free "
        u"or "
        "corruption|free\\(\\): |malloc\\(\\): |munmap_chunk\\(\\): |corrupted size vs\\. |Unhandled exception|Process "
        "terminated|Stack overflow|Out of memory|panic: |fatal error: |runtime: out of memory|thread '[^']*' "
        "(?:\\(\\d+\\) "
        ")?panicked "
        "at|\\[\\d+:\\d{4}/\\d{6}\\.\\d+:FATAL:|(?:node:|file:///|/|[A-Z]:\\\\)[^\\s:]*(?:\\.[cm]?js|/[\\w-]+):\\d+$|"
        "(?:/[^:]{1,200}: line \\d+: +\\d+ )?(?:Segmentation fault|Aborted|Killed|Illegal instruction|Bus "
        "error|Trace/breakpoint trap)(?: +\\(core dumped\\))?(?:  .*)?$)"_s);
    return crash.match(line).hasMatch();
}

} // namespace

QString stripAnsi(QStringView text)
{
    QString plain;
    plain.reserve(text.size());
    for (qsizetype i = 0; i < text.size();) {
        const QChar c = text[i];
        if (c == kEscape || c == QChar(0x9B)) {
            i = sequenceEnd(text, i);
            continue;
        }
        if (c == u'\t' || c == u'\n' || (c >= QChar(0x20) && !isBetween(c, 0x7F, 0x9F)))
            plain.append(c);
        ++i;
    }
    return plain;
}

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
    if (plain.text.trimmed().isEmpty()) {
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
    const bool crash = (!head || !head->hasOwnTime) && beginsCrash(line.text);
    if (crash && std::exchange(m_inCrash, true))
        return std::nullopt; // a crash prints several such lines
    if (crash)
        head = RawLogEntry{.level = LogLevel::Fatal, .text = line.text, .bare = true};
    else if (head)
        m_inCrash = false;
    if (head && line.stamp)
        useStamp(*head, *line.stamp);
    return head;
}

//! Returns the innermost part of the line that states its own time, else the outermost part in this format.
std::optional<UnwrappedLine> LogParser::told(const QString &line) const
{
    std::optional<UnwrappedLine> best;
    const QList<UnwrappedLine> all = unwrappings(line);
    for (const UnwrappedLine &part : all) {
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
    if (std::optional<UnwrappedLine> part = told(stripAnsi(line))) {
        m_wrappings = std::move(part->wrappings);
        m_learnt = true;
    }
}

UnwrappedLine LogParser::own(const QString &line)
{
    learn(line);
    return unwrapped(line, m_wrappings);
}

bool LogParser::recognises(QStringView line) const
{
    return told(stripAnsi(line)).has_value();
}

std::optional<ByteHead> LogParser::byteHead(std::string_view) const
{
    return std::nullopt;
}

std::optional<RawLogEntry> LogParser::finish()
{
    m_inCrash = false;
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

} // namespace rookery::logrules
