// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "textlines.h"

#include "logrules/linesieve.h"
#include "logrules/logparser.h"

#include <string>
#include <string_view>

namespace rookery::logs {

//! Holds what a scan knows of an entry without its text.
struct ScannedEntry {
    LogLevel level = LogLevel::Info;
    LogCategory category = LogCategory::None;
    int rule = logrules::LineSieve::kNone;
    bool hasOwnTime = false;
    bool yearGuessed = false;
};

//! Finds the entries of a log, line by line, and classifies them. An entry of one plain line is decided from its bytes;
//! every other goes through the parser, with all its lines.
class EntryScanner
{
    Q_DISABLE_COPY_MOVE(EntryScanner)

public:
    EntryScanner(const logrules::RuleSet &rules, logrules::LogParser &parser, LineDecoder decoder);
    virtual ~EntryScanner() = default;

    //! Takes a line without its line end, and returns whether it begins an entry. `valid`: it is known to be UTF-8.
    bool addBytes(std::string_view line, bool valid);
    bool addText(const QString &line);
    //! Ends the last entry.
    void finish();

    [[nodiscard]] QString encoding() const { return m_decoder.encoding(); } //!< of the lines so far

protected:
    //! Takes an entry, which is complete, in the order of the log.
    virtual void entryEnded(const ScannedEntry &entry) = 0;

    //! Returns the time of the entry that ended last. For most it must be parsed now.
    [[nodiscard]] WallTime time();
    [[nodiscard]] const logrules::LineSieve &sieve() const { return m_sieve; }

private:
    enum class State {
        Between, //!< no entry is open
        Pending, //!< m_pending is a whole entry, unless a line follows that continues it
        Parsing, //!< the parser has the entry
    };

    [[nodiscard]] bool takeHead(std::string_view line);
    bool feed(const QString &line);
    void endEntry();
    void report(const logrules::RawLogEntry &entry);

    const logrules::RuleSet &m_rules;
    logrules::LineSieve m_sieve;
    logrules::LogParser &m_parser;
    bool m_learnt = false; //!< the parser has seen a head
    LineDecoder m_decoder;
    State m_state = State::Between;
    std::string m_pending; //!< stays after its entry ended, until the next such line
    logrules::ByteHead m_head; //!< of m_pending
    std::string m_plain; //!< a line without its colours
    int m_blanks = 0; //!< blank lines behind m_pending
    bool m_lastWasPending = false; //!< the entry that ended last is in m_pending
    WallTime m_lastTime{}; //!< else: its time
};

} // namespace rookery::logs
