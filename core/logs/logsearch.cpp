// SPDX-License-Identifier: GPL-3.0-or-later
#include "logsearch.h"

#include "bytelines.h"
#include "entryreader.h"

#include "base/reasons/machine.h"
#include "logrules/linesieve.h"

#include <re2/re2.h>

#include <QThread>

#include <algorithm>
#include <atomic>
#include <iterator>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <utility>

namespace rookery::logs {

namespace {

constexpr qint64 kPieceBytes = 512LL * 1024; // stays in the cache of a processor between reading and looking

using Entries = std::vector<qint64>; //!< ascending

//! Describes a run of groups that is searched at once.
struct Piece {
    qint64 firstGroup = 0;
    qint64 endGroup = 0;
    ByteOffset at;
    ByteOffset end;
    qint64 firstEntry = 0; //!< that begins in it
    qint64 endEntry = 0;
};

Piece pieceFrom(const LogIndex &index, qint64 firstGroup)
{
    const LogIndex::Group first = index.group(firstGroup);
    Piece piece{.firstGroup = firstGroup,
                .endGroup = firstGroup,
                .at = first.at,
                .end = first.at,
                .firstEntry = first.firstEntry,
                .endEntry = first.firstEntry};
    while (piece.endGroup < index.groupCount() && piece.end.value - piece.at.value < kPieceBytes) {
        const LogIndex::Group group = index.group(piece.endGroup++);
        piece.end = group.end;
        piece.endEntry = group.firstEntry + group.entries;
    }
    return piece;
}

//! Returns the places in a block of bytes at which lines begin that contain the expression, one after the other.
class HitLines final
{
public:
    HitLines(const re2::RE2 &text, std::string_view block) : m_text(text), m_block(block) {}

    [[nodiscard]] std::optional<std::size_t> next()
    {
        re2::StringPiece hit;
        if (m_from > m_block.size()
            || !m_text.Match({m_block.data(), m_block.size()}, m_from, m_block.size(), RE2::UNANCHORED, &hit, 1))
            return std::nullopt;
        const auto at = std::size_t(hit.data() - m_block.data());
        if (at == m_block.size() && (m_block.empty() || m_block.back() == '\n'))
            return std::nullopt; // an expression that nothing matches too, after the last line
        const std::size_t end = m_block.find('\n', at);
        m_from = end == std::string_view::npos ? m_block.size() + 1 : end + 1;
        const std::size_t before = at == 0 ? std::string_view::npos : m_block.rfind('\n', at - 1);
        return before == std::string_view::npos ? 0 : before + 1;
    }

private:
    const re2::RE2 &m_text;
    std::string_view m_block;
    std::size_t m_from = 0;
};

//! Holds the entries that were found in a piece.
struct Finds {
    Entries open; //!< begin in the piece, and meet everything but the text
    Entries hits; //!< have a line in the piece that contains the expression
};

//! Returns whether the filter wants nothing but a text.
bool wantsOnlyText(LogFilter filter)
{
    filter.text.clear();
    filter.pattern = filter.inverted = false;
    return filter.isEmpty();
}

//! Looks through pieces of a log. Each thread has its own, so that none waits for the states that an expression builds.
class PieceSearch final
{
public:
    PieceSearch(const SearchedLog &in, LogMatcher matcher, LineNumber from)
        : m_in(in)
        , m_log(*in.log)
        , m_index(in.index)
        , m_matcher(std::move(matcher))
        , m_onlyText(wantsOnlyText(m_matcher.filter()))
        , m_from(from.value)
    {}

    //! Errors: Storage/FileDenied.
    [[nodiscard]] Result<Finds> look(const Piece &piece)
    {
        m_hits.clear();
        Finds finds;
        if (!m_onlyText)
            finds.open = candidatesOf(piece);
        if (m_matcher.text() && !lookFor(*m_matcher.text(), piece))
            return fail(ErrorKind::Storage, Reason::FileDenied);
        finds.hits = std::move(m_hits);
        return finds;
    }

private:
    //! Returns the entries that begin in the piece and meet everything but the text.
    [[nodiscard]] Entries candidatesOf(const Piece &piece)
    {
        Entries entries;
        const LogFilter &filter = m_matcher.filter();
        const bool timed = filter.from != WallTime{} || filter.to != WallTime{};
        for (qint64 number = piece.firstGroup; number < piece.endGroup; ++number) {
            const LogIndex::Group group = m_index.group(number);
            if (timed && !mayHaveTime(number))
                continue;
            const std::size_t before = entries.size();
            const std::vector<LogMark> marks = m_index.marks(number);
            for (qint64 i = std::max(group.firstEntry, m_from); i < group.firstEntry + group.entries; ++i) {
                const LogMark mark = marks[std::size_t(i - group.firstEntry)];
                if (m_matcher.acceptsMark(mark)
                    && (filter.ruleId.isEmpty() || mark.category == category(filter.ruleId)))
                    entries.push_back(i);
            }
            const bool exact = (timed && !m_hasTime) || !filter.ruleId.isEmpty();
            if (exact && entries.size() > before)
                keepExact(entries, before);
        }
        return entries;
    }
    //! Decides about a group by the times at its ends; sets m_hasTime if every entry in it has the wanted time.
    [[nodiscard]] bool mayHaveTime(qint64 number)
    {
        const WallTime first = m_index.group(number).before;
        const WallTime last = number + 1 < m_index.groupCount() ? m_index.group(number + 1).before : WallTime{};
        m_hasTime = false;
        if (first == WallTime{} || last == WallTime{} || last < first)
            return true; // only the lines tell
        const LogFilter &filter = m_matcher.filter();
        m_hasTime = m_matcher.acceptsTime(first) && m_matcher.acceptsTime(last);
        return (filter.to == WallTime{} || first < filter.to) && (filter.from == WallTime{} || last >= filter.from);
    }
    //! Reads the entries from that place on, and keeps those of the wanted rule and time.
    void keepExact(Entries &entries, std::size_t from)
    {
        const qint64 first = entries[from];
        if (!m_reader)
            m_reader.emplace(m_in.log, m_in.rules);
        const QList<LogLine> lines = m_reader->read(m_index, {first}, entries.back() - first + 1);
        const auto unwanted = [&](qint64 entry) {
            const qint64 place = entry - first;
            if (place >= lines.size())
                return true;
            const LogLine &line = lines.at(place);
            const QString &rule = m_matcher.filter().ruleId;
            return !m_matcher.acceptsTime(line.time) || (!rule.isEmpty() && line.ruleId != rule);
        };
        entries.erase(std::remove_if(entries.begin() + std::ptrdiff_t(from), entries.end(), unwanted), entries.end());
    }
    [[nodiscard]] LogCategory category(const QString &ruleId)
    {
        if (!m_category) {
            const logrules::LineSieve sieve(m_in.rules);
            const int rule = sieve.ruleOf(ruleId);
            m_category = rule == logrules::LineSieve::kNone ? LogCategory::None : sieve.category(rule);
        }
        return *m_category;
    }
    //! Adds to m_hits the entries whose lines in the piece contain the expression.
    bool lookFor(const re2::RE2 &text, const Piece &piece)
    {
        m_block.resize(std::size_t(piece.end.value - piece.at.value));
        if (m_log.read(piece.at, m_block.data(), qint64(m_block.size())) != qint64(m_block.size()))
            return false;
        if (m_in.foreign && (m_log.decoder().prefersForeign() || !isUtf8(m_block)))
            lookForForeign(text, piece);
        else
            lookForBytes(text, piece);
        return true;
    }
    void lookForBytes(const re2::RE2 &text, const Piece &piece)
    {
        HitLines hits(text, m_block);
        std::string_view rest = m_block;
        qint64 line = piece.firstGroup * LogIndex::kGroup;
        qint64 entry = piece.firstEntry - 1;
        while (const std::optional<std::size_t> hit = hits.next()) {
            // up to the line of the hit, and over it
            while (m_block.size() - rest.size() <= *hit && !rest.empty()) {
                entry += m_index.beginsEntry(line++) ? 1 : 0;
                std::ignore = cutLine(rest);
            }
            addHit(entry);
        }
    }
    //! Looks into a piece with lines in another encoding, line by line.
    void lookForForeign(const re2::RE2 &text, const Piece &piece)
    {
        LineDecoder decoder = m_log.decoder();
        std::string_view rest = m_block;
        qint64 entry = piece.firstEntry - 1;
        for (qint64 line = piece.firstGroup * LogIndex::kGroup; !rest.empty(); ++line) {
            entry += m_index.beginsEntry(line) ? 1 : 0;
            const std::string_view bytes = cutLine(rest);
            const std::string utf8 = decoder.text(QByteArray(bytes.data(), qsizetype(bytes.size()))).toStdString();
            if (RE2::PartialMatch(utf8, text))
                addHit(entry);
        }
    }
    void addHit(qint64 entry)
    {
        if (entry >= m_from && (m_hits.empty() || m_hits.back() != entry))
            m_hits.push_back(entry);
    }

    const SearchedLog &m_in;
    const SeekableLog &m_log;
    LogIndex m_index;
    LogMatcher m_matcher;
    bool m_onlyText;
    qint64 m_from;
    std::optional<EntryReader> m_reader; //!< made when it is needed
    std::optional<LogCategory> m_category; //!< of the wanted rule
    bool m_hasTime = false;
    std::string m_block;
    Entries m_hits;
};

//! Searches the pieces of a log on several threads, and decides about its entries in their order.
class Search final
{
public:
    Search(const SearchedLog &in, const LogMatcher &matcher, LineNumber from, std::stop_token stop,
           const TakeMatches &take)
        : m_in(in)
        , m_filter(matcher.filter())
        , m_hasText(matcher.text() != nullptr)
        , m_onlyText(wantsOnlyText(m_filter))
        , m_from(from)
        , m_stop(std::move(stop))
        , m_take(take)
        , m_settled(from.value)
    {}

    Result<> run()
    {
        const LogIndex &index = m_in.index;
        for (qint64 group = m_from.value < index.entryCount() ? index.groupOf(m_from) : index.groupCount();
             group < index.groupCount(); group = m_pieces.back().endGroup)
            m_pieces.push_back(pieceFrom(index, group));
        const auto most = std::size_t(std::clamp(QThread::idealThreadCount(), 1, kMostThreads));
        std::vector<std::thread> others;
        while (others.size() + 1 < std::min(most, m_pieces.size()))
            others.emplace_back([this] { work(); });
        work();
        for (std::thread &other : others)
            other.join();
        if (m_stop.stop_requested())
            return fail(ErrorKind::Cancelled, Reason::None);
        return m_done;
    }

private:
    static constexpr int kMostThreads = 4; // each has a piece in memory

    //! Looks through one piece after the other that no thread has taken. Each of the threads runs this.
    void work()
    {
        Result<LogMatcher> matcher = LogMatcher::compile(m_filter);
        if (!matcher) {
            const std::lock_guard lock(m_mutex);
            m_done = fail(matcher.error());
            return;
        }
        PieceSearch search(m_in, *std::move(matcher), m_from);
        for (std::size_t next = m_next++; next < m_pieces.size() && !m_stop.stop_requested(); next = m_next++) {
            Result<Finds> finds = search.look(m_pieces[next]);
            const std::lock_guard lock(m_mutex);
            if (!finds)
                m_done = fail(finds.error());
            if (!m_done)
                return;
            m_ahead.emplace(next, *std::move(finds));
            settleWhatFollows();
        }
    }
    //! Decides about the pieces up to the first that was not looked through yet.
    void settleWhatFollows()
    {
        for (auto finds = m_ahead.begin(); finds != m_ahead.end() && finds->first == m_settledPieces;
             finds = m_ahead.erase(finds)) {
            m_open.insert(m_open.end(), finds->second.open.begin(), finds->second.open.end());
            for (const qint64 hit : finds->second.hits) {
                if (m_hits.empty() || m_hits.back() < hit) // an entry may have lines in both pieces
                    m_hits.push_back(hit);
            }
            const bool last = ++m_settledPieces == m_pieces.size();
            // the last entry may go on in the next piece
            settle(last ? m_in.index.entryCount() : m_pieces[m_settledPieces - 1].endEntry - 1);
        }
    }
    //! Decides about the entries before `end`, whose lines were all seen.
    void settle(qint64 end)
    {
        if (m_onlyText) { // every entry would be open
            for (qint64 entry = m_settled; entry < end && (m_filter.inverted || !m_hasText); ++entry)
                m_open.push_back(entry);
            if (m_open.empty())
                m_open.assign(m_hits.begin(), std::lower_bound(m_hits.begin(), m_hits.end(), end));
        }
        m_settled = end;
        const auto decided = std::lower_bound(m_open.begin(), m_open.end(), end);
        const auto hits = std::lower_bound(m_hits.begin(), m_hits.end(), end);
        Entries matches;
        if (!m_hasText)
            matches.assign(m_open.begin(), decided);
        else if (m_filter.inverted)
            std::set_difference(m_open.begin(), decided, m_hits.begin(), hits, std::back_inserter(matches));
        else
            std::set_intersection(m_open.begin(), decided, m_hits.begin(), hits, std::back_inserter(matches));
        m_open.erase(m_open.begin(), decided);
        m_hits.erase(m_hits.begin(), hits);
        std::vector<LineNumber> lines;
        lines.reserve(matches.size());
        for (const qint64 entry : matches)
            lines.push_back({entry});
        m_take(lines, end);
    }

    const SearchedLog &m_in;
    LogFilter m_filter;
    bool m_hasText;
    bool m_onlyText; //!< the filter wants nothing else
    LineNumber m_from;
    std::stop_token m_stop;
    const TakeMatches &m_take;
    std::vector<Piece> m_pieces;
    std::atomic<std::size_t> m_next = 0; //!< the first piece that no thread has taken

    std::mutex m_mutex; //!< of what follows
    Result<> m_done;
    std::map<std::size_t, Finds> m_ahead; //!< by piece: looked through before those in front of them
    std::size_t m_settledPieces = 0;
    qint64 m_settled; //!< the first entry about which nothing is decided
    Entries m_open; //!< entries that meet everything but the text, about which nothing is decided
    Entries m_hits; //!< entries that contain the expression
};

} // namespace

Result<> searchLog(const SearchedLog &in, const LogMatcher &matcher, LineNumber from, const std::stop_token &stop,
                   const TakeMatches &take)
{
    return Search(in, matcher, from, stop, take).run();
}

} // namespace rookery::logs
