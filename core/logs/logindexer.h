// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logindex.h"
#include "seekablelog.h"

#include "logrules/ruleset.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace rookery::logs {

//! Holds what the indexer found out about a log besides its index.
struct LogFindings {
    bool foreign = false; //!< a line is GB18030
    bool yearGuessed = false;
    bool anyTime = false;

    bool operator==(const LogFindings &) const = default;
};

//! Makes the index of a log, and continues it when the log has grown. Any one thread.
class LogIndexer final
{
    Q_DISABLE_COPY_MOVE(LogIndexer)

public:
    LogIndexer(std::shared_ptr<const SeekableLog> log, logrules::RuleSet rules);
    ~LogIndexer();

    //! Continues with an index that was kept.
    void start(LogIndex index, const LogFindings &findings);
    //! Reads from where the index ends to the end of the log; the last entry before is read again, since it may go on.
    //! `publish` is called about ten times a second and at the end. Cancelled soon after `stop` is requested, then what
    //! is there can be continued no more. Errors: Storage/FileDenied.
    Result<> run(const std::stop_token &stop, const std::function<void(const LogIndexer &)> &publish);

    [[nodiscard]] const LogIndex &index() const { return m_index; }
    [[nodiscard]] const LogFindings &findings() const { return m_findings; }
    [[nodiscard]] LogReading reading() const;

private:
    class Scanner;

    std::shared_ptr<const SeekableLog> m_log;
    logrules::RuleSet m_rules;
    std::unique_ptr<logrules::LogParser> m_parser;
    LogIndex m_index;
    LogFindings m_findings;
};

} // namespace rookery::logs
