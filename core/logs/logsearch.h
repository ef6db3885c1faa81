// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logindex.h"
#include "logmatcher.h"
#include "seekablelog.h"

#include "logrules/ruleset.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace rookery::logs {

//! Takes entries that match, ascending and after those before, and how many entries were searched. Called on several
//! threads, but never on two at once.
using TakeMatches = std::function<void(const std::vector<LineNumber> &lines, qint64 done)>;

//! Holds what a search needs of a log.
struct SearchedLog {
    std::shared_ptr<const SeekableLog> log;
    LogIndex index;
    logrules::RuleSet rules;
    bool foreign = false; //!< a line is GB18030
};

//! Finds the entries of an indexed log that match, from `from` on. What a line contains is looked for in the bytes of
//! the file, in every line of the entry. Blocks while it and up to three more threads search; any thread. Cancelled
//! soon after `stop` is requested; Storage/FileDenied if the log is not what it was.
[[nodiscard]] Result<> searchLog(const SearchedLog &in, const LogMatcher &matcher, LineNumber from,
                                 const std::stop_token &stop, const TakeMatches &take);

} // namespace rookery::logs
