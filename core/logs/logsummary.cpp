// SPDX-License-Identifier: GPL-3.0-or-later
#include "logsummary.h"

#include "logsource.h"

#include "base/reasons/machine.h"
#include "base/reasons/picture.h"
#include "logrules/linesieve.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logs {

namespace {

constexpr std::size_t kBlock = 1024UL * 1024;

//! Returns whether the line has nothing in it that `feed` would take out of it, or read as another line.
bool isPlain(std::string_view line)
{
    unsigned odd = 0;
    for (const char c : line) {
        const auto byte = static_cast<unsigned char>(c);
        odd |= unsigned(byte < 0x20 && byte != '\t') | unsigned(byte == 0x7F) | unsigned(byte == 0xC2) << 1U;
    }
    if (odd < 2)
        return odd == 0;
    // U+0080 … U+009F are control characters of two bytes
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        if (static_cast<unsigned char>(line[i]) == 0xC2 && static_cast<unsigned char>(line[i + 1]) < 0xA0)
            return false;
    }
    return (odd & 1U) == 0;
}

bool isBlank(std::string_view line)
{
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

//! Removes colours (`ESC [ … m`), which consoles have at the level of every line.
void dropColours(std::string_view line, std::string &plain)
{
    plain.clear();
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t escape = std::min(line.find("\x1B[", at), line.size());
        plain.append(line.substr(at, escape - at));
        const std::size_t end = line.find_first_not_of("0123456789;", std::min(escape + 2, line.size()));
        if (escape < line.size() && (end == std::string_view::npos || line[end] != 'm')) {
            plain.append(line.substr(escape)); // another sequence, which is not for us
            return;
        }
        at = escape < line.size() ? end + 1 : line.size();
    }
}

//! Counts the entries of a log. An entry of one plain line is counted from its bytes; every other goes through the
//! parser, with all its lines.
class EntryCounter final
{
public:
    EntryCounter(const logrules::RuleSet &rules, logrules::LogParser &parser, const LineDecoder &decoder,
                 LogSummary &into)
        : m_rules(rules)
        , m_sieve(rules)
        , m_parser(parser)
        , m_decoder(decoder)
        , m_into(into)
        , m_byRule(std::size_t(m_sieve.size()))
    {}

    //! Takes a line without its line end; `valid`: it is known to be UTF-8.
    void addBytes(std::string_view line, bool valid)
    {
        const std::string_view whole = line; // what a decoder says of the last bytes depends on it
        if (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        if (valid && !m_parser.isCut() && !m_decoder.isForeign(line) && takeHead(line))
            return;
        if (m_state == State::Pending && isBlank(line)) {
            ++m_blanks; // counts only if the entry goes on
            return;
        }
        addText(m_decoder.text(QByteArray(whole.data(), qsizetype(whole.size()))));
    }
    //! Takes the line if it begins an entry, as its bytes alone say.
    bool takeHead(std::string_view line)
    {
        if (line.find('\x1B') != std::string_view::npos) {
            dropColours(line, m_plain);
            line = m_plain;
        }
        if (!isPlain(line))
            return false;
        std::size_t wrapped = 0;
        bool dated = false;
        for (const logrules::LogWrapping wrapping : m_parser.wrappings()) {
            const std::optional<logrules::ByteWrapping> one = logrules::wrappingOf(wrapping, line.substr(wrapped));
            if (!one)
                return false;
            wrapped += one->length;
            dated = dated || (one->length > 0 && one->dated);
        }
        const std::optional<logrules::ByteHead> head = m_parser.byteHead(line.substr(wrapped));
        if (!head)
            return false;
        if (!std::exchange(m_learnt, true))
            m_parser.learn(QString::fromUtf8(line.data(), qsizetype(line.size())));
        endEntry();
        m_pending.assign(line);
        m_head = *head;
        m_head.textFrom += wrapped;
        m_head.yearGuessed = m_head.yearGuessed && !dated;
        m_state = State::Pending;
        return true;
    }
    void addText(const QString &line)
    {
        if (m_state == State::Pending) {
            m_state = State::Parsing;
            feed(textOf(m_pending));
            for (int i = 0; i < m_blanks; ++i)
                feed(QString());
            m_blanks = 0;
        }
        m_state = State::Parsing;
        feed(line);
    }
    void finish()
    {
        endEntry();
        for (std::size_t rule = 0; rule < m_byRule.size(); ++rule) {
            if (m_byRule[rule] > 0)
                m_into.rules[m_sieve.id(int(rule))] += m_byRule[rule];
        }
        m_into.first = m_firstHead.empty() ? m_into.first : timeOf(m_firstHead);
        m_into.last = m_lastIsPending ? timeOf(m_pending) : m_lastTime;
        m_into.reading.timeless = m_into.entries > 0 && !m_anyTime;
    }
    [[nodiscard]] QString encoding() const { return m_decoder.encoding(); }

private:
    enum class State {
        Between, //!< no entry is open
        Pending, //!< m_pending is a whole entry, unless a line follows that continues it
        Parsing, //!< the parser has the entry
    };

    static QString textOf(const std::string &utf8) { return QString::fromUtf8(utf8.data(), qsizetype(utf8.size())); }

    //! Returns the time of an entry that was counted from its bytes. Only between two entries.
    [[nodiscard]] WallTime timeOf(const std::string &head)
    {
        std::ignore = m_parser.feed(textOf(head));
        const std::optional<logrules::RawLogEntry> entry = m_parser.finish();
        return entry ? entry->time : WallTime{};
    }
    [[nodiscard]] bool knowsFirst() const { return m_into.first != WallTime{} || !m_firstHead.empty(); }
    void feed(const QString &line)
    {
        if (const std::optional<logrules::RawLogEntry> entry = m_parser.feed(line))
            count(*entry);
    }
    void endEntry()
    {
        if (m_state == State::Pending) {
            if (!knowsFirst())
                m_firstHead = m_pending;
            m_into.reading.yearGuessed = m_into.reading.yearGuessed || m_head.yearGuessed;
            m_anyTime = true;
            m_lastIsPending = true;
            count(m_head.level, m_sieve.ruleOf(m_head.level, std::string_view(m_pending).substr(m_head.textFrom)));
        } else if (m_state == State::Parsing) {
            if (const std::optional<logrules::RawLogEntry> entry = m_parser.finish())
                count(*entry);
        }
        m_blanks = 0;
        m_state = State::Between;
    }
    void count(const logrules::RawLogEntry &entry)
    {
        if (!knowsFirst())
            m_into.first = entry.time;
        m_into.reading.yearGuessed = m_into.reading.yearGuessed || entry.yearGuessed;
        m_anyTime = m_anyTime || entry.hasOwnTime;
        m_lastIsPending = false;
        m_lastTime = entry.time;
        count(entry.level, m_sieve.ruleOf(m_rules.makeLine(entry.level, entry.text, entry.ownFrom).ruleId));
    }
    void count(LogLevel level, int rule)
    {
        ++m_into.entries;
        ++m_into.levels[std::size_t(level)];
        const LogCategory category = rule == logrules::LineSieve::kNone ? LogCategory::None : m_sieve.category(rule);
        ++m_into.categories[std::size_t(category)];
        if (rule != logrules::LineSieve::kNone)
            ++m_byRule[std::size_t(rule)];
    }

    const logrules::RuleSet &m_rules;
    logrules::LineSieve m_sieve;
    logrules::LogParser &m_parser;
    LineDecoder m_decoder;
    LogSummary &m_into;
    std::vector<qint64> m_byRule;
    bool m_learnt = false; //!< the parser has seen a head
    State m_state = State::Between;
    std::string m_pending;
    logrules::ByteHead m_head; //!< of m_pending
    std::string m_plain; //!< a line without its colours
    int m_blanks = 0; //!< blank lines behind m_pending
    std::string m_firstHead; //!< the first entry with a time, if it was counted from its bytes
    bool m_lastIsPending = false; //!< the last entry is in m_pending
    WallTime m_lastTime{};
    bool m_anyTime = false;
};

//! Reads a file block by block, and gives its lines on.
class ByteLines final
{
public:
    ByteLines(QIODevice &file, EntryCounter &counter, LogSummary &into) : m_file(file), m_counter(counter), m_into(into)
    {}

    Result<> run(const std::stop_token &stop, const ScanProgress &progress)
    {
        const qint64 all = m_file.isSequential() ? 0 : m_file.size();
        for (;;) {
            if (stop.stop_requested())
                return fail(ErrorKind::Cancelled, Reason::None);
            const std::size_t kept = m_block.size();
            m_block.resize(kept + kBlock);
            const qint64 got = m_file.read(m_block.data() + kept, kBlock);
            if (got < 0 && !m_file.isSequential())
                return fail(ErrorKind::Storage, Reason::FileDenied, m_file.errorString());
            m_block.resize(kept + std::size_t(std::max<qint64>(got, 0)));
            m_into.bytes += std::max<qint64>(got, 0);
            takeLines(got <= 0);
            if (got <= 0)
                return {};
            if (progress && all > 0)
                progress(m_into.bytes, std::max(all, m_into.bytes));
        }
    }

private:
    void takeLines(bool atEnd)
    {
        const std::string_view block(m_block);
        const std::size_t lastEnd = block.rfind('\n');
        const std::size_t whole = lastEnd == std::string_view::npos ? 0 : lastEnd + 1;
        const bool valid = isUtf8(block.substr(0, whole));
        std::size_t at = 0;
        while (at < whole) {
            const std::size_t end = block.find('\n', at);
            take(block.substr(at, end - at), valid);
            ++m_into.lines;
            m_open = false;
            at = end + 1;
        }
        if (block.size() - at >= std::size_t(kLongestLine) || (atEnd && at < block.size())) {
            take(block.substr(at), false);
            m_open = true;
            at = block.size();
        }
        if (atEnd && m_open)
            ++m_into.lines;
        m_block.erase(0, at);
    }
    //! Takes a line, or the beginning of a long one, whose rest is dropped as everywhere else.
    void take(std::string_view line, bool valid)
    {
        if (!m_open)
            takeOne(line.substr(0, std::size_t(kLongestLine)), valid && line.size() <= std::size_t(kLongestLine));
    }
    void takeOne(std::string_view line, bool valid) { m_counter.addBytes(line, valid || isUtf8(line)); }
    static bool isUtf8(std::string_view text)
    {
        return QUtf8StringView(text.data(), qsizetype(text.size())).isValidUtf8();
    }

    QIODevice &m_file;
    EntryCounter &m_counter;
    LogSummary &m_into;
    bool m_open = false; //!< a part of a line was taken, but not its end
    std::string m_block; //!< begins with the line that the block before did not end
};

Result<> readWide(TextLines &text, EntryCounter &counter, LogSummary &into, const std::stop_token &stop)
{
    while (!text.atEnd()) {
        if (stop.stop_requested())
            return fail(ErrorKind::Cancelled, Reason::None);
        const std::optional<QString> line = text.next(kLongestLine);
        if (!line)
            break; // removed while reading
        ++into.lines;
        counter.addText(*line);
    }
    return {};
}

} // namespace

Result<LogSummary> summarizeLog(const QString &path, GatewayKind kind, const logrules::RuleSet &rules,
                                const std::stop_token &stop, const ScanProgress &progress)
{
    const auto source = LogSource::open(path, kind);
    if (!source)
        return fail(source.error());
    TextLines &text = (*source)->text();
    QIODevice &device = (*source)->device();
    LogSummary summary;
    summary.kind = kind;
    EntryCounter counter(rules, (*source)->parser(), text.decoder(), summary);
    const Result<> read = text.isWide() ? readWide(text, counter, summary, stop)
                                        : ByteLines(device, counter, summary).run(stop, progress);
    if (!read)
        return fail(read.error());
    if (const Result<> whole = checkWhole(device); !whole)
        return fail(whole.error());
    counter.finish();
    if (text.isWide())
        summary.bytes = text.bytesRead();
    summary.reading.encoding = text.isWide() ? text.encoding() : counter.encoding();
    summary.reading.misread = (*source)->misread();
    summary.reading.wrappings = (*source)->wrappings();
    return summary;
}

} // namespace rookery::logs
