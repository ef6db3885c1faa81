// SPDX-License-Identifier: GPL-3.0-or-later
#include "entryreader.h"

#include "bytelines.h"

#include <algorithm>
#include <utility>

namespace rookery::logs {

IndexedLines::IndexedLines(const SeekableLog &log, const LogIndex &index, qint64 group)
    : m_log(log)
    , m_index(index)
    , m_group(group)
    , m_line(group * LogIndex::kGroup)
    , m_entry(index.group(group).firstEntry - 1)
    , m_groupEnd(m_line)
{}

std::optional<IndexedLines::Line> IndexedLines::next()
{
    if (m_line == m_groupEnd && !readGroup())
        return std::nullopt;
    if (m_rest.empty())
        return std::nullopt; // the log is shorter than it was
    const std::size_t before = m_rest.size();
    Line line{.bytes = cutLine(m_rest), .begins = m_index.beginsEntry(m_line)};
    line.isRest = std::exchange(m_open, before - m_rest.size() == line.bytes.size());
    m_entry += line.begins ? 1 : 0;
    line.entry = m_entry;
    ++m_line;
    return line;
}

bool IndexedLines::readGroup()
{
    if (m_group >= m_index.groupCount())
        return false;
    const LogIndex::Group group = m_index.group(m_group++);
    m_bytes.resize(std::size_t(group.end.value - group.at.value));
    const qint64 got = m_log.read(group.at, m_bytes.data(), qint64(m_bytes.size()));
    m_bytes.resize(std::size_t(std::max<qint64>(got, 0)));
    m_rest = m_bytes;
    m_groupEnd += group.lines;
    return true;
}

EntryReader::EntryReader(std::shared_ptr<const SeekableLog> log, logrules::RuleSet rules)
    : m_log(std::move(log))
    , m_rules(std::move(rules))
    , m_parser(m_log->makeParser())
    , m_decoder(m_log->decoder())
{}

QList<LogLine> EntryReader::read(const LogIndex &index, LineNumber first, qint64 count)
{
    QList<LogLine> lines;
    count = std::min(count, index.entryCount() - first.value);
    if (count <= 0)
        return lines;
    const qint64 group = index.groupOf(first);
    const qint64 begin = index.group(group).firstEntry;
    m_parser->resume(index.group(group).before);
    const auto add = [&](const std::optional<logrules::RawLogEntry> &entry, qint64 number) {
        if (!entry || number < first.value)
            return;
        LogLine line = m_rules.makeLine(entry->level, entry->text, entry->ownFrom);
        line.seq = number + 1;
        line.time = entry->time;
        line.timeIsOurs = !entry->hasOwnTime;
        lines.append(line);
    };
    IndexedLines from(*m_log, index, group);
    while (const std::optional<IndexedLines::Line> line = from.next()) {
        if (line->entry >= first.value + count)
            break;
        if (line->entry < begin || line->isRest)
            continue; // of an entry that began before the group, or what no entry holds of a long line
        const QString text = m_decoder.text(QByteArray(line->bytes.data(), qsizetype(line->bytes.size())));
        add(m_parser->feed(text), line->entry - 1);
    }
    add(m_parser->finish(), first.value + lines.size());
    return lines;
}

} // namespace rookery::logs
