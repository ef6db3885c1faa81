// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logindex.h"
#include "seekablelog.h"
#include "textlines.h"

#include "logrules/ruleset.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace rookery::logs {

//! Walks over the lines of an indexed log, group by group. Any one thread.
class IndexedLines final
{
public:
    //! Begins with the first line of a group.
    IndexedLines(const SeekableLog &log, const LogIndex &index, qint64 group);

    //! Describes a line; its bytes stay until the next call.
    struct Line {
        std::string_view bytes;
        qint64 entry = 0; //!< to which it belongs
        bool begins = false;
        bool isRest = false; //!< a later piece of a long line
    };
    //! Returns the next line; nullopt: the index ends, or the log is not what it was.
    [[nodiscard]] std::optional<Line> next();

private:
    bool readGroup();

    const SeekableLog &m_log;
    const LogIndex &m_index;
    qint64 m_group;
    qint64 m_line; //!< of the file
    qint64 m_entry; //!< of the line before
    qint64 m_groupEnd; //!< line
    std::string m_bytes;
    std::string_view m_rest;
    bool m_open = false; //!< a part of a line was returned, but not its end
};

//! Reads the entries of an indexed log as lines that are ready to be shown. Any one thread.
class EntryReader final
{
    Q_DISABLE_COPY_MOVE(EntryReader)

public:
    EntryReader(std::shared_ptr<const SeekableLog> log, logrules::RuleSet rules);
    ~EntryReader() = default;

    //! Reads entries, masked, `seq` from 1; fewer if the log is not what it was when it was indexed.
    [[nodiscard]] QList<LogLine> read(const LogIndex &index, LineNumber first, qint64 count);

private:
    std::shared_ptr<const SeekableLog> m_log;
    logrules::RuleSet m_rules;
    std::unique_ptr<logrules::LogParser> m_parser;
    LineDecoder m_decoder;
};

} // namespace rookery::logs
