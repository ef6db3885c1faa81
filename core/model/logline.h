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
    Refused //!< QQ or the gateway refused one call, which says nothing about the account
};
inline constexpr int kLogCategoryCount = 12;

//! One line of a gateway's log, already masked. A continuation (stack, JSON) is part of its line.
struct LogLine {
    qint64 seq = 0; //!< grows by one per line and gateway within this run
    GatewayId gateway;
    WallTime time{}; //!< of the line where it has one, else of its arrival
    bool timeIsOurs = false; //!< stamped on arrival
    LogLevel level = LogLevel::Info;
    LogCategory category = LogCategory::None;
    QString ruleId; //!< of the rule that recognised it; empty: none
    QString text;
    QStringList captures; //!< what the rule's named groups matched, as "name=value"
    bool replayed = false; //!< part of what the gateway remembered from before we connected
    bool hearsay = false; //!< may be anybody's words, by where it stands: shown, and no reason for anything

    bool operator==(const LogLine &) const = default;
};

//! Says how a log file was read: what was taken for granted because the file does not say it, and what is not shown.
struct LogReading {
    QString encoding; //!< in which it was read: "UTF-8", "UTF-16", "GB18030"
    QStringList wrappings; //!< what a runner put around each line and was taken off: "name", "stamp", "journal", "json"
    bool yearGuessed = false; //!< the lines state none: the newest that the file's own time allows
    bool timeless = false; //!< the lines state no time at all
    qint64 leftOut = 0; //!< older lines of what was read that are not shown
    bool startUnread = false; //!< the file is too large: what stands before was not even counted
    WallTime from{}; //!< time of the first line shown; default: unknown, or nothing is left out

    bool operator==(const LogReading &) const = default;
};

//! What a rule knows about its lines; worded by data, in both languages.
struct RuleExplanation {
    QString ruleId;
    LogCategory category = LogCategory::None;
    QString title;
    QString meaning;
    QString since; //!< versions that print it
    QString advice;

    bool operator==(const RuleExplanation &) const = default;
};

} // namespace rookery
