// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/logline.h"

#include <QString>
#include <QStringView>
#include <QtGlobal>

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

//! Makes entries of a log's lines: a head begins one, every other line continues it. Blank lines count only between
//! two lines of one entry. What a head looks like is the format's matter. One per stream; any one thread.
class LogParser
{
    Q_DISABLE_COPY_MOVE(LogParser)

public:
    virtual ~LogParser() = default;

    //! Takes one line without its line end; returns the entry that this line shows to be complete.
    [[nodiscard]] std::optional<RawLogEntry> feed(QStringView line);
    //! Returns the last entry, if any.
    [[nodiscard]] std::optional<RawLogEntry> finish();
    //! The line belongs to this very format and no other. Changes nothing.
    [[nodiscard]] virtual bool recognises(QStringView line) const;

protected:
    LogParser() = default;

    //! What of a line the program itself wrote, without what a runner of programs put in front of it.
    [[nodiscard]] virtual QString ownPart(const QString &line) const { return line; }
    //! `line` has no ANSI codes. Null: no head. An entry without a time of its own gets that of the one before.
    [[nodiscard]] virtual std::optional<RawLogEntry> parseHead(const QString &line) const = 0;
    //! What of an entry can only be told once all its lines are there.
    virtual void finishEntry(RawLogEntry & /*entry*/) const {}

private:
    void continueEntry(const QString &line);
    [[nodiscard]] std::optional<RawLogEntry> complete(std::optional<RawLogEntry> next);

    WallTime m_lastTime{};
    int m_blanks = 0; //!< blank lines since the last one with text
    std::optional<RawLogEntry> m_current;
};

//! Longest text of an entry, in characters; what is beyond is dropped and marked.
inline constexpr qsizetype kEntryLimit = 64 * 1024;

//! Removes ANSI escape sequences and control characters other than tab and line feed.
[[nodiscard]] QString stripAnsi(QStringView text);

} // namespace rookery::logrules
