// SPDX-License-Identifier: GPL-3.0-or-later
#include "lagrangelogparser.h"

#include "levelwords.h"

#include <QDateTime>
#include <QRegularExpression>

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

namespace {

constexpr std::array kLagrangeLevels = {
    LevelWord{"trce"_L1, LogLevel::Debug}, LevelWord{"dbug"_L1, LogLevel::Debug}, LevelWord{"info"_L1, LogLevel::Info},
    LevelWord{"warn"_L1, LogLevel::Warn},  LevelWord{"fail"_L1, LogLevel::Error}, LevelWord{"crit"_L1, LogLevel::Fatal},
};

//! Matches `info: Some.Category[0]`, which may follow an unknown packet that was printed without a line end.
const QRegularExpression &headPattern()
{
    static const QRegularExpression pattern(
        u"^(?<packet>Unknown (?:Event0x[0-9A-Fa-f]+ )?message type: \\d+: [0-9A-Fa-f]*?)?"
        "(?<level>trce|dbug|info|warn|fail|crit): (?<category>[A-Za-z_][\\w.+`<>]*)\\[-?\\d+\\]$"_s);
    return pattern;
}

//! Matches the core's own prefix of the text.
const QRegularExpression &corePattern()
{
    static const QRegularExpression pattern(
        u"^\\[(?<time>\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d)\\] \\[(?<tag>[^\\]\\n]{1,64})\\] \\[[A-Z]{1,16}\\]: "_s);
    return pattern;
}

//! Returns whether the line consists only of characters that login codes are drawn with.
bool isDrawing(QStringView line)
{
    return std::all_of(line.begin(), line.end(), [](QChar c) {
        return (c >= QChar(0x2580) && c <= QChar(0x259F)) || c == u'.' || c == u'^' || c == u'@' || c == u' ';
    });
}

bool isFatal(QStringView line)
{
    return line.startsWith(u"Unhandled exception"_s);
}

//! Removes the indentation that the console adds.
QString withoutIndent(const QString &text)
{
    constexpr qsizetype kIndent = 6;
    QStringList lines = text.split(u'\n');
    for (QString &line : lines) {
        qsizetype blanks = 0;
        while (blanks < kIndent && blanks < line.size() && line.at(blanks) == u' ')
            ++blanks;
        line.remove(0, blanks);
    }
    return lines.join(u'\n');
}

//! Replaces the hexadecimal part of `Unknown … message type: 20: 0A2B…` with its size and what it contains.
void readPacket(RawLogEntry &entry)
{
    static const QRegularExpression pattern(
        u"^(?<head>Unknown (?:Event0x[0-9A-Fa-f]+ )?message type: \\d+): (?<hex>[0-9A-Fa-f]*)"_s);
    const QRegularExpressionMatch match = pattern.match(entry.text);
    if (!match.hasMatch())
        return;
    const QByteArray packet = QByteArray::fromHex(match.capturedView(u"hex"_s).toLatin1());
    QString told = u"%1: %2 bytes"_s.arg(match.captured(u"head"_s), QString::number(packet.size()));
    if (const QString url = unlockUrl(packet); !url.isEmpty())
        told += u"\nunlock_url: "_s + url;
    entry.text.replace(0, match.capturedLength(), told);
}

} // namespace

QString unlockUrl(const QByteArray &packet)
{
    constexpr qsizetype kLongest = 1024;
    const qsizetype key = packet.indexOf("unlock_url");
    const qsizetype start = key < 0 ? -1 : packet.indexOf("https://", key);
    constexpr qsizetype kNear = 64; // the value follows its key closely
    if (start < 0 || start - key > kNear)
        return {};
    qsizetype end = start;
    const auto isPlain = [](char c) { return c > ' ' && c < 0x7F && c != '"' && c != '<' && c != '>' && c != '\\'; };
    while (end < packet.size() && end - start < kLongest && isPlain(packet.at(end)))
        ++end;
    return QString::fromLatin1(packet.sliced(start, end - start));
}

bool LagrangeLogParser::recognisesOwn(const QString &line) const
{
    const QRegularExpressionMatch head = headPattern().match(line);
    if (head.hasMatch())
        return head.capturedView(u"category"_s).startsWith(u"Lagrange."_s);
    return corePattern().match(line.trimmed()).hasMatch();
}

std::optional<RawLogEntry> LagrangeLogParser::parseHead(const QString &line) const
{
    const QRegularExpressionMatch head = headPattern().match(line);
    if (head.hasMatch()) {
        const QString packet = head.captured(u"packet"_s);
        const QString category = head.captured(u"category"_s).section(u'.', -1);
        return RawLogEntry{.time = {},
                           .hasOwnTime = false,
                           .level = levelOf(kLagrangeLevels, head.capturedView(u"level"_s)).value_or(LogLevel::Info),
                           .nick = {},
                           .text = (packet.isEmpty() ? QString() : QString(packet + u'\n')) + u'[' + category + u']'};
    }
    // Output that bypasses the logger starts without indentation. Stack traces are indented, and a drawn code is not
    // text.
    if (line.at(0).isSpace() || isDrawing(line))
        return std::nullopt;
    return RawLogEntry{.time = {},
                       .hasOwnTime = false,
                       .level = isFatal(line) ? LogLevel::Fatal : LogLevel::Info,
                       .nick = {},
                       .text = line,
                       .bare = true};
}

void LagrangeLogParser::finishEntry(RawLogEntry &entry) const
{
    // a line with only "[Category]", above the text
    static const QRegularExpression category(u"(?:^|\\n)\\[(?<name>[\\w+`<>]+)\\](?:\\n|$)"_s);
    readPacket(entry);
    const QRegularExpressionMatch named = category.match(entry.text);
    if (!named.hasMatch())
        return;
    const QString before = entry.text.left(named.capturedStart());
    QString text = withoutIndent(entry.text.mid(named.capturedEnd()));
    QString tag = named.captured(u"name"_s);
    if (const QRegularExpressionMatch core = corePattern().match(text); core.hasMatch()) {
        const QDateTime time = QDateTime::fromString(core.captured(u"time"_s), u"yyyy-MM-dd HH:mm:ss"_s);
        entry.hasOwnTime = time.isValid();
        entry.time = time.isValid() ? fromMSecs(time.toMSecsSinceEpoch()) : WallTime{};
        tag = core.captured(u"tag"_s);
        text.remove(0, core.capturedLength());
    }
    entry.text = (before.isEmpty() ? QString() : QString(before + u'\n')) + u'[' + tag + u"] "_s + text;
}

} // namespace rookery::logrules
