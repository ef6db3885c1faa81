// SPDX-License-Identifier: GPL-3.0-or-later
#include "logindex.h"

#include <QDataStream>
#include <QIODevice>

#include <algorithm>
#include <utility>

namespace rookery::logs {

namespace {

constexpr unsigned kLevelBits = 3;
constexpr quint32 kMagic = 0x524B4C49;
constexpr quint32 kVersion = 1;

quint8 packed(LogMark mark)
{
    return quint8(unsigned(mark.level) | unsigned(mark.category) << kLevelBits);
}

LogMark unpacked(quint8 byte)
{
    return {.level = LogLevel(byte & ((1U << kLevelBits) - 1)), .category = LogCategory(byte >> kLevelBits)};
}

bool isMark(quint8 byte)
{
    return unpacked(byte).level <= LogLevel::Fatal && int(unpacked(byte).category) < kLogCategoryCount;
}

void count(LogCounts &counts, LogMark mark, int by)
{
    counts.levels[std::size_t(mark.level)] += by;
    counts.categories[std::size_t(mark.category)] += by;
}

constexpr qint64 kWord = 64; //!< bits

bool bitAt(const auto &words, qint64 bit)
{
    return (words[std::size_t(bit / kWord)] >> unsigned(bit % kWord) & 1U) != 0;
}

void setBit(auto &words, qint64 bit, bool on)
{
    quint64 &word = words[std::size_t(bit / kWord)];
    const quint64 mask = quint64(1) << unsigned(bit % kWord);
    word = on ? word | mask : word & ~mask;
}

} // namespace

void LogIndex::addLine(ByteOffset at, bool beginsEntry)
{
    if (m_lines % kLines == 0) {
        m_chunks.append(QSharedDataPointer<Chunk>(new Chunk));
        m_chunks.last()->firstEntry = m_begun;
        m_chunks.last()->marks.reserve(std::size_t(kLines));
    }
    Chunk &chunk = *m_chunks.last();
    const qint64 line = m_lines % kLines;
    if (line % kGroup == 0) {
        chunk.at[std::size_t(line / kGroup)] = at.value;
        chunk.entries[std::size_t(line / kGroup)] = quint32(m_begun - chunk.firstEntry);
    }
    if (beginsEntry) {
        setBit(chunk.begins, line, true);
        m_lastBegin = Place{.at = at, .line = m_lines};
        ++m_begun;
    }
    ++m_lines;
}

void LogIndex::addMark(LogMark mark)
{
    while (m_unmarked + 1 < m_chunks.size() && m_chunks.at(m_unmarked + 1)->firstEntry <= m_marks)
        m_chunks[m_unmarked++]->marks.shrink_to_fit();
    Chunk &chunk = *m_chunks[m_unmarked];
    chunk.marks.push_back(packed(mark));
    count(chunk.counts, mark, 1);
    ++m_marks;
}

bool LogIndex::wantsTime() const
{
    return m_marks == 1 || (m_untimed < groupCount() && group(m_untimed).firstEntry <= m_marks);
}

void LogIndex::setTime(WallTime time)
{
    if (m_marks == 1)
        m_firstTime = time;
    for (; m_untimed < groupCount() && group(m_untimed).firstEntry <= m_marks; ++m_untimed)
        m_chunks[m_untimed / qint64(kGroups)]->before[std::size_t(m_untimed) % kGroups] = toMSecs(time);
}

std::optional<LogIndex::Place> LogIndex::dropLast()
{
    if (!m_lastBegin || m_begun != m_marks)
        return std::nullopt;
    const Place place = *std::exchange(m_lastBegin, std::nullopt);
    const LogMark last = mark({m_marks - 1});
    m_chunks.resize((place.line + kLines - 1) / kLines);
    m_lines = place.line;
    m_end = place.at;
    --m_begun;
    --m_marks;
    m_unmarked = 0;
    m_untimed = std::min(m_untimed, groupCount());
    if (m_chunks.isEmpty())
        return place;
    Chunk &chunk = *m_chunks.last();
    for (qint64 line = place.line % kLines; line > 0 && line < kLines; ++line)
        setBit(chunk.begins, line, false);
    if (qint64(chunk.marks.size()) > m_marks - chunk.firstEntry) {
        chunk.marks.pop_back();
        count(chunk.counts, last, -1);
    }
    return place;
}

qsizetype LogIndex::chunkOfEntry(qint64 entry) const
{
    const auto after = std::upper_bound(
        m_chunks.cbegin(), m_chunks.cend(), entry,
        [](qint64 number, const QSharedDataPointer<Chunk> &chunk) { return number < chunk->firstEntry; });
    return after - m_chunks.cbegin() - 1;
}

LogMark LogIndex::mark(LineNumber entry) const
{
    const Chunk &chunk = *m_chunks.at(chunkOfEntry(entry.value));
    return unpacked(chunk.marks.at(std::size_t(entry.value - chunk.firstEntry)));
}

std::vector<LogMark> LogIndex::marks(qint64 group) const
{
    const Group one = this->group(group);
    const Chunk &chunk = *m_chunks.at(group / qint64(kGroups));
    const auto first = chunk.marks.begin() + (one.firstEntry - chunk.firstEntry);
    std::vector<LogMark> marks(std::size_t(one.entries));
    std::transform(first, first + one.entries, marks.begin(), unpacked);
    return marks;
}

LogCounts LogIndex::counts() const
{
    LogCounts all;
    for (const QSharedDataPointer<Chunk> &chunk : m_chunks) {
        for (std::size_t i = 0; i < all.levels.size(); ++i)
            all.levels[i] += chunk->counts.levels[i];
        for (std::size_t i = 0; i < all.categories.size(); ++i)
            all.categories[i] += chunk->counts.categories[i];
    }
    return all;
}

LogIndex::Group LogIndex::group(qint64 number) const
{
    const Chunk &chunk = *m_chunks.at(number / qint64(kGroups));
    const std::size_t place = std::size_t(number) % kGroups;
    Group group{.at = {chunk.at[place]},
                .end = m_end,
                .firstLine = number * kGroup,
                .lines = std::min(kGroup, m_lines - number * kGroup),
                .firstEntry = chunk.firstEntry + chunk.entries[place],
                .before = fromMSecs(chunk.before[place])};
    qint64 next = m_begun;
    if (number + 1 < groupCount()) {
        const Chunk &after = *m_chunks.at((number + 1) / qint64(kGroups));
        const std::size_t behind = std::size_t(number + 1) % kGroups;
        group.end = {after.at[behind]};
        next = after.firstEntry + after.entries[behind];
    }
    group.entries = std::max<qint64>(std::min(next, m_marks) - group.firstEntry, 0);
    return group;
}

qint64 LogIndex::groupOf(LineNumber entry) const
{
    const qsizetype number = chunkOfEntry(entry.value);
    const Chunk &chunk = *m_chunks.at(number);
    const qint64 groups = std::min<qint64>(kGroups, groupCount() - number * qint64(kGroups));
    const auto after = std::upper_bound(chunk.entries.begin(), chunk.entries.begin() + groups,
                                        quint32(entry.value - chunk.firstEntry));
    return number * qint64(kGroups) + (after - chunk.entries.begin()) - 1;
}

bool LogIndex::beginsEntry(qint64 line) const
{
    return bitAt(chunkOfLine(line).begins, line % kLines);
}

WallTime LogIndex::timeNear(LineNumber entry) const
{
    return group(groupOf(entry)).before;
}

LogTimeline LogIndex::timeline(int spans) const
{
    // between two groups, whose times are known, the entries are taken to come evenly
    qint64 first = toMSecs(m_firstTime);
    qint64 last = first;
    for (qint64 number = 0; number < m_untimed; ++number) {
        if (const qint64 time = toMSecs(group(number).before); time > 0) {
            first = first > 0 ? std::min(first, time) : time;
            last = std::max(last, time);
        }
    }
    if (spans < 1 || first <= 0)
        return {};
    LogTimeline timeline{.from = fromMSecs(first), .span = milliseconds((last - first) / spans + 1)};
    timeline.spans.resize(std::size_t(spans));
    const auto spanOf = [&](qint64 time) { return (time - first) / timeline.span.count(); };
    const auto timeBefore = [&](qint64 number, qint64 unknown) {
        const WallTime time = number < groupCount() ? group(number).before : WallTime{};
        return time == WallTime{} ? unknown : std::clamp(toMSecs(time), first, last);
    };
    qint64 time = timeBefore(0, first);
    for (qint64 number = 0; number < groupCount(); ++number) {
        const Group one = group(number);
        const Chunk &chunk = *m_chunks.at(number / qint64(kGroups));
        const quint8 *marks = chunk.marks.data() + (one.firstEntry - chunk.firstEntry);
        const qint64 next = timeBefore(number + 1, time);
        const qint64 firstSpan = spanOf(time);
        const qint64 spansMore = spanOf(next) - firstSpan;
        for (qint64 i = 0; i < one.entries; ++i) {
            const qint64 span = spansMore == 0 ? firstSpan : firstSpan + spansMore * i / one.entries;
            count(timeline.spans[std::size_t(span)], unpacked(marks[i]), 1);
        }
        time = next;
    }
    return timeline;
}

qint64 LogIndex::memory() const
{
    qint64 bytes = qint64(sizeof(LogIndex));
    for (const QSharedDataPointer<Chunk> &chunk : m_chunks)
        bytes += qint64(sizeof(Chunk)) + qint64(chunk->marks.capacity());
    return bytes;
}

QByteArray LogIndex::toBytes() const
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    const Place last = m_lastBegin.value_or(Place{.at = {}, .line = -1});
    out << kMagic << kVersion << m_lines << m_begun << m_marks << m_untimed << m_end.value << toMSecs(m_firstTime)
        << last.at.value << last.line;
    for (const QSharedDataPointer<Chunk> &chunk : m_chunks) {
        for (std::size_t i = 0; i < kGroups; ++i)
            out << chunk->at[i] << chunk->before[i];
        for (const quint64 word : chunk->begins)
            out << word;
        out.writeBytes(reinterpret_cast<const char *>(chunk->marks.data()), uint(chunk->marks.size()));
    }
    return bytes;
}

std::optional<LogIndex> LogIndex::fromBytes(const QByteArray &bytes)
{
    QDataStream in(bytes);
    quint32 magic = 0;
    quint32 version = 0;
    qint64 firstTime = 0;
    Place last;
    LogIndex index;
    qint64 lines = 0;
    qint64 begun = 0;
    in >> magic >> version >> lines >> begun >> index.m_marks >> index.m_untimed >> index.m_end.value >> firstTime
        >> last.at.value >> last.line;
    const bool plausible = magic == kMagic && version == kVersion && lines >= 0 && lines <= bytes.size() * qint64(8)
        && begun == index.m_marks && index.m_end.value >= 0 && index.m_untimed >= 0;
    if (in.status() != QDataStream::Ok || !plausible)
        return std::nullopt;
    while (index.m_lines < lines) {
        index.m_chunks.append(QSharedDataPointer<Chunk>(new Chunk));
        index.m_lines = std::min(lines, index.m_lines + kLines);
        if (!index.readChunk(in))
            return std::nullopt;
    }
    const bool placed = last.line < index.m_lines && last.at <= index.m_end && last.at.value >= 0
        && (last.line < 0 || index.beginsEntry(last.line));
    if (index.m_begun != begun || !in.atEnd() || !placed || index.m_untimed > index.groupCount())
        return std::nullopt;
    index.m_firstTime = fromMSecs(firstTime);
    if (last.line >= 0)
        index.m_lastBegin = last;
    return index;
}

//! Reads the last chunk, and checks that nothing in it leads out of the index.
bool LogIndex::readChunk(QDataStream &in)
{
    Chunk &chunk = *m_chunks.last();
    chunk.firstEntry = m_begun;
    QByteArray marks;
    for (std::size_t i = 0; i < kGroups; ++i)
        in >> chunk.at[i] >> chunk.before[i];
    for (quint64 &word : chunk.begins)
        in >> word;
    in >> marks;
    if (in.status() != QDataStream::Ok || marks.size() > kLines)
        return false;
    const qint64 firstLine = (m_chunks.size() - 1) * kLines;
    qint64 before = m_chunks.size() > 1 ? m_chunks.at(m_chunks.size() - 2)->at.back() : 0;
    for (qint64 line = 0; line < kLines; ++line) {
        const bool there = firstLine + line < m_lines;
        const auto place = std::size_t(line / kGroup);
        if (there && line % kGroup == 0) {
            if (chunk.at[place] < before || chunk.at[place] > m_end.value)
                return false;
            before = chunk.at[place];
            chunk.entries[place] = quint32(m_begun - chunk.firstEntry);
        }
        const bool begins = bitAt(chunk.begins, line);
        if (begins && !there)
            return false;
        m_begun += begins ? 1 : 0;
    }
    chunk.marks.assign(marks.cbegin(), marks.cend());
    for (const quint8 byte : chunk.marks) {
        if (!isMark(byte))
            return false;
        count(chunk.counts, unpacked(byte), 1);
    }
    return qint64(chunk.marks.size()) == m_begun - chunk.firstEntry;
}

} // namespace rookery::logs
