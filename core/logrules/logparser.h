// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logwrapping.h"

#include "model/logline.h"

#include <QList>
#include <QString>
#include <QStringView>
#include <QTime>
#include <QtGlobal>

#include <optional>

namespace rookery::logrules {

//! One entry of a log file or of console output, its continuation lines joined by '\n'.
//! Neither masked nor classified yet.
struct RawLogEntry {
    WallTime time{}; //!< default: the line had none and none came before it
    bool hasOwnTime = false;
    bool yearGuessed = false; //!< the line's time has none
    LogLevel level = LogLevel::Info;
    QString nick = {}; //!< empty before login
    QString text = {};
    qsizetype ownFrom = 0; //!< where in `text` the logger's own words begin, after its name
    bool bare = false; //!< written past the logger, without a head that nobody else can write

    bool operator==(const RawLogEntry &) const = default;
};

//! Makes entries of a log's lines: a head begins one, every other line continues it. Blank lines count only between
//! two lines of one entry. What a head looks like is the format's matter. What a runner of programs puts around each
//! line is taken off, once a head has shown what it is. A crash, which no logger writes, begins an entry as well and is
//! Fatal. One per stream; any one thread.
class LogParser
{
    Q_DISABLE_COPY_MOVE(LogParser)

public:
    virtual ~LogParser() = default;

    //! Takes one line without its line end; returns the entry that this line shows to be complete.
    [[nodiscard]] std::optional<RawLogEntry> feed(QStringView line);
    //! Returns the last entry, if any.
    [[nodiscard]] std::optional<RawLogEntry> finish();
    //! The line belongs to this very format and no other, whatever is around it. Changes nothing.
    [[nodiscard]] bool recognises(QStringView line) const;
    //! Looks at a line ahead of time for what is around the lines; `feed` does so by itself.
    void learn(QStringView line);
    //! What is around the lines, outermost first.
    [[nodiscard]] const QList<LogWrapping> &wrappings() const { return m_wrappings; }

protected:
    LogParser() = default;

    //! The line begins an entry of this very format and no other.
    [[nodiscard]] virtual bool recognisesOwn(const QString &line) const;
    //! `line` has no ANSI codes. Null: no head. An entry without a time of its own gets that of the one before.
    [[nodiscard]] virtual std::optional<RawLogEntry> parseHead(const QString &line) const = 0;
    //! What of an entry can only be told once all its lines are there.
    virtual void finishEntry(RawLogEntry & /*entry*/) const {}

private:
    [[nodiscard]] std::optional<UnwrappedLine> told(const QString &line) const;
    [[nodiscard]] UnwrappedLine own(const QString &line);
    [[nodiscard]] std::optional<RawLogEntry> headOf(const UnwrappedLine &line);
    void continueEntry(const QString &line);
    [[nodiscard]] std::optional<RawLogEntry> complete(std::optional<RawLogEntry> next);

    WallTime m_lastTime{};
    bool m_learnt = false; //!< m_wrappings is known
    bool m_inCrash = false; //!< m_current is one
    QList<LogWrapping> m_wrappings;
    int m_blanks = 0; //!< blank lines since the last one with text
    std::optional<RawLogEntry> m_current;
};

//! Longest text of an entry, in characters; what is beyond is dropped and marked.
inline constexpr qsizetype kEntryLimit = 64 * 1024;

//! Longest entry of a stream, in characters: who writes it may be anybody, and it is read as it comes.
inline constexpr qsizetype kStreamedLimit = 16 * 1024;

//! The entry of a stream within its limit; to be called before anything else looks at it.
[[nodiscard]] QString cutStreamed(const QString &text);

//! The moment of a date without a year: the newest one that is not after `notAfter`, a day of tolerance for clocks that
//! disagree. Default: there is none.
[[nodiscard]] WallTime timeOfYearless(int month, int day, const QTime &time, WallTime notAfter);

//! Removes terminal sequences (ECMA-48: CSI, OSC and other strings, character sets) and control characters other than
//! tab and line feed.
[[nodiscard]] QString stripAnsi(QStringView text);

} // namespace rookery::logrules
