// SPDX-License-Identifier: GPL-3.0-or-later
#include "linesieve.h"

#include "logparser.h"

#include <algorithm>
#include <cstring>

namespace rookery::logrules {

namespace {

constexpr std::size_t kKeyBytes = 4;
constexpr std::size_t kHeadBytes = 512; //!< no head of a rule file is longer

std::uint32_t keyOf(std::string_view bytes)
{
    std::uint32_t key = 0;
    std::memcpy(&key, bytes.data(), kKeyBytes);
    return key;
}

//! Returns the first part of the text that is no longer than `most` and ends between two characters.
std::string_view beginning(std::string_view text, std::size_t most)
{
    if (text.size() <= most)
        return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80)
        --most;
    return text.substr(0, most);
}

QString textOf(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

} // namespace

//! Keeps the first rule, in the order of the data, whose beginning fits.
class LineSieve::Found final
{
public:
    void offer(const Beginning &beginning)
    {
        m_onlyPayload = m_onlyPayload && beginning.payload;
        if (!m_first || beginning.rule < m_first->rule || (beginning.rule == m_first->rule && beginning.certain))
            m_first = &beginning;
    }
    [[nodiscard]] const Beginning *first() const { return m_first; }
    [[nodiscard]] bool onlyPayload() const { return m_onlyPayload; }

private:
    const Beginning *m_first = nullptr;
    bool m_onlyPayload = true;
};

LineSieve::LineSieve(const RuleSet &rules) : m_rules(rules)
{
    const std::vector<RuleBeginning> beginnings = rules.beginnings();
    for (const RuleBeginning &from : beginnings) {
        if (!m_numbers.contains(from.ruleId)) {
            m_numbers.insert(from.ruleId, int(m_ids.size()));
            m_ids.append(from.ruleId);
            m_categories.push_back(from.category);
        }
        const Beginning beginning{.literal = from.literal.toStdString(),
                                  .rule = m_numbers.value(from.ruleId),
                                  .certain = from.certain,
                                  .payload = from.payload,
                                  .afterHead = from.afterHead};
        for (const LogLevel level :
             {LogLevel::Debug, LogLevel::Info, LogLevel::Warn, LogLevel::Error, LogLevel::Fatal}) {
            if ((from.levels & 1U << unsigned(level)) != 0)
                add(level, beginning);
        }
    }
}

void LineSieve::add(LogLevel level, Beginning beginning)
{
    Level &one = m_levels[std::size_t(level)];
    if (beginning.afterHead)
        one.firstAfterHead = std::min(one.firstAfterHead, beginning.rule);
    std::vector<Beginning> &list =
        beginning.literal.size() < kKeyBytes ? one.shorter : one.longer[keyOf(beginning.literal)];
    list.push_back(std::move(beginning));
}

void LineSieve::search(const Level &level, std::string_view words, bool afterHead, Found &found)
{
    const auto look = [words, afterHead, &found](const std::vector<Beginning> &list) {
        for (const Beginning &one : list) {
            if (one.afterHead == afterHead && words.starts_with(one.literal))
                found.offer(one);
        }
    };
    look(level.shorter);
    if (words.size() < kKeyBytes)
        return;
    if (const auto list = level.longer.find(keyOf(words)); list != level.longer.end())
        look(list->second);
}

//! Returns how many bytes the head takes; nullopt: only the text tells.
std::optional<std::size_t> LineSieve::headLength(std::string_view words) const
{
    const std::string_view most = beginning(words, kHeadBytes);
    const QString text = textOf(most);
    const qsizetype length = m_rules.headLength(text);
    if (length == text.size() && most.size() < words.size())
        return std::nullopt;
    return std::size_t(QStringView(text).first(length).toUtf8().size());
}

int LineSieve::ruleOf(LogLevel level, std::string_view text) const
{
    const Level &one = m_levels[std::size_t(level)];
    const std::size_t from = text.find_first_not_of(" \t\n");
    if (from == std::string_view::npos)
        return kNone;
    const std::string_view words = text.substr(from);
    // blanks of Unicode may come before the words too
    constexpr std::string_view kBlanks[] = {"\xC2\xA0", "\xE1\x9A\x80", "\xE2\x80", "\xE2\x81\x9F", "\xE3\x80\x80"};
    for (const std::string_view blank : kBlanks) {
        if (words.starts_with(blank))
            return exact(level, text);
    }
    Found found;
    search(one, words, false, found);
    const bool decided = found.first() && found.first()->certain && found.first()->rule < one.firstAfterHead;
    if (!decided && one.firstAfterHead < size()) {
        const std::optional<std::size_t> head = headLength(words);
        if (!head)
            return exact(level, text);
        search(one, words.substr(*head), true, found);
    }
    const Beginning *first = found.first();
    if (!first)
        return kNone;
    if (first->certain)
        return first->rule;
    if (found.onlyPayload()) // a secret in it is not what makes it payload
        return ruleOf(m_rules.classify(level, textOf(beginning(words, std::size_t(4 * kEntryLimit)))).ruleId);
    return exact(level, text);
}

int LineSieve::exact(LogLevel level, std::string_view text) const
{
    const QString whole = textOf(beginning(text, std::size_t(4 * kEntryLimit))).left(kEntryLimit);
    return ruleOf(m_rules.makeLine(level, whole).ruleId);
}

} // namespace rookery::logrules
