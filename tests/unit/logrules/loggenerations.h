// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "geekaisamples.h"
#include "lagrangesamples.h"
#include "llbotsamples.h"
#include "napcatsamples.h"

#include "model/gateway.h"
#include "model/names.h"

#include <QRegularExpression>

#include <functional>
#include <iterator>
#include <vector>

//! Writes the samples of every rule as each generation of the gateways writes them into a file.
namespace rookery::test {

using namespace Qt::Literals::StringLiterals;

//! An entry that a file must give.
struct ExpectedEntry {
    LogLevel level = LogLevel::Info;
    QString text; //!< not masked
    qsizetype ownFrom = 0;
    QString ruleId;
};

//! A generation of a kind: how its logger writes an entry of that level and text. The lines have no line ends.
struct LogGeneration {
    const char *name = nullptr;
    GatewayKind kind = GatewayKind::NapCat;
    std::function<bool(LogLevel)> hasLevel; //!< whether the generation states that level
    std::function<QStringList(const ExpectedEntry &)> lines;
    QString logger; //!< stands before the text of each entry that is not bare
};

inline const std::vector<ExpectedEntry> &samplesOf(GatewayKind kind)
{
    const auto all = [](const auto &samples) {
        std::vector<ExpectedEntry> list;
        for (const auto &sample : samples)
            list.push_back({.level = sample.level,
                            .text = QString::fromUtf16(sample.text),
                            .ownFrom = 0,
                            .ruleId = QString::fromLatin1(sample.ruleId)});
        return list;
    };
    static const std::vector<ExpectedEntry> napCat = all(kNapCatSamples);
    static const std::vector<ExpectedEntry> llBot = all(kLLBotSamples);
    static const std::vector<ExpectedEntry> lagrange = all(kLagrangeSamples);
    static const std::vector<ExpectedEntry> geekAi = all(kGeekAiSamples);
    return kind == GatewayKind::NapCat  ? napCat
        : kind == GatewayKind::LLBot    ? llBot
        : kind == GatewayKind::Lagrange ? lagrange
                                        : geekAi;
}

//! Returns whether the sample is what a runtime or the system prints past the logger.
inline bool isBare(const ExpectedEntry &entry)
{
    return entry.ruleId.startsWith("supervisor."_L1)
        || (entry.level == LogLevel::Fatal && !entry.text.startsWith(u'['));
}

inline QStringList withHead(const QString &head, const ExpectedEntry &entry)
{
    return (isBare(entry) ? entry.text : QString(head + entry.text)).split(u'\n');
}

//! Writes out the packet of which only the size and the address are kept.
inline QString packetLine(const QString &text)
{
    static const QRegularExpression pattern(
        u"^(?<head>Unknown [^\\n]*): (?<size>\\d+) bytes(?:\\nunlock_url: (?<url>.*))?$"_s);
    const QRegularExpressionMatch match = pattern.match(text);
    if (!match.hasMatch())
        return text;
    QByteArray packet;
    if (match.hasCaptured(u"url"_s))
        packet = "unlock_url\x12\x2F" + match.captured(u"url"_s).toLatin1();
    packet = packet.leftJustified(match.captured(u"size"_s).toInt(), '\x01');
    return match.captured(u"head"_s) + u": "_s + QString::fromLatin1(packet.toHex().toUpper());
}

inline QStringList lagrangeLines(const ExpectedEntry &entry)
{
    static const QRegularExpression tagged(u"^\\[(?<tag>\\w+)\\] (?<text>.*)$"_s,
                                           QRegularExpression::DotMatchesEverythingOption);
    const QRegularExpressionMatch match = tagged.match(entry.text);
    if (!match.hasMatch())
        return packetLine(entry.text).split(u'\n');
    static constexpr const char *kWords[] = {"dbug", "info", "warn", "fail", "crit"};
    const QString level = QString::fromLatin1(kWords[int(entry.level)]);
    const QString tag = match.captured(u"tag"_s);
    const bool core = tag.endsWith("Logic"_L1) || tag.endsWith("Context"_L1);
    QStringList lines{level
                      + (core ? u": Lagrange.Core.BotContext[0]"_s
                              : QString(u": Lagrange.OneBot.Core.Network."_s + tag + u"[10]"_s))};
    QStringList text = match.captured(u"text"_s).split(u'\n');
    if (core)
        text.first().prepend(u"[2025-10-10 03:04:05] ["_s + tag + u"] [INFORMATION]: "_s);
    for (const QString &line : text)
        lines.append(u"      "_s + line);
    return lines;
}

inline const std::vector<LogGeneration> &logGenerations()
{
    const auto any = [](LogLevel) { return true; };
    const auto word = [](LogLevel level) { return QString(nameOf(level)); };
    const auto letter = [](LogLevel level) { return QString(QChar(u"DIWEE"[int(level)])); };
    const auto blankBehind = [](QStringList lines) { return lines << QString(); };
    static const std::vector<LogGeneration> all{
        {"napcat 4",
         GatewayKind::NapCat,
         any,
         [=](const ExpectedEntry &e) { return withHead(u"11-20 22:42:33 ["_s + word(e.level) + u"] TestBot | "_s, e); },
         {}},
        {"napcat 4, before login",
         GatewayKind::NapCat,
         any,
         [=](const ExpectedEntry &e) { return withHead(u"11-20 22:42:33 ["_s + word(e.level) + u"] "_s, e); },
         {}},
        {"napcat 4, console",
         GatewayKind::NapCat,
         any,
         [=](const ExpectedEntry &e) {
             return withHead(u"11-20 22:42:33 [\x1b[32m"_s + word(e.level) + u"\x1b[39m] TestBot | "_s, e);
         },
         {}},
        {"napcat 1",
         GatewayKind::NapCat,
         any,
         [=](const ExpectedEntry &e) {
             return withHead(u"2025-11-20 22:42:33 ["_s + word(e.level).toUpper() + u"] TestBot(10001) | "_s, e);
         },
         {}},
        {"llbot 8", GatewayKind::LLBot, any,
         [=](const ExpectedEntry &e) {
             return withHead(u"2025-11-20 22:42:33 ["_s + letter(e.level) + u"] app "_s, e);
         },
         u"app "_s},
        {"llbot 8, short date", GatewayKind::LLBot, any,
         [=](const ExpectedEntry &e) { return withHead(u"11-20 22:42:33 ["_s + letter(e.level) + u"] app "_s, e); },
         u"app "_s},
        {"llbot 8, no time", GatewayKind::LLBot, any,
         [=](const ExpectedEntry &e) { return withHead(u"["_s + letter(e.level) + u"] app "_s, e); }, u"app "_s},
        {"llbot 5 to 7",
         GatewayKind::LLBot,
         any,
         [=](const ExpectedEntry &e) {
             return blankBehind(withHead(u"["_s + word(e.level) + u"] | 2025-11-20 22:42:33 | "_s, e));
         },
         {}},
        {"llbot 4",
         GatewayKind::LLBot,
         any,
         [=](const ExpectedEntry &e) {
             return blankBehind(withHead(u"2025/11/20 22:42:33 ["_s + word(e.level) + u"] TestBot(10001) | "_s, e));
         },
         {}},
        {"llbot 3",
         GatewayKind::LLBot,
         [](LogLevel level) { return level == LogLevel::Info; },
         [=](const ExpectedEntry &e) { return blankBehind(withHead(u"2025/11/2 2:42:33 TestBot(10001): "_s, e)); },
         {}},
        {"lagrange", GatewayKind::Lagrange, any, &lagrangeLines, {}},
        {"geekai",
         GatewayKind::MonitoredService,
         any,
         [=](const ExpectedEntry &e) {
             return withHead(u"2025-11-20T22:42:33.123+0800\t"_s + word(e.level).toUpper() + u"\tx/bot.go:5\t"_s, e);
         },
         {}},
        {"geekai, Go's own logger",
         GatewayKind::MonitoredService,
         [](LogLevel level) { return level == LogLevel::Info; },
         [=](const ExpectedEntry &e) { return withHead(u"2025/11/20 22:42:33 "_s, e); },
         {}},
    };
    return all;
}

//! Returns the entries that the samples must become; one that no rule takes follows each that is bare.
inline std::vector<ExpectedEntry> expectedEntries(const LogGeneration &generation)
{
    std::vector<ExpectedEntry> entries;
    for (const ExpectedEntry &entry : samplesOf(generation.kind)) {
        if (!isBare(entry) && !generation.hasLevel(entry.level))
            continue;
        entries.push_back(entry);
        const bool tagged = generation.kind == GatewayKind::Lagrange;
        if (isBare(entry)) // a crash prints several lines
            entries.push_back({.text = tagged ? u"[BotContext] nothing special"_s : u"nothing special"_s});
    }
    return entries;
}

} // namespace rookery::test
