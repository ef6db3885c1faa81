// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ids.h"

#include "base/clock.h"

#include <QString>
#include <QStringList>

namespace rookery {

enum class LogLevel { Debug, Info, Warn, Error, Fatal };

enum class LogCategory {
    None,
    Fallback,
    Timeout,
    RichMedia,
    Rkey,
    KickOffline,
    Login,
    Restart,
    Port,
    UnknownEvent,
    RiskControl,
    Refused //!< QQ or the gateway refused one call; says nothing about the account
};
inline constexpr int kLogCategoryCount = 12;

//! Holds one line of a gateway's log, already masked. A continuation (stack, JSON) is part of its line.
struct LogLine {
    qint64 seq = 0; //!< increases by one per line and gateway within this run
    GatewayId gateway;
    WallTime time{}; //!< stated in the line, else the time of arrival
    bool timeIsOurs = false; //!< `time` is the time of arrival
    LogLevel level = LogLevel::Info;
    LogCategory category = LogCategory::None;
    QString ruleId; //!< of the rule that matched the line; empty: none
    QString text;
    qsizetype ownFrom = 0; //!< where the logger's own words begin in `text`; its end: nowhere that is known
    QStringList captures; //!< values of the rule's named groups, as "name=value"
    bool replayed = false; //!< buffered by the gateway before we connected
    int source = 0; //!< from 1: which of several files it is from; 0: there is only one
    qint64 leftOut = 0; //!< the line is ours: it stands for so many that came faster than they were taken
    bool hearsay = false; //!< may be the text of a chat user, judging by its position: shown, but triggers nothing

    bool operator==(const LogLine &) const = default;
};

//! Describes how a log file was read: what was assumed because the file does not state it, and what is not shown.
struct LogReading {
    QString encoding; //!< the encoding that was used: "UTF-8", "UTF-16", "GB18030"
    QString misread; //!< the encoding as which UTF-8 was misread before the file was written; empty: nothing was
    QStringList wrappings; //!< what a runner put around each line and was removed: "name", "stamp", "journal", "json",
                           //!< "colours"
    bool yearGuessed = false; //!< the lines state no year: the newest that the file's own time allows is used
    bool timeless = false; //!< the lines state no time at all
    qint64 leftOut = 0; //!< older lines that were read but are not shown
    bool startUnread = false; //!< the file is too large: its beginning was not even counted
    WallTime from{}; //!< time of the first line shown; default: unknown, or nothing is left out

    bool operator==(const LogReading &) const = default;
};

//! Names the colours that a user's rule may have; each suits both themes.
inline constexpr QLatin1StringView kRuleColours[] = {
    QLatin1StringView("red"),  QLatin1StringView("orange"), QLatin1StringView("yellow"), QLatin1StringView("green"),
    QLatin1StringView("blue"), QLatin1StringView("purple"), QLatin1StringView("grey")};

//! Explains the lines that a rule matches; the texts come from the rule data, in both languages.
struct RuleExplanation {
    QString ruleId;
    LogCategory category = LogCategory::None;
    QString title;
    QString meaning;
    QString since; //!< the versions that print such lines
    QString advice;
    bool own = false; //!< a rule of the user's
    QString colour = {}; //!< of the user's choice: one of kRuleColours or "#rrggbb"; empty: none

    bool operator==(const RuleExplanation &) const = default;
};

} // namespace rookery
