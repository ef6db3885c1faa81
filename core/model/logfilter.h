// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logline.h"

#include <QSet>
#include <QString>

#include <array>
#include <compare>
#include <vector>

namespace rookery {

//! Numbers the lines of a log, from 0. A continuation (stack, JSON) belongs to its line and has no number.
struct LineNumber {
    qint64 value = 0;

    auto operator<=>(const LineNumber &) const = default; // NOLINT(modernize-use-nullptr): the compiler's own 0
};

//! Counts the bytes of a log file, from its begin.
struct ByteOffset {
    qint64 value = 0;

    auto operator<=>(const ByteOffset &) const = default; // NOLINT(modernize-use-nullptr): the compiler's own 0
};

//! Describes which lines of a log are wanted; a line must meet all conditions.
struct LogFilter {
    GatewayId gateway = {}; //!< null: all
    LogLevel lowest = LogLevel::Debug;
    QSet<LogCategory> categories = {}; //!< empty: all
    QString ruleId = {}; //!< empty: all
    WallTime from{}; //!< default: from the start
    WallTime to{}; //!< exclusive; default: to the end
    QString text = {}; //!< what the line contains; empty: anything
    bool pattern = false; //!< `text` is a regular expression (RE2)
    bool caseSensitive = false;
    bool inverted = false; //!< wanted are the lines that do not contain `text`

    bool operator==(const LogFilter &) const = default;
    [[nodiscard]] bool isEmpty() const { return *this == LogFilter{.caseSensitive = caseSensitive}; }
};

//! Holds what is known of every line of a log without reading it.
struct LogMark {
    LogLevel level = LogLevel::Info;
    LogCategory category = LogCategory::None;

    bool operator==(const LogMark &) const = default;
};

//! Counts the lines of a log.
struct LogCounts {
    std::array<qint64, 5> levels{}; //!< by LogLevel
    std::array<qint64, kLogCategoryCount> categories{}; //!< by LogCategory

    bool operator==(const LogCounts &) const = default;
};

//! Counts the lines of a log in equal spans of time.
struct LogTimeline {
    WallTime from{}; //!< begin of the first span
    milliseconds span{}; //!< 0: the lines have no times
    std::vector<LogCounts> spans = {};
};

} // namespace rookery
