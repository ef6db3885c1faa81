// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logwrapping.h"
#include "terminaltext.h"

#include "model/logline.h"

#include <QDate>
#include <QList>
#include <QString>
#include <QStringView>
#include <QTime>
#include <QtGlobal>

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace rookery::logrules {

//! Holds one entry of a log file or console output, with its continuation lines joined by '\n'. Neither masked nor
//! classified yet.
struct RawLogEntry {
    WallTime time{}; //!< default: neither the line nor any line before it had a time
    bool hasOwnTime = false;
    bool yearGuessed = false; //!< the line states no year
    LogLevel level = LogLevel::Info;
    QString nick = {}; //!< empty before login
    QString text = {};
    qsizetype ownFrom = 0; //!< where in `text` the logger's own words begin, after the logger's name
    bool bare = false; //!< written past the logger: without a head, so its text may come from anyone

    bool operator==(const RawLogEntry &) const = default;
};

//! Describes the head of an entry that was found in its bytes.
struct ByteHead {
    LogLevel level = LogLevel::Info;
    std::size_t textFrom = 0; //!< where the entry's text begins
    bool yearGuessed = false;
};

//! Joins the lines of a log into entries: a head begins an entry, every other line continues it. Blank lines count only
//! between two lines of one entry. Subclasses define what a head looks like. Prefixes that a program runner puts around
//! each line are removed once a head has shown what they are. A line that no logger writes (a crash, a status line of
//! systemd) also begins an entry; see levelOfBareLine. Use one per stream, on any single thread.
class LogParser
{
    Q_DISABLE_COPY_MOVE(LogParser)

public:
    virtual ~LogParser() = default;

    //! Takes one line without its line end; returns the entry that this line completes, if any.
    [[nodiscard]] std::optional<RawLogEntry> feed(QStringView line);
    //! Returns the last entry, if any. What is fed later is another stream with the same wrappings.
    [[nodiscard]] std::optional<RawLogEntry> finish();
    [[nodiscard]] bool isOpen() const { return m_current.has_value(); } //!< has an entry that finish() would return
    //! Continues a stream whose last entry before had that time.
    void resume(WallTime lastTime) { m_lastTime = lastTime; }
    //! Returns whether a line, of which these are the unwrappings, belongs to this format and no other. Changes no
    //! state.
    [[nodiscard]] bool recognises(const QList<UnwrappedLine> &parts) const { return told(parts).has_value(); }
    //! Examines a line in advance to find the wrappings; `feed` also does this itself.
    void learn(QStringView line);
    //! Finds the head of an entry in a line of valid UTF-8 without control characters and wrappings, as `feed` would:
    //! with its own time. nullopt: no such head, or one that only `feed` can read. Changes no state.
    [[nodiscard]] virtual std::optional<ByteHead> byteHead(std::string_view line) const;
    //! Returns whether the next line is the rest of the last one, which a runner cut.
    [[nodiscard]] bool isCut() const { return m_cut; }
    //! Returns the wrappings of the lines, outermost first.
    [[nodiscard]] const QList<LogWrapping> &wrappings() const { return m_wrappings; }

protected:
    LogParser() = default;

    //! Returns whether the line begins an entry of this format and no other.
    [[nodiscard]] virtual bool recognisesOwn(const QString &line) const;
    //! Parses a head; `line` has no ANSI codes. nullopt: not a head. An entry without its own time gets that of the
    //! entry before.
    [[nodiscard]] virtual std::optional<RawLogEntry> parseHead(const QString &line) const = 0;
    //! Completes an entry with what is known only once all its lines are present.
    virtual void finishEntry(RawLogEntry & /*entry*/) const {}

private:
    [[nodiscard]] std::optional<UnwrappedLine> told(const QList<UnwrappedLine> &parts) const;
    [[nodiscard]] UnwrappedLine own(const QString &line);
    [[nodiscard]] std::optional<RawLogEntry> headOf(const UnwrappedLine &line);
    void continueEntry(const QString &line);
    void continueLine(const QString &rest);
    [[nodiscard]] std::optional<RawLogEntry> complete(std::optional<RawLogEntry> next);

    WallTime m_lastTime{};
    bool m_learnt = false; //!< m_wrappings is known
    bool m_inCrash = false; //!< m_current is a crash
    QList<LogWrapping> m_wrappings;
    int m_blanks = 0; //!< blank lines since the last one with text
    bool m_cut = false; //!< the runner cut the last line; its rest follows
    std::optional<RawLogEntry> m_current;
};

//! Limits the text of an entry, in characters; the rest is dropped and marked.
inline constexpr qsizetype kEntryLimit = 64 * 1024;

//! Limits an entry of a live stream, in characters: its text may come from any chat user and is processed as it
//! arrives.
inline constexpr qsizetype kStreamedLimit = 16 * 1024;

//! Cuts an entry of a stream to its limit; call it before any other processing.
[[nodiscard]] QString cutStreamed(const QString &text);

//! Converts a date without a year to the newest time that is not after `notAfter`, with a tolerance of one day for
//! differing clocks. Returns the default if there is none.
[[nodiscard]] WallTime timeOfYearless(int month, int day, const QTime &time, WallTime notAfter);

//! Converts the local times that a log states. Asking the system about each of them would take longer than all else
//! that is done with a line, so it is asked once for a minute. Not for several threads at once.
class LogClock final
{
public:
    //! Takes in `notAfter` the newest time a line can have.
    explicit LogClock(WallTime notAfter) : m_notAfter(notAfter) {}

    //! Returns the default if there is no such time. `year` 0: it is not stated, as in timeOfYearless.
    [[nodiscard]] WallTime time(int year, int month, int day, int hour, int minute, int second) const;

private:
    [[nodiscard]] std::optional<WallTime> beginOf(int year, const QDate &date, const QTime &minute) const;

    WallTime m_notAfter;
    mutable std::array<int, 5> m_minute{}; //!< year to minute of the last answer
    mutable std::optional<WallTime> m_began; //!< when that minute began, if there was one
};

} // namespace rookery::logrules
