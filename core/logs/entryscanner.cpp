// SPDX-License-Identifier: GPL-3.0-or-later
#include "entryscanner.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace rookery::logs {

namespace {

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

QString textOf(const std::string &utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

} // namespace

EntryScanner::EntryScanner(const logrules::RuleSet &rules, logrules::LogParser &parser, LineDecoder decoder)
    : m_rules(rules)
    , m_sieve(rules)
    , m_parser(parser)
    , m_decoder(decoder)
{}

bool EntryScanner::addBytes(std::string_view line, bool valid)
{
    const std::string_view whole = line; // what a decoder says of the last bytes depends on it
    if (!line.empty() && line.back() == '\r')
        line.remove_suffix(1);
    if (valid && !m_parser.isCut() && !m_decoder.isForeign(line) && takeHead(line))
        return true;
    if (m_state == State::Pending && isBlank(line)) {
        ++m_blanks; // counts only if the entry goes on
        return false;
    }
    return addText(m_decoder.text(QByteArray(whole.data(), qsizetype(whole.size()))));
}

//! Takes the line if it begins an entry, as its bytes alone say.
bool EntryScanner::takeHead(std::string_view line)
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

bool EntryScanner::addText(const QString &line)
{
    if (m_state == State::Pending) {
        feed(textOf(m_pending));
        for (int i = 0; i < m_blanks; ++i)
            feed(QString());
        m_blanks = 0;
    }
    m_state = State::Parsing;
    return feed(line);
}

bool EntryScanner::feed(const QString &line)
{
    const bool wasOpen = m_parser.isOpen();
    const std::optional<logrules::RawLogEntry> entry = m_parser.feed(line);
    if (entry)
        report(*entry);
    return entry || (!wasOpen && m_parser.isOpen());
}

void EntryScanner::finish()
{
    endEntry();
}

void EntryScanner::endEntry()
{
    if (m_state == State::Pending) {
        m_lastWasPending = true;
        const int rule = m_sieve.ruleOf(m_head.level, std::string_view(m_pending).substr(m_head.textFrom));
        m_state = State::Between;
        entryEnded({.level = m_head.level,
                    .category = rule == logrules::LineSieve::kNone ? LogCategory::None : m_sieve.category(rule),
                    .rule = rule,
                    .hasOwnTime = true,
                    .yearGuessed = m_head.yearGuessed});
    } else if (m_state == State::Parsing) {
        if (const std::optional<logrules::RawLogEntry> entry = m_parser.finish())
            report(*entry);
    }
    m_blanks = 0;
    m_state = State::Between;
}

void EntryScanner::report(const logrules::RawLogEntry &entry)
{
    m_lastWasPending = false;
    m_lastTime = entry.time;
    const LogLine line = m_rules.makeLine(entry.level, entry.text, entry.ownFrom);
    entryEnded({.level = entry.level,
                .category = line.category,
                .rule = m_sieve.ruleOf(line.ruleId),
                .hasOwnTime = entry.hasOwnTime,
                .yearGuessed = entry.yearGuessed});
}

WallTime EntryScanner::time()
{
    if (!m_lastWasPending)
        return m_lastTime;
    std::ignore = m_parser.feed(textOf(m_pending)); // the parser has no entry now: this one did not go through it
    const std::optional<logrules::RawLogEntry> entry = m_parser.finish();
    return entry ? entry->time : WallTime{};
}

} // namespace rookery::logs
