// SPDX-License-Identifier: GPL-3.0-or-later
#include "format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace rookery::text {

namespace {

struct Parts {
    qint64 days = 0;
    qint64 hours = 0;
    qint64 minutes = 0;
    qint64 secs = 0;
};

Parts split(milliseconds span)
{
    const qint64 total = std::max<qint64>(0, span.count()) / 1000;
    return {.days = total / 86'400, .hours = total / 3600 % 24, .minutes = total / 60 % 60, .secs = total % 60};
}

QString days(qint64 n)
{
    return QCoreApplication::translate("Format", "%1 d", "days").arg(n);
}

QString hours(qint64 n)
{
    return QCoreApplication::translate("Format", "%1 h", "hours").arg(n);
}

QString minutes(qint64 n)
{
    return QCoreApplication::translate("Format", "%1 min", "minutes").arg(n);
}

QString secs(qint64 n)
{
    return QCoreApplication::translate("Format", "%1 s", "seconds").arg(n);
}

QString pair(const QString &large, const QString &small, qint64 smallCount)
{
    return smallCount == 0 ? large : QStringLiteral("%1 %2").arg(large, small);
}

QDateTime toLocal(WallTime time)
{
    return QDateTime::fromMSecsSinceEpoch(toMSecs(time));
}

//! Recognises characters that draw nothing or change the reading direction, with which a name can imitate another.
bool isInvisible(char32_t c)
{
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F)
        || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) || c == 0x61C || c == 0x180E || (c >= 0xE0000 && c <= 0xE007F);
}

QString codeOf(char32_t c)
{
    return QStringLiteral("\u2039U+%1\u203A").arg(QString::number(quint32(c), 16).toUpper().rightJustified(4, u'0'));
}

} // namespace

QString duration(milliseconds span)
{
    if (span < milliseconds(1000))
        return QCoreApplication::translate("Format", "%1 ms", "milliseconds").arg(std::max<qint64>(0, span.count()));
    const Parts parts = split(span);
    if (parts.days > 0)
        return pair(days(parts.days), hours(parts.hours), parts.hours);
    if (parts.hours > 0)
        return pair(hours(parts.hours), minutes(parts.minutes), parts.minutes);
    if (parts.minutes > 0)
        return pair(minutes(parts.minutes), secs(parts.secs), parts.secs);
    return secs(parts.secs);
}

QString shortDuration(milliseconds span)
{
    const Parts parts = split(span);
    if (parts.days > 0)
        return days(parts.days);
    if (parts.hours > 0)
        return hours(parts.hours);
    if (parts.minutes > 0)
        return minutes(parts.minutes);
    return secs(parts.secs);
}

QString ago(WallTime then, WallTime now)
{
    if (then == WallTime{})
        return dash();
    const milliseconds span = now - then;
    // a gateway's clock may be ahead of ours: an age is never negative
    if (span < milliseconds(1000))
        return QCoreApplication::translate("Format", "just now");
    return QCoreApplication::translate("Format", "%1 ago", "12 s ago").arg(shortDuration(span));
}

QString localTime(WallTime time, WallTime now)
{
    if (time == WallTime{})
        return dash();
    const QDateTime local = toLocal(time);
    if (local.date() == toLocal(now).date())
        return local.toString(QStringLiteral("HH:mm:ss"));
    return local.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString shortTime(WallTime time, WallTime now)
{
    if (time == WallTime{})
        return dash();
    const QDateTime local = toLocal(time);
    const QDate today = toLocal(now).date();
    if (local.date() == today)
        return local.toString(QStringLiteral("HH:mm:ss"));
    return local.toString(local.date().year() == today.year() ? QStringLiteral("MM-dd HH:mm")
                                                              : QStringLiteral("yyyy-MM-dd"));
}

QString localDateTime(WallTime time)
{
    return time == WallTime{} ? dash() : toLocal(time).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString byteSize(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, bytes < 1024 ? 0 : 1, QLocale::DataSizeIecFormat);
}

QString number(qint64 value)
{
    return QLocale().toString(value);
}

QString visibleControls(const QString &remote, bool keepLines)
{
    QString shown;
    shown.reserve(remote.size());
    for (qsizetype i = 0; i < remote.size(); ++i) {
        const QChar unit = remote.at(i);
        const bool paired = unit.isHighSurrogate() && i + 1 < remote.size() && remote.at(i + 1).isLowSurrogate();
        const char32_t c = paired ? QChar::surrogateToUcs4(unit, remote.at(i + 1)) : char32_t(unit.unicode());
        if (paired)
            ++i;
        if (keepLines && (c == U'\n' || c == U'\t'))
            shown += unit;
        else if (c == U'\n')
            shown += QChar(u'\u21B5');
        else if (c < 0x20 || c == 0x7F)
            shown += codeOf(c);
        else if ((c > 0x7F && c < 0xA0) || isInvisible(c) || (!paired && unit.isSurrogate()))
            shown += codeOf(c);
        else
            shown += QString::fromUcs4(&c, 1);
    }
    return shown;
}

QString maskedNumber(const QString &digits)
{
    constexpr qsizetype kKept = 2;
    const QString dots = QStringLiteral("\u2022\u2022\u2022");
    return digits.size() < 3 * kKept ? dots : digits.left(kKept) + dots + digits.right(kKept);
}

QString shownNumber(const QString &digits, bool mask)
{
    return mask && !digits.isEmpty() ? maskedNumber(digits) : digits;
}

QString shownWords(const QString &words, bool mask)
{
    constexpr qsizetype kShortest = 5;
    constexpr qsizetype kLongest = 12;
    if (!mask)
        return words;
    QString shown;
    shown.reserve(words.size());
    for (qsizetype i = 0; i < words.size();) {
        const auto *const end = std::find_if_not(words.cbegin() + i, words.cend(), [](QChar c) { return c.isDigit(); });
        const qsizetype digits = end - words.cbegin() - i;
        if (digits == 0) {
            shown += words.at(i++);
            continue;
        }
        const QString run = words.mid(i, digits);
        shown += digits >= kShortest && digits <= kLongest ? maskedNumber(run) : run;
        i += digits;
    }
    return shown;
}

QString targetLabel(const Target &target)
{
    switch (target.kind) {
    case ChatKind::Group:
        return QCoreApplication::translate("Format", "Group %1").arg(target.id);
    case ChatKind::Friend:
        return QCoreApplication::translate("Format", "Friend %1").arg(target.id);
    }
    return target.id;
}

QString fingerprint(const QByteArray &sha256)
{
    return QString::fromLatin1(sha256.toHex(':')).toUpper();
}

QString dash()
{
    return QStringLiteral("\u2013");
}

} // namespace rookery::text
