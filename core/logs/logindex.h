// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/logfilter.h"

#include <QByteArray>
#include <QList>
#include <QSharedData>
#include <QSharedDataPointer>

#include <array>
#include <optional>
#include <vector>

class QDataStream;

namespace rookery::logs {

//! Knows where each entry of a log begins, and its level and category, in less than 1.5 bytes for each line of the
//! file: a bit for each line, a byte for each entry, and the offset and time of every 128th line. Copies share what
//! they have in common. Not for several threads at once, but each may have a copy.
class LogIndex final
{
public:
    static constexpr qint64 kGroup = 128; //!< lines between two whose offset is known

    //! Adds the next line of the file.
    void addLine(ByteOffset at, bool beginsEntry);
    //! Adds the mark of the first entry that has none yet.
    void addMark(LogMark mark);
    //! Returns whether setTime is wanted for the entry whose mark was added last.
    [[nodiscard]] bool wantsTime() const;
    //! Sets the time of the entry whose mark was added last.
    void setTime(WallTime time);
    //! Sets where the last line ends.
    void setEnd(ByteOffset end) { m_end = end; }

    //! Describes where an entry begins.
    struct Place {
        ByteOffset at;
        qint64 line = 0; //!< of the file
    };
    //! Removes the last entry with its lines, and returns where it began: it may not be complete. nullopt: it is not
    //! known where it began, or there is none; nothing changes.
    [[nodiscard]] std::optional<Place> dropLast();

    [[nodiscard]] qint64 entryCount() const { return m_marks; } //!< those with a mark
    [[nodiscard]] qint64 lineCount() const { return m_lines; } //!< of the file
    [[nodiscard]] ByteOffset end() const { return m_end; }
    [[nodiscard]] LogMark mark(LineNumber entry) const;
    //! Returns the marks of the entries that begin in a group.
    [[nodiscard]] std::vector<LogMark> marks(qint64 group) const;
    [[nodiscard]] LogCounts counts() const;
    //! Returns about when an entry was written: a time at most a group earlier.
    [[nodiscard]] WallTime timeNear(LineNumber entry) const;
    //! Counts the entries in at most so many equal spans of time; within a group they come evenly.
    [[nodiscard]] LogTimeline timeline(int spans) const;

    //! Describes lines whose offset is known.
    struct Group {
        ByteOffset at; //!< of its first line
        ByteOffset end; //!< of its last line
        qint64 firstLine = 0;
        qint64 lines = 0;
        qint64 firstEntry = 0; //!< the first that begins in it or later
        qint64 entries = 0; //!< that begin in it and have a mark
        WallTime before{}; //!< what an entry without a time of its own takes over at its begin; default: unknown
    };
    [[nodiscard]] qint64 groupCount() const { return (m_lines + kGroup - 1) / kGroup; }
    [[nodiscard]] Group group(qint64 number) const;
    //! Returns the number of the group in which an entry begins.
    [[nodiscard]] qint64 groupOf(LineNumber entry) const;
    [[nodiscard]] bool beginsEntry(qint64 line) const;
    //! Returns when the first entry was written; default: unknown.
    [[nodiscard]] WallTime firstTime() const { return m_firstTime; }

    [[nodiscard]] qint64 memory() const; //!< bytes

    [[nodiscard]] QByteArray toBytes() const;
    //! Reads what toBytes wrote. nullopt: it is damaged. Any bytes are safe.
    [[nodiscard]] static std::optional<LogIndex> fromBytes(const QByteArray &bytes);

private:
    static constexpr std::size_t kGroups = 512; //!< in a chunk
    static constexpr qint64 kLines = kGroup * qint64(kGroups);

    //! Holds a part of the index. The last one is still written.
    struct Chunk : QSharedData {
        qint64 firstEntry = 0;
        std::array<qint64, kGroups> at{};
        std::array<quint32, kGroups> entries{}; //!< begun in this chunk before the group
        std::array<qint64, kGroups> before{}; //!< milliseconds
        std::array<quint64, std::size_t(kLines) / 64> begins{}; //!< a bit for each line
        std::vector<quint8> marks; //!< by entry
        LogCounts counts;
    };

    [[nodiscard]] const Chunk &chunkOfLine(qint64 line) const { return *m_chunks.at(line / kLines); }
    [[nodiscard]] qsizetype chunkOfEntry(qint64 entry) const;
    [[nodiscard]] bool readChunk(QDataStream &in);

    QList<QSharedDataPointer<Chunk>> m_chunks;
    qint64 m_lines = 0;
    qint64 m_begun = 0; //!< entries
    qint64 m_marks = 0;
    qint64 m_untimed = 0; //!< the first group whose time before is not known
    qsizetype m_unmarked = 0; //!< the first chunk with entries that have no mark
    ByteOffset m_end;
    WallTime m_firstTime{};
    std::optional<Place> m_lastBegin; //!< where the entry begun last begins
};

} // namespace rookery::logs
