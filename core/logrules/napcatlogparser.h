// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/logline.h"

#include <QString>
#include <QStringView>

#include <optional>

namespace rookery::logrules {

//! One entry of a log file or of console output, its continuation lines joined by '\n'.
//! Neither masked nor classified yet.
struct RawLogEntry {
    WallTime time{}; //!< default: the line had none and none came before it
    bool hasOwnTime = false;
    LogLevel level = LogLevel::Info;
    QString nick; //!< empty before login
    QString text;

    bool operator==(const RawLogEntry &) const = default;
};

//! Reads NapCat's file and console format line by line (docs/protocol/napcat.md, "Log format"):
//! `MM-DD HH:mm:ss [level] nick | message`, level colours stripped, no year in the line. Pure; one per stream.
class NapCatLogParser final
{
public:
    //! `notAfter`: the newest time a line can have (file time, or now); the year is inferred from it.
    explicit NapCatLogParser(WallTime notAfter);

    //! Takes one line without its line end; returns the entry that this line shows to be complete.
    [[nodiscard]] std::optional<RawLogEntry> feed(QStringView line);
    //! Returns the last entry, if any.
    [[nodiscard]] std::optional<RawLogEntry> finish();

private:
    [[nodiscard]] std::optional<RawLogEntry> parseHead(const QString &line) const;
    [[nodiscard]] WallTime inferTime(QStringView monthDayTime) const;

    WallTime m_notAfter;
    WallTime m_lastTime{};
    std::optional<RawLogEntry> m_current;
};

//! Removes ANSI escape sequences and control characters other than tab and line feed.
[[nodiscard]] QString stripAnsi(QStringView text);

} // namespace rookery::logrules
